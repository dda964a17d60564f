/* portfolio.c - see portfolio.h. */
#include "portfolio.h"

#include <string.h>

#include "strategies.h"

static enum seep_way way_of(const char *name)
{
    if (!strcmp(name, "auto"))
        return SEEP_WAY_AUTO;
    if (!strcmp(name, "default"))
        return SEEP_WAY_DEFAULT;
    if (!strcmp(name, "dpor"))
        return SEEP_WAY_DPOR;
    return strcmp(name, "dfs") != 0 ? SEEP_WAY_SAMPLE : SEEP_WAY_DFS;
}

bool seep_portfolio_knows(const char *name)
{
    struct seep_options opt;

    return way_of(name) != SEEP_WAY_SAMPLE || seep_strategy_set(&opt, name);
}

void seep_portfolio_init(struct seep_portfolio *p, const char *name,
                         const struct seep_options *base)
{
    memset(p, 0, sizeof *p);
    p->way = way_of(name);
    p->base = *base;
    p->base.search = NULL;
    p->sample = &seep_strategy_random;
    struct seep_options named = *base;
    if (p->way == SEEP_WAY_SAMPLE && seep_strategy_set(&named, name)) {
        p->sample = named.strategy;
        p->base.depth = named.depth;
    }
    seep_dpor_init(&p->dpor);
    seep_dfs_init(&p->dfs, 0);
    seep_search_init(&p->search);
}

void seep_portfolio_fini(struct seep_portfolio *p)
{
    seep_dpor_fini(&p->dpor);
    seep_dfs_fini(&p->dfs);
    seep_search_fini(&p->search);
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

/* By turns, from the first on; a sample while there is nothing else. */
static const struct seep_strategy *take_turns(const struct seep_portfolio *p)
{
    if (!p->nruns)
        return &seep_strategy_default;
    if (p->proven && p->nsamples >= SEEP_AUTO_SAMPLES)
        return NULL;
    return p->nruns % 2 && !p->closed ? &seep_strategy_dpor : p->sample;
}

static const struct seep_strategy *choose(const struct seep_portfolio *p)
{
    switch (p->way) {
    case SEEP_WAY_DEFAULT: return p->nruns ? NULL : &seep_strategy_default;
    case SEEP_WAY_DPOR: return p->closed ? NULL : &seep_strategy_dpor;
    case SEEP_WAY_DFS: return p->closed ? NULL : &seep_strategy_dfs;
    case SEEP_WAY_SAMPLE: return p->nruns ? p->sample : &seep_strategy_default;
    case SEEP_WAY_AUTO: break;
    }
    return take_turns(p);
}

bool seep_portfolio_next(struct seep_portfolio *p, struct seep_options *opt)
{
    finish_last(p);
    p->last = choose(p);
    if (!p->last)
        return false;
    *opt = p->base;
    opt->strategy = p->last;
    if (p->last == &seep_strategy_dpor)
        opt->search = &p->dpor;
    else if (p->last == &seep_strategy_dfs)
        opt->search = &p->dfs;
    else if (p->last != &seep_strategy_default) {
        opt->seed += ++p->nsamples;
        if (p->sample != &seep_strategy_random)
            seep_search_next(&p->search, p->sample, opt);
    }
    p->nruns++;
    return true;
}

bool seep_portfolio_redundant(const struct seep_portfolio *p)
{
    return p->last == &seep_strategy_dpor && p->dpor.redundant;
}
