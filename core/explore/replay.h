/* replay.h - the strategy that follows a schedule.
 *
 * Whatever the schedule does not list is alternative 0, of every kind; the
 * script's own random numbers are drawn from the seed as ever.  A schedule
 * that was recorded of the same script gives the same run, event for event.
 *
 * Of another script, or with deviations taken out, it does what it can: one
 * whose place never comes, whose goroutine cannot run then, or whose
 * alternative there is not, is left out. */
#ifndef SEEP_EXPLORE_REPLAY_H
#define SEEP_EXPLORE_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "schedule.h"

struct seep_options;

#define SEEP_REPLAY_ALL UINT64_MAX

/* A schedule made ready for looking deviations up. */
struct seep_replay {
    const struct seep_schedule *schedule; /* borrowed */
    uint32_t *slot;   /* owned: hash of keys, to the first deviation + 1 */
    uint32_t nslot;   /* a power of two */
    uint32_t *next;   /* owned: of each, the next one with its key, or n */
    uint32_t applied; /* after a run: how many deviations came to pass */
    uint64_t until;   /* from so many operations on all is drawn, by... */
    uint64_t tail;    /* ...this seed; SEEP_REPLAY_ALL: nothing is */
};

/* On the caller's memory; borrows the schedule, unchanged, until fini. */
enum seep_err seep_replay_init(struct seep_replay *r,
                               const struct seep_schedule *s);
void seep_replay_fini(struct seep_replay *r);

/* Sets strategy, search, seed, procs and weak memory of a run's options. */
void seep_replay_options(struct seep_replay *r, struct seep_options *opt);

/* After the run: how many of the deviations came to pass. */
uint32_t seep_replay_applied(const struct seep_sim *s);

/* As a strategy that decides, and as one that leaves it to the run queues. */
extern const struct seep_strategy seep_strategy_replay;
extern const struct seep_strategy seep_strategy_replay_queues;

#endif
