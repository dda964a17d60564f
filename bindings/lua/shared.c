/* shared.c - observed variables, tables and globals.
 *
 * shared(v) is a userdata whose environment holds the value; shared({}) and a
 * script's globals are a userdata, or the environment table, in front of a
 * hidden table.  Every access is an operation on the object, performed like
 * any other; the value moves when it is performed, in seep_lua_read/write. */
#include "host.h"

#include "core/sim.h"

struct shared {
    struct seep_object obj;
    bool table; /* the kept value is the table behind it */
};

static struct shared *push_shared(lua_State *L, enum seep_reg meta)
{
    struct shared *x = seep_lua_object(L, sizeof *x, meta);

    x->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SHARED;
    return x;
}

static int make(lua_State *L, bool table)
{
    uint32_t name = seep_lua_opt_name(L, 2);
    struct shared *x = push_shared(L, table ? SEEP_REG_META_TABLE
                                            : SEEP_REG_META_SHARED);

    x->table = table;
    seep_sim_number(&seep_lua->sim, &x->obj, name, seep_lua_site(L));
    lua_pushvalue(L, 1);
    seep_lua_keep(L, -2, SEEP_KEEP_VALUE);
    return 1;
}

/* shared(v [, name]) */
static int l_shared(lua_State *L)
{
    return make(L, lua_type(L, 1) == LUA_TTABLE);
}

/* shared_value(v [, name]): a variable even when v is a table. */
static int l_shared_value(lua_State *L)
{
    return make(L, false);
}

/* Operands: [1] the object, [2] key or value, [3] value for a key. */
static int access(lua_State *L, enum seep_op_kind kind, int nargs)
{
    struct shared *x =
        seep_lua_check(L, 1, SEEP_OBJ_SHARED, "a shared variable");

    lua_settop(L, nargs);
    return seep_lua_perform(L, seep_lua_begin(L, kind, &x->obj));
}

static void push_kept(lua_State *src, lua_State *L)
{
    lua_getfenv(src, 1);
    lua_rawgeti(src, -1, SEEP_KEEP_VALUE);
    lua_remove(src, -2);
    if (src != L)
        lua_xmove(src, L, 1);
}

/* Operands are on g->host_op, from index 1; results go on L, the same. */
int seep_lua_read(lua_State *L, struct seep_g *g)
{
    const struct shared *x = (struct shared *)g->op.obj;

    push_kept(L, L);
    if (!x->table)
        return 1;
    if (lua_isnil(L, 2)) { /* #t reads the table as a whole */
        lua_pushinteger(L, (lua_Integer)lua_objlen(L, -1));
    } else {
        lua_pushvalue(L, 2);
        lua_rawget(L, -2);
    }
    lua_remove(L, -2);
    return 1;
}

int seep_lua_write(lua_State *L, struct seep_g *g)
{
    const struct shared *x = (struct shared *)g->op.obj;

    if (x->table) {
        push_kept(L, L);
        lua_pushvalue(L, 2);
        lua_pushvalue(L, 3);
        lua_rawset(L, -3);
        lua_pop(L, 1);
    } else {
        lua_getfenv(L, 1);
        lua_pushvalue(L, 2);
        lua_rawseti(L, -2, SEEP_KEEP_VALUE);
        lua_pop(L, 1);
    }
    return 0;
}

static int x_get(lua_State *L)
{
    return access(L, SEEP_OP_READ, 1);
}

static int x_set(lua_State *L)
{
    return access(L, SEEP_OP_WRITE, 2);
}

static int t_index(lua_State *L)
{
    if (lua_isnil(L, 2))
        return 0;
    return access(L, SEEP_OP_READ, 2);
}

static int t_len(lua_State *L)
{
    lua_settop(L, 1);
    return access(L, SEEP_OP_READ, 2);
}

static int t_newindex(lua_State *L)
{
    luaL_argcheck(L, !lua_isnil(L, 2), 2, "table index is nil");
    luaL_argcheck(L, lua_type(L, 2) != LUA_TNUMBER ||
                         lua_tonumber(L, 2) == lua_tonumber(L, 2),
                  2, "table index is NaN");
    return access(L, SEEP_OP_WRITE, 3);
}

/* For the library: the table behind an observed one, or nil. */
static int l_behind(lua_State *L)
{
    const struct shared *x = seep_lua_test(L, 1, SEEP_OBJ_SHARED);

    if (!x || !x->table)
        return 0;
    lua_settop(L, 1);
    push_kept(L, L);
    return 1;
}

static int x_tostring(lua_State *L)
{
    const struct shared *x = lua_touserdata(L, 1);

    lua_pushfstring(L, "shared %s#%d",
                    x->obj.name
                        ? seep_name_text(&seep_lua->sim.names, x->obj.name)
                        : "var",
                    (int)x->obj.id);
    return 1;
}

static const luaL_Reg methods[] = {
    {"get", x_get}, {"set", x_set}, {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", x_tostring}, {NULL, NULL}};
static const luaL_Reg table_meta[] = {{"__index", t_index},
                                      {"__newindex", t_newindex},
                                      {"__len", t_len},
                                      {"__tostring", x_tostring},
                                      {NULL, NULL}};
static const luaL_Reg functions[] = {
    {"shared", l_shared},
    {"shared_value", l_shared_value},
    {"behind", l_behind},
    {NULL, NULL}};

void seep_lua_open_shared(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_SHARED, "shared", methods, meta);
    seep_lua_metatable(L, SEEP_REG_META_TABLE, "shared table", NULL,
                       table_meta);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_SHARED);
    lua_getfield(L, -1, "__index");
    lua_setfield(L, -3, "shared_methods");
    lua_pop(L, 1);
    seep_lua_register(L, functions);
}
