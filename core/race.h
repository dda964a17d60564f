/* race.h - an observer that finds data races.
 *
 * Two accesses race when they conflict and nothing orders them, whether they
 * touched in this schedule or not:
 *
 *   shared variables   a write, and a read or another write
 *   channels           a send and the close; of a select too, and what it
 *                      offered when nobody was there to take it, as Go has it
 *   waitgroups         an add from zero, and a wait
 *   atomic variables   an atomic and a plain access, unless both only read
 *   maps               a write, and a read, a step of an iteration, a length
 *                      or another write, of whatever keys
 *   shared tables      of their elements: the same on each; `#t`, and a write
 *                      that makes or removes a numbered element
 *
 * What orders them is order.h's business.  As with every race detector of
 * this kind, an access orders nothing, and a schedule in which the racing
 * goroutines happen to be ordered shows no race.
 *
 * In a siteless run (sim.h) it finds the same races, without their places: to
 * know these, make the run again.  Lives outside the arena. */
#ifndef SEEP_RACE_H
#define SEEP_RACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "trace.h"

enum { SEEP_RACES_MAX = 64 };

/* One a pair of places and object. */
struct seep_race_found {
    uint32_t obj;                     /* its id */
    uint32_t name, site;              /* its name, and where it was made */
    uint8_t kind;                     /* enum seep_object_kind */
    struct seep_access before, after; /* in the order of the schedule */
};

struct seep_arena;
struct seep_race;

/* Returns new, or NULL.  It keeps all it knows in that arena; NULL: on the
 * ordinary heap.  Add its observer to the sim before the run. */
struct seep_race *seep_race_new(struct seep_arena *a);
void seep_race_free(struct seep_race *r);
struct seep_observer *seep_race_observer(struct seep_race *r);

/* Forgets the run: ready for another one. */
void seep_race_clear(struct seep_race *r);

/* Did it give up, because there was too much to keep?  (Some hundred MiB, or
 * all the memory there is.)  What it has found holds. */
bool seep_race_lost(const struct seep_race *r);

/* The first SEEP_RACES_MAX, in order of discovery.  r may be NULL: none. */
size_t seep_race_count(const struct seep_race *r);
const struct seep_race_found *seep_race_get(const struct seep_race *r,
                                            size_t i);

#endif
