/* recorder.h - an observer that writes down a run's schedule.
 *
 * Whatever strategy the run follows: every answer other than the default is
 * an event.  Costs next to nothing where there is none, and a look into a
 * hash table for each goroutine that it names. */
#ifndef SEEP_EXPLORE_RECORDER_H
#define SEEP_EXPLORE_RECORDER_H

#include "core/trace.h"
#include "schedule.h"

struct seep_recorder {
    struct seep_observer observer; /* add it to those of the run */
    struct seep_schedule *schedule;
    const struct seep_g *fresh; /* just taken from a queue, and has done
                                   nothing yet; only compared */
};

/* Before a run, when its options are set: empties the schedule, which is
 * borrowed and initialized, and puts down what the options say.  Script and
 * scenario are the caller's. */
void seep_recorder_begin(struct seep_recorder *r, struct seep_schedule *to,
                         const struct seep_sim *s);

/* How many of the recorded deviations are preemptions: another goroutine went
 * first although the one at work could have gone on. */
uint32_t seep_schedule_preemptions(const struct seep_schedule *s);

/* How many of them are faults that fired. */
uint32_t seep_schedule_faults(const struct seep_schedule *s);

#endif
