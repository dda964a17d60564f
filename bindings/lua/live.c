/* live.c - see live.h: the world, its inputs, and how it goes on.
 *
 * DESIGN
 *
 * The simulation is as always; two things are different.  Its strategy asks
 * what the person has picked, and each operation is a turn (seep_sim.single),
 * so that between any two of them the world can be looked at, left alone, or
 * gone back to.  Nobody watches while it runs; whoever wants an explanation
 * gets it by playing the tape from the beginning, watched.
 *
 * An interrupt comes from the count hook: the goroutine is preempted there.
 * The tape says at which look of the hook that was, so it can be repeated. */
#include "live_inside.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t interrupted;

void seep_live_interrupt(void)
{
    interrupted = 1;
}

bool seep__live_interrupted(void)
{
    return interrupted;
}

void seep_live_calm(void)
{
    interrupted = 0;
}

struct seep_sim *seep_live_sim(struct seep_live *v)
{
    (void)v;
    return &seep_lua->sim;
}

uint64_t seep_live_moment(const struct seep_live *v)
{
    return v->moment;
}

uint64_t seep_live_step(const struct seep_live *v)
{
    const struct seep_sim *s = &seep_lua->sim;

    (void)v;
    return s->steps - s->charged;
}

/* ---- what host.c asks ---- */

static bool over_limit(const struct seep_live *v)
{
    return seep_lua->sim.steps - v->steps_before > v->opt.sim.max_steps;
}

static bool stop(struct seep_lua_prompt *p)
{
    struct seep_live *v = (struct seep_live *)p;
    const struct seep_tape_entry *e = seep__tape_interrupt(v);

    v->looks++;
    if (e && v->looks == e->a)
        return true;
    if (v->trying)
        return interrupted;
    if (v->quiet || !(interrupted || over_limit(v)))
        return false;
    v->stopped_at = v->looks;
    return true;
}

static uint32_t input_of(const struct seep_live *v, const struct seep_g *g)
{
    for (uint32_t k = v->ninputs; k; k--)
        if (seep_live_input_g(v, k) == g)
            return k;
    return 0;
}

static void failed(struct seep_lua_prompt *p, struct seep_g *g,
                   const char *text, const char *stack)
{
    struct seep_live *v = (struct seep_live *)p;

    if (!v->quiet)
        v->opt.failed(v->opt.context, input_of(v, g), text, stack);
}

/* ---- making it ---- */

/* Loads prompt.lua and starts the session's goroutine. */
static int open(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_LIB);
    lua_getfield(L, -1, "load_part");
    lua_pushliteral(L, "prompt");
    lua_call(L, 1, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_PROMPT);
    lua_getfield(L, -1, "session");
    struct seep_g *g = seep_lua_spawn(L, 0, 0, 0);
    return seep_sim_start(s, g) == SEEP_OK ? 0 : luaL_error(L, "no memory");
}

static bool begin_session(struct seep_live *v)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_options opt = v->opt.sim;

    opt.strategy = &seep__live_strategy;
    opt.max_steps = INT64_MAX;
    opt.storm.goroutines = UINT32_MAX;
    s->single = true;
    s->siteless = true;
    seep_lua->loading = 0;
    if (seep_sim_restart(s, &opt) != SEEP_OK || !seep__live_lore(v) ||
        lua_cpcall(seep_lua->L, open, 0))
        return false;
    while (!seep_live_is_quiet(v))
        if (!seep_sim_step(s))
            return false;
    v->base = seep_snapshot_take(v->w->arena);
    return v->base && !seep_arena_failures(v->w->arena);
}

struct seep_live *seep_live_new(const struct seep_live_options *opt,
                                struct seep_load_error *why)
{
    struct seep_live *v = calloc(1, sizeof *v);

    *why = (struct seep_load_error){.no_memory = true};
    snprintf(why->text, sizeof why->text, "not enough memory (--mem)");
    if (!v)
        return NULL;
    v->opt = *opt;
    v->prompt = (struct seep_lua_prompt){.stop = stop, .failed = failed};
    v->w = seep_world_new(&opt->world, opt->path, "", 0, why);
    if (!v->w || !begin_session(v)) {
        seep_live_free(v);
        return NULL;
    }
    snprintf(v->branch, sizeof v->branch, "main");
    seep_lua_prompt = &v->prompt;
    seep_lua_out = opt->world.out;
    return v;
}

