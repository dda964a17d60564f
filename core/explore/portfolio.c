/* portfolio.c - see portfolio.h. */
#include "portfolio.h"

#include <string.h>

/* The samples of auto, in this order again and again; swarm draws of them. */
static const char *const mix[] = {"surw",   "pos",    "pct:3",
                                  "pct:10", "random", "urw"};
enum { MIXED = sizeof mix / sizeof *mix };

/* The purpose of what swarm draws, apart from those of the run (sim.c). */
enum { SWARM = 100 };

bool seep_portfolio_knows(const char *name)
{
    uint32_t depth;

    return seep_strategy_row(name, &depth);
}

void seep_portfolio_init(struct seep_portfolio *p, const char *name,
                         const struct seep_options *base)
{
    uint32_t depth;
    const struct seep_strategy_row *row = seep_strategy_row(name, &depth);

    seep_assert(row);
    memset(p, 0, sizeof *p);
    p->way = row->way;
    p->base = *base;
    p->base.search = NULL;
    p->base.depth = depth;
    p->sample = row->strategy;
    if (p->base.free_time && p->way == SEEP_WAY_DPOR)
        p->way = SEEP_WAY_DFS;
    p->closed = p->base.free_time && p->way == SEEP_WAY_AUTO;
    seep_dpor_init(&p->dpor);
    seep_dfs_init(&p->dfs, 0);
    seep_search_init(&p->search);
    seep_coverage_init(&p->coverage);
}

void seep_portfolio_fini(struct seep_portfolio *p)
{
    seep_dpor_fini(&p->dpor);
    seep_dfs_fini(&p->dfs);
    seep_search_fini(&p->search);
    seep_coverage_fini(&p->coverage);
}

/* After a run of dpor's. */
static void step_dpor(struct seep_portfolio *p)
{
    if (seep_dpor_next(&p->dpor))
        return;
    p->closed = true;
    p->proven = !p->dpor.tree.cut;
}

/* After a run of dfs's; one more preemption when all with fewer are done. */
static void step_dfs(struct seep_portfolio *p)
{
    struct seep_dfs *d = &p->dfs;

    if (seep_dfs_next(d))
        return;
    uint32_t bound = d->bound + 1;
    p->proven = !d->bounded && !d->tree.cut;
    p->closed = !d->bounded;
    if (p->closed)
        return;
    seep_dfs_fini(d);
    seep_dfs_init(d, bound);
}

static void finish_last(struct seep_portfolio *p)
{
    if (p->last == &seep_strategy_dpor)
        step_dpor(p);
    else if (p->last == &seep_strategy_dfs)
        step_dfs(p);
}

/* Who has the next turn of auto; NULL stands for a sample. */
static const struct seep_strategy *take_turns(const struct seep_portfolio *p)
{
    uint32_t n = p->nruns, round = n <= SEEP_AUTO_EARLY ? 3 : 2;

    if (!n)
        return &seep_strategy_default;
    if (p->closed || (n > SEEP_AUTO_PROBE && n % round == 0))
        return NULL;
    return &seep_strategy_dpor;
}

/* The strategy of the next run, or NULL: a sample. */
static const struct seep_strategy *choose(const struct seep_portfolio *p)
{
    switch (p->way) {
    case SEEP_WAY_DPOR: return &seep_strategy_dpor;
    case SEEP_WAY_DFS: return &seep_strategy_dfs;
    case SEEP_WAY_AUTO: return take_turns(p);
    case SEEP_WAY_DEFAULT:
    case SEEP_WAY_SAMPLE:
    case SEEP_WAY_COVERAGE:
    case SEEP_WAY_SWARM: break;
    }
    return p->nruns ? NULL : &seep_strategy_default;
}

static bool is_over(const struct seep_portfolio *p)
{
    switch (p->way) {
    case SEEP_WAY_DEFAULT: return p->nruns;
    case SEEP_WAY_DPOR:
    case SEEP_WAY_DFS: return p->closed;
    case SEEP_WAY_AUTO: return p->proven && p->nsamples >= SEEP_AUTO_SAMPLES;
    case SEEP_WAY_SAMPLE:
    case SEEP_WAY_COVERAGE:
    case SEEP_WAY_SWARM: break;
    }
    return false;
}

/* The next of a mix, with its depth; or the one strategy that was asked for. */
static void set_strategy(const struct seep_portfolio *p,
                         struct seep_options *opt)
{
    struct seep_rng rng = seep_rng_stream(opt->seed, SWARM);
    uint32_t i = p->way == SEEP_WAY_SWARM ? seep_rng_below(&rng, MIXED)
                                          : (p->nsamples - 1) % MIXED;

    opt->strategy = p->sample;
    opt->swarms = p->way == SEEP_WAY_SWARM;
    if (!p->sample && !seep_strategy_set(opt, mix[i]))
        seep_assert(!"a strategy of the mix is none");
}

static void sample(struct seep_portfolio *p, struct seep_options *opt)
{
    opt->seed += ++p->nsamples;
    if (p->way == SEEP_WAY_COVERAGE) {
        seep_coverage_next(&p->coverage, opt);
        return;
    }
    set_strategy(p, opt);
    if (p->sample != &seep_strategy_random)
        seep_search_next(&p->search, opt->strategy, opt);
}

static void *search_of(struct seep_portfolio *p, const struct seep_strategy *s)
{
    if (s == &seep_strategy_dpor)
        return &p->dpor;
    return s == &seep_strategy_dfs ? &p->dfs : NULL;
}

bool seep_portfolio_next(struct seep_portfolio *p, struct seep_options *opt)
{
    finish_last(p);
    p->last = NULL;
    if (is_over(p))
        return false;
    *opt = p->base;
    opt->strategy = choose(p);
    opt->search = search_of(p, opt->strategy);
    if (!opt->strategy)
        sample(p, opt);
    p->last = opt->strategy;
    p->nruns++;
    return true;
}

bool seep_portfolio_redundant(const struct seep_portfolio *p)
{
    return p->last == &seep_strategy_dpor && p->dpor.redundant;
}
