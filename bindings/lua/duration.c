/* duration.c - see duration.h; the formats are those of Go's time package. */
#include "duration.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *text;
    int64_t ns;
} unit[] = {
    {"ns", 1},
    {"us", 1000},
    {"\xc2\xb5s", 1000}, /* U+00B5, micro sign */
    {"\xce\xbcs", 1000}, /* U+03BC, Greek mu */
    {"ms", 1000000},
    {"s", 1000000000},
    {"m", 60 * INT64_C(1000000000)},
    {"h", 3600 * INT64_C(1000000000)},
};

int64_t seep_duration_from(double ns)
{
    if (ns >= 9223372036854775807.0)
        return INT64_MAX;
    if (ns <= -9223372036854775808.0)
        return INT64_MIN;
    return (int64_t)ns;
}

/* The unit at *s, advanced past it; 0: none. */
static int64_t read_unit(const char **s)
{
    size_t n = 0;

    while ((*s)[n] && (*s)[n] != '.' && ((*s)[n] < '0' || (*s)[n] > '9'))
        n++;
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
        if (strlen(unit[i].text) != n || memcmp(unit[i].text, *s, n) != 0)
            continue;
        *s += n;
        return unit[i].ns;
    }
    return 0;
}

/* "12.5" into whole and fraction; false: no digits. */
static bool read_number(const char **s, double *value)
{
    const char *p = *s;
    bool digits = false;
    double scale = 1;

    for (*value = 0; *p >= '0' && *p <= '9'; p++, digits = true)
        *value = *value * 10 + (*p - '0');
    if (*p == '.')
        for (p++; *p >= '0' && *p <= '9'; p++, digits = true)
            *value += (*p - '0') * (scale /= 10);
    *s = p;
    return digits;
}

bool seep_duration_parse(const char *s, int64_t *ns)
{
    double total = 0, value;
    bool negative = *s == '-';

    if (*s == '-' || *s == '+')
        s++;
    if (!strcmp(s, "0")) {
        *ns = 0;
        return true;
    }
    if (!*s)
        return false;
    while (*s) {
        int64_t u;
        if (!read_number(&s, &value) || !(u = read_unit(&s)))
            return false;
        total += value * (double)u;
    }
    /* Fractions of binary numbers: to the nearest nanosecond. */
    total += 0.5 - (total > 4e15 ? 0.5 : 0);
    *ns = seep_duration_from(negative ? -(double)seep_duration_from(total)
                                      : total);
    return true;
}

/* Prints v / 10^digits without trailing zeros; returns its length. */
static int put_fraction(char *buf, size_t size, uint64_t v, int digits)
{
    uint64_t scale = 1;

    for (int i = 0; i < digits; i++)
        scale *= 10;
    unsigned long long whole = v / scale, rest = v % scale;
    if (!rest)
        return snprintf(buf, size, "%llu", whole);
    for (; rest % 10 == 0; rest /= 10)
        digits--;
    return snprintf(buf, size, "%llu.%0*llu", whole, digits, rest);
}

static void put_small(char *buf, size_t size, uint64_t u)
{
    int digits = u < 1000 ? 0 : u < 1000000 ? 3 : 6;
    const char *name = digits == 0 ? "ns" : digits == 3 ? "\xc2\xb5s" : "ms";
    int n = put_fraction(buf, size, u, digits);

    snprintf(buf + n, size - (size_t)n, "%s", name);
}

void seep_duration_format(int64_t ns, char *buf, size_t size)
{
    uint64_t u = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
    const uint64_t second = 1000000000, minute = 60 * second;
    char text[64];
    int n = 0;

    if (u == 0) {
        snprintf(buf, size, "0s");
        return;
    }
    if (u < second) {
        put_small(text, sizeof text, u);
    } else {
        if (u >= 60 * minute)
            n += snprintf(text, sizeof text, "%lluh",
                          (unsigned long long)(u / (60 * minute)));
        if (u >= minute)
            n += snprintf(text + n, sizeof text - (size_t)n, "%llum",
                          (unsigned long long)(u / minute % 60));
        n += put_fraction(text + n, sizeof text - (size_t)n, u % minute, 9);
        snprintf(text + n, sizeof text - (size_t)n, "s");
    }
    snprintf(buf, size, "%s%s", ns < 0 ? "-" : "", text);
}
