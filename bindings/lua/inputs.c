/* inputs.c - what comes into a live world from outside, and makes it on the
 * tape: inputs, picks, the seed, the clock. */
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

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
    const char *slash = strrchr(e->chunk, '/');
    const char *text = slash ? slash + 1 : e->chunk + 1;
    uint32_t name = seep_name(&s->names, s->arena, text, strlen(text));
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

bool seep_live_is_quiet(struct seep_live *v)
{
    const struct seep_sim *s = &seep_lua->sim;

    (void)v;
    return !somebody_runs(s) && seep_timers_next(&s->timers) == SEEP_TIME_NEVER;
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
