/* strategies.h - the strategies there are, and how they are asked for.
 *
 * Those that sample: each run is one draw, made by the run's seed and by what
 * the searcher knows from earlier runs (search.h), and by nothing else.  So
 * any run can be made again alone, and runs can be made in any order.  None of
 * them keeps a goroutine from running for ever: those that could are random
 * after twice as many choices as the longest run known has.
 *
 * Sources: exploration.md 4. */
#ifndef SEEP_EXPLORE_STRATEGIES_H
#define SEEP_EXPLORE_STRATEGIES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/choose.h"

struct seep_options;

extern const struct seep_strategy seep_strategy_pct;
extern const struct seep_strategy seep_strategy_delay;
extern const struct seep_strategy seep_strategy_pos;
extern const struct seep_strategy seep_strategy_urw;
extern const struct seep_strategy seep_strategy_surw;

/* How the runs of a search follow one another (portfolio.h). */
enum seep_way {
    SEEP_WAY_DEFAULT, /* one run */
    SEEP_WAY_SAMPLE,  /* one strategy, seed after seed */
    SEEP_WAY_DFS,     /* with 0, 1, 2... preemptions */
    SEEP_WAY_DPOR,
    SEEP_WAY_COVERAGE,
    SEEP_WAY_SWARM, /* another sample each time, drawn */
    SEEP_WAY_AUTO
};

/* A name that can be asked for. */
struct seep_strategy_row {
    const char *name; /* NULL: the end of the table */
    enum seep_way way;
    bool has_depth;                       /* a number goes with it: "pct:10" */
    const struct seep_strategy *strategy; /* NULL: there are several */
    const char *what;                     /* it does, in a line */
};

/* All of them, in the order in which they are told. */
extern const struct seep_strategy_row seep_strategy_rows[];

/* The most that a strategy's parameter can be. */
enum { SEEP_DEPTH_MAX = 1000 };

/* The row of a name, and the number that came with it: "pct:10" has 9 changes
 * of priorities, "delay:3" delays 3 times; 0: none did.  NULL: there is none
 * of that name, or it does not go with that number. */
const struct seep_strategy_row *seep_strategy_row(const char *name,
                                                  uint32_t *depth);

/* Sets a run's strategy and depth.  False: there is none of that name that a
 * run alone has a use for; nothing is set. */
bool seep_strategy_set(struct seep_options *opt, const char *name);

#endif
