/* duration.h - durations as Go writes and reads them. */
#ifndef SEEP_LUA_DURATION_H
#define SEEP_LUA_DURATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads "1h2m3.5s", "-250ms", "0"... as time.ParseDuration does, into
 * nanoseconds; false: not a duration. Too large ones are clamped. */
bool seep_duration_parse(const char *s, int64_t *ns);

/* Writes ns as time.Duration.String does ("1m0s", "1.5ms", "0s"). */
void seep_duration_format(int64_t ns, char *buf, size_t size);

/* A number of nanoseconds, clamped to what an int64_t holds. */
int64_t seep_duration_from(double ns);

#endif
