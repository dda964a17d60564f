/* utf8.c - after table 3-7 of the Unicode standard. */
#include "bindings/export/utf8.h"

#include <stdbool.h>

static bool follows(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

/* Bytes of a sequence that begins with c; 0: none does. */
static size_t length(unsigned char c)
{
    if (c < 0x80)
        return 1;
    if (c < 0xc2 || c > 0xf4)
        return 0;
    return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

static bool in_range(uint32_t cp, size_t n)
{
    if (n == 3)
        return cp >= 0x800 && (cp < 0xd800 || cp > 0xdfff);
    return n < 3 || (cp >= 0x10000 && cp <= 0x10ffff);
}

size_t seep_utf8_decode(const char *s, size_t n, uint32_t *cp)
{
    static const unsigned char first[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    const unsigned char *p = (const unsigned char *)s;
    size_t k = length(*p);

    if (!k || k > n)
        return 0;
    *cp = p[0] & first[k];
    for (size_t i = 1; i < k; i++) {
        if (!follows(p[i]))
            return 0;
        *cp = *cp << 6 | (p[i] & 0x3f);
    }
    return in_range(*cp, k) ? k : 0;
}

size_t seep_utf8_encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3f));
    out[0] = (char)((0xf00u >> n & 0xf0) | cp);
    return n;
}

struct range {
    uint32_t first, last;
};

static bool among(const struct range *r, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= r[i].first && cp <= r[i].last)
            return true;
    return false;
}

unsigned seep_utf8_width(uint32_t cp)
{
    static const struct range none[] = {
        {0x300, 0x36f},   {0x1ab0, 0x1aff}, {0x200b, 0x200f},
        {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    };
    static const struct range two[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},
        {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
        {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
        {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
    };

    if (cp < 0x300)
        return 1;
    if (among(none, sizeof none / sizeof *none, cp))
        return 0;
    return among(two, sizeof two / sizeof *two, cp) ? 2 : 1;
}

size_t seep_utf8_valid(const char *s, size_t n)
{
    uint32_t cp;
    size_t i = 0, k;

    while (i < n && (k = seep_utf8_decode(s + i, n - i, &cp)))
        i += k;
    return i;
}
