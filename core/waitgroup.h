/* waitgroup.h - sync.WaitGroup, with its three misuse panics. */
#ifndef SEEP_WAITGROUP_H
#define SEEP_WAITGROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"
#include "waiter.h"

struct seep_sim;

struct seep_waitgroup {
    struct seep_object obj;
    int64_t count;
    bool call; /* it stands for a call, of a singleflight: a count of 1 */
    struct seep_queue q;
};

void seep_waitgroup_init(struct seep_waitgroup *wg);

/* On g->op; called by sim.c only.  op.arg of an add is the delta, which fits
 * op.chosen: afterwards it is there, and op.arg is the count. */
enum seep_outcome seep_waitgroup_add(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_waitgroup_wait(struct seep_sim *s, struct seep_g *g);

#endif
