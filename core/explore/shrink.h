/* shrink.h - from a schedule that fails to a small one that fails alike.
 *
 * The failure is the caller's to judge: one callback runs a schedule and says
 * whether it fails in the same way.  So this knows neither scripts nor
 * processes, and it is deterministic.
 *
 * Smaller is: fewer deviations; as many, but fewer preemptions; as many of
 * these, but smaller numbers of alternatives.  What comes out is the smallest
 * that was run.  When the runs did not end too early it is minimal: without
 * any one of its deviations it does not fail. */
#ifndef SEEP_EXPLORE_SHRINK_H
#define SEEP_EXPLORE_SHRINK_H

#include <stdbool.h>
#include <stdint.h>

#include "schedule.h"

enum { SEEP_SHRINK_RUNS = 200 };

struct seep_shrink {
    /* Does the run of `schedule` fail in the same way?  What a recorder made
     * of that run is in *took, which comes initialized: deviations that did
     * not apply are not in it, nor those beyond the failure. */
    bool (*fails)(void *context, const struct seep_schedule *schedule,
                  struct seep_schedule *took);
    void *context;
    uint32_t budget; /* most runs; 0: SEEP_SHRINK_RUNS */
};

struct seep_shrunk {
    uint32_t runs;
    uint32_t preemptions; /* in what is left */
    bool fails;           /* the schedule given did fail */
    bool minimal;
};

/* Makes s smaller.  SEEP_ENOMEM: the ordinary heap is used up; s is what had
 * been found by then. */
enum seep_err seep_shrink(const struct seep_shrink *how,
                          struct seep_schedule *s, struct seep_shrunk *result);

#endif
