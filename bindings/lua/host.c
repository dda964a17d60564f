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
 * this instruction always comes before they return.
 *
 * A goroutine without deferred calls costs no protected call: an error kills
 * its thread, and what is left to do is done on another. */
#include "buffer.h"
#include "host.h"
#include "select_case.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"

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

/* ---- values between goroutines ---- */

static void push_case_field(lua_State *L, int slot, int field)
{
    lua_getfenv(L, slot);
    lua_rawgeti(L, -1, field);
    lua_remove(L, -2);
}

/* A case's label is its index when it was given none. */
static void push_label(lua_State *L, const struct seep_waiter *w)
{
    if (w->slot) {
        push_case_field(L, w->slot, SEEP_CASE_LABEL);
        if (!lua_isnil(L, -1))
            return;
        lua_pop(L, 1);
    }
    lua_pushinteger(L, w->index + 1);
}

/* Where g's operation finds its operands and leaves its results: once it is
 * suspended, on the goroutine's own thread. */
static lua_State *operands(const struct seep_g *g)
{
    return g->host_state & SEEP_LUA_AWAITS ? g->host : g->host_in;
}

/* The value that `from` sends. */
static lua_State *push_sent(struct seep_waiter *from)
{
    lua_State *L = operands(from->g);

    if (from->g->op.kind == SEEP_OP_SELECT)
        push_case_field(L, from->slot, SEEP_CASE_VALUE);
    else if (lua_gettop(L) != from->slot || (from->g->op.flags & SEEP_OP_AGAIN))
        /* else it is on top already */
        lua_pushvalue(L, from->slot);
    return L;
}

/* The thread on which `to` gets its results; a select's label goes first. */
static lua_State *receiving(struct seep_waiter *to)
{
    lua_State *L = operands(to->g);

    if (to->g->op.kind == SEEP_OP_SELECT)
        push_label(L, to);
    return L;
}

static void host_move(void *host, struct seep_waiter *from,
                      struct seep_waiter *to)
{
    lua_State *dst = receiving(to);
    lua_State *src = push_sent(from);

    (void)host;
    lua_xmove(src, dst, 1);
    lua_pushboolean(dst, 1);
}

/* Slots are a matter of the buffer's own: values come out as they went in. */
static void host_store(void *host, struct seep_chan *ch, uint32_t slot,
                       struct seep_waiter *from)
{
    (void)host;
    (void)slot;
    seep_buffer_put(ch->host, push_sent(from));
}

static void host_load(void *host, struct seep_chan *ch, uint32_t slot,
                      struct seep_waiter *to)
{
    lua_State *dst = receiving(to);

    (void)host;
    (void)slot;
    seep_buffer_take(ch->host, dst);
    lua_pushboolean(dst, 1);
}

static void host_zero(void *host, struct seep_waiter *to)
{
    lua_State *dst = receiving(to);

    (void)host;
    lua_pushnil(dst);
    lua_pushboolean(dst, 0);
}

static void host_tick(void *host, struct seep_waiter *to, int64_t when)
{
    lua_State *dst = receiving(to);

    (void)host;
    lua_pushnumber(dst, (lua_Number)when);
    lua_pushboolean(dst, 1);
}

static bool host_applies(void *host, const struct seep_g *g)
{
    (void)host;
    if (g->op.kind == SEEP_OP_SYNCMAP_UPDATE)
        return seep_lua_syncmap_applies(operands(g), g);
    return seep_lua_atomic_applies(operands(g));
}

/* ---- operations ---- */

_Noreturn void seep_lua_no_goroutine(lua_State *L)
{
    luaL_error(L, "this needs a goroutine, and none is running");
    __builtin_unreachable();
}

/* What seep_g.raise says, as an error value. */
static void push_raise(lua_State *L, const char *text)
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
    push_raise(L, text);
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
        (void)receiving(&g->op.cases[chosen]);
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

