/* dpor_inside.h - what the files of dpor share: dpor.c (what to run next),
 * dpor_watch.c (the run as events) and dpor_races.c (which of them could have
 * come the other way round). */
#ifndef SEEP_EXPLORE_DPOR_INSIDE_H
#define SEEP_EXPLORE_DPOR_INSIDE_H

#include "dpor.h"

struct seep_sim;

/* ---- clocks ---- */

static inline void seep__dpor_join(struct seep_dpor *d,
                                   struct seep_dpor_clock *to,
                                   const struct seep_dpor_clock *from)
{
    for (uint32_t i = 0; i < d->run->ng; i++)
        if (from->at[i] > to->at[i])
            to->at[i] = from->at[i];
}

/* Must event e have come before what has this clock? */
static inline bool seep__dpor_before(const struct seep_dpor_event *e,
                                     const struct seep_dpor_clock *clock)
{
    return clock->at[e->slot] >= e->index;
}

/* ---- dpor_races.c ---- */

/* All immediate races of p's operation with what came before it; `clock`: what
 * p knows and all that the operation conflicts with. */
void seep__dpor_find_races(struct seep_dpor *d, uint32_t p,
                           const struct seep_footprint *print,
                           const struct seep_dpor_clock *clock);

/* What must have come before p's operation with that footprint. */
struct seep_dpor_clock seep__dpor_clock_of(const struct seep_dpor *d,
                                           uint32_t p,
                                           const struct seep_footprint *print);

/* ---- dpor_watch.c ---- */

/* The observer of a run. */
void seep__dpor_watch(struct seep_observer *o, struct seep_sim *s,
                      const struct seep_event *e);

/* The slot of g, whose clock is ready for use; false: it has none. */
bool seep__dpor_slot(struct seep_dpor *d, const struct seep_g *g,
                     uint32_t *slot);

/* What g's operation, performed or pending, touches. */
void seep__dpor_print(const struct seep_dpor *d, struct seep_footprint *f,
                      const struct seep_g *g, uint32_t p, bool performed);

/* The operation that g is about to perform, or would if it could. */
void seep__dpor_race_pending(struct seep_dpor *d, const struct seep_g *g);

/* Nothing that could go on is worth it: what follows has been run. */
void seep__dpor_give_up(struct seep_dpor *d, struct seep_sim *s);

#endif