void seep_live_free(struct seep_live *v)
{
    if (!v)
        return;
    seep_lua_prompt = NULL;
    seep__past_fini(v);
    seep__forks_fini(v);
    seep__tape_cut(v, 0);
    free(v->tape);
    seep_snapshot_free(v->base);
    seep_world_free(v->w);
    free(v);
}

/* ---- running ---- */

void seep__live_put_back(struct seep_live *v, const struct seep_snapshot *world)
{
    size_t used = seep_arena_stats(v->w->arena).used;
    size_t size;

    if (used > v->high)
        v->high = used;
    seep_snapshot_restore(v->w->arena, world);
    size = seep_arena_stats(v->w->arena).used;
    if (v->high > size)
        memset((char *)v->w->arena + size, 0, v->high - size);
    v->high = size;
}

/* What stopped this turn stands on the tape, in front of what comes next. */
static void note_interrupt(struct seep_live *v)
{
    const struct seep_tape_entry e = {
        .kind = SEEP_TAPE_INTERRUPT, .moment = v->moment, .a = v->stopped_at};

    (void)seep__tape_add(v, &e);
}

bool seep__live_turn(struct seep_live *v)
{
    struct seep_sim *s = &seep_lua->sim;
    bool repeated = seep__tape_interrupt(v) != NULL;

    v->looks = v->stopped_at = 0;
    bool on = seep_sim_step(s);
    if (repeated)
        v->played++;
    /* cppcheck-suppress knownConditionTrueFalse; stop() is called meanwhile */
    else if (v->stopped_at && v->stopped_at == v->looks)
        note_interrupt(v);
    v->moment++;
    v->lore->pick = 0;
    seep__past_note(v);
    return on;
}

struct going {
    struct seep_live *v;
    const struct seep_live_until *until;
    enum seep_live_end end;
    const struct seep_g *input; /* whose end is waited for; or NULL */
};

static bool is_there(const struct going *q)
{
    const struct seep_live_until *u = q->until;
    struct seep_live *v = q->v;

    return (q->input && q->input->status == SEEP_G_DEAD) ||
           (u->moment && v->moment >= u->moment) ||
           (u->step && seep_live_step(v) >= u->step) ||
           (u->there && u->there(u->context, v));
}

static bool has_ended(struct going *q)
{
    struct seep_live *v = q->v;

    if (seep_lua->sim.over)
        q->end = SEEP_LIVE_OVER;
    else if (is_there(q))
        q->end = SEEP_LIVE_THERE;
    else if (interrupted)
        q->end = SEEP_LIVE_STOPPED;
    else if (over_limit(v))
        q->end = SEEP_LIVE_LIMIT;
    else if (v->played == v->ntape && seep_live_is_quiet(v))
        q->end = SEEP_LIVE_QUIET;
    else
        return false;
    return true;
}

static void go_on(void *going)
{
    struct going *q = going;

    while (!has_ended(q)) {
        seep__tape_apply(q->v);
        (void)seep__live_turn(q->v);
    }
}

enum seep_live_end seep_live_go(struct seep_live *v,
                                const struct seep_live_until *until)
{
    struct going q = {.v = v, .until = until};
    bool intact;

    q.input = until->input ? seep_live_input_g(v, until->input) : NULL;
    if (until->input && !q.input)
        return SEEP_LIVE_THERE;

    if (!until->input) {
        v->safe_moment = v->moment;
        v->safe_played = v->played;
    }
    v->steps_before = seep_lua->sim.steps;
    intact = seep_watchdog_call(&seep_lua->sim, go_on, &q);
    seep_live_calm();
    if (intact)
        return q.end;
    seep__tape_cut(v, v->safe_played);
    seep__past_forget(v, v->safe_moment);
    seep__live_restore(v, v->safe_moment, v->safe_played);
    return SEEP_LIVE_LOST;
}
