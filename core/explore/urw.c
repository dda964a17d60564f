/* urw.c - uniform random walk.
 *
 * After Zhao, Wolff, Mathur, Roychoudhury: "Selectively uniform concurrency
 * testing" (ASPLOS 2025): who runs is drawn with the weight of what he and
 * those he will start have left to do.  If that were known, all interleavings
 * would be equally likely, where random favours those in which short
 * goroutines end early.
 *
 * What is left is estimated (estimate.h), and nobody's weight is 0.  Without
 * a profile it is random. */
#include "core/arena.h"
#include "core/sim.h"
#include "estimate.h"
#include "search.h"
#include "strategies.h"

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_estimate *e = seep_arena_aside(s->arena, sizeof *e);

    s->lore = e;
    return e ? seep_estimate_init(e, s, seep_search_profile(s), NULL, 0)
             : SEEP_ENOMEM;
}

/* 0: no room. */
static uint64_t weight(struct seep_sim *s, const struct seep_choice *c,
                       uint32_t i)
{
    struct seep_estimate *e = s->lore;
    const struct seep_g *g = seep_choice_g(s, c, i);
    struct seep_role *role = seep_estimate_role(e, s, g);

    if (!role)
        return 0;
    uint32_t left = seep_estimate_left(e, role, g);
    return left ? left : 1;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    uint64_t total = 0;
    uint32_t i = 0;

    if (c->kind != SEEP_CHOICE_RUN)
        return seep_choice_draw(s, c);
    for (i = 0; i < c->n; i++) {
        uint64_t w = weight(s, c, i);
        if (!w)
            return seep_choice_draw(s, c);
        total += w;
    }
    seep_assert(total);
    uint64_t at = seep_rng_next(&s->rng_run) % total;
    for (i = 0; i < c->n - 1; i++) {
        uint64_t w = weight(s, c, i);
        if (at < w)
            break;
        at -= w;
    }
    return i;
}

const struct seep_strategy seep_strategy_urw = {.name = "urw",
                                                .decides = true,
                                                .begin = begin,
                                                .pick = pick,
                                                .ended = seep_search_ended};
