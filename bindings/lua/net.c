/* net.c - what the simulated world of services is built on: gates at which
 * input and output wait, things that must be closed, pools.  The services
 * themselves are scripts/seep/{net,http,pool,resource}.lua; nothing here is
 * seen by scripts. */
#include "host.h"

#include "core/gate.h"
#include "core/mutex.h"
#include "core/resource.h"

/* ---- gates ---- */

/* gate([name [, is open [, accepts]]]) */
static int l_gate(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    bool open = lua_toboolean(L, 2), accepts = lua_toboolean(L, 3);
    struct seep_gate *gate =
        seep_lua_object(L, sizeof *gate, SEEP_REG_META_GATE);

    seep_gate_init(gate);
    gate->open = open;
    gate->accepts = accepts;
    gate->maker = seep_lua_running(L)->id;
    seep_sim_number(&seep_lua->sim, &gate->obj, name, seep_lua_site(L));
    return 1;
}

static struct seep_gate *check_gate(lua_State *L)
{
    return seep_lua_check(L, 1, SEEP_OBJ_GATE, "a gate");
}

/* gate_wait(gate): false when its deadline came first. */
static int l_gate_wait(lua_State *L)
{
    struct seep_gate *gate = check_gate(L);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_IO_WAIT, &gate->obj);

    g->op.arg = SEEP_TIME_NEVER;
    return seep_lua_perform(L, g);
}

/* gate_open(gate, stays): wakes all who wait. */
static int l_gate_open(lua_State *L)
{
    struct seep_gate *gate = check_gate(L);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_IO_READY, &gate->obj);

    g->op.arg = lua_toboolean(L, 2);
    return seep_lua_perform(L, g);
}

/* A moment as scripts give it: one that has been is as good as any other. */
static int64_t moment(lua_Number at)
{
    if (at >= 9.2e18)
        return SEEP_TIME_NEVER;
    return at < 1 ? -1 : (int64_t)at;
}

/* gate_deadline(gate, at): who waits is woken, to see it. */
static int l_gate_deadline(lua_State *L)
{
    struct seep_gate *gate = check_gate(L);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_IO_READY, &gate->obj);

    gate->deadline = moment(lua_tonumber(L, 2));
    g->op.arg = false;
    return seep_lua_perform(L, g);
}

static int l_gate_shut(lua_State *L)
{
    check_gate(L)->open = false;
    return 0;
}

/* ---- resources ---- */

static void keep_open(lua_State *L, const struct seep_resource *r, bool open)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_OPEN);
    if (open)
        lua_pushvalue(L, -2);
    else
        lua_pushnil(L);
    lua_rawseti(L, -2, (int)r->obj.id);
    lua_pop(L, 1);
}

/* open_resource(kind [, name [, pool's id]]): opened. */
static int l_open_resource(lua_State *L)
{
    uint32_t kind = seep_lua_opt_name(L, 1), name = seep_lua_opt_name(L, 2);
    uint32_t pool = (uint32_t)lua_tointeger(L, 3);
    struct seep_resource *r =
        seep_lua_object(L, sizeof *r, SEEP_REG_META_RESOURCE);

    seep_resource_init(r, kind);
    r->pool = pool;
    seep_sim_number(&seep_lua->sim, &r->obj, name, seep_lua_site(L));
    keep_open(L, r, true);
    int n = seep_lua_perform(L, seep_lua_begin(L, SEEP_OP_RES_OPEN, &r->obj));
    return n ? n : 1; /* the resource, which is on top */
}

/* close_resource(r): false when it was closed already. */
static int l_close_resource(lua_State *L)
{
    struct seep_resource *r =
        seep_lua_check(L, 1, SEEP_OBJ_RESOURCE, "a resource");

    keep_open(L, r, false);
    return seep_lua_perform(L, seep_lua_begin(L, SEEP_OP_RES_CLOSE, &r->obj));
}

/* ---- pools ---- */

/* pool_id([name]): a number of a pool's own. */
static int l_pool_id(lua_State *L)
{
    struct seep_object o = {.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_POOL};

    seep_sim_number(&seep_lua->sim, &o, seep_lua_opt_name(L, 1), 0);
    lua_pushinteger(L, (lua_Integer)o.id);
    return 1;
}

/* pool_channel(pool's id, its name): for one who waits. */
static int l_pool_channel(lua_State *L)
{
    struct seep_chan *ch =
        seep_lua_push_chan(L, 1, seep_lua_opt_name(L, 2), seep_lua_site(L));

    ch->role = SEEP_CHAN_POOL;
    ch->pool = (uint32_t)lua_tointeger(L, 1);
    return 1;
}

/* semaphore_channel(mutex, name): for one who waits; made where the semaphore
 * was. */
static int l_semaphore_channel(lua_State *L)
{
    const struct seep_mutex *m =
        seep_lua_check(L, 1, SEEP_OBJ_MUTEX, "a mutex");
    struct seep_chan *ch =
        seep_lua_push_chan(L, 0, seep_lua_opt_name(L, 2), m->obj.site);

    ch->role = SEEP_CHAN_PERMIT;
    ch->lock = m->obj.id;
    return 1;
}

/* members_channel(capacity, name): what has a value for each member. */
static int l_members_channel(lua_State *L)
{
    struct seep_chan *ch = seep_lua_push_chan(L, (uint32_t)lua_tointeger(L, 1),
                                              seep_lua_opt_name(L, 2),
                                              seep_lua_site(L));

    ch->role = SEEP_CHAN_MEMBERS;
    return 1;
}

static const luaL_Reg functions[] = {{"gate", l_gate},
                                     {"gate_wait", l_gate_wait},
                                     {"gate_open", l_gate_open},
                                     {"gate_deadline", l_gate_deadline},
                                     {"gate_shut", l_gate_shut},
                                     {"open_resource", l_open_resource},
                                     {"close_resource", l_close_resource},
                                     {"pool_id", l_pool_id},
                                     {"pool_channel", l_pool_channel},
                                     {"semaphore_channel", l_semaphore_channel},
                                     {"members_channel", l_members_channel},
                                     {NULL, NULL}};

void seep_lua_open_net(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_GATE, "gate", NULL, NULL);
    seep_lua_metatable(L, SEEP_REG_META_RESOURCE, "resource", NULL, NULL);
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_OPEN);
    seep_lua_register(L, functions);
}
