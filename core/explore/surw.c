/* surw.c - selectively uniform random walk.
 *
 * After Zhao, Wolff, Mathur, Roychoudhury: "Selectively uniform concurrency
 * testing" (ASPLOS 2025).  Each run cares for the operations on one object or a
 * few, of those where goroutines met in the profiled run.  Who performs the
 * next of these is drawn, with the weight of how many each has left to do and
 * to be done by those he will start, so that all their orders are about equally
 * likely; other goroutines stop before theirs until then.  All else goes on at
 * random.
 *
 * DESIGN
 *
 * Alternatives are looked at in random order.  One whose operation is not of
 * those runs.  At the first that is, the next to perform one is drawn, if it
 * has not been: when this is he, he runs and nobody is stopped any more; else
 * he is stopped.  When all are stopped, the drawn one cannot come: it is drawn
 * again.  The clock's move counts as an operation of those.
 *
 * A drawn one that goes on for ever without any would stop the others for ever:
 * after twice as many choices as in the longest run known it is random, as it
 * is without a profile and where nobody met. */
#include "core/arena.h"
#include "core/sim.h"
#include "estimate.h"
#include "search.h"
#include "strategies.h"

struct lore {
    struct seep_estimate estimate;
    uint32_t nspots;
    uint64_t key[SEEP_ESTIMATE_SPOTS]; /* of the objects */
    bool drawn;      /* who performs the next of these operations: */
    uint32_t next;   /* its number */
    uint32_t round;  /* who is parked in this round is stopped */
    uint32_t *order; /* [0..cap): alternatives not looked at yet */
    uint32_t cap;
};

/* One of the spots in three runs of four, two in the next, and so on; all
 * different. */
static uint32_t draw_spots(struct seep_sim *s, const struct seep_profile *p,
                           uint32_t *spot)
{
    uint32_t n = 0, most = SEEP_ESTIMATE_SPOTS;

    if (p->nspots < most)
        most = p->nspots;
    while (n < most) {
        uint32_t k = 0;
        spot[n] = seep_rng_below(&s->rng_run, p->nspots);
        while (spot[k] != spot[n])
            k++;
        n += k == n;
        if (seep_rng_below(&s->rng_run, 4))
            break;
    }
    return n;
}

static enum seep_err begin(struct seep_sim *s)
{
    const struct seep_profile *p = seep_search_profile(s);
    struct lore *l = seep_arena_aside(s->arena, sizeof *l);
    uint32_t spot[SEEP_ESTIMATE_SPOTS];

    s->lore = l;
    if (!l)
        return SEEP_ENOMEM;
    if (!p)
        return SEEP_OK;
    l->nspots = draw_spots(s, p, spot);
    l->round = 1;
    for (uint32_t i = 0; i < l->nspots; i++)
        l->key[i] = p->spot[spot[i]].key;
    if (!l->nspots)
        return SEEP_OK;
    return seep_estimate_init(&l->estimate, s, p, spot, l->nspots);
}

static bool is_spot(const struct lore *l, const struct seep_sim *s,
                    const struct seep_object *o)
{
    uint64_t key = seep_profile_key(l->estimate.profile, s, o);

    for (uint32_t i = 0; i < l->nspots; i++)
        if (l->key[i] == key)
            return true;
    return false;
}

/* Is what g (NULL: the clock) is about to do one of those operations? */
static bool counts(const struct lore *l, const struct seep_sim *s,
                   const struct seep_g *g)
{
    if (!g)
        return true;
    if (!g->pending || !seep_op_competes(&g->op))
        return false;
    for (uint32_t i = 0; i < seep_op_nobjects(&g->op); i++) {
        const struct seep_object *o = seep_op_object(&g->op, i);
        if (o && is_spot(l, s, o))
            return true;
    }
    return false;
}

static uint32_t weight(struct seep_sim *s, const struct seep_g *g)
{
    struct lore *l = s->lore;
    struct seep_role *role = seep_estimate_role(&l->estimate, s, g);

    if (!role || role->parked == l->round)
        return 0;
    uint32_t left = seep_estimate_left(&l->estimate, role, g);
    return left ? left : 1;
}

