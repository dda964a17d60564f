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

/* The most that a strategy's parameter can be. */
enum { SEEP_DEPTH_MAX = 1000 };

/* The strategy of that name ("pct"), or NULL. */
const struct seep_strategy *seep_strategy_find(const char *name);

/* Sets a run's strategy, and its depth, which some names can carry: "pct:10"
 * has 9 changes of priorities, "delay:3" delays 3 times.  False: there is none
 * of that name, or it does not go with that number; nothing is set. */
bool seep_strategy_set(struct seep_options *opt, const char *name);

#endif
