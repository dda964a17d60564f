/* estimate.h - how much each goroutine of a run still has to do, presumably.
 *
 * It will do what the goroutine in its place did in the profiled run, and so
 * will those that it has yet to start.  What counts is every operation, or
 * those on some objects.  Lies in the arena's room aside. */
#ifndef SEEP_EXPLORE_ESTIMATE_H
#define SEEP_EXPLORE_ESTIMATE_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"
#include "table.h"

enum { SEEP_ESTIMATE_SPOTS = 4 };

/* What is known of a goroutine of the run. */
struct seep_role {
    uint32_t node;   /* its place in the profile + 1; NONE; 0: not known yet */
    uint32_t cursor; /* into `op`: what it has begun lies before it */
    uint32_t parked; /* the strategy's */
};

struct seep_estimate {
    const struct seep_profile *profile;
    struct seep_table roles; /* struct seep_role */
    uint32_t main_id;
    uint32_t *op;    /* numbers of the operations that count, by node; NULL:
                        all do */
    uint32_t *from;  /* of each node, and one more: where its own begin */
    uint32_t *all;   /* of each node: its own and those of its descendants */
    uint32_t *after; /* of each node: of its younger brothers, in all */
};

/* Before a run.  With nspots > 0 only operations at these count.
 * SEEP_ENOMEM: the room aside is used up. */
enum seep_err seep_estimate_init(struct seep_estimate *e, struct seep_sim *s,
                                 const struct seep_profile *p,
                                 const uint32_t *spot, uint32_t nspots);

/* Of a live goroutine; NULL: the room aside is used up. */
struct seep_role *seep_estimate_role(struct seep_estimate *e,
                                     struct seep_sim *s,
                                     const struct seep_g *g);

/* How much is left to do for it, a pending operation included, and for those
 * it will start.  When all operations count, to begin at all does too. */
uint32_t seep_estimate_left(const struct seep_estimate *e,
                            struct seep_role *role, const struct seep_g *g);

#endif
