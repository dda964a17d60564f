/* share.c - see share.h. */
#include "share.h"

static bool is_depth(const struct seep_options *opt, uint32_t nruns)
{
    return nruns == 1 || opt->strategy == &seep_strategy_dpor ||
           opt->strategy == &seep_strategy_dfs;
}

/* Of a way that is not listed nothing is known: one worker makes it all. */
static bool can_share(enum seep_way way)
{
    return way == SEEP_WAY_AUTO || way == SEEP_WAY_SAMPLE ||
           way == SEEP_WAY_SWARM;
}

static bool has_tree(const struct seep_portfolio *p)
{
    return p->way == SEEP_WAY_DPOR || p->way == SEEP_WAY_DFS ||
           (p->way == SEEP_WAY_AUTO && !p->closed);
}

void seep_row_init(struct seep_row_order *row, const char *strategy,
                   const struct seep_options *base, bool shared)
{
    *row = (struct seep_row_order){0};
    seep_portfolio_init(&row->p, strategy, base);
    row->whole = !shared || !can_share(row->p.way);
    row->parted = shared && has_tree(&row->p);
}

bool seep_row_cuts(const struct seep_row_order *row)
{
    return row->p.way == SEEP_WAY_DFS || row->p.way == SEEP_WAY_DPOR;
}

void seep_row_fini(struct seep_row_order *row)
{
    seep_portfolio_fini(&row->p);
}

enum seep_track seep_row_next(struct seep_row_order *row)
{
    enum seep_track track = SEEP_TRACK_DEPTH;
    struct seep_options opt;

    if (row->whole) {
        if (row->closed)
            return SEEP_TRACK_NONE;
    } else {
        row->p.last = NULL; /* this portfolio made no run */
        if (!seep_portfolio_next(&row->p, &opt))
            return SEEP_TRACK_NONE;
        if (!is_depth(&opt, row->p.nruns))
            track = SEEP_TRACK_SAMPLE;
    }
    row->n[track]++;
    return track;
}

void seep_row_close(struct seep_row_order *row, bool proven)
{
    row->closed = row->p.closed = true;
    row->proven = row->p.proven = proven;
}

bool seep_row_learns(const struct seep_row_order *row)
{
    return row->p.sample != &seep_strategy_random;
}

/* ---- a worker's ---- */

void seep_share_init(struct seep_share *x, enum seep_track track, bool whole,
                     const char *strategy, const struct seep_options *base)
{
    x->track = track;
    x->whole = whole;
    seep_portfolio_init(&x->p, strategy, base);
    if (track == SEEP_TRACK_DEPTH)
        return;
    x->p.closed = true; /* only samples are left */
    x->p.nruns = 1;
}

void seep_share_fini(struct seep_share *x)
{
    seep_portfolio_fini(&x->p);
}

/* Unless it has the whole row, the track DEPTH is the first run alone: a tree
 * is made in parts. */
bool seep_share_next(struct seep_share *x, struct seep_options *opt)
{
    if (x->track == SEEP_TRACK_DEPTH && !x->whole && x->p.nruns == 1)
        x->p.way = SEEP_WAY_DEFAULT;
    return seep_portfolio_next(&x->p, opt);
}

/* ---- a part ---- */

static struct seep_tree *enter(struct seep_portfolio *p,
                               const struct seep_part *part)
{
    if (p->way == SEEP_WAY_DFS) {
        seep_dfs_fini(&p->dfs);
        seep_dfs_init(&p->dfs, part->bound);
        p->last = &seep_strategy_dfs;
        return &p->dfs.tree;
    }
    seep_dpor_fini(&p->dpor);
    seep_dpor_init(&p->dpor);
    p->dpor.exact = part->exact;
    p->last = &seep_strategy_dpor;
    return &p->dpor.tree;
}

bool seep_share_enter(struct seep_share *x, const struct seep_part *part,
                      struct seep_options *opt)
{
    struct seep_portfolio *p = &x->p;
    struct seep_tree *t = enter(p, part);

    x->base = part->base;
    x->bounded = false;

    *opt = p->base;
    opt->strategy = p->last;
    opt->search = p->way == SEEP_WAY_DFS ? (void *)&p->dfs : &p->dpor;
    return seep_tree_enter(t, part->path, part->n, part->top);
}

bool seep_share_anew(const struct seep_share *x)
{
    return x->p.way == SEEP_WAY_DPOR && x->p.dpor.anew;
}

const struct seep_tree *seep_share_tree(const struct seep_share *x)
{
    return x->p.way == SEEP_WAY_DFS ? &x->p.dfs.tree : &x->p.dpor.tree;
}

/* Was there no going on for the bound, in the part's piece?  What is above that
 * is for other pieces. */
static bool is_bounded(const struct seep_dfs *d, uint32_t base)
{
    bool yes = false;

    if (!base || !d->bounded)
        return d->bounded;
    for (uint32_t i = base; i < d->tree.n && !yes; i++)
        yes = d->tree.node[i].preempts && d->tree.node[i].spent >= d->bound;
    return yes;
}

static enum seep_part_end go_on(struct seep_portfolio *p, bool last)
{
    bool dfs = p->way == SEEP_WAY_DFS;

    if (!dfs && p->dpor.anew)
        return SEEP_PART_ANEW;
    if (!(dfs ? seep_dfs_next(&p->dfs) : seep_dpor_next(&p->dpor)))
        return SEEP_PART_DONE;
    return last ? SEEP_PART_SPLIT : SEEP_PART_ON;
}

void seep_share_go_on(struct seep_share *x, bool last, struct seep_part_run *r)
{
    const struct seep_tree *t = seep_share_tree(x);

    if (x->p.way == SEEP_WAY_DFS)
        x->bounded |= is_bounded(&x->p.dfs, x->base);
    r->end = (uint8_t)go_on(&x->p, last);
    r->cut = t->cut;
    r->strayed = t->strayed;
    r->bounded = x->bounded;
    r->highest = t->highest;
}

void seep_share_learn(struct seep_share *x, uint64_t longest)
{
    if (longest)
        seep_profile_add(&x->p.search.profile, longest);
}
