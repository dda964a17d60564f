/* sync.c - sync.mutex and sync.waitgroup; what does not park is in
 * scripts/seep/sync.lua. */
#include <math.h>

#include "host.h"

#include "core/mutex.h"
#include "core/waitgroup.h"

/* ---- mutex ---- */

static int l_mutex(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct seep_mutex *m = seep_lua_object(L, sizeof *m, SEEP_REG_META_MUTEX);

    seep_mutex_init(m);
    seep_sim_number(&seep_lua->sim, &m->obj, name, seep_lua_site(L));
    return 1;
}

static int on_mutex(lua_State *L, enum seep_op_kind kind)
{
    struct seep_mutex *m = seep_lua_check(L, 1, SEEP_OBJ_MUTEX, "a mutex");

    return seep_lua_perform(L, seep_lua_begin(L, kind, &m->obj));
}

static int m_lock(lua_State *L)
{
    return on_mutex(L, SEEP_OP_LOCK);
}

static int m_try_lock(lua_State *L)
{
    return on_mutex(L, SEEP_OP_TRY_LOCK);
}

static int m_unlock(lua_State *L)
{
    return on_mutex(L, SEEP_OP_UNLOCK);
}

/* ---- waitgroup ---- */

static int l_waitgroup(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct seep_waitgroup *wg =
        seep_lua_object(L, sizeof *wg, SEEP_REG_META_WG);

    seep_waitgroup_init(wg);
    seep_sim_number(&seep_lua->sim, &wg->obj, name, seep_lua_site(L));
    return 1;
}

static int add(lua_State *L, int64_t delta)
{
    struct seep_waitgroup *wg =
        seep_lua_check(L, 1, SEEP_OBJ_WAITGROUP, "a waitgroup");
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_WG_ADD, &wg->obj);

    g->op.arg = delta;
    return seep_lua_perform(L, g);
}

static int wg_add(lua_State *L)
{
    lua_Number n = luaL_checknumber(L, 2);

    if (n != floor(n) || fabs(n) > INT32_MAX)
        return luaL_error(L, "waitgroup:add needs a whole number, got %f", n);
    return add(L, (int64_t)n);
}

static int wg_done(lua_State *L)
{
    return add(L, -1);
}

static int wg_wait(lua_State *L)
{
    struct seep_waitgroup *wg =
        seep_lua_check(L, 1, SEEP_OBJ_WAITGROUP, "a waitgroup");

    return seep_lua_perform(L, seep_lua_begin(L, SEEP_OP_WG_WAIT, &wg->obj));
}

static int object_tostring(lua_State *L)
{
    const struct seep_object *o = lua_touserdata(L, 1);
    enum seep_object_kind k = seep_object_kind(o);

    lua_pushfstring(L, "%s %s#%d",
                    o->name ? seep_name_text(&seep_lua->sim.names, o->name)
                            : seep_object_kind_text(k),
                    seep_object_kind_prefix(k), (int)o->id);
    return 1;
}

static const luaL_Reg mutex_methods[] = {{"lock", m_lock},
                                         {"try_lock", m_try_lock},
                                         {"unlock", m_unlock},
                                         {NULL, NULL}};
static const luaL_Reg wg_methods[] = {
    {"add", wg_add}, {"done", wg_done}, {"wait", wg_wait}, {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", object_tostring}, {NULL, NULL}};
static const luaL_Reg functions[] = {
    {"mutex", l_mutex}, {"waitgroup", l_waitgroup}, {NULL, NULL}};

void seep_lua_open_sync(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_MUTEX, "mutex", mutex_methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_WG, "waitgroup", wg_methods, meta);
    /* scripts/seep adds the methods that call back into the script. */
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_WG);
    lua_getfield(L, -1, "__index");
    lua_setfield(L, -3, "waitgroup_methods");
    lua_pop(L, 1);
    seep_lua_register(L, functions);
}
