/* doom.h - from which step on a run is lost.
 *
 * A schedule that fails is followed up to a step, and from there the run goes
 * on at random, again and again. The step after which all of these runs fail
 * is where it was decided, often long before the failure shows; what was done
 * there is what a person should look at. */
#ifndef SEEP_EXPLORE_DOOM_H
#define SEEP_EXPLORE_DOOM_H

#include <stdbool.h>
#include <stdint.h>

#include "replay.h"

struct seep_doom {
    /* Does the run that follows `replay` fail in the same way? */
    bool (*fails)(void *context, struct seep_replay *replay);
    void *context;
    uint64_t steps; /* of the run that fails */
    uint32_t tails; /* runs from a step on, at least 1 */
};

struct seep_doomed {
    uint64_t step;   /* the choice made there decides; 0: lost from the start */
    uint32_t tails;  /* so many runs go on from behind it, and all fail... */
    uint32_t before; /* ...and so many of as many that choose anew there do */
    uint32_t runs;
};

/* SEEP_ENOMEM: the ordinary heap is used up. */
enum seep_err seep_doom(const struct seep_doom *how,
                        const struct seep_schedule *s,
                        struct seep_doomed *result);

#endif
