/* dpor.c - see dpor.h: what to run next. */
#include "dpor_inside.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/goroutine.h"
#include "core/sim.h"

void seep_dpor_init(struct seep_dpor *d)
{
    memset(d, 0, sizeof *d);
    d->observer.event = seep__dpor_watch;
    seep_tree_init(&d->tree);
}

void seep_dpor_fini(struct seep_dpor *d)
{
    seep_tree_fini(&d->tree);
}

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_dpor *d = s->opt.search;

    seep_tree_begin(&d->tree, s);
    d->redundant = false;
    s->lore = d->run = seep_arena_aside(s->arena, sizeof *d->run);
    if (!d->run)
        return SEEP_ENOMEM;
    d->run->node = -1;
    d->run->arena = s->arena;
    seep_counts_begin(&d->run->counts, s->arena);
    return SEEP_OK;
}

/* ---- choices ---- */

/* What they are about to do may have become more, or less. */
static void refresh_sleepers(struct seep_dpor *d, const struct seep_sim *s,
                             const struct seep_choice *c)
{
    for (uint32_t i = 0; i < c->n && d->run->asleep; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        uint32_t p = seep_tree_slot(&d->tree, g);
        if (p < SEEP_TREE_GOROUTINES && d->run->asleep >> p & 1)
            seep__dpor_print(d, &d->run->sleeper[p], g, p, false);
    }
}

static void remember_sleepers(struct seep_dpor *d, const struct seep_node *v)
{
    uint64_t chosen = UINT64_C(1) << v->chosen;

    d->run->asleep = (v->asleep | v->done) & v->enabled & ~chosen;
    for (uint64_t left = d->run->asleep; left; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        d->run->sleeper[t] = *seep_node_print(v, t);
    }
}

/* Who goes first where nothing says so: whoever is at work, for a while. */
static uint32_t first_of(const struct seep_dpor *d, const struct seep_node *v,
                         uint64_t awake)
{
    uint64_t mine = UINT64_C(1) << v->standard;
    uint64_t after = awake & ~(mine - 1) & ~mine;

    if (d->run->turn != v->standard || d->run->turns < SEEP_DPOR_TURNS ||
        awake == mine)
        return seep_slot_of(awake, v->standard);
    return (uint32_t)__builtin_ctzll(after ? after : awake & ~mine);
}

static void count_turn(struct seep_dpor *d, uint32_t slot)
{
    d->run->turns = d->run->turn == slot ? d->run->turns + 1 : 1;
    d->run->turn = slot;
}

static bool open_node(struct seep_dpor *d, struct seep_sim *s,
                      const struct seep_choice *c, struct seep_node *v)
{
    v->print = malloc((size_t)c->n * sizeof *v->print);
    if (!v->print) {
        d->run->blind = d->tree.cut = true;
        v->chosen = v->standard;
        v->asleep = 0;
        v->todo = 0;
        return true;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        uint32_t p = seep_tree_slot(&d->tree, g);
        seep__dpor_print(d, seep_node_print(v, p), g, p, false);
    }
    v->asleep = d->run->asleep & v->enabled;
    uint64_t awake = v->enabled & ~v->asleep;
    if (!awake)
        return false;
    v->chosen = first_of(d, v, awake);
    v->todo = UINT64_C(1) << v->chosen;
    return true;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct seep_dpor *d = s->opt.search;
    bool runs = c->kind == SEEP_CHOICE_RUN, is_new;
    uint32_t i;

    if (s->over)
        return 0;
    if (s->opt.free_time) { /* nothing is known of what commutes then */
        d->run->blind = d->tree.cut = true;
        return seep_tree_beyond(s, c);
    }
    if (runs)
        refresh_sleepers(d, s, c);
    if (runs && seep_tree_local(&d->tree, s, c, &i))
        return i;
    uint32_t depth = d->tree.depth;
    struct seep_node *v = seep_tree_meet(&d->tree, s, c, &is_new);
    if (!v) {
        d->run->blind = true;
        return seep_tree_beyond(s, c);
    }
    if (runs && is_new && !open_node(d, s, c, v)) {
        v->chosen = v->standard;
        seep__dpor_give_up(d, s);
        return 0;
    }
    if (is_new)
        seep_tree_led(&d->tree, v);
    if (runs) {
        d->run->node = (int32_t)depth;
        if (v->print)
            remember_sleepers(d, v);
        count_turn(d, v->chosen);
    }
    return seep_tree_follow(&d->tree, s, c, v);
}

/* ---- after a run ---- */

/* Did the run end while others could have gone on?  Then whatever ended it
 * conflicts with all that they would have done. */
static void race_with_the_end(struct seep_dpor *d, const struct seep_g *g)
{
    int32_t node = d->run->node;
    uint32_t p;

    if (g->status != SEEP_G_RUNNABLE || !seep__dpor_slot(d, g, &p))
        return;
    for (uint32_t i = d->run->n; node < 0 && i-- > 0;)
        node = d->run->event[i].node; /* the last one that anybody chose */
    if (node < 0) {
        d->tree.cut = true;
        return;
    }
    uint64_t mine = d->tree.node[node].enabled & UINT64_C(1) << p;
    seep_tree_want(&d->tree, (uint32_t)node, mine, p);
}

static void ended(struct seep_sim *s)
{
    struct seep_dpor *d = s->opt.search;

    if (!d->run) {
        d->tree.cut = true;
        return;
    }
    for (const struct seep_g *g = s->all_first; g && !d->run->blind;
         g = g->all_next) {
        if (g == s->main && g->id < d->tree.first_g)
            continue; /* it waited before the run began, for good */
        seep__dpor_race_pending(d, g);
        race_with_the_end(d, g);
    }
    if (s->verdict.kind == SEEP_VERDICT_LIMIT || s->drew)
        d->tree.cut = true;
}

bool seep_dpor_next(struct seep_dpor *d)
{
    d->nredundant += d->redundant;
    if (!d->anew)
        return seep_tree_next(&d->tree);
    d->anew = false;
    seep_tree_fini(&d->tree);
    seep_tree_init(&d->tree);
    return true;
}

static struct seep_observer *observer(void *search)
{
    return &((struct seep_dpor *)search)->observer;
}

static uint64_t keep(struct seep_sim *s, const struct seep_beside *beside)
{
    struct seep_dpor *d = s->opt.search;

    return d->redundant ? UINT64_MAX : seep_back_keep(&d->tree, s, beside);
}

static bool back(void *search, struct seep_arena *world,
                 const struct seep_beside *beside)
{
    struct seep_dpor *d = search;

    d->redundant = false;
    return seep_back_go(&d->tree, world, beside);
}

const struct seep_strategy seep_strategy_dpor = {.name = "dpor",
                                                 .decides = true,
                                                 .begin = begin,
                                                 .pick = pick,
                                                 .observer = observer,
                                                 .ended = ended,
                                                 .keep = keep,
                                                 .back = back};
