/* complete.c - what an operation comes to that a script issued: results on the
 * stack, an error, or a goroutine that waits. */
#include "host_inside.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/arena.h"

_Noreturn void seep_lua_no_goroutine(lua_State *L)
{
    luaL_error(L, "this needs a goroutine, and none is running");
    __builtin_unreachable();
}

void seep_lua__push_raise(lua_State *L, const char *text)
{
    if (text == seep_goexit)
        lua_pushlightuserdata(L, (void *)(uintptr_t)seep_lua_goexit);
    else
        lua_pushstring(L, text);
}

/* Raises the panic that the operation came to. */
static __attribute__((cold, noinline)) int raise_now(lua_State *L,
                                                     struct seep_g *g)
{
    const char *text = g->raise;

    seep_sim_cases_free(&seep_lua->sim, g);
    g->raise = NULL;
    seep_lua__push_raise(L, text);
    return lua_error(L);
}

/* The operation would wait, but a C function is between here and the
 * scheduler.  What was merely put off happens now; else it is taken back. */
static __attribute__((cold, noinline)) int
suspend_in_callback(lua_State *L, struct seep_g *g, enum seep_outcome r)
{
    struct seep_sim *s = &seep_lua->sim;

    if (r == SEEP_DEFERRED && g->op.kind != SEEP_OP_WORK) {
        if (g->held) /* by a fault: not here, then */
            seep_sim_take_back(s, g);
        g->held = g->pending = false;
        r = seep_perform(s, g);
        if (r == SEEP_DONE)
            return seep_lua_complete(L, g, g->op.kind);
        if (r == SEEP_PANICKED)
            return raise_now(L, g);
    }
    if (r == SEEP_OVER) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)seep_lua_kill);
        return lua_error(L);
    }
    seep_sim_take_back(s, g);
    seep_sim_cases_free(s, g);
    seep_lua_fail(L, "cannot block here: the call comes from inside a "
                     "callback that cannot be suspended (a __gc or xpcall "
                     "handler)");
}

int seep_lua_suspend(lua_State *L, struct seep_g *g, enum seep_outcome r)
{
    if (__builtin_expect(r == SEEP_PANICKED, 0))
        return raise_now(L, g);
    if (__builtin_expect(!lua_isyieldable(L), 0))
        return suspend_in_callback(L, g, r);
    g->host_state |= SEEP_LUA_AWAITS;
    return lua_yield(L, lua_gettop(L));
}

/* A range loop ends at nil, so a nil that was sent must not pass for it. */
static void check_ranged(lua_State *L, struct seep_g *g)
{
    const struct seep_chan *ch = (struct seep_chan *)g->op.obj;

    if (!ch->nil_site || !g->op.ok || !lua_isnil(L, -2))
        return;
    snprintf(seep_lua->raise_text, sizeof seep_lua->raise_text,
             "range over a channel received nil, sent at %s:%u; receive it "
             "with ch:recv(), or send false",
             seep_name_text(&seep_lua->sim.names, ch->nil_site),
             seep_site_line(&seep_lua->sim.names, ch->nil_site));
    g->raise = seep_lua->raise_text;
}

static int complete_select(lua_State *L, struct seep_g *g)
{
    int32_t chosen = g->op.chosen;
    int n = 1;

    if (chosen == SEEP_CHOSE_DEFAULT)
        lua_pushliteral(L, "default");
    else if (g->op.cases[chosen].dir == SEEP_RECV)
        n = 3; /* pushed with the value */
    else
        (void)seep_lua__receiving(&g->op.cases[chosen]);
    seep_sim_cases_free(&seep_lua->sim, g);
    return n;
}

