/* explored.h - all schedules of a unit test's program, by dfs or by dpor. */
#ifndef EXPLORED_H
#define EXPLORED_H

#include "core/explore/dfs.h"
#include "core/explore/dpor.h"
#include "script_run.h"

enum { EXPLORED_OUTCOMES = 4096 };

struct explored {
    uint64_t outcome[EXPLORED_OUTCOMES]; /* all different, ascending */
    uint32_t noutcomes;
    uint32_t runs;      /* complete ones */
    uint32_t redundant; /* dpor: given up halfway */
    uint32_t failed;    /* runs that did not pass */
    uint32_t first;     /* the first of these, from 1; 0: none */
    bool all;           /* nothing was left out */
};

/* Up to `limit` runs. */
void explore_dfs(struct explored *e, const struct scenario *sc, uint32_t bound,
                 uint32_t limit);
void explore_dpor(struct explored *e, const struct scenario *sc,
                  uint32_t limit);

#endif
