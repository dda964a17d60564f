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

/* ---- inputs ---- */

struct starting {
    const struct seep_tape_entry *e;
    uint32_t k;
    struct seep_g *g;
};

/* Makes the goroutine of an input; the one running is the session's. */
static int start(lua_State *L)
{
    struct starting *q = lua_touserdata(L, 1);
    const struct seep_tape_entry *e = q->e;
    struct seep_sim *s = &seep_lua->sim;

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_PROMPT);
    lua_getfield(L, 2, "declare");
    lua_pushstring(L, e->names);
    lua_call(L, 1, 0);
    lua_getfield(L, 2, "body");
    if (luaL_loadbuffer(L, e->code, e->length, e->chunk))
        return lua_error(L);
    lua_getfield(L, 2, "env");
    lua_setfenv(L, -2);
    lua_pushinteger(L, (lua_Integer)q->k);
    uint32_t name =
        seep_name(&s->names, s->arena, e->chunk + 1, strlen(e->chunk + 1));
    q->g = seep_lua_spawn(L, 2, name, 0);
    q->g->host_state |= SEEP_LUA_INPUT;
    lua_getfield(L, 2, "inputs");
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (int)q->k);
    return seep_sim_start(s, q->g) == SEEP_OK ? 0 : luaL_error(L, "no memory");
}

static bool do_input(struct seep_live *v, struct seep_tape_entry *e)
{
    struct seep_sim *s = &seep_lua->sim;
    struct starting q = {.e = e, .k = ++v->ninputs};

    s->p = s->gmp.p[0];
    s->running = s->main;
    bool ok = !lua_cpcall(seep_lua->L, start, &q);
    s->running = NULL;
    if (!ok) {
        lua_settop(seep_lua->L, 0);
        v->ninputs--;
        return false;
    }
    e->g = q.g;
    v->lore->pick = q.g->id;
    return true;
}

static bool do_give_up(struct seep_live *v, uint32_t k)
{
    struct seep_g *g = seep_live_input_g(v, k);

    if (g && (g->status == SEEP_G_RUNNABLE || g->status == SEEP_G_RUNNING) &&
        !g->pending)
        g->raise = seep_goexit;
    return true;
}

bool seep__live_do(struct seep_live *v, struct seep_tape_entry *e)
{
    switch (e->kind) {
    case SEEP_TAPE_INPUT: return do_input(v, e);
    case SEEP_TAPE_GIVE_UP: return do_give_up(v, (uint32_t)e->a);
    case SEEP_TAPE_PICK: v->lore->pick = (uint32_t)e->a; return true;
    case SEEP_TAPE_SEED: seep_sim_seed(&seep_lua->sim, e->a); return true;
    case SEEP_TAPE_STRATEGY:
        return seep__live_decide(v, (uint32_t)e->a, (uint32_t)(e->a >> 32));
    case SEEP_TAPE_FOLLOW: return seep__live_follow(v, e->follow);
    case SEEP_TAPE_PROCS:
        return seep_sim_set_procs(&seep_lua->sim, (uint32_t)e->a) == SEEP_OK;
    case SEEP_TAPE_CLOCK:
        seep_lua->sim.now = (int64_t)e->a;
        seep_emit(&seep_lua->sim, SEEP_EV_TIME, NULL, NULL, NULL,
                  (int64_t)e->a);
        return true;
    default: return true;
    }
}

bool seep__live_happen(struct seep_live *v, struct seep_tape_entry e)
{
    e.moment = v->moment;
    if (!seep__tape_add(v, &e))
        return false;
    if (seep__live_do(v, &v->tape[v->ntape - 1]))
        return true;
    seep__tape_cut(v, --v->played);
    return false;
}

/* Is there somebody who can go on now? */
static bool somebody_runs(const struct seep_sim *s)
{
    for (uint32_t i = 0; i < s->gmp.np; i++)
        if (s->gmp.p[i]->cur || s->gmp.p[i]->busy_until > s->now)
            return true;
    return s->gmp.nrunnable > 0;
}

static void world_is(const struct seep_live *v, struct seep_live_start_of *to)
{
    const struct seep_sim *s = &seep_lua->sim;

    *to = (struct seep_live_start_of){
        .now = s->now,
        .quiet = !somebody_runs(s) &&
                 seep_timers_next(&s->timers) == SEEP_TIME_NEVER,
        .blocked = seep_live_input_g(v, v->ninputs) != NULL,
        .others = s->nlive - 1};
}

uint32_t seep_live_start(struct seep_live *v, const struct seep_live_input *in)
{
    v->safe_moment = v->moment;
    v->safe_played = v->played;
    struct seep_live_start_of is;
    world_is(v, &is);
    const struct seep_tape_entry e = {.kind = SEEP_TAPE_INPUT,
                                      .step = seep_live_step(v),
                                      .now = is.now,
                                      .quiet = is.quiet,
                                      .blocked = is.blocked,
                                      .others = is.others,
                                      .code = (char *)(uintptr_t)in->code,
                                      .length = in->length,
                                      .names = (char *)(uintptr_t)in->names,
                                      .chunk = (char *)(uintptr_t)in->chunk,
                                      .text = (char *)(uintptr_t)in->text};

    return !seep_lua->sim.over && seep__live_happen(v, e) ? v->ninputs : 0;
}

