/* choose.c - the two strategies every other one is measured against. */
#include "choose.h"

#include <string.h>

#include "sim.h"

/* What Go draws itself; with a stream each, so that one more of these in a
 * program does not change the others. */
static uint32_t draw(struct seep_sim *s, enum seep_choice_kind kind, uint32_t n,
                     struct seep_rng *others)
{
    switch (kind) {
    case SEEP_CHOICE_SELECT: return seep_rng_below(&s->rng_select, n);
    case SEEP_CHOICE_MAP: return seep_rng_below(&s->rng_map, n);
    default: return others ? seep_rng_below(others, n) : 0;
    }
}

static uint32_t pick_default(struct seep_sim *s, enum seep_choice_kind kind,
                             uint32_t n)
{
    return draw(s, kind, n, NULL);
}

static uint32_t pick_random(struct seep_sim *s, enum seep_choice_kind kind,
                            uint32_t n)
{
    return draw(s, kind, n, &s->rng_run);
}

const struct seep_strategy seep_strategy_default = {
    .name = "default", .decides = false, .pick = pick_default};
const struct seep_strategy seep_strategy_random = {
    .name = "random", .decides = true, .pick = pick_random};

const struct seep_strategy *seep_strategy_find(const char *name)
{
    static const struct seep_strategy *const all[] = {&seep_strategy_default,
                                                      &seep_strategy_random};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i]->name, name))
            return all[i];
    return NULL;
}

uint32_t seep_choose(struct seep_sim *s, enum seep_choice_kind kind, uint32_t n)
{
    if (n <= 1)
        return 0;
    uint32_t pick = s->opt.strategy->pick(s, kind, n);
    seep_assert(pick < n);
    return pick;
}

struct seep_g *seep_choose_g(struct seep_sim *s, struct seep_g *standard)
{
    uint32_t n = s->gmp.nrunnable;
    bool among = standard->status == SEEP_G_RUNNABLE;

    /* Alternative 0 is the standard one, the others follow in list order. */
    uint32_t pick = seep_choose(s, SEEP_CHOICE_RUN, n + !among);
    if (pick == 0)
        return standard;
    if (!among)
        return s->runnable[pick - 1];
    return s->runnable[pick - 1 < standard->runnable_at ? pick - 1 : pick];
}

uint64_t seep_random(struct seep_sim *s)
{
    return seep_rng_next(&s->rng_script);
}
