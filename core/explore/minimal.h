/* minimal.h - is there a schedule that fails alike with fewer preemptions?
 *
 * Shrinking (shrink.h) ends where no small change helps. This runs every
 * schedule with no preemption, then with one, and so on below the number
 * found (dfs.h): the first that fails has as few as any; when none does, the
 * one given has. After CHESS (Musuvathi et al., OSDI 2008).
 *
 * As in every depth-first search, what goroutines do between two operations
 * counts as one. */
#ifndef SEEP_EXPLORE_MINIMAL_H
#define SEEP_EXPLORE_MINIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/sim.h"
#include "schedule.h"

struct seep_minimal {
    /* Does the run under these options fail in the same way? What a recorder
     * made of it is in *took, which comes initialized. */
    bool (*fails)(void *context, const struct seep_options *opt,
                  struct seep_schedule *took);
    void *context;
    struct seep_options base; /* the limits of a run */
    uint32_t budget;          /* most runs */
};

struct seep_minimum {
    uint32_t runs;
    uint32_t bound; /* all schedules with fewer preemptions were run */
    bool found;     /* one with `bound` preemptions failed, and is in s now */
    bool proven;    /* no schedule that fails alike has fewer than s */
};

/* s fails, with so many preemptions. When a schedule with fewer does, s is
 * made that. */
void seep_minimal(const struct seep_minimal *how, uint32_t preemptions,
                  struct seep_schedule *s, struct seep_minimum *result);

#endif
