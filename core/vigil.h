/* vigil.h - main, while it waits: when to look whether it waits for ever.
 *
 * A main that can never go on has done all it will do.  Once the host has
 * found that out the others have their time to drain, as after main's return,
 * and then the run ends: a partial deadlock, or a deadlock when nothing is left
 * that could happen.  Should main go on after all, none of that was.
 *
 * To look is costly.  It is done when main has waited for many steps, for many
 * times the steps that looking is worth, and when it has waited for twice as
 * long, and so on: no more than a few looks in a run, and none in most.
 *
 * It is part of the run, and so hangs on nothing but the run: not on who
 * watches, nor on what is asked for. */
#ifndef SEEP_VIGIL_H
#define SEEP_VIGIL_H

#include <stdbool.h>
#include <stdint.h>

struct seep_sim;

struct seep_vigil {
    uint32_t nops; /* main's wait: the number of its operation, and since... */
    int64_t since; /* ...when; no two waits of one run have both */
    uint64_t seen, pause; /* steps: when it was first seen; to wait until the
                             next look */
    bool lost;            /* it can never end... */
    int64_t lost_at;      /* ...as was known then */
    bool passed; /* a lock was given back by another than its holder: who
                    holds one need not be who gives it back */
};

/* Is it time to look?  Looking is worth `cost` steps. */
bool seep_vigil_is_due(struct seep_sim *s, uint64_t cost);

/* main, which waits, can never go on. */
void seep_vigil_lose(struct seep_sim *s);

/* Is that so? */
bool seep_vigil_is_lost(const struct seep_sim *s);

#endif
