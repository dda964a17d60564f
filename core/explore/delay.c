/* delay.c - delays at random places of a fixed schedule.
 *
 * After Emmi, Qadeer, Rakamaric: "Delay-bounded scheduling" (POPL 2011): a
 * goroutine runs until it waits or yields, then the next one by number does,
 * round and round; at `depth` choices, drawn from all, the one that would run
 * is passed over.  When time is free, half of the delays are long: the clock
 * moves.
 *
 * How many choices there are is known from earlier runs; after twice as many,
 * any order will do, as long as everybody gets his turn. */
#include "core/arena.h"
#include "core/goroutine.h"
#include "core/sim.h"
#include "profile.h"
#include "search.h"
#include "strategies.h"

enum { DEPTH = 2, CHOICES_GUESSED = 100 };

struct lore {
    uint64_t k;       /* choices expected */
    uint32_t turn;    /* the number of whoever's turn it is */
    uint32_t yielded; /* its operations, when it last yielded */
    uint32_t n, next; /* delays, and which is next */
    uint64_t at[];    /* the choices at which to delay, ascending */
};

static void draw_delays(struct seep_sim *s, struct lore *l)
{
    uint32_t k = l->k < UINT32_MAX ? (uint32_t)l->k : UINT32_MAX;

    for (uint32_t i = 0; i < l->n; i++) {
        uint64_t at = 1 + seep_rng_below(&s->rng_run, k);
        uint32_t to = i;
        for (; to && l->at[to - 1] > at; to--)
            l->at[to] = l->at[to - 1];
        l->at[to] = at;
    }
}

static enum seep_err begin(struct seep_sim *s)
{
    const struct seep_profile *p = seep_search_profile(s);
    uint32_t n = s->opt.depth ? s->opt.depth : DEPTH;
    struct lore *l = seep_arena_aside(s->arena, sizeof *l + n * sizeof *l->at);

    if (!l)
        return SEEP_ENOMEM;
    l->k = p && p->longest ? p->longest : CHOICES_GUESSED;
    l->n = n;
    draw_delays(s, l);
    s->lore = l;
    return SEEP_OK;
}

/* The alternative of the lowest number from `id` on, or of the lowest. */
static uint32_t next_from(const struct seep_sim *s, const struct seep_choice *c,
                          uint32_t id)
{
    uint32_t best = 0, ahead = UINT32_MAX;

    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        if (!g || g->id - id > ahead)
            continue;
        best = i;
        ahead = g->id - id;
    }
    return best;
}

/* Has the one whose turn it is yielded since it was last passed over? */
static bool yields(struct lore *l, const struct seep_g *g)
{
    if (g->id != l->turn || g->op.kind != SEEP_OP_GOSCHED || g->pending ||
        g->nops == l->yielded)
        return false;
    l->yielded = g->nops;
    return true;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct lore *l = s->lore;
    bool clock = false;

    if (c->kind != SEEP_CHOICE_RUN || s->nchoices > 2 * l->k)
        return seep_choice_draw(s, c);
    uint32_t i = next_from(s, c, l->turn);
    if (yields(l, seep_choice_g(s, c, i)))
        i = next_from(s, c, l->turn + 1);
    for (; l->next < l->n && l->at[l->next] <= s->nchoices; l->next++) {
        if (seep_clock_is_open(s) && seep_rng_below(&s->rng_run, 2))
            clock = true;
        else
            i = next_from(s, c, seep_choice_g(s, c, i)->id + 1);
    }
    l->turn = seep_choice_g(s, c, i)->id;
    return clock ? c->n - 1 : i;
}

const struct seep_strategy seep_strategy_delay = {.name = "delay",
                                                  .decides = true,
                                                  .begin = begin,
                                                  .pick = pick,
                                                  .ended = seep_search_ended};
