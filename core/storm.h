/* storm.h - a storm: very many goroutines, most of them stuck for long.
 *
 * Looked for whenever virtual time has moved and nobody has run yet, at most
 * once a virtual second (more often only when less than that counts as long),
 * so that it costs little.  The limits are those of a well-known incident: a
 * missing cancel, 100 requests a second, 12,000 goroutines. */
#ifndef SEEP_STORM_H
#define SEEP_STORM_H

#include <stdbool.h>
#include <stdint.h>

struct seep_sim;

enum { SEEP_STORM_ALL = 1000 * 1000 }; /* all of them, as a share */

/* A storm is more than all three. */
struct seep_storm_limits {
    uint32_t goroutines; /* UINT32_MAX: nothing is a storm */
    uint32_t blocked;    /* share of them, 0..SEEP_STORM_ALL */
    int64_t age;         /* for how long those have waited, on average: ns */
};

/* What was found first. */
struct seep_storm {
    bool found;
    uint32_t goroutines, blocked; /* how many */
    int64_t age;
    int64_t at;   /* virtual time */
    int64_t next; /* when to look again */
};

#define SEEP_STORM_LIMITS                                                      \
    ((struct seep_storm_limits){5000, SEEP_STORM_ALL / 100 * 67,               \
                                INT64_C(90) * 1000 * 1000 * 1000})

void seep_storm_look(struct seep_sim *s);

#endif
