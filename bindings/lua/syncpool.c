/* syncpool.c - the operations of sync.pool, which sync.lua makes.
 *
 * What lies in a pool has a ticket, an object of its own: putting is an
 * operation on it, and so is having got it, so that one comes before the
 * other. */
#include "host.h"

/* pool_ticket([name]) */
static int l_ticket(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct seep_object *o = lua_newuserdata(L, sizeof *o);

    *o = (struct seep_object){.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SYNCPOOL};
    seep_sim_number(&seep_lua->sim, o, name, seep_lua_site(L));
    return 1;
}

static int on_ticket(lua_State *L, enum seep_op_kind kind)
{
    return seep_lua_perform(L, seep_lua_begin(L, kind, lua_touserdata(L, 1)));
}

/* pool_put(ticket): is it to be kept? */
static int l_put(lua_State *L)
{
    return on_ticket(L, SEEP_OP_SYNCPOOL_PUT);
}

/* pool_get(the pool's own ticket) */
static int l_get(lua_State *L)
{
    return on_ticket(L, SEEP_OP_SYNCPOOL_GET);
}

/* pool_got(ticket) */
static int l_got(lua_State *L)
{
    return on_ticket(L, SEEP_OP_SYNCPOOL_GOT);
}

/* proc(): the number of the P that the caller runs on, from 0. */
static int l_proc(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)seep_lua->sim.p->id);
    return 1;
}

/* uninterrupted(f, ...): f(...), in which the end of a time slice lets nobody
 * else run, as C is between here and the scheduler. */
static int l_uninterrupted(lua_State *L)
{
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static const luaL_Reg functions[] = {{"pool_ticket", l_ticket},
                                     {"pool_put", l_put},
                                     {"pool_get", l_get},
                                     {"pool_got", l_got},
                                     {"proc", l_proc},
                                     {"uninterrupted", l_uninterrupted},
                                     {NULL, NULL}};

void seep_lua_open_syncpool(lua_State *L)
{
    seep_lua_register(L, functions);
}
