/* host.c - Lua threads as goroutines: resuming, ending, moving values.
 *
 * DESIGN
 *
 * A goroutine's thread holds, from the bottom: its G userdata, then its
 * function's frames.  A bound function that has to wait yields all its
 * arguments, so that they stay on the stack at their indices: the partner
 * fetches the value to send from there and pushes results above them, which
 * the resume then returns to the script.  A user's own coroutine in between
 * relays that yield outwards unchanged (prelude.lua), so operands are always
 * found on the goroutine's own thread once it is suspended.
 *
 * A panic that a partner caused (send on a closed channel) has to be raised
 * inside the resumed function: the count hook is set to one instruction and
 * raises it.  pcall and coroutines call through a Lua frame of ours, so that
 * this instruction always comes before they return. */
#include "host_inside.h"

#include <string.h>

struct seep_lua *seep_lua;
FILE *seep_lua_out;
struct seep_lua_prompt *seep_lua_prompt;
const char seep_lua_goexit[] = "runtime.Goexit";
const char seep_lua_kill[] = "the run is over";

static inline struct seep_lua *self(void *host)
{
    return host;
}

bool seep_lua_is(lua_State *L, int index, const char *sentinel)
{
    return lua_type(L, index) == LUA_TLIGHTUSERDATA &&
           lua_touserdata(L, index) == (const void *)sentinel;
}

/* ---- the count hook ---- */

static void arm_raise(struct seep_lua *w, struct seep_g *g)
{
    w->raise = g->raise;
    w->raise_in = g->host_in;
    g->raise = NULL;
    w->raised = (struct seep_lua_raised){
        .g = g,
        .nops = g->nops,
        .line = seep_site_line(&w->sim.names, seep_lua_where(w, g))};
    lua_sethook(w->L, seep_lua_hook, LUA_MASKCOUNT, 1);
}

const char *seep_lua__disarm_raise(struct seep_lua *w)
{
    const char *text = w->raise;

    w->raise = NULL;
    lua_sethook(w->L, seep_lua_hook, LUA_MASKCOUNT, SEEP_HOOK_EVERY);
    return text;
}

void seep_lua_hook(lua_State *L, lua_Debug *ar)
{
    struct seep_lua *w = seep_lua;

    if (w->raise) {
        if (L != w->raise_in)
            return; /* on the way in through coroutine wrappers */
        seep_lua__keep_raised(L, ar);
        seep_lua__push_raise(L, seep_lua__disarm_raise(w));
        lua_error(L);
    }
    if (!w->sim.running)
        return; /* the judge at work */
    bool stop = seep_lua_prompt && seep_lua_prompt->stop(seep_lua_prompt);
    enum seep_tick t = seep_sim_tick(&w->sim, SEEP_HOOK_EVERY);
    if (t == SEEP_TICK_ON && stop) {
        w->sim.preempted = true;
        t = SEEP_TICK_PREEMPT;
    }
    if (t == SEEP_TICK_ON)
        return;
    w->sim.running->host_in = L;
    if (lua_isyieldable(L)) {
        seep_lua_keep_place(L);
        lua_yield(L, 0);
    } else if (t == SEEP_TICK_OVER) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)seep_lua_kill);
        lua_error(L);
    } else {
        w->sim.preempted = false; /* at the next slice, then */
    }
}

/* ---- turns ---- */

static enum seep_turn host_resume(void *host, struct seep_g *g)
{
    struct seep_lua *w = self(host);
    lua_State *L = g->host;
    int n = 0;

    if (g->host_state & SEEP_LUA_ASIDE) {
        g->host_state &= (uint8_t)~SEEP_LUA_ASIDE;
        g->op.site = 0;
    }
    if (g->host_state & SEEP_LUA_AWAITS) {
        if (!g->raise)
            n = seep_lua_complete(L, g, g->op.kind);
        else
            seep_sim_cases_free(&w->sim, g);
        g->host_state &= (uint8_t)~SEEP_LUA_AWAITS;
    } else if (!(g->host_state & SEEP_LUA_STARTED)) {
        g->host_state |= SEEP_LUA_STARTED;
        n = lua_gettop(L) - 2;
    }
    if (__builtin_expect(g->raise == seep_vanish, 0))
        return SEEP_TURN_GOEXIT;
    if (__builtin_expect(g->raise != NULL, 0)) {
        lua_settop(L, lua_gettop(L) - n);
        n = 0;
        arm_raise(w, g);
    }
    int status = lua_resume(L, n);
    if (__builtin_expect(status != LUA_YIELD, 0))
        return seep_lua__ended(w, g, status);
    return SEEP_TURN_SUSPENDED;
}

static void host_steady(void *host)
{
    const struct seep_lua *w = self(host);

    if (!w->raise)
        lua_sethook(w->L, seep_lua_hook, LUA_MASKCOUNT, SEEP_HOOK_EVERY);
}

static void host_dropped(void *host, struct seep_g *g)
{
    (void)host;
    seep_lua_discard(g);
}

static void host_finished(void *host, struct seep_g *g)
{
    struct seep_lua *w = self(host);
    lua_State *L = g->host;
    bool reusable = lua_status(L) == 0;

    if (g->host_state & SEEP_LUA_FRAMES) {
        lua_rawgeti(w->L, LUA_REGISTRYINDEX, SEEP_REG_STATE);
        lua_pushlightuserdata(w->L, g);
        lua_pushnil(w->L);
        lua_rawset(w->L, -3);
        lua_pop(w->L, 1);
        reusable = false; /* its thread may be the rescue's */
    }
    g->host = NULL;
    if (reusable) {
        /* G's userdata is the script's alone now. */
        seep_lua_pool_put(w, L, g->host_slot);
        return;
    }
    lua_rawgeti(w->L, LUA_REGISTRYINDEX, SEEP_REG_THREADS);
    lua_pushnil(w->L);
    lua_rawseti(w->L, -2, (int)g->host_slot);
    lua_pop(w->L, 1);
}

void seep_lua_discard(struct seep_g *g)
{
    seep_g_orphan(seep_lua->sim.arena, g);
    seep_lua_pool_put(seep_lua, g->host, g->host_slot);
    g->host = NULL;
}

const struct seep_host_ops seep_lua_host_ops = {
    .resume = host_resume,
    .move = seep_lua__move,
    .store = seep_lua__store,
    .load = seep_lua__load,
    .overtake = seep_lua__overtake,
    .zero = seep_lua__zero,
    .tick = seep_lua__tick,
    .applies = seep_lua__applies,
    .finished = host_finished,
    .dropped = host_dropped,
    .where = seep_lua_where,
    .quiet = seep_lua_look,
    .is_inner = seep_lua_is_inner,
    .steady = host_steady,
};
