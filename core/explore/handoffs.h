/* handoffs.h - how much of what can happen at objects has happened.
 *
 * A hand-off is a pair of goroutines of which the one did something with an
 * object right after the other.  A schedule that shows none that is new is a
 * schedule that tells little.  Both are known by their numbers. */
#ifndef SEEP_EXPLORE_HANDOFFS_H
#define SEEP_EXPLORE_HANDOFFS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/trace.h"

/* A set of 64-bit numbers, on the ordinary heap; it stops growing when that
 * is used up, or at its limit. */
struct seep_set64 {
    uint64_t *slot; /* owned; 0: empty */
    uint64_t n, cap;
};
enum { SEEP_SET64_MOST = 1 << 21 };

/* Adds v; false: it was there, or there is no room. */
bool seep_set64_add(struct seep_set64 *s, uint64_t v);
void seep_set64_fini(struct seep_set64 *s);

enum { SEEP_HANDOFF_OBJECTS = 4096, SEEP_HANDOFF_FRESH = 256 };

struct seep_handoffs {
    struct seep_observer observer;
    uint64_t last[SEEP_HANDOFF_OBJECTS]; /* by object: who was there */
    struct seep_set64 seen;
    uint64_t fresh[SEEP_HANDOFF_FRESH]; /* of the present run, if new */
    uint32_t nfresh;
};

void seep_handoffs_init(struct seep_handoffs *h);
void seep_handoffs_fini(struct seep_handoffs *h);

/* Before a run; returns who has to watch it. */
struct seep_observer *seep_handoffs_begin(struct seep_handoffs *h);

#endif
