/* dfs.h - every schedule in turn, those with the fewest preemptions first.
 *
 * After CHESS (Musuvathi et al., OSDI 2008): all schedules with at most b
 * preemptions, for b = 0, 1, 2...; a schedule that fails at the smallest b has
 * as few preemptions as any.  Without a bound it is what dpor.h is measured
 * against. */
#ifndef SEEP_EXPLORE_DFS_H
#define SEEP_EXPLORE_DFS_H

#include <stdbool.h>
#include <stdint.h>

#include "tree.h"

enum { SEEP_DFS_UNBOUNDED = UINT32_MAX };

struct seep_dfs {
    struct seep_tree tree;
    uint32_t bound;
    bool bounded; /* at this bound something was left out */
};

/* bound: preemptions allowed.  Give it to the run as opt.search. */
void seep_dfs_init(struct seep_dfs *d, uint32_t bound);
void seep_dfs_fini(struct seep_dfs *d);

/* After each run: is there another one?  When not: all schedules have been run
 * if neither `bounded` nor tree.cut is set. */
bool seep_dfs_next(struct seep_dfs *d);

extern const struct seep_strategy seep_strategy_dfs;

#endif