static int complete(lua_State *L, struct seep_g *g)
{
    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_RECV: return complete_range(L, g);
    case SEEP_OP_SELECT: return complete_select(L, g);
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

/* ---- the count hook ---- */

static void arm_raise(struct seep_lua *w, struct seep_g *g)
{
    w->raise = g->raise;
    w->raise_in = g->host_in;
    g->raise = NULL;
    lua_sethook(w->L, seep_lua_hook, LUA_MASKCOUNT, 1);
}

static const char *disarm_raise(struct seep_lua *w)
{
    const char *text = w->raise;

    w->raise = NULL;
    lua_sethook(w->L, seep_lua_hook, LUA_MASKCOUNT, SEEP_HOOK_EVERY);
    return text;
}

void seep_lua_hook(lua_State *L, lua_Debug *ar)
{
    struct seep_lua *w = seep_lua;

    (void)ar;
    if (w->raise) {
        if (L != w->raise_in)
            return; /* on the way in through coroutine wrappers */
        push_raise(L, disarm_raise(w));
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

/* Moves what is left of g to a fresh thread with the epilogue to run: its own
 * died of an error.  In protected mode: this allocates. */
struct rescue {
    struct seep_g *g;
    int code;
};

enum { ENDED_OK, ENDED_GOEXIT, ENDED_PANIC };

static void push_state(lua_State *L, const struct seep_g *g)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_STATE);
    lua_pushlightuserdata(L, (void *)(uintptr_t)g);
    lua_rawget(L, -2);
    lua_remove(L, -2);
}

static int rescue(lua_State *L)
{
    struct rescue *r = lua_touserdata(L, 1);
    lua_State *dead = r->g->host;
    lua_State *co = lua_newthread(L);

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_EPILOGUE);
    push_state(L, r->g);
    lua_pushvalue(L, 2);
    lua_setfield(L, -2, "thread"); /* keeps it alive */
    lua_pushinteger(L, r->code);
    luaL_checkstack(dead, 1, NULL);
    lua_pushvalue(dead, -1); /* the error */
    lua_xmove(dead, L, 1);
    if (r->code == ENDED_PANIC)
        seep_lua_push_stack(L, r->g);
    else
        lua_pushnil(L);
    lua_pushnil(co); /* where the G userdata is in other threads */
    lua_xmove(L, co, 5);
    r->g->host = r->g->host_in = co;
    return 0;
}

/* Runs the deferred calls of g's body; returns the thread's status. */
static int run_epilogue(struct seep_lua *w, struct seep_g *g, int status)
{
    lua_State *L = g->host;
    int code = status == 0                           ? ENDED_OK
               : seep_lua_is(L, -1, seep_lua_goexit) ? ENDED_GOEXIT
                                                     : ENDED_PANIC;

    g->host_state |= SEEP_LUA_EPILOGUE;
    if (code != ENDED_OK) {
        struct rescue r = {g, code};
        if (lua_cpcall(w->L, rescue, &r)) {
            lua_pop(w->L, 1);
            seep_sim_end(&w->sim, SEEP_VERDICT_LIMIT, g,
                         "out of memory (--mem)");
            return -1;
        }
        return lua_resume(g->host, 4);
    }
    lua_settop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_EPILOGUE);
    push_state(L, g);
    lua_pushinteger(L, code);
    return lua_resume(L, 2);
}

/* The text of an error without a position of ours in front (calls.lua). */
static const char *without_ours(const char *text)
{
    const char *colon = strncmp(text, "seep:", 5) ? NULL
                                                  : strchr(text + 5, ':');

    colon = colon ? strchr(colon + 1, ':') : NULL;
    return colon && colon[1] == ' ' ? colon + 2 : text;
}

/* g's panic ends the run; that of an input of the prompt only the input. */
static enum seep_turn end_in_panic(struct seep_g *g, const char *text,
                                   const char *stack)
{
    if (g->host_state & SEEP_LUA_INPUT) {
        seep_lua_prompt->failed(seep_lua_prompt, g, text, stack ? stack : "");
        return SEEP_TURN_GOEXIT;
    }
    seep_emit(&seep_lua->sim, SEEP_EV_PANIC, g, NULL, NULL, 0);
    seep_sim_end(&seep_lua->sim, SEEP_VERDICT_PANIC, g, text);
    seep_lua_keep_stack(stack);
    return SEEP_TURN_PANICKED;
}

