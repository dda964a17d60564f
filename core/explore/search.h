/* search.h - what is known from earlier runs of the same script.
 *
 * It belongs to the searcher, outside the arena; runs get it at
 * seep_options.search and only read it, in the end they add to it.  A strategy
 * that samples works without it too, by guesses.
 *
 * What a run may know is fixed by its number alone, so the same runs come out
 * with any number of workers: how long runs are is told only when the number of
 * runs has doubled, which is when workers have to wait for one another. */
#ifndef SEEP_EXPLORE_SEARCH_H
#define SEEP_EXPLORE_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "core/sim.h"
#include "profile.h"

struct seep_search {
    struct seep_profile profile; /* what runs may know */
    uint64_t longest; /* choices of who runs, of all runs: not known yet */
    uint32_t nruns;   /* begun */
};

void seep_search_init(struct seep_search *x);
void seep_search_fini(struct seep_search *x);

/* Sets strategy and search of the next run, of a strategy that samples.  The
 * first one is random and profiled. */
void seep_search_next(struct seep_search *x, const struct seep_strategy *sample,
                      struct seep_options *opt);

/* As random, and profiles the run.  Needs a search. */
extern const struct seep_strategy seep_strategy_profiled;

/* Another run had so many choices (seep_sim.nchoices), as one of a worker's.
 * What the run of a strategy that samples came to is added by `ended`. */
static inline void seep_search_add(struct seep_search *x, uint64_t nchoices)
{
    if (nchoices > x->longest)
        x->longest = nchoices;
}

/* seep_strategy.ended of all strategies that sample. */
void seep_search_ended(struct seep_sim *s);

/* What the run may know; NULL: nothing. */
static inline const struct seep_profile *
seep_search_profile(const struct seep_sim *s)
{
    const struct seep_search *x = s->opt.search;

    return x ? &x->profile : NULL;
}

#endif
