/* insight.h - what a search knows of a schedule that fails: how little it
 * takes, which choice it hangs on, and from where on nothing helps. */
#ifndef SEEP_INSIGHT_H
#define SEEP_INSIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/export/json.h"
#include "core/report.h"

/* What is done behind a choice. */
struct seep_insight_moment {
    uint64_t step;
    char *what; /* owned: "g2 "east": send replies, a.lua:7"; or NULL */
};

struct seep_insight {
    bool known; /* the rest has been looked for */
    uint32_t deviations, preemptions;
    uint32_t faults, all_faults; /* that it takes, of those that had fired */
    bool fewest;   /* no schedule with fewer preemptions fails... */
    uint32_t runs; /* ...for so many, all of them, have been run */
    bool turns;    /* without its last deviation the run does not fail so */
    struct seep_insight_moment turn;
    uint32_t tails;  /* runs that went on at random; 0: none did */
    uint32_t before; /* of as many that chose anew there, so many failed */
    struct seep_insight_moment lost; /* from there on, all failed */
};

void seep_insight_fini(struct seep_insight *i);

/* Lines of text, without labels; each may be empty.
 *   schedule: 2 deviations, 1 preemption; none with fewer fails (7 runs)
 *   turn:     step 5 (g2: lock b, a.lua:7): without this choice it does not...
 *   lost:     from step 8 (g3: lock a, a.lua:9) on: 50 of 50 runs that go... */
void seep_insight_schedule(struct seep_buffer *t, const struct seep_insight *i);
void seep_insight_turn(struct seep_buffer *t, const struct seep_insight *i);
void seep_insight_lost(struct seep_buffer *t, const struct seep_insight *i);

/* The object `key`, or nothing when nothing is known. */
void seep_insight_json(struct seep_json *j, const char *key,
                       const struct seep_insight *i);

#endif
