/* strategies.c - see strategies.h. */
#include "strategies.h"

#include <string.h>

#include "core/sim.h"
#include "coverage.h"
#include "dfs.h"
#include "dpor.h"

const struct seep_strategy_row seep_strategy_rows[] = {
    {"auto", SEEP_WAY_AUTO, false, NULL,
     "dpor, and by turns surw, pos, pct:3, pct:10, random, urw"},
    {"default", SEEP_WAY_DEFAULT, false, &seep_strategy_default,
     "Go's own order; one run"},
    {"random", SEEP_WAY_SAMPLE, false, &seep_strategy_random,
     "at every operation, anybody"},
    {"pct", SEEP_WAY_SAMPLE, true, &seep_strategy_pct,
     "random priorities, changed 2 times (pct:10: 9 times)"},
    {"pos", SEEP_WAY_SAMPLE, false, &seep_strategy_pos,
     "a random priority for each operation"},
    {"urw", SEEP_WAY_SAMPLE, false, &seep_strategy_urw,
     "weighted by how much each has left to do"},
    {"surw", SEEP_WAY_SAMPLE, false, &seep_strategy_surw,
     "the same, for one object or a few at a time"},
    {"delay", SEEP_WAY_SAMPLE, true, &seep_strategy_delay,
     "round robin with 2 delays (delay:5: with 5)"},
    {"dfs", SEEP_WAY_DFS, false, &seep_strategy_dfs,
     "every schedule, those with few preemptions first"},
    {"dpor", SEEP_WAY_DPOR, false, &seep_strategy_dpor,
     "one schedule of each kind that can make a difference"},
    {"coverage", SEEP_WAY_COVERAGE, false, &seep_strategy_coverage,
     "changes some choices of runs that showed new hand-offs"},
    {"swarm", SEEP_WAY_SWARM, false, NULL,
     "each run draws its strategy, and which faults of a plan it has"},
    {0},
};

/* A number from 1 on in decimal, without leading zeros; 0: it is none. */
static uint32_t depth_of(const char *text)
{
    uint32_t n = 0;

    if (*text == '0')
        return 0;
    for (; *text >= '0' && *text <= '9' && n <= SEEP_DEPTH_MAX; text++)
        n = 10 * n + (uint32_t)(*text - '0');
    return *text || n > SEEP_DEPTH_MAX ? 0 : n;
}

const struct seep_strategy_row *seep_strategy_row(const char *name,
                                                  uint32_t *depth)
{
    size_t n = strcspn(name, ":");
    const struct seep_strategy_row *row = seep_strategy_rows;

    while (row->name && (strncmp(row->name, name, n) != 0 || row->name[n]))
        row++;
    *depth = name[n] ? depth_of(name + n + 1) : 0;
    if (!row->name || (name[n] && !(row->has_depth && *depth)))
        return NULL;
    return row;
}

bool seep_strategy_set(struct seep_options *opt, const char *name)
{
    uint32_t depth;
    const struct seep_strategy_row *row = seep_strategy_row(name, &depth);

    if (!row || row->way > SEEP_WAY_SAMPLE)
        return false;
    opt->strategy = row->strategy;
    opt->depth = depth;
    return true;
}
