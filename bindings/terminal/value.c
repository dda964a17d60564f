/* value.c - see value.h. */
#include "bindings/terminal/value.h"

#include <string.h>

#include "bindings/lua/duration.h"

enum { WORD_MAX = 64 };

/* The digits at s; *end is behind them.  False: none, or too many. */
static bool read_digits(const char *s, uint64_t *out, const char **end)
{
    const char *p = s;

    for (*out = 0; *p >= '0' && *p <= '9'; p++)
        if (__builtin_mul_overflow(*out, UINT64_C(10), out) ||
            __builtin_add_overflow(*out, (uint64_t)(*p - '0'), out))
            return false;
    *end = p;
    return p != s;
}

bool seep_value_number(const char *s, uint64_t min, uint64_t max, uint64_t *out)
{
    const char *end;
    uint64_t v;

    if (!read_digits(s, &v, &end) || *end || v < min || v > max)
        return false;
    *out = v;
    return true;
}

static unsigned shift_of(char unit)
{
    switch (unit) {
    case 'K':
    case 'k': return 10;
    case 'M':
    case 'm': return 20;
    case 'G':
    case 'g': return 30;
    default: return 0;
    }
}

bool seep_value_size(const char *s, uint64_t min, uint64_t max, size_t *out)
{
    const char *end;
    uint64_t v;

    if (!read_digits(s, &v, &end))
        return false;
    unsigned shift = shift_of(*end);
    if (end[shift != 0] || v > UINT64_MAX >> shift)
        return false;
    v <<= shift;
    if (v < min || v > max)
        return false;
    *out = v;
    return true;
}

bool seep_value_duration(const char *s, int64_t min, int64_t *out)
{
    int64_t v;

    if (!seep_duration_parse(s, &v) || v < min)
        return false;
    *out = v;
    return true;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;

    return m < c ? m : c;
}

unsigned seep_value_distance(const char *a, const char *b)
{
    unsigned row[WORD_MAX + 1];
    size_t na = strlen(a), nb = strlen(b);

    if (na > WORD_MAX || nb > WORD_MAX)
        return WORD_MAX;
    for (unsigned j = 0; j <= nb; j++)
        row[j] = j;
    for (unsigned i = 1; i <= na; i++) {
        unsigned corner = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= nb; j++) {
            unsigned up = row[j];
            row[j] =
                least(up + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
            corner = up;
        }
    }
    return row[nb];
}

const char *seep_value_nearest(const char *s, const char *const *words)
{
    const char *best = NULL;
    unsigned near = ((unsigned)strlen(s) + 1) / 3;

    for (; *words; words++) {
        unsigned d = seep_value_distance(s, *words);
        if (d <= near && d < strlen(*words)) {
            best = *words;
            near = d - (d > 0);
        }
    }
    return best;
}
