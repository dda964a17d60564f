/* ending.c - how a goroutine ends: by returning, by runtime.goexit or by a
 * panic; and before that, what it deferred.
 *
 * A goroutine without deferred calls costs no protected call: an error kills
 * its thread, and what is left to do is done on another. */
#include "host_inside.h"

#include <string.h>

#include "core/arena.h"

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

/* g's panic ends the run; that of an input of the prompt only the input.
 * stack: NULL, if it is kept already. */
static enum seep_turn end_in_panic(struct seep_g *g, const char *text,
                                   const char *stack)
{
    if (g->host_state & SEEP_LUA_INPUT) {
        seep_lua_prompt->failed(seep_lua_prompt, g, text, stack ? stack : "");
        return SEEP_TURN_GOEXIT;
    }
    seep_emit(&seep_lua->sim, SEEP_EV_PANIC, g, NULL, NULL, 0);
    seep_sim_end(&seep_lua->sim, SEEP_VERDICT_PANIC, g, text);
    if (stack)
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
    if (!(g->host_state & SEEP_LUA_INPUT))
        seep_lua_keep_stack(lua_tostring(L, 3)); /* __tostring may fail */
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
        seep_lua__push_raise(L, seep_lua__disarm_raise(w));
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

/* The person waits for an input to end before the next one is typed. */
enum seep_turn seep_lua__ended(struct seep_lua *w, struct seep_g *g, int status)
{
    enum seep_turn how = ended(w, g, status);

    if (g->host_state & SEEP_LUA_INPUT && w->sim.main &&
        (how == SEEP_TURN_FINISHED || how == SEEP_TURN_GOEXIT))
        seep_emit(&w->sim, SEEP_EV_JOIN, g, w->sim.main, NULL, 0);
    return how;
}
