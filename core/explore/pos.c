/* pos.c - partial order sampling.
 *
 * After Yuan, Yang, Gu: "Partial order aware concurrency sampling" (CAV 2018):
 * each pending operation has a random priority, the highest is performed;
 * then those that conflict with it draw anew, and so does whoever performed it
 * for its next one.  Orders of operations that do not conflict, which are all
 * the same to everybody, take up no chance. */
#include "core/arena.h"
#include "core/object.h"
#include "core/sim.h"
#include "conflict.h"
#include "search.h"
#include "strategies.h"
#include "table.h"

struct rank {
    uint64_t priority; /* 0: to be drawn */
};

struct lore {
    struct seep_table ranks;
};

static enum seep_err begin(struct seep_sim *s)
{
    struct lore *l = seep_arena_aside(s->arena, sizeof *l);

    if (!l)
        return SEEP_ENOMEM;
    l->ranks.size = sizeof(struct rank);
    s->lore = l;
    return SEEP_OK;
}

/* The rank of alternative i, drawn if need be; NULL: no room. */
static struct rank *rank_of(struct seep_sim *s, const struct seep_choice *c,
                            uint32_t i)
{
    struct lore *l = s->lore;
    struct rank *r = seep_table_at(&l->ranks, s->arena,
                                   seep_table_id(seep_choice_g(s, c, i)));

    if (r && !r->priority)
        r->priority = seep_rng_next(&s->rng_run) | 1;
    return r;
}

static struct rank *highest(struct seep_sim *s, const struct seep_choice *c,
                            uint32_t *which)
{
    struct rank *best = NULL;

    for (uint32_t i = 0; i < c->n; i++) {
        struct rank *r = rank_of(s, c, i);
        if (!r)
            return NULL;
        if (best && best->priority > r->priority)
            continue;
        best = r;
        *which = i;
    }
    return best;
}

/* Cheaper than a look at its footprint: could g's operation touch any of what
 * f touches?  One on a channel may have to do with others, by a partner's
 * select. */
static bool is_near(const struct seep_footprint *f, const struct seep_g *g)
{
    const struct seep_object *o = g->op.obj;

    if (g->op.ncase || f->wild)
        return true;
    for (uint32_t i = 0; o && i < f->n; i++)
        if (f->touch[i].obj == o->id)
            return true;
    return o && (seep_object_kind(o) == SEEP_OBJ_CHAN ||
                 seep_object_kind(o) == SEEP_OBJ_TIMER);
}

/* All whose operations conflict with that of alternative i draw anew. */
static void redraw(struct seep_sim *s, const struct seep_choice *c, uint32_t i)
{
    const struct seep_g *first = seep_choice_g(s, c, i);
    struct seep_footprint f, other;

    if (!first || !first->pending)
        return;
    seep_footprint_of(&f, first, false);
    if (seep_footprint_empty(&f))
        return;
    for (uint32_t k = 0; k < c->n; k++) {
        const struct seep_g *g = seep_choice_g(s, c, k);
        if (k == i || !g || !g->pending || !is_near(&f, g))
            continue;
        seep_footprint_of(&other, g, false);
        if (seep_conflict(&f, &other))
            rank_of(s, c, k)->priority = 0;
    }
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    uint32_t i = 0;

    if (c->kind != SEEP_CHOICE_RUN)
        return seep_choice_draw(s, c);
    struct rank *r = highest(s, c, &i);
    if (!r)
        return seep_choice_draw(s, c);
    redraw(s, c, i);
    r->priority = 0;
    return i;
}

const struct seep_strategy seep_strategy_pos = {.name = "pos",
                                                .decides = true,
                                                .begin = begin,
                                                .pick = pick,
                                                .ended = seep_search_ended};
