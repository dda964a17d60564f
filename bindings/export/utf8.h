/* utf8.h - UTF-8, one code point at a time. */
#ifndef SEEP_UTF8_H
#define SEEP_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at s, of which n >= 1 bytes may be read.  Returns the bytes
 * it takes, or 0: not UTF-8 (overlong forms and surrogates are not). */
size_t seep_utf8_decode(const char *s, size_t n, uint32_t *cp);

/* Writes cp (a valid code point) to out; returns the bytes it took. */
size_t seep_utf8_encode(uint32_t cp, char out[4]);

/* Terminal columns of cp: 0, 1 or 2.  The table holds the blocks that
 * matter in names, not all of Unicode, and is the same on every system. */
unsigned seep_utf8_width(uint32_t cp);

/* Offset of the first byte that is not UTF-8, or n. */
size_t seep_utf8_valid(const char *s, size_t n);

#endif
