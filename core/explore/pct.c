/* pct.c - probabilistic concurrency testing.
 *
 * After Burckhardt, Kothari, Musuvathi, Nagarakatte: "A randomized scheduler
 * with probabilistic guarantees of finding bugs" (ASPLOS 2010): goroutines have
 * random priorities, the highest runs; at depth - 1 choices, drawn from all,
 * the one that would run gets a priority below all others.  A bug that takes d
 * orderings to happen is found with probability 1 / (n k^(d-1)) at least.
 *
 * DESIGN
 *
 * Priorities are drawn when a goroutine is first seen; 0 is none yet.  From the
 * highest to the lowest: those drawn, those set by changes, and those of
 * goroutines that yield or poll, which go behind all others each time.  How
 * many choices there are is known from earlier runs; after twice as many, any
 * order will do, as long as everybody gets his turn. */
#include "core/arena.h"
#include "core/sim.h"
#include "profile.h"
#include "search.h"
#include "strategies.h"
#include "table.h"

enum { DEPTH = 3, CHOICES_GUESSED = 100 };

#define DRAWN (UINT64_C(1) << 62)
#define CHANGED (UINT64_C(1) << 61)

struct rank {
    uint64_t priority;
    uint32_t yielded; /* its operations when it last yielded */
    uint32_t polled;  /* its count of polls when it was last seen spinning */
};

/* At that choice the one that would run gets that priority. */
struct change {
    uint64_t at, priority;
};

struct lore {
    struct seep_table ranks;
    uint64_t k;       /* choices expected */
    uint64_t behind;  /* the lowest priority given to those that yield */
    uint32_t n, next; /* changes, and which is next */
    struct change change[];
};

/* In order of time, each with its own priority; which of them has the lowest
 * is up to chance. */
static void draw_changes(struct seep_sim *s, struct lore *l)
{
    uint32_t k = l->k < UINT32_MAX ? (uint32_t)l->k : UINT32_MAX;

    for (uint32_t i = 0; i < l->n; i++) {
        const struct change c = {1 + seep_rng_below(&s->rng_run, k),
                                 CHANGED + i};
        uint32_t to = i;
        for (; to && l->change[to - 1].at > c.at; to--)
            l->change[to] = l->change[to - 1];
        l->change[to] = c;
    }
}

static enum seep_err begin(struct seep_sim *s)
{
    const struct seep_profile *p = seep_search_profile(s);
    uint32_t n = (s->opt.depth ? s->opt.depth : DEPTH) - 1;
    struct lore *l =
        seep_arena_aside(s->arena, sizeof *l + n * sizeof *l->change);

    if (!l)
        return SEEP_ENOMEM;
    l->ranks.size = sizeof(struct rank);
    l->k = p && p->longest ? p->longest : CHOICES_GUESSED;
    l->behind = CHANGED;
    l->n = n;
    draw_changes(s, l);
    s->lore = l;
    return SEEP_OK;
}

/* Has it yielded, or found out that polling leads nowhere, since it was last
 * put behind all others? */
static bool gives_way(struct rank *r, const struct seep_g *g)
{
    bool yields = g->op.kind == SEEP_OP_GOSCHED && !g->pending &&
                  r->yielded != g->nops;
    bool spins = seep_g_spun(g) && r->polled != g->polls;

    if (yields)
        r->yielded = g->nops;
    if (spins)
        r->polled = g->polls;
    return yields || spins;
}

static struct rank *rank_of(struct seep_sim *s, struct lore *l,
                            const struct seep_g *g)
{
    struct rank *r = seep_table_at(&l->ranks, s->arena, seep_table_id(g));

    if (!r)
        return NULL;
    if (!r->priority)
        r->priority = DRAWN | seep_rng_next(&s->rng_run) >> 2;
    if (g && gives_way(r, g))
        r->priority = --l->behind;
    return r;
}

/* The alternative of the highest priority; NULL: the room aside is used up. */
static struct rank *highest(struct seep_sim *s, struct lore *l,
                            const struct seep_choice *c, uint32_t *which)
{
    struct rank *best = NULL;

    for (uint32_t i = 0; i < c->n; i++) {
        struct rank *r = rank_of(s, l, seep_choice_g(s, c, i));
        if (!r)
            return NULL;
        if (best && best->priority > r->priority)
            continue;
        best = r;
        *which = i;
    }
    return best;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct lore *l = s->lore;
    uint32_t i = 0;

    if (c->kind != SEEP_CHOICE_RUN || s->nchoices > 2 * l->k)
        return seep_choice_draw(s, c);
    struct rank *r = highest(s, l, c, &i);
    while (r && l->next < l->n && l->change[l->next].at <= s->nchoices) {
        r->priority = l->change[l->next++].priority;
        r = highest(s, l, c, &i);
    }
    return r ? i : seep_choice_draw(s, c);
}

const struct seep_strategy seep_strategy_pct = {.name = "pct",
                                                .decides = true,
                                                .begin = begin,
                                                .pick = pick,
                                                .ended = seep_search_ended};
