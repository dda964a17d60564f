/* coverage.c - see coverage.h. */
#include "coverage.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/goroutine.h"
#include "core/sim.h"

/* The purpose of what is drawn here, apart from those of the run (sim.c). */
enum { COVERAGE = 101 };

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e);

void seep_coverage_init(struct seep_coverage *x)
{
    memset(x, 0, sizeof *x);
    seep_search_init(&x->search);
    x->observer.event = on_event;
}

static void free_answers(struct seep_answers *t)
{
    if (t)
        free(t->at);
    free(t);
}

/* The oldest of those kept, or NULL. */
static struct seep_answers *take_first(struct seep_coverage *x)
{
    struct seep_answers *t = x->first;

    if (!t)
        return NULL;
    x->first = t->next;
    x->nkept -= t->n;
    return t;
}

void seep_coverage_fini(struct seep_coverage *x)
{
    while (x->first)
        free_answers(take_first(x));
    free_answers(x->base);
    free(x->answers.at);
    seep_cells_fini(&x->objects);
    seep_cells_fini(&x->pairs);
    seep_cells_fini(&x->seen);
    seep_search_fini(&x->search);
}

/* ---- before a run ---- */

/* After the runs made of one that was kept there is one that is drawn. */
static void choose_base(struct seep_coverage *x)
{
    if (x->base && x->mutants < SEEP_COVERAGE_MUTANTS) {
        x->mutants++;
        return;
    }
    bool drawn = !x->base;
    free_answers(x->base);
    x->base = drawn ? take_first(x) : NULL;
    x->mutants = 1;
}

void seep_coverage_next(struct seep_coverage *x, struct seep_options *opt)
{
    bool is_first = !x->search.nruns;

    seep_search_next(&x->search, &seep_strategy_coverage, opt);
    if (is_first)
        return;
    choose_base(x);
    x->rng = seep_rng_stream(opt->seed, COVERAGE);
    if (!x->base)
        return;
    opt->seed = x->base->seed;
    for (uint32_t i = 0; i < SEEP_COVERAGE_CHANGES; i++)
        x->change[i] = seep_rng_below(&x->rng, x->base->n);
}

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_coverage *x = s->opt.search;

    x->now = x->rng;
    x->nchoices = 0;
    x->answers.n = 0;
    x->answers.seed = s->opt.seed;
    x->failed = false;
    seep_cells_clear(&x->objects);
    seep_cells_clear(&x->pairs);
    return SEEP_OK;
}

/* ---- choices ---- */

static uint64_t what(const struct seep_sim *s, const struct seep_choice *c,
                     uint32_t i)
{
    return c->kind == SEEP_CHOICE_RUN ? seep_profile_who(seep_choice_g(s, c, i))
                                      : i;
}

/* The alternative that was taken; n: there is none like that. */
static uint32_t find(const struct seep_sim *s, const struct seep_choice *c,
                     const struct seep_answer *t)
{
    uint32_t i = 0;

    if (t->kind != c->kind)
        return c->n;
    while (i < c->n && what(s, c, i) != t->what)
        i++;
    return i;
}

/* What the script draws depends on the seed already. */
static uint32_t draw(struct seep_coverage *x, const struct seep_choice *c)
{
    return c->kind == SEEP_CHOICE_RANDOM ? 0 : seep_rng_below(&x->now, c->n);
}

static bool is_changed(const struct seep_coverage *x, uint64_t at)
{
    for (uint32_t i = 0; i < SEEP_COVERAGE_CHANGES; i++)
        if (x->change[i] == at)
            return true;
    return false;
}

static uint32_t choose(struct seep_coverage *x, const struct seep_sim *s,
                       const struct seep_choice *c, uint64_t at)
{
    if (!x->base || at >= x->base->n)
        return draw(x, c);
    uint32_t i = find(s, c, &x->base->at[at]);
    if (i == c->n)
        return draw(x, c);
    return is_changed(x, at)
               ? (i + 1 + seep_rng_below(&x->now, c->n - 1)) % c->n
               : i;
}

static void note(struct seep_coverage *x, uint64_t what,
                 enum seep_choice_kind kind)
{
    struct seep_answers *t = &x->answers;

    if (t->n == SEEP_COVERAGE_ANSWERS || x->failed)
        return;
    if (t->n == t->cap) {
        uint32_t cap = t->cap ? 2 * t->cap : 128;
        void *p = realloc(t->at, cap * sizeof *t->at);
        x->failed = !p;
        if (!p)
            return;
        t->at = p;
        t->cap = cap;
    }
    t->at[t->n++] = (struct seep_answer){what, (uint8_t)kind};
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct seep_coverage *x = s->opt.search;
    uint32_t i = choose(x, s, c, x->nchoices++);

    note(x, what(s, c, i), c->kind);
    return i;
}

/* ---- what a run shows ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

static void use(struct seep_coverage *x, uint64_t object, uint64_t who)
{
    struct seep_cell *at = seep_cells_at(&x->objects, object);

    x->failed |= !at;
    if (!at || at->last == who)
        return;
    uint64_t pair = mix(mix(object, at->last), who);
    if (at->last && seep_cells_add(&x->pairs, pair))
        at->sum += pair;
    at->last = who;
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_coverage *x =
        (struct seep_coverage *)((char *)o -
                                 offsetof(struct seep_coverage, observer));

    if ((e->kind != SEEP_EV_OP && e->kind != SEEP_EV_PARK) ||
        !seep_op_competes(&e->g->op))
        return;
    uint64_t who = seep_profile_who(e->g);
    for (uint32_t i = 0; i < seep_op_nobjects(&e->g->op); i++) {
        const struct seep_object *obj = seep_op_object(&e->g->op, i);
        if (obj)
            use(x, seep_profile_key(&x->search.profile, s, obj), who);
    }
}

static bool shows_something_new(struct seep_coverage *x)
{
    bool yes = false;

    for (uint32_t i = 0; i < x->objects.cap; i++) {
        const struct seep_cell *at = &x->objects.cell[i];
        if (at->sum)
            yes |= seep_cells_add(&x->seen, mix(at->key, at->sum));
    }
    return yes;
}

static void keep(struct seep_coverage *x)
{
    struct seep_answers *t;

    if (!x->answers.n || x->nkept + x->answers.n > SEEP_COVERAGE_KEPT ||
        !(t = malloc(sizeof *t)))
        return;
    *t = x->answers;
    t->next = NULL;
    x->answers = (struct seep_answers){0};
    x->nkept += t->n;
    if (x->first)
        x->last->next = t;
    else
        x->first = t;
    x->last = t;
}

static void ended(struct seep_sim *s)
{
    struct seep_coverage *x = s->opt.search;

    seep_search_ended(s);
    if (!x->failed && s->verdict.kind != SEEP_VERDICT_LIMIT &&
        shows_something_new(x))
        keep(x);
}

static struct seep_observer *observer(void *search)
{
    return &((struct seep_coverage *)search)->observer;
}

const struct seep_strategy seep_strategy_coverage = {.name = "coverage",
                                                     .decides = true,
                                                     .begin = begin,
                                                     .pick = pick,
                                                     .observer = observer,
                                                     .ended = ended};
