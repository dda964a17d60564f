/* value.h - strict reading of what stands behind an option. */
#ifndef SEEP_VALUE_H
#define SEEP_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only, from min to max. */
bool seep_value_number(const char *s, uint64_t min, uint64_t max,
                       uint64_t *out);

/* The same with one letter K, M or G behind it: units of 1024. */
bool seep_value_size(const char *s, uint64_t min, uint64_t max, size_t *out);

/* A duration as Go writes it, not below min nanoseconds. */
bool seep_value_duration(const char *s, int64_t min, int64_t *out);

/* The word of `words` (ends with NULL) that is nearest to s, or NULL when
 * none is near enough to be what was meant. */
const char *seep_value_nearest(const char *s, const char *const *words);

/* How many characters must change between a and b; cut off at 64. */
unsigned seep_value_distance(const char *a, const char *b);

#endif