void seep_live_give_up(struct seep_live *v, uint32_t k)
{
    (void)seep__live_happen(
        v, (struct seep_tape_entry){.kind = SEEP_TAPE_GIVE_UP, .a = k});
}

bool seep_live_pick(struct seep_live *v, const struct seep_g *g)
{
    return seep__live_happen(
        v, (struct seep_tape_entry){.kind = SEEP_TAPE_PICK, .a = g->id});
}

bool seep__live_happens(struct seep_live *v, enum seep_tape_kind kind,
                        uint64_t a)
{
    return seep__live_happen(v, (struct seep_tape_entry){.kind = kind, .a = a});
}

bool seep_live_seed(struct seep_live *v, uint64_t seed)
{
    return seep__live_happens(v, SEEP_TAPE_SEED, seed);
}

bool seep_live_procs(struct seep_live *v, uint32_t n)
{
    return seep__live_happens(v, SEEP_TAPE_PROCS, n);
}

bool seep_live_by_hand(const struct seep_live *v)
{
    for (uint32_t i = 0; i < v->played; i++)
        if (v->tape[i].kind == SEEP_TAPE_PICK ||
            v->tape[i].kind == SEEP_TAPE_FOLLOW ||
            (v->tape[i].kind == SEEP_TAPE_STRATEGY && v->tape[i].a))
            return true;
    return false;
}

bool seep_live_repeats(const struct seep_live *v)
{
    return v->played < v->ntape;
}

void seep_live_mute(struct seep_live *v, bool mute)
{
    seep_lua_out = mute ? NULL : v->opt.world.out;
}

size_t seep_live_history(const struct seep_live *v, uint32_t *n)
{
    *n = v->npast;
    return v->past_bytes;
}

bool seep_live_clock_waits(struct seep_live *v, int64_t when)
{
    const struct seep_sim *s = &seep_lua->sim;

    (void)v;
    return s->now >= when ||
           (!somebody_runs(s) && seep_timers_next(&s->timers) > when);
}

bool seep_live_set_clock(struct seep_live *v, int64_t when)
{
    struct seep_tape_entry *last = v->ntape ? &v->tape[v->ntape - 1] : NULL;

    if (!seep_live_clock_waits(v, when) || when < seep_lua->sim.now)
        return false;
    if (v->played == v->ntape && last && last->kind == SEEP_TAPE_CLOCK &&
        last->moment == v->moment) { /* one entry does for both */
        last->a = (uint64_t)when;
        return seep__live_do(v, last);
    }
    return seep__live_happen(
        v,
        (struct seep_tape_entry){.kind = SEEP_TAPE_CLOCK, .a = (uint64_t)when});
}

uint32_t seep_live_next(const struct seep_live *v)
{
    return v->ninputs + 1;
}

static const struct seep_tape_entry *entry_of(const struct seep_live *v,
                                              uint32_t k)
{
    for (uint32_t i = 0; i < v->ntape; i++)
        if (v->tape[i].kind == SEEP_TAPE_INPUT && !--k)
            return &v->tape[i];
    return NULL;
}

const char *seep_live_said(const struct seep_live *v, uint32_t k)
{
    const struct seep_tape_entry *e = k ? entry_of(v, k) : NULL;

    return e ? e->text : "";
}

uint64_t seep_live_began(const struct seep_live *v, uint32_t k)
{
    const struct seep_tape_entry *e = k ? entry_of(v, k) : NULL;

    return e ? e->moment : 0;
}

struct seep_g *seep_live_input_g(const struct seep_live *v, uint32_t k)
{
    const struct seep_tape_entry *e = k && k <= v->ninputs ? entry_of(v, k)
                                                           : NULL;

    /* The session keeps its memory when it has ended. */
    return e && e->g && e->g->status != SEEP_G_DEAD ? e->g : NULL;
}

bool seep_live_start_of(const struct seep_live *v, uint32_t k,
                        struct seep_live_start_of *to)
{
    const struct seep_tape_entry *e = k && k <= v->ninputs ? entry_of(v, k)
                                                           : NULL;

    if (k == v->ninputs + 1)
        world_is(v, to);
    else if (e)
        *to = (struct seep_live_start_of){.now = e->now,
                                          .quiet = e->quiet,
                                          .blocked = e->blocked,
                                          .others = e->others,
                                          .input = {.code = e->code,
                                                    .length = e->length,
                                                    .names = e->names,
                                                    .chunk = e->chunk,
                                                    .text = e->text}};
    return e || k == v->ninputs + 1;
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

bool seep_live_is_quiet(struct seep_live *v)
{
    const struct seep_sim *s = &seep_lua->sim;

    (void)v;
    return !somebody_runs(s) && seep_timers_next(&s->timers) == SEEP_TIME_NEVER;
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
