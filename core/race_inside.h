/* race_inside.h - struct seep_race, for race.c and race_atomic.c. */
#ifndef SEEP_RACE_INSIDE_H
#define SEEP_RACE_INSIDE_H

#include <stdbool.h>

#include "order.h"
#include "race.h"

struct seep_g;
struct seep_object;

struct seep_race {
    struct seep_observer observer;
    struct seep_order order;
    uint32_t nfound;
    struct seep_race_found found[SEEP_RACES_MAX];
};

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

/* An atomic access; and, of any variable, the side of a plain one that atomic
 * ones race with. */
void seep__race_atomic(struct seep_race *r, const struct seep_event *e,
                       enum seep_access_kind kind);
void seep__race_plain(struct seep_race *r, const struct seep_event *e,
                      enum seep_access_kind kind);

#endif
