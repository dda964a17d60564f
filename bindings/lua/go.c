/* go.c - starting goroutines, and the handle that go returns. */
#include <string.h>

#include "host.h"

#include "core/arena.h"

struct seep_g *seep_lua_running(lua_State *L)
{
    struct seep_g *g = seep_lua->sim.running;

    if (!g)
        luaL_error(L, "this needs a goroutine, and none is running");
    return g;
}

/* The pool is a list through its threads' stacks: the next thread, the slot. */
void seep_lua_pool_put(struct seep_lua *w, lua_State *L, uint32_t slot)
{
    lua_settop(L, 0);
    lua_pushlightuserdata(L, w->pool);
    lua_pushinteger(L, (lua_Integer)slot);
    w->pool = L;
}

static lua_State *pool_get(struct seep_lua *w, uint32_t *slot)
{
    lua_State *L = w->pool;

    if (!L)
        return NULL;
    w->pool = lua_touserdata(L, 1);
    *slot = (uint32_t)lua_tointeger(L, 2);
    lua_settop(L, 0);
    return L;
}

static lua_State *thread_get(lua_State *L, struct seep_lua *w, uint32_t *slot)
{
    lua_State *thread = pool_get(w, slot);

    if (thread)
        return thread;
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_THREADS);
    thread = lua_newthread(L);
    *slot = w->nthreads + 1;
    lua_rawseti(L, -2, (int)*slot);
    lua_pop(L, 1);
    w->nthreads++;
    return thread;
}

struct seep_g *seep_lua_spawn(lua_State *L, int nargs, uint32_t name,
                              uint32_t site)
{
    struct seep_lua *w = seep_lua;
    struct seep_g *g = lua_newuserdata(L, sizeof *g);

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_G);
    lua_setmetatable(L, -2);
    if (seep_sim_prepare(&w->sim, g, name, site) != SEEP_OK) {
        g->magic = 0;
        luaL_error(L, "not enough memory");
    }
    lua_State *thread = thread_get(L, w, &g->host_slot);
    if (nargs > LUA_MINSTACK)
        luaL_checkstack(thread, nargs + 2, "too many arguments to go");
    g->host = thread;
    lua_pushvalue(L, -1);
    lua_xmove(L, thread, 1); /* lives as long as the thread runs it */
    lua_insert(L, -(nargs + 2));
    lua_xmove(L, thread, nargs + 1);
    return g;
}

static bool callable(lua_State *L, int index)
{
    if (lua_isfunction(L, index))
        return true;
    if (lua_type(L, index) == LUA_TUSERDATA || /* ours only say what is wrong */
        !luaL_getmetafield(L, index, "__call"))
        return false;
    lua_pop(L, 1);
    return true;
}

static int l_go(lua_State *L)
{
    uint32_t name = 0;

    if (lua_type(L, 1) == LUA_TSTRING) {
        name = seep_lua_opt_name(L, 1);
        lua_remove(L, 1);
    }
    struct seep_g *me =
        seep_lua_begin(L, SEEP_OP_GO, NULL); /* where it may be suspended */
    if (lua_isnoneornil(L, 1)) {
        seep_sim_end(&seep_lua->sim, SEEP_VERDICT_FATAL, me,
                     "go of nil func value");
        return seep_lua_suspend(L, me, SEEP_OVER);
    }
    if (!callable(L, 1))
        seep_lua_fail(L, "go needs a function, got %s", seep_lua_kind(L, 1));
    me->op.obj = (struct seep_object *)seep_lua_spawn(L, lua_gettop(L) - 1,
                                                      name, seep_lua_site(L));
    int n = seep_lua_perform(L, me);
    return n ? n : 1; /* the handle, which is on top */
}

/* ---- the handle ---- */

static struct seep_g *check_g(lua_State *L)
{
    return seep_lua_check(L, 1, SEEP_OBJ_G, "a goroutine");
}

static int g_status(lua_State *L)
{
    lua_pushstring(L, seep_g_status_text(check_g(L)->status));
    return 1;
}

static int g_wait_reason(lua_State *L)
{
    const struct seep_g *g = check_g(L);

    lua_pushstring(L,
                   g->status == SEEP_G_WAITING ? seep_wait_text(g->wait) : "");
    return 1;
}

static int g_stack(lua_State *L)
{
    struct seep_g *g = check_g(L);

    if (g->status == SEEP_G_DEAD || !g->host)
        lua_pushliteral(L, "");
    else
        seep_lua_push_stack(L, g);
    return 1;
}

static int g_index(lua_State *L)
{
    const struct seep_g *g = check_g(L);
    const char *key = lua_tostring(L, 2);

    if (key && !strcmp(key, "id")) {
        lua_pushinteger(L, (lua_Integer)g->id);
    } else if (key && !strcmp(key, "name")) {
        lua_pushstring(L, seep_name_text(&seep_lua->sim.names, g->name));
    } else {
        lua_pushvalue(L, 2);
        lua_rawget(L, lua_upvalueindex(1));
    }
    return 1;
}

static int g_tostring(lua_State *L)
{
    const struct seep_g *g = check_g(L);

    lua_pushfstring(L, "goroutine %d [%s]", (int)g->id,
                    g->status == SEEP_G_WAITING
                        ? seep_wait_text(g->wait)
                        : seep_g_status_text(g->status));
    return 1;
}

static const luaL_Reg methods[] = {{"status", g_status},
                                   {"wait_reason", g_wait_reason},
                                   {"stack", g_stack},
                                   {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", g_tostring}, {NULL, NULL}};
static const luaL_Reg functions[] = {{"go", l_go}, {NULL, NULL}};

void seep_lua_open_go(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_G, "goroutine", NULL, meta);
    seep_lua_metatable_index(L, SEEP_REG_META_G, methods, g_index);
    seep_lua_register(L, functions);
}
