/* subject.h - what is explored: a script, or a scenario of one; and what one
 * run of it came to. */
#ifndef SEEP_SUBJECT_H
#define SEEP_SUBJECT_H

#include "bindings/lua/world.h"
#include "core/explore/portfolio.h"
#include "core/explore/schedule.h"

struct seep_subject {
    struct seep_world *w; /* this and the strings: borrowed */
    const char *path;
    const char *name;         /* of the scenario, or "" */
    uint32_t line;            /* also */
    uint32_t scenario;        /* its number, from 1; 0: the script itself */
    struct seep_options base; /* seed and limits of the runs */
    char strategy[32];        /* how to search (portfolio.h) */
};

/* What searching needs to know of a run. */
struct seep_tried {
    uint64_t digest; /* of its events, if wanted, or when it fails */
    uint64_t steps;
    uint64_t nchoices; /* of who runs */
    uint64_t seed;
    char strategy[24];
    uint8_t verdict; /* enum seep_verdict_kind */
    bool redundant;  /* it came to nothing: portfolio.h */
    bool failing;    /* then: */
    char *signature; /* owned; signature.h */
    char *schedule;  /* owned; one line, or NULL: out of memory */
};
void seep_tried_fini(struct seep_tried *o);

/* One run under opt.  record: where its schedule goes, or NULL. */
void seep_subject_run(const struct seep_subject *s,
                      const struct seep_options *opt, bool explain,
                      struct seep_schedule *record, struct seep_report *report);

/* Is this a failure?  A limit says nothing, and runtime.exit(0) is a pass. */
bool seep_subject_fails(const struct seep_report *r);

/* The signature of a run that was watched; new, NULL: out of memory. */
char *seep_subject_signature(const struct seep_report *r);

/* Makes the run that the portfolio asked for last.  digest: shall its events be
 * folded?  What it came to is in o, whatever that held before. */
void seep_subject_try(const struct seep_subject *s,
                      const struct seep_portfolio *p,
                      const struct seep_options *opt, bool digest,
                      struct seep_tried *o);

/* The signature of the schedule's run (new; NULL: out of memory), its report,
 * and in *took the schedule as it came to pass, if wanted. */
char *seep_subject_replay(const struct seep_subject *s,
                          const struct seep_schedule *schedule,
                          struct seep_schedule *took,
                          struct seep_report *report);

/* How to search when that strategy is asked for: the same, or, where there is a
 * plan of faults (chaos: the scenario's; or the world has one), one that leaves
 * nothing out. */
const char *seep_subject_strategy(const struct seep_world *w, bool chaos,
                                  const char *strategy);

#endif
