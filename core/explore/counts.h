/* counts.h - waitgroups of which nobody can see who counts when.
 *
 *      for i = 1, n do wg:go(work) end   wg:wait()
 *
 * Whether the first goroutine is done before the second one is added, the
 * counter passing zero or not, shows nowhere; yet told apart, these orders
 * alone are as many as the n-th Catalan number.  A run is calm when in it, for
 * each waitgroup,
 *
 *   - one goroutine makes all adds;
 *   - that one waits, or others that it has started after its last add;
 *   - in no order could a done come before the add that makes up for it.
 *
 * Adds, dones and waits then commute, though a wait still knows of the dones.
 * dpor.c takes all runs to be calm until one is not, and begins anew when one
 * is not.  That leaves nothing out: an operation that ends the calm can follow
 * some calm beginning of a run; of the runs with that beginning, in another
 * order if you like, one is made; and what it does there, it does in any
 * order, for the three conditions speak of what is done and of what must come
 * before what, never of what happens to. */
#ifndef SEEP_EXPLORE_COUNTS_H
#define SEEP_EXPLORE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "conflict.h"

/* An add, by the slot's index-th event. */
struct seep_counts_add {
    uint32_t obj, slot, index;
    int64_t
        room; /* what the counter was, less the dones that could come first */
};

/* Others than the one that adds have waited for it. */
struct seep_counts_wait {
    uint32_t obj;
};

/* Of a run: all it holds lies aside in the arena. */
struct seep_counts {
    struct seep_arena *arena;
    struct seep_counts_add *add;   /* [0..nadd) */
    struct seep_counts_wait *wait; /* [0..nwait) */
    uint32_t nadd, add_cap, nwait, wait_cap;
};

void seep_counts_begin(struct seep_counts *c, struct seep_arena *a);

/* What the slot's event does, in the order of the run; false: no calm any
 * more, or out of memory. */

/* An add, to a counter that stood at `count`. */
bool seep_counts_added(struct seep_counts *c, uint32_t obj, uint32_t slot,
                       uint32_t index, int64_t count);

/* A done of somebody to whom the first known[slot] events of each slot are
 * known. */
bool seep_counts_done(struct seep_counts *c, uint32_t obj,
                      const uint16_t *known);

/* A wait of a slot that `creator` started when it had made `born` events. */
bool seep_counts_waited(struct seep_counts *c, uint32_t obj, uint32_t slot,
                        uint32_t creator, uint32_t born);

/* Takes the order of adds, dones and waits out of a footprint. */
void seep_counts_blur(struct seep_footprint *f);

#endif
