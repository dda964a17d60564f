/* sync.c - what of sync parks: mutex, rwmutex, cond, waitgroup.  The rest is
 * in scripts/seep/sync.lua. */
#include <math.h>

#include "host.h"

#include "core/cond.h"
#include "core/mutex.h"
#include "core/rwmutex.h"
#include "core/waitgroup.h"

/* ---- mutex ---- */

static struct seep_mutex *push_mutex(lua_State *L, enum seep_reg meta)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct seep_mutex *m = seep_lua_object(L, sizeof *m, meta);

    seep_mutex_init(m);
    seep_sim_number(&seep_lua->sim, &m->obj, name, seep_lua_site(L));
    return m;
}

static int l_mutex(lua_State *L)
{
    (void)push_mutex(L, SEEP_REG_META_MUTEX);
    return 1;
}

/* One that the library guards its own with. */
static int l_own_mutex(lua_State *L)
{
    push_mutex(L, SEEP_REG_META_MUTEX)->ours = true;
    return 1;
}

/* An operation without operands, on the object at index 1. */
static __attribute__((always_inline)) inline int
plain(lua_State *L, enum seep_op_kind op, enum seep_object_kind kind,
      const char *what)
{
    struct seep_object *o = seep_lua_check(L, 1, kind, what);

    return seep_lua_perform_as(L, seep_lua_begin(L, op, o), op);
}

static int m_lock(lua_State *L)
{
    return plain(L, SEEP_OP_LOCK, SEEP_OBJ_MUTEX, "a mutex");
}

static int m_try_lock(lua_State *L)
{
    return plain(L, SEEP_OP_TRY_LOCK, SEEP_OBJ_MUTEX, "a mutex");
}

static int m_unlock(lua_State *L)
{
    return plain(L, SEEP_OP_UNLOCK, SEEP_OBJ_MUTEX, "a mutex");
}

/* ---- once: what others wait at (sync.lua) ---- */

static int l_once_lock(lua_State *L)
{
    struct seep_mutex *m = push_mutex(L, SEEP_REG_META_ONCE);

    m->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_ONCE;
    m->ours = true;
    return 1;
}

static int o_lock(lua_State *L)
{
    return plain(L, SEEP_OP_LOCK, SEEP_OBJ_ONCE, "a once");
}

static int o_unlock(lua_State *L)
{
    return plain(L, SEEP_OP_UNLOCK, SEEP_OBJ_ONCE, "a once");
}

/* ---- rwmutex ---- */

static int l_rwmutex(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1), site = seep_lua_site(L);
    struct seep_rwmutex *rw =
        seep_lua_object(L, sizeof *rw, SEEP_REG_META_RWMUTEX);

    seep_rwmutex_init(rw);
    seep_sim_number(&seep_lua->sim, &rw->obj, name, site);
    seep_sim_number(&seep_lua->sim, &rw->w.obj, name, site);
    return 1;
}