int seep_lua_raise_at(lua_State *L, struct seep_g *g, const char *fmt, ...)
{
    char *text = seep_lua->raise_text;
    const size_t size = sizeof seep_lua->raise_text;
    uint32_t site = seep_lua->sim.host_ops->where(seep_lua, g);
    va_list args;

    int n = snprintf(text, size,
                     "%s:%u: ", seep_name_text(&seep_lua->sim.names, site),
                     seep_site_line(&seep_lua->sim.names, site));
    va_start(args, fmt);
    if (n > 0 && (size_t)n < size)
        vsnprintf(text + n, size - (size_t)n, fmt, args);
    va_end(args);
    g->raise = text;
    if (g->host_state & SEEP_LUA_AWAITS)
        return 0;
    return raise_now(L, g);
}

static int complete_range(lua_State *L, struct seep_g *g)
{
    check_ranged(L, g);
    if (g->raise && !(g->host_state & SEEP_LUA_AWAITS))
        return raise_now(L, g);
    return 2;
}

/* The handle, which lies below what the new goroutine is to call. */
static int complete_go(lua_State *L, const struct seep_g *g)
{
    lua_State *new = ((const struct seep_g *)g->op.obj)->host;

    lua_pushvalue(new, 1);
    lua_xmove(new, L, 1);
    return 1;
}

static int complete_close(lua_State *L, struct seep_g *g)
{
    const struct seep_chan *ch = (const struct seep_chan *)g->op.obj;

    return ch && ch->role == SEEP_CHAN_CONTEXT ? seep_lua_context_closed(L, g)
                                               : 0;
}

static int complete(lua_State *L, struct seep_g *g)
{
    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_RECV: return complete_range(L, g);
    case SEEP_OP_SELECT: return complete_select(L, g);
    case SEEP_OP_GO: return complete_go(L, g);
    case SEEP_OP_CLOSE: return complete_close(L, g);
    case SEEP_OP_COND_DRAW:
    case SEEP_OP_LEN:
    case SEEP_OP_WG_ADD:
        lua_pushinteger(L, (lua_Integer)g->op.arg);
        return g->op.kind != SEEP_OP_WG_ADD;
    case SEEP_OP_TIMER_STOP:
        seep_lua_timer_stopped(g->op.obj);
        lua_pushboolean(L, g->op.ok);
        return 1;
    case SEEP_OP_IO_WAIT:
    case SEEP_OP_RES_CLOSE:
    case SEEP_OP_TRY_LOCK:
    case SEEP_OP_RW_TRY_LOCK:
    case SEEP_OP_TRY_RLOCK:
    case SEEP_OP_SYNCPOOL_PUT:
    case SEEP_OP_TIMER_RESET: lua_pushboolean(L, g->op.ok); return 1;
    case SEEP_OP_READ: return seep_lua_read(L, g);
    case SEEP_OP_WRITE: return seep_lua_write(L, g);
    case SEEP_OP_ATOMIC_LOAD:
    case SEEP_OP_ATOMIC_STORE:
    case SEEP_OP_ATOMIC_ADD:
    case SEEP_OP_ATOMIC_SWAP:
    case SEEP_OP_ATOMIC_CAS: return seep_lua_atomic_complete(L, g);
    case SEEP_OP_MAP_READ:
    case SEEP_OP_MAP_LEN:
    case SEEP_OP_MAP_NEXT:
    case SEEP_OP_MAP_WRITTEN: return seep_lua_map_complete(L, g);
    case SEEP_OP_SYNCMAP_LOAD:
    case SEEP_OP_SYNCMAP_STORE:
    case SEEP_OP_SYNCMAP_UPDATE:
    case SEEP_OP_SYNCMAP_CLEAR:
    case SEEP_OP_SYNCMAP_RANGE: return seep_lua_syncmap_complete(L, g);
    default: return 0;
    }
}

/* What was put off is completed outside of every protected call, where no
 * error may be raised: memory is given, and the run ends after the turn. */
int seep_lua_complete_other(lua_State *L, struct seep_g *g)
{
    struct seep_arena *a = seep_lua->sim.arena;

    if (!(g->host_state & SEEP_LUA_AWAITS))
        return complete(L, g);
    seep_arena_spare(a, true);
    int n = complete(L, g);
    seep_arena_spare(a, false);
    return n;
}
