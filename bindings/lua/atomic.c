/* atomic.c - sync.atomic: variables that are accessed atomically.
 *
 * As in shared.c the value is kept in the userdata's environment and moves
 * when the operation is performed; get and set are the plain accesses. */
#include "host.h"

#include "core/atomic.h"

/* The operands' places: [1] the variable, then these. */
enum { OPERAND = 2, NEW = 3 };

static int l_atomic(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 2), site = seep_lua_site(L);
    struct seep_sim *s = &seep_lua->sim;

    lua_settop(L, 1);
    struct seep_atomic *a = seep_lua_object(L, sizeof *a, SEEP_REG_META_ATOMIC);

    a->obj.magic = a->sync.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_ATOMIC;
    seep_sim_number(s, &a->obj, name, site);
    seep_sim_number(s, &a->sync, name, site);
    lua_pushvalue(L, 1);
    seep_lua_keep(L, -2, SEEP_KEEP_VALUE);
    return 1;
}

/* ---- the value, when the operation is performed ---- */

/* Pushes it; x is at index 1. */
static void push_value(lua_State *L)
{
    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, SEEP_KEEP_VALUE);
    lua_remove(L, -2);
}

/* Sets it to what is at `index`. */
static void set_value(lua_State *L, int index)
{
    lua_getfenv(L, 1);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, SEEP_KEEP_VALUE);
    lua_pop(L, 1);
}

bool seep_lua_atomic_applies(lua_State *L)
{
    push_value(L);
    bool same = lua_rawequal(L, -1, OPERAND);
    lua_pop(L, 1);
    return same;
}

static int add(lua_State *L, struct seep_g *g)
{
    push_value(L);
    if (lua_type(L, -1) != LUA_TNUMBER)
        return seep_lua_raise_at(L, g,
                                 "atomic:add needs a number in the "
                                 "variable, it holds a %s",
                                 luaL_typename(L, -1));
    lua_pushnumber(L, lua_tonumber(L, -1) + lua_tonumber(L, OPERAND));
    set_value(L, lua_gettop(L));
    return 1;
}

int seep_lua_atomic_complete(lua_State *L, struct seep_g *g)
{
    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_READ:
    case SEEP_OP_ATOMIC_LOAD: push_value(L); return 1;
    case SEEP_OP_WRITE:
    case SEEP_OP_ATOMIC_STORE: set_value(L, OPERAND); return 0;
    case SEEP_OP_ATOMIC_ADD: return add(L, g);
    case SEEP_OP_ATOMIC_SWAP:
        push_value(L);
        set_value(L, OPERAND);
        return 1;
    case SEEP_OP_ATOMIC_CAS:
        if (g->op.ok)
            set_value(L, NEW);
        lua_pushboolean(L, g->op.ok);
        return 1;
    default: return 0;
    }
}

/* ---- what scripts call ---- */

/* With nargs operands behind the variable, nil ones too. */
static int access(lua_State *L, enum seep_op_kind kind, int nargs,
                  const char *wants)
{
    struct seep_atomic *a =
        seep_lua_check(L, 1, SEEP_OBJ_ATOMIC, "an atomic variable");

    if (lua_gettop(L) < 1 + nargs)
        seep_lua_fail(L, "%s", wants);
    lua_settop(L, 1 + nargs);
    return seep_lua_perform(L, seep_lua_begin(L, kind, &a->obj));
}

static int x_load(lua_State *L)
{
    return access(L, SEEP_OP_ATOMIC_LOAD, 0, NULL);
}

static int x_store(lua_State *L)
{
    return access(L, SEEP_OP_ATOMIC_STORE, 1, "atomic:store needs a value");
}

static int x_add(lua_State *L)
{
    if (lua_gettop(L) > 1 && lua_type(L, OPERAND) != LUA_TNUMBER)
        seep_lua_fail(L, "atomic:add needs a number, got %s",
                      seep_lua_kind(L, OPERAND));
    return access(L, SEEP_OP_ATOMIC_ADD, 1, "atomic:add needs a number");
}

static int x_swap(lua_State *L)
{
    return access(L, SEEP_OP_ATOMIC_SWAP, 1, "atomic:swap needs a value");
}

static int x_cas(lua_State *L)
{
    return access(L, SEEP_OP_ATOMIC_CAS, 2,
                  "atomic:cas needs two values: the old one and the new one");
}

static int x_get(lua_State *L)
{
    return access(L, SEEP_OP_READ, 0, NULL);
}

static int x_set(lua_State *L)
{
    return access(L, SEEP_OP_WRITE, 1, "atomic:set needs a value");
}

static const luaL_Reg methods[] = {
    {"load", x_load}, {"store", x_store}, {"add", x_add}, {"swap", x_swap},
    {"cas", x_cas},   {"get", x_get},     {"set", x_set}, {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", seep_lua_object_tostring},
                                {NULL, NULL}};
static const luaL_Reg functions[] = {{"atomic", l_atomic}, {NULL, NULL}};

void seep_lua_open_atomic(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_ATOMIC, "atomic", methods, meta);
    seep_lua_register(L, functions);
}