static int rw_lock(lua_State *L)
{
    return plain(L, SEEP_OP_RW_LOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

static int rw_try_lock(lua_State *L)
{
    return plain(L, SEEP_OP_RW_TRY_LOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

static int rw_unlock(lua_State *L)
{
    return plain(L, SEEP_OP_RW_UNLOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

static int rw_rlock(lua_State *L)
{
    return plain(L, SEEP_OP_RLOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

static int rw_try_rlock(lua_State *L)
{
    return plain(L, SEEP_OP_TRY_RLOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

static int rw_runlock(lua_State *L)
{
    return plain(L, SEEP_OP_RUNLOCK, SEEP_OBJ_RWMUTEX, "a rwmutex");
}

/* ---- cond: waiting is unlock, cond_wait and lock in sync.lua ---- */

/* cond(locker [, name]) */
static int l_cond(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 2);
    struct seep_cond *c = seep_lua_object(L, sizeof *c, SEEP_REG_META_COND);

    seep_cond_init(c);
    seep_sim_number(&seep_lua->sim, &c->obj, name, seep_lua_site(L));
    lua_pushvalue(L, 1);
    seep_lua_keep(L, -2, SEEP_KEEP_VALUE);
    return 1;
}

static struct seep_cond *check_cond(lua_State *L)
{
    return seep_lua_check(L, 1, SEEP_OBJ_COND, "a cond");
}

/* cond_locker(c): what it locks. */
static int l_cond_locker(lua_State *L)
{
    (void)check_cond(L);
    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, SEEP_KEEP_VALUE);
    return 1;
}

/* cond_draw(c): a ticket. */
static int l_cond_draw(lua_State *L)
{
    return plain(L, SEEP_OP_COND_DRAW, SEEP_OBJ_COND, "a cond");
}

/* cond_wait(c, ticket) */
static int l_cond_wait(lua_State *L)
{
    struct seep_cond *c = check_cond(L);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_COND_WAIT, &c->obj);

    g->op.arg = (int64_t)lua_tonumber(L, 2);
    return seep_lua_perform(L, g);
}

static int c_signal(lua_State *L)
{
    return plain(L, SEEP_OP_COND_SIGNAL, SEEP_OBJ_COND, "a cond");
}

static int c_broadcast(lua_State *L)
{
    return plain(L, SEEP_OP_COND_BROADCAST, SEEP_OBJ_COND, "a cond");
}

/* ---- waitgroup ---- */

static struct seep_waitgroup *push_waitgroup(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct seep_waitgroup *wg =
        seep_lua_object(L, sizeof *wg, SEEP_REG_META_WG);

    seep_waitgroup_init(wg);
    seep_sim_number(&seep_lua->sim, &wg->obj, name, seep_lua_site(L));
    return wg;
}

static int l_waitgroup(lua_State *L)
{
    (void)push_waitgroup(L);
    return 1;
}

/* That of a singleflight's call. */
static int l_call_waitgroup(lua_State *L)
{
    push_waitgroup(L)->call = true;
    return 1;
}

static struct seep_waitgroup *check_wg(lua_State *L)
{
    return seep_lua_check(L, 1, SEEP_OBJ_WAITGROUP, "a waitgroup");
}

static int add(lua_State *L, int64_t delta)
{
    struct seep_waitgroup *wg = check_wg(L);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_WG_ADD, &wg->obj);

    g->op.arg = delta;
    return seep_lua_perform(L, g);
}

static int wg_add(lua_State *L)
{
    (void)check_wg(L);
    if (lua_type(L, 2) != LUA_TNUMBER)
        seep_lua_fail(L, "waitgroup:add needs a whole number, got %s",
                      seep_lua_kind(L, 2));
    lua_Number n = lua_tonumber(L, 2);
    if (n != floor(n) || fabs(n) > INT32_MAX)
        seep_lua_fail(L, "waitgroup:add needs a whole number, got %f", n);
    return add(L, (int64_t)n);
}

static int wg_done(lua_State *L)
{
    return add(L, -1);
}

static int wg_wait(lua_State *L)
{
    return plain(L, SEEP_OP_WG_WAIT, SEEP_OBJ_WAITGROUP, "a waitgroup");
}

static const luaL_Reg mutex_methods[] = {{"lock", m_lock},
                                         {"try_lock", m_try_lock},
                                         {"unlock", m_unlock},
                                         {NULL, NULL}};
static const luaL_Reg once_methods[] = {
    {"lock", o_lock}, {"unlock", o_unlock}, {NULL, NULL}};
static const luaL_Reg rw_methods[] = {
    {"lock", rw_lock},   {"unlock", rw_unlock},   {"try_lock", rw_try_lock},
    {"rlock", rw_rlock}, {"runlock", rw_runlock}, {"try_rlock", rw_try_rlock},
    {NULL, NULL}};
static const luaL_Reg cond_methods[] = {
    {"signal", c_signal}, {"broadcast", c_broadcast}, {NULL, NULL}};
static const luaL_Reg wg_methods[] = {
    {"add", wg_add}, {"done", wg_done}, {"wait", wg_wait}, {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", seep_lua_object_tostring},
                                {NULL, NULL}};
static const luaL_Reg functions[] = {{"mutex", l_mutex},
                                     {"own_mutex", l_own_mutex},
                                     {"once_lock", l_once_lock},
                                     {"rwmutex", l_rwmutex},
                                     {"cond", l_cond},
                                     {"cond_locker", l_cond_locker},
                                     {"cond_draw", l_cond_draw},
                                     {"cond_wait", l_cond_wait},
                                     {"waitgroup", l_waitgroup},
                                     {"call_waitgroup", l_call_waitgroup},
                                     {NULL, NULL}};

/* Puts the methods of a metatable into lib.NAME: scripts/seep adds those that
 * call back into the script. */
static void give_methods(lua_State *L, enum seep_reg meta_key, const char *name)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, meta_key);
    lua_getfield(L, -1, "__index");
    lua_setfield(L, -3, name);
    lua_pop(L, 1);
}

void seep_lua_open_sync(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_MUTEX, "mutex", mutex_methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_ONCE, "once", once_methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_RWMUTEX, "rwmutex", rw_methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_COND, "cond", cond_methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_WG, "waitgroup", wg_methods, meta);
    give_methods(L, SEEP_REG_META_RWMUTEX, "rwmutex_methods");
    give_methods(L, SEEP_REG_META_COND, "cond_methods");
    give_methods(L, SEEP_REG_META_WG, "waitgroup_methods");
    seep_lua_register(L, functions);
}
