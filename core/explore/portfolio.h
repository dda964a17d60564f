/* portfolio.h - which runs to make, and when there is nothing left to run.
 *
 * A search is a row of runs; each is a strategy with a seed.  `auto`, which is
 * the default everywhere, begins with the default schedule and a few runs of
 * dpor's (dpor.h), which finds most bugs in a few and ends in a proof when the
 * program is small; then these take turns with samples of all kinds, which do
 * not care how large it is.  The row is the same for the same script, seed and
 * strategy.
 *
 * When time is free (seep_options.free_time) nothing commutes with the clock:
 * dfs is asked in place of dpor, and auto only samples. */
#ifndef SEEP_EXPLORE_PORTFOLIO_H
#define SEEP_EXPLORE_PORTFOLIO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/sim.h"
#include "coverage.h"
#include "dfs.h"
#include "dpor.h"
#include "search.h"
#include "strategies.h"

/* auto does not rest on a proof alone: it holds for what seep sees, and locals
 * that goroutines share it does not see. */
enum { SEEP_AUTO_SAMPLES = 32 };

/* auto: dpor has the first runs alone; up to so many, two turns of three; after
 * that one of two, for such a program is large. */
enum { SEEP_AUTO_PROBE = 20, SEEP_AUTO_EARLY = 200 };

struct seep_portfolio {
    enum seep_way way;
    const struct seep_strategy *sample; /* of one strategy alone */
    struct seep_options base;
    struct seep_dpor dpor;
    struct seep_dfs dfs;
    struct seep_search search; /* the samples' */
    struct seep_coverage coverage;
    const struct seep_strategy *last; /* of the run last asked for */
    uint32_t nruns;                   /* asked for so far */
    uint32_t nsamples;                /* of these, samples */
    bool closed;                      /* dpor or dfs has nothing more */
    bool proven; /* all that can make a difference has been run */
};

/* Is there a strategy of that name, for searching? */
bool seep_portfolio_knows(const char *name);

/* name: one that it knows.  base: the runs' seed, limits and kind of time. */
void seep_portfolio_init(struct seep_portfolio *p, const char *name,
                         const struct seep_options *base);
void seep_portfolio_fini(struct seep_portfolio *p);

/* The options of the next run; false: there is none.  Until it is asked for
 * the next one, the same run may be made several times. */
bool seep_portfolio_next(struct seep_portfolio *p, struct seep_options *opt);

/* Did the run last asked for come to nothing, for all it would have shown has
 * been seen? */
bool seep_portfolio_redundant(const struct seep_portfolio *p);

#endif
