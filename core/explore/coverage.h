/* coverage.h - runs made of earlier runs that showed something new.
 *
 * What a run shows is, of each object, the set of its hand-offs: who used it
 * right after whom.  When that of an object was never seen before, the run's
 * choices are kept, and some runs are made of them, in each of which a few
 * choices are others; in between, runs are drawn as by random.  After the
 * feedback-guided scheduler of Fray.
 *
 * So a run depends on all before it: they must be made one after the other.
 * Each can be made again until the next one is asked for. */
#ifndef SEEP_EXPLORE_COVERAGE_H
#define SEEP_EXPLORE_COVERAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "cells.h"
#include "core/rng.h"
#include "core/trace.h"
#include "search.h"

enum {
    SEEP_COVERAGE_CHANGES = 5,
    SEEP_COVERAGE_MUTANTS = 16,      /* runs made of one that was kept */
    SEEP_COVERAGE_ANSWERS = 1 << 16, /* choices kept of a run, at most */
    SEEP_COVERAGE_KEPT = 1 << 22,    /* of all, at most */
};

/* An answer. */
struct seep_answer {
    uint64_t what; /* RUN: who goes on (seep_profile_who); else the number */
    uint8_t kind;  /* enum seep_choice_kind */
};

/* Those of a run, in order. */
struct seep_answers {
    struct seep_answer *at; /* owned, [0..n) */
    uint32_t n, cap;
    uint64_t seed;             /* the run's, for what the script draws */
    struct seep_answers *next; /* among those kept */
};

struct seep_coverage {
    struct seep_search search; /* the first field: that of all samples */
    struct seep_observer observer;
    struct seep_answers *first, *last; /* kept and not used yet; owned */
    uint64_t nkept;                    /* choices in these */

    /* The run asked for. */
    struct seep_answers
        *base;        /* what it is made of; owned; NULL: it is drawn */
    uint32_t mutants; /* made of base, this one included */
    uint32_t change[SEEP_COVERAGE_CHANGES]; /* choices of base to change */
    struct seep_rng rng;                    /* as the run begins */

    /* While it is made. */
    struct seep_rng now;
    uint64_t nchoices;
    struct seep_answers answers;      /* its own */
    struct seep_cells objects, pairs; /* last: who used it; sum: of pairs */
    struct seep_cells seen;           /* sets of hand-offs, in any run */
    bool failed;                      /* out of memory: not kept */
};

void seep_coverage_init(struct seep_coverage *x);
void seep_coverage_fini(struct seep_coverage *x);

/* Sets strategy, search and seed of the next run; opt has the seed for one
 * that is drawn.  The first one is random and profiled. */
void seep_coverage_next(struct seep_coverage *x, struct seep_options *opt);

extern const struct seep_strategy seep_strategy_coverage;

#endif
