/* choose.c - the two strategies every other one is measured against. */
#include "choose.h"

#include <math.h>

#include "sim.h"

/* What Go draws itself; with a stream each, so that one more of these in a
 * program does not change the others. */
static uint32_t draw(struct seep_sim *s, enum seep_choice_kind kind, uint32_t n,
                     struct seep_rng *others)
{
    switch (kind) {
    case SEEP_CHOICE_SELECT: return seep_rng_below(&s->rng_select, n);
    case SEEP_CHOICE_MAP: return seep_rng_below(&s->rng_map, n);
    case SEEP_CHOICE_RANDOM: return 0; /* as it was drawn */
    case SEEP_CHOICE_READ: return seep_rng_below(&s->rng_read, n);
    default: return others ? seep_rng_below(others, n) : 0;
    }
}

static uint32_t pick_default(struct seep_sim *s, const struct seep_choice *c)
{
    return draw(s, c->kind, c->n, NULL);
}

uint32_t seep_choice_draw(struct seep_sim *s, const struct seep_choice *c)
{
    return draw(s, c->kind, c->n, &s->rng_run);
}

const struct seep_strategy seep_strategy_default = {
    .name = "default", .decides = false, .pick = pick_default};
const struct seep_strategy seep_strategy_random = {
    .name = "random", .decides = true, .pick = seep_choice_draw};

static uint32_t ask(struct seep_sim *s, const struct seep_choice *c)
{
    uint32_t pick = s->opt.strategy->pick(s, c);

    seep_assert(pick < c->n);
    return pick;
}

uint32_t seep_choose(struct seep_sim *s, enum seep_choice_kind kind, uint32_t n)
{
    if (n <= 1)
        return 0;
    const struct seep_choice c = {kind, n, s->running};
    s->ndraws++;
    uint32_t pick = ask(s, &c);
    if (pick)
        seep_emit(s, SEEP_EV_CHOICE, c.g, NULL, NULL,
                  (int64_t)kind << 32 | pick);
    return pick;
}

struct seep_g *seep_choice_g(const struct seep_sim *s,
                             const struct seep_choice *c, uint32_t i)
{
    if (!i)
        return c->g;
    return i <= s->neligible ? s->runnable[i - 1] : NULL;
}

struct seep_g *seep_choose_g(struct seep_sim *s, struct seep_g *standard)
{
    const uint32_t n = s->neligible + 1 + seep_clock_is_open(s);
    const struct seep_choice c = {SEEP_CHOICE_RUN, n, standard};

    if (n == 1)
        return standard;
    if (!s->nchoices++)
        s->settled = s->next_obj;
    s->weighed += n / 16;
    uint32_t pick = ask(s, &c);
    struct seep_g *g = seep_choice_g(s, &c, pick);
    if (pick)
        seep_emit(s, SEEP_EV_CHOICE, standard, g, NULL, g ? pick : 0);
    return g;
}

bool seep_choose_fault(struct seep_sim *s, struct seep_g *g, uint32_t n,
                       bool drawn)
{
    const struct seep_choice c = {SEEP_CHOICE_FAULT, n + 1, g};
    bool fires = s->opt.strategy->faults ? ask(s, &c) == n : drawn;

    if (fires)
        seep_emit(s, SEEP_EV_CHOICE, g, NULL, NULL,
                  (int64_t)SEEP_CHOICE_FAULT << 32 | n);
    return fires;
}

uint64_t seep_random(struct seep_sim *s)
{
    return seep_rng_next(&s->rng_script);
}

double seep_random_below(struct seep_sim *s, uint64_t bits, double n)
{
    const double unit = 0x1p-53;
    double drawn = floor((double)(bits >> 11) * unit * n);

    if (n > SEEP_RANDOM_FEW) {
        s->drew = true;
        return drawn;
    }
    uint32_t more = seep_choose(s, SEEP_CHOICE_RANDOM, (uint32_t)n);
    if (s->running)
        s->running->op.stops++; /* the next number is another place */
    return fmod(drawn + more, n);
}
