/* future.c - who goes first in a live world, and trying out what could come.
 *
 * DESIGN
 *
 * Without a search the world's strategy is `strategy` below: whom the person
 * picks goes first, else what a schedule says that is followed, else whom a
 * strategy that samples takes, else Go's choice.  All of that comes from the
 * tape, so the past can be played again.
 *
 * A search runs the world on from here under strategies of its own, on no tape;
 * the caller takes it back (seep_live_return).  What a run came to is kept as
 * its schedule, which can be put on the tape. */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "core/explore/strategies.h"
#include "live_inside.h"

/* A schedule on the tape, ready to be followed. */
struct seep_followed {
    struct seep_schedule schedule;
    struct seep_replay replay;
};

/* ---- the strategy ---- */

static struct seep_live_lore *lore_of(void)
{
    const struct seep_live *v = (const struct seep_live *)seep_lua_prompt;

    return v ? v->lore : NULL;
}

static uint32_t ask_inner(struct seep_sim *s, const struct seep_choice *c,
                          const struct seep_live_lore *lore)
{
    if (lore && lore->follows)
        return seep_strategy_replay.pick(s, c);
    if (lore && lore->row)
        return seep_strategy_rows[lore->row].strategy->pick(s, c);
    return c->kind == SEEP_CHOICE_RUN ? 0 : seep_strategy_default.pick(s, c);
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    const struct seep_live_lore *lore = lore_of();

    for (uint32_t i = 0;
         c->kind == SEEP_CHOICE_RUN && lore && lore->pick && i < c->n; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        if (g && g->id == lore->pick)
            return i;
    }
    return ask_inner(s, c, lore);
}

const struct seep_strategy seep__live_strategy = {
    .name = "default", .decides = true, .pick = pick};
/* The same while a schedule says which faults fire. */
static const struct seep_strategy following = {
    .name = "default", .decides = true, .pick = pick, .faults = true};

/* What the strategy remembers, besides lore of those that it asks. */
bool seep__live_lore(struct seep_live *v)
{
    v->lore = seep_arena_aside(v->w->arena, sizeof *v->lore);
    return v->lore != NULL;
}

/* From now on `row` of the table decides; 0: Go's own order. */
bool seep__live_decide(struct seep_live *v, uint32_t row, uint32_t depth)
{
    struct seep_sim *s = &seep_lua->sim;
    const struct seep_strategy *inner = row ? seep_strategy_rows[row].strategy
                                            : NULL;

    v->lore->follows = false;
    v->lore->row = row;
    s->opt.strategy = &seep__live_strategy;
    s->opt.search = NULL;
    s->opt.depth = depth;
    return !inner || !inner->begin || inner->begin(s) == SEEP_OK;
}

bool seep__live_follow(struct seep_live *v, struct seep_followed *f)
{
    struct seep_sim *s = &seep_lua->sim;

    v->lore->follows = true;
    v->lore->pick = 0;
    s->opt.strategy = &following;
    s->opt.search = &f->replay;
    seep_sim_seed(s, f->schedule.seed);
    return seep_strategy_replay.begin(s) == SEEP_OK;
}

struct seep_followed *seep__followed_new(const struct seep_schedule *schedule)
{
    struct seep_followed *f = calloc(1, sizeof *f);

    if (!f)
        return NULL;
    seep_schedule_init(&f->schedule);
    if (seep_schedule_copy(&f->schedule, schedule) == SEEP_OK &&
        seep_replay_init(&f->replay, &f->schedule) == SEEP_OK)
        return f;
    seep__followed_free(f);
    return NULL;
}

struct seep_followed *seep__followed_copy(const struct seep_followed *f)
{
    return seep__followed_new(&f->schedule);
}

void seep__followed_free(struct seep_followed *f)
{
    if (!f)
        return;
    seep_replay_fini(&f->replay);
    seep_schedule_fini(&f->schedule);
    free(f);
}

/* ---- for the prompt ---- */

/* The row of a strategy that can decide here: it samples, or is Go's order. */
static bool row_of(const char *name, uint32_t *row, uint32_t *depth)
{
    const struct seep_strategy_row *found = seep_strategy_row(name, depth);

    if (!found || found->way > SEEP_WAY_SAMPLE)
        return false;
    *row = found->way == SEEP_WAY_DEFAULT
               ? 0
               : (uint32_t)(found - seep_strategy_rows);
    return true;
}