static int describe(lua_State *L)
{
    struct seep_g *g = lua_touserdata(L, 1);
    lua_State *dead = g->host;
    const char *text;

    luaL_checkstack(dead, 1, NULL);
    lua_pushvalue(dead, -1);
    lua_xmove(dead, L, 1);
    seep_lua_push_stack(L, g);
    if (lua_type(L, 2) != LUA_TSTRING && luaL_callmeta(L, 2, "__tostring"))
        lua_replace(L, 2);
    text = lua_tostring(L, 2);
    if (lua_isnil(L, 2))
        text = "nil";
    else if (lua_type(L, 2) == LUA_TBOOLEAN)
        text = lua_toboolean(L, 2) ? "true" : "false";
    else if (!text)
        text = lua_pushfstring(L, "(%s) %p", luaL_typename(L, 2),
                               lua_topointer(L, 2));
    (void)end_in_panic(g, without_ours(text), lua_tostring(L, 3));
    return 0;
}

/* An error nobody caught: its value is on top of g's dead thread. */
static enum seep_turn panicked(struct seep_lua *w, struct seep_g *g)
{
    lua_State *L = g->host;

    if (seep_lua_is(L, -1, seep_lua_kill) || w->sim.over)
        return SEEP_TURN_OVER;
    if (seep_lua_is(L, -1, seep_lua_goexit))
        return SEEP_TURN_GOEXIT;
    bool input = g->host_state & SEEP_LUA_INPUT;
    if (!lua_cpcall(w->L, describe, g))
        return input ? SEEP_TURN_GOEXIT : SEEP_TURN_PANICKED;
    lua_pop(w->L, 1);
    if (seep_arena_failures(w->sim.arena)) {
        g->host_state |= SEEP_LUA_BROKEN;
        return SEEP_TURN_OVER; /* the step loop says so */
    }
    return end_in_panic(g, "(the error value's __tostring failed)", NULL);
}

/* The epilogue returned: a code, and for a panic its text and stack. */
static enum seep_turn epilogue_ended(struct seep_g *g)
{
    lua_State *L = g->host;
    int code = (int)lua_tointeger(L, 2);

    if (code == ENDED_GOEXIT)
        return SEEP_TURN_GOEXIT;
    if (code == ENDED_OK)
        return SEEP_TURN_FINISHED;
    return end_in_panic(g, lua_tostring(L, 3), lua_tostring(L, 4));
}

static enum seep_turn ended(struct seep_lua *w, struct seep_g *g, int status)
{
    lua_State *L = g->host;

    g->host_in = L; /* where it issued operations may be gone */
    if (status && seep_arena_failures(w->sim.arena)) {
        g->host_state |= SEEP_LUA_BROKEN;
        return SEEP_TURN_OVER; /* the step loop says so */
    }
    if (w->raise) { /* its function was a bound one: no instruction came */
        lua_settop(L, 1);
        push_raise(L, disarm_raise(w));
        return panicked(w, g);
    }
    bool over = status && (seep_lua_is(L, -1, seep_lua_kill) || w->sim.over);
    if ((g->host_state & SEEP_LUA_FRAMES) && !over &&
        !(g->host_state & SEEP_LUA_EPILOGUE)) {
        status = run_epilogue(w, g, status);
        if (status < 0)
            return SEEP_TURN_OVER;
        if (status == LUA_YIELD)
            return SEEP_TURN_SUSPENDED;
    }
    if (status)
        return panicked(w, g);
    return g->host_state & SEEP_LUA_EPILOGUE ? epilogue_ended(g)
                                             : SEEP_TURN_FINISHED;
}

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
    if (__builtin_expect(g->raise != NULL, 0)) {
        lua_settop(L, lua_gettop(L) - n);
        n = 0;
        arm_raise(w, g);
    }
    int status = lua_resume(L, n);
    if (__builtin_expect(status != LUA_YIELD, 0))
        return ended(w, g, status);
    return SEEP_TURN_SUSPENDED;
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
    .move = host_move,
    .store = host_store,
    .load = host_load,
    .zero = host_zero,
    .tick = host_tick,
    .applies = host_applies,
    .finished = host_finished,
    .dropped = host_dropped,
    .where = seep_lua_where,
    .quiet = seep_lua_look,
    .is_inner = seep_lua_is_inner,
};