/* Draws who is next among those that are not stopped; g is one of them and
 * stands before such an operation. */
static void draw_next(struct seep_sim *s, const struct seep_choice *c,
                      const struct seep_g *g)
{
    struct lore *l = s->lore;
    uint64_t total = 0;

    l->drawn = true;
    l->next = seep_table_id(g);
    for (uint32_t i = 0; i < c->n; i++)
        total += weight(s, seep_choice_g(s, c, i));
    if (!total) /* no room for anybody's */
        return;
    uint64_t at = seep_rng_next(&s->rng_run) % total;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_g *other = seep_choice_g(s, c, i);
        uint32_t w = weight(s, other);
        if (at < w) {
            l->next = seep_table_id(other);
            return;
        }
        at -= w;
    }
}

static void new_round(struct lore *l)
{
    l->drawn = false;
    l->round++;
}

/* The first look at a goroutine.  When its creator was to be next, it was for
 * both of them. */
static void inherit(struct seep_sim *s, struct lore *l, const struct seep_g *g,
                    const struct seep_role *role)
{
    const struct seep_kin *creator = seep_g_creator(g);
    uint32_t up = role->node == SEEP_PROFILE_NONE
                      ? SEEP_PROFILE_NONE
                      : l->estimate.profile->node[role->node - 1].up;

    if (!creator || !l->drawn || l->next != creator->id ||
        up == SEEP_PROFILE_NONE)
        return;
    uint32_t mine = l->estimate.all[role->node - 1];
    uint32_t both = l->estimate.all[up];
    if (mine && seep_rng_below(&s->rng_run, both) < mine)
        l->next = g->id;
}

/* May g run on?  It is stopped when not.  Sets *full when the room aside is
 * used up. */
static bool may_run(struct seep_sim *s, const struct seep_choice *c,
                    const struct seep_g *g, bool *full)
{
    struct lore *l = s->lore;
    struct seep_role *role =
        seep_table_at(&l->estimate.roles, s->arena, seep_table_id(g));

    *full = !role;
    if (!role || role->parked == l->round)
        return false;
    bool is_new = !role->node;
    (void)seep_estimate_role(&l->estimate, s, g);
    if (g && is_new)
        inherit(s, l, g, role);
    if (!counts(l, s, g))
        return true;
    if (!l->drawn)
        draw_next(s, c, g);
    if (l->next == seep_table_id(g)) {
        new_round(l);
        return true;
    }
    role->parked = l->round;
    return false;
}

static bool make_room(struct seep_sim *s, struct lore *l, uint32_t n)
{
    if (n <= l->cap)
        return true;
    l->order = seep_arena_aside(s->arena, 2 * (size_t)n * sizeof *l->order);
    l->cap = l->order ? 2 * n : 0;
    return l->order;
}

/* The first alternative in random order that may run; n: there is none, or no
 * room (*full). */
static uint32_t first_to_run(struct seep_sim *s, const struct seep_choice *c,
                             bool *full)
{
    struct lore *l = s->lore;

    for (uint32_t i = 0; i < c->n; i++)
        l->order[i] = i;
    for (uint32_t left = c->n; left > 0; left--) {
        uint32_t k = seep_rng_below(&s->rng_run, left), i = l->order[k];
        l->order[k] = l->order[left - 1];
        if (may_run(s, c, seep_choice_g(s, c, i), full))
            return i;
        if (*full)
            break;
    }
    return c->n;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct lore *l = s->lore;
    bool full = false;

    if (c->kind != SEEP_CHOICE_RUN || !l->nspots ||
        s->nchoices > 2 * l->estimate.profile->longest ||
        !make_room(s, l, c->n))
        return seep_choice_draw(s, c);
    uint32_t i = first_to_run(s, c, &full);
    if (i == c->n && !full) { /* all are stopped */
        new_round(l);
        i = first_to_run(s, c, &full);
    }
    return i < c->n ? i : seep_choice_draw(s, c);
}

const struct seep_strategy seep_strategy_surw = {.name = "surw",
                                                 .decides = true,
                                                 .begin = begin,
                                                 .pick = pick,
                                                 .ended = seep_search_ended};