bool seep_live_strategy(struct seep_live *v, const char *name)
{
    uint32_t row, depth;

    return row_of(name, &row, &depth) &&
           seep__live_happens(v, SEEP_TAPE_STRATEGY,
                              (uint64_t)depth << 32 | row);
}

const char *seep_live_decides(const struct seep_live *v)
{
    return v->lore->row ? seep_strategy_rows[v->lore->row].name : "default";
}

bool seep_live_follow(struct seep_live *v, const struct seep_schedule *s,
                      uint64_t steps)
{
    const struct seep_live_until until = {.step = seep_live_step(v) + steps};
    const uint64_t before = (uint64_t)seep_lua->sim.opt.depth << 32 |
                            v->lore->row;
    struct seep_tape_entry e = {.kind = SEEP_TAPE_FOLLOW,
                                .follow = seep__followed_new(s)};

    bool ok = e.follow && seep__live_happen(v, e);
    seep__followed_free(e.follow);
    if (!ok)
        return false;
    (void)seep_live_go(v, &until);
    return seep_lua->sim.over ||
           seep__live_happens(v, SEEP_TAPE_STRATEGY, before);
}

/* ---- a search ---- */

struct trying {
    struct seep_live *v;
    enum seep_live_end end;
};

static void run_on(void *trying)
{
    struct trying *q = trying;
    struct seep_sim *s = &seep_lua->sim;

    while (!s->over && !seep_live_is_quiet(q->v) && !seep__live_interrupted())
        (void)seep_sim_step(s);
    q->end = s->over && s->verdict.cut  ? SEEP_LIVE_LIMIT
             : s->over                  ? SEEP_LIVE_OVER
             : seep_live_is_quiet(q->v) ? SEEP_LIVE_QUIET
                                        : SEEP_LIVE_STOPPED;
}

/* The options' strategy decides from here on. */
static bool take_options(struct seep_live *v, const struct seep_options *opt)
{
    struct seep_sim *s = &seep_lua->sim;
    const struct seep_strategy *strategy = opt->strategy;

    if (!strategy->decides) { /* Go's own order */
        v->lore->row = 0;
        v->lore->follows = false;
        strategy = &seep__live_strategy;
    }
    v->lore->pick = 0;
    s->opt.strategy = strategy;
    s->opt.search = opt->search;
    s->opt.depth = opt->depth;
    s->opt.max_steps = s->last_step = s->steps + opt->max_steps;
    s->nchoices = 0;
    seep_sim_seed(s, opt->seed);
    return !strategy->begin || strategy->begin(s) == SEEP_OK;
}

static void watch(struct seep_sim *s, struct seep_observer *o)
{
    o->next = s->observers;
    s->observers = o;
}

static void observe(struct seep_live *v, const struct seep_options *opt,
                    struct seep_schedule *took)
{
    struct seep_sim *s = &seep_lua->sim;

    seep_race_clear(v->w->races);
    s->observers = NULL;
    watch(s, seep_race_observer(v->w->races));
    if (opt->strategy->observer)
        watch(s, opt->strategy->observer(opt->search));
    seep_recorder_begin(&v->w->recorder, took, s);
    watch(s, &v->w->recorder.observer);
}

enum seep_live_end seep_live_try(struct seep_live *v,
                                 const struct seep_options *opt,
                                 struct seep_schedule *took, size_t *races)
{
    struct seep_sim *s = &seep_lua->sim;
    struct trying q = {.v = v, .end = SEEP_LIVE_LOST};

    *races = 0;
    if (!take_options(v, opt))
        return SEEP_LIVE_LOST;
    observe(v, opt, took);
    v->quiet = v->trying = true;
    bool intact = seep_watchdog_call(s, run_on, &q);
    v->quiet = v->trying = false;
    *races = seep_race_count(v->w->races);
    s->observers = NULL;
    if (intact && opt->strategy->ended)
        opt->strategy->ended(s);
    return intact ? q.end : SEEP_LIVE_LOST;
}
