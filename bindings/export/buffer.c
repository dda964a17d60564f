/* buffer.c - a string that grows by doubling. */
#include "bindings/export/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/utf8.h"
#include "bindings/lua/duration.h"

enum { FIRST = 128 };

/* Room for n more bytes and the terminator. */
static bool reserve(struct seep_buffer *t, size_t n)
{
    size_t cap = t->cap ? t->cap : FIRST;

    if (t->failed || n >= SIZE_MAX / 4 - t->n)
        t->failed = true;
    if (t->failed || t->n + n < t->cap)
        return !t->failed;
    while (cap <= t->n + n)
        cap *= 2;
    char *s = realloc(t->s, cap);
    if (!s) {
        t->failed = true;
        return false;
    }
    t->s = s;
    t->cap = cap;
    return true;
}

void seep_buffer_add_n(struct seep_buffer *t, const char *s, size_t n)
{
    if (!reserve(t, n))
        return;
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

void seep_buffer_add(struct seep_buffer *t, const char *s)
{
    seep_buffer_add_n(t, s, strlen(s));
}

void seep_buffer_spaces(struct seep_buffer *t, size_t n)
{
    if (!reserve(t, n))
        return;
    memset(t->s + t->n, ' ', n);
    t->n += n;
    t->s[t->n] = '\0';
}

void seep_buffer_addv(struct seep_buffer *t, const char *format, va_list args)
{
    va_list measured;

    va_copy(measured, args);
    int n = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (n < 0 || !reserve(t, (size_t)n))
        return;
    vsnprintf(t->s + t->n, (size_t)n + 1, format, args);
    t->n += (size_t)n;
}

void seep_buffer_addf(struct seep_buffer *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    seep_buffer_addv(t, format, args);
    va_end(args);
}

/* A code point that is no harm in a line of text. */
static bool harmless(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
        return false;
    return !(cp >= 0x200e && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e) &&
           !(cp >= 0x2066 && cp <= 0x2069);
}

static void add_spelt(struct seep_buffer *t, const char *s, size_t n)
{
    if (n == 1 && *s == '\n')
        seep_buffer_add(t, "\\n");
    else if (n == 1 && *s == '\t')
        seep_buffer_add(t, "\\t");
    else
        for (size_t i = 0; i < n; i++)
            seep_buffer_addf(t, "\\x%02x", (unsigned char)s[i]);
}

void seep_buffer_add_plain_n(struct seep_buffer *t, const char *s, size_t n)
{
    while (n) {
        uint32_t cp;
        size_t k = seep_utf8_decode(s, n, &cp);
        if (k && harmless(cp))
            seep_buffer_add_n(t, s, k);
        else
            add_spelt(t, s, k ? k : 1);
        s += k ? k : 1;
        n -= k ? k : 1;
    }
}

void seep_buffer_add_plain(struct seep_buffer *t, const char *s)
{
    seep_buffer_add_plain_n(t, s, strlen(s));
}

unsigned seep_buffer_plain_width(const char *s)
{
    size_t left = strlen(s), k;
    unsigned width = 0;
    uint32_t cp;

    for (; left; s += k, left -= k) {
        k = seep_utf8_decode(s, left, &cp);
        if (k && harmless(cp)) {
            width += seep_utf8_width(cp);
        } else {
            k = k ? k : 1;
            width += *s == '\n' || *s == '\t' ? 2 : 4 * (unsigned)k;
        }
    }
    return width;
}

void seep_buffer_add_lines(struct seep_buffer *t, const char *s,
                           const char *lead)
{
    while (*s) {
        s += strspn(s, "\t");
        size_t n = strcspn(s, "\n");
        seep_buffer_add(t, lead);
        seep_buffer_add_plain_n(t, s, n);
        seep_buffer_add(t, "\n");
        s += n + (s[n] != '\0');
    }
}

void seep_buffer_add_grouped(struct seep_buffer *t, unsigned long long v)
{
    unsigned long long unit = 1;

    while (v / unit >= 1000)
        unit *= 1000;
    seep_buffer_addf(t, "%llu", v / unit);
    while ((unit /= 1000) > 0)
        seep_buffer_addf(t, ",%03llu", v / unit % 1000);
}

void seep_buffer_add_duration(struct seep_buffer *t, long long ns)
{
    char buf[64];

    seep_duration_format(ns, buf, sizeof buf);
    seep_buffer_add(t, buf);
}

const char *seep_buffer_string(const struct seep_buffer *t)
{
    return t->s ? t->s : "";
}

void seep_buffer_fini(struct seep_buffer *t)
{
    free(t->s);
    *t = (struct seep_buffer){0};
}
