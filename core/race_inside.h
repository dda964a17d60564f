/* race_inside.h - struct seep_race, for race.c and race_chan.c. */
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

/* g touches o: it races with what is unordered on the other side, and is kept
 * on its own. */
void seep__race_touch(struct seep_race *r, const struct seep_event *e,
                      const struct seep_g *g, const struct seep_object *o,
                      enum seep_access_kind kind);

/* e->g has performed its send, receive or select (race_chan.c). */
void seep__race_sent(struct seep_race *r, const struct seep_event *e);
/* It was performed for e->g, which was parked, by e->other if by anybody. */
void seep__race_completed(struct seep_race *r, const struct seep_event *e);

#endif
