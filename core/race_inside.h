/* race_inside.h - struct seep_race, for race.c, race_chan.c and
 * race_atomic.c. */
#ifndef SEEP_RACE_INSIDE_H
#define SEEP_RACE_INSIDE_H

#include <stdbool.h>

#include "know.h"
#include "race.h"
#include "shadow.h"

struct seep_g;
struct seep_object;
struct seep_sim;

struct seep_race {
    struct seep_observer observer;
    struct seep_sim *sim; /* of the event at hand */
    struct seep_know know;
    struct seep_shadows shadows;
    bool lost;          /* out of memory: nothing that follows can be judged */
    uint32_t fired;     /* the timer that fired last */
    uint32_t completed; /* the goroutine whose next operation is accounted
                           for already; 0: none */
    uint32_t nfound;
    struct seep_race_found found[SEEP_RACES_MAX];
};

/* The object's shadow; NULL: out of memory, and r is lost. */
struct seep_shadow *seep__race_shadow(struct seep_race *r,
                                      const struct seep_object *o);

/* g takes what was left with o; leaves what it knows in the place of that. */
void seep__race_take(struct seep_race *r, const struct seep_g *g,
                     const struct seep_object *o);
void seep__race_leave(struct seep_race *r, const struct seep_g *g,
                      const struct seep_object *o);

/* g touches o: it races with what is unordered on the other side, and is kept
 * on its own. */
void seep__race_touch(struct seep_race *r, const struct seep_event *e,
                      const struct seep_g *g, const struct seep_object *o,
                      enum seep_access_kind kind);

/* The access that g makes now; with the unordered ones among which it races;
 * keeping it on one side of an object. */
struct seep_access seep__race_access(struct seep_race *r,
                                     const struct seep_event *e,
                                     const struct seep_g *g,
                                     enum seep_access_kind kind);
void seep__race_compare(struct seep_race *r, const struct seep_object *o,
                        const struct seep_accesses *with,
                        const struct seep_access *now);
void seep__race_keep(struct seep_race *r, struct seep_accesses *side,
                     const struct seep_access *now);

/* What is atomic (race_atomic.c): a load; a store; what is both, and writes
 * only when it `applies`; and, of any variable, the side of a plain access
 * that atomic ones race with. */
void seep__race_load(struct seep_race *r, const struct seep_event *e);
void seep__race_store(struct seep_race *r, const struct seep_event *e);
void seep__race_exchange(struct seep_race *r, const struct seep_event *e,
                         bool applies);
void seep__race_plain(struct seep_race *r, const struct seep_event *e,
                      enum seep_access_kind kind);
/* An operation on a sync.map's key. */
void seep__race_of_key(struct seep_race *r, const struct seep_event *e,
                       bool reads, bool writes);

/* e->g has performed its send, receive or select (race_chan.c). */
void seep__race_sent(struct seep_race *r, const struct seep_event *e);
/* It was performed for e->g, which was parked, by e->other if by anybody. */
void seep__race_completed(struct seep_race *r, const struct seep_event *e);

#endif
