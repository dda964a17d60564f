/* shared.c - observed variables, tables and globals.
 *
 * shared(v) is a userdata whose environment holds the value; shared({}) is a
 * userdata in front of a hidden table; a global is a shared variable of the
 * prelude's (shared.lua).  Every access is an operation, performed like any
 * other; the value moves when it is performed, in seep_lua_read/write.
 *
 * What the operation is on is an object of its own for each field of a table,
 * made on first use and kept beside the table by the field's key; `#t` is on
 * the table itself.  So accesses of two fields do not conflict.
 *
 * With weak memory (core/weak.h) the values that a write replaces are kept by
 * the object, as many as a read may see. */
#include <stdio.h>
#include <string.h>

#include "host.h"

#include "core/sim.h"
#include "core/weak.h"

/* Fields with names of their own; names are kept for ever (names.h). */
enum { FIELDS_NAMED = 1000, FIELD_NAME = 200 };

struct shared {
    struct seep_object obj;
    bool table;      /* the kept value is the table behind it */
    uint32_t fields; /* that have an object */
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

    lua_settop(L, 1);
    struct shared *x =
        push_shared(L, table ? SEEP_REG_META_TABLE : SEEP_REG_META_SHARED);

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

static void push_kept(lua_State *L, int what)
{
    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, what);
    lua_remove(L, -2);
}

/* ---- fields ---- */

/* Adds ".key" to the n bytes of text. */
static void add_key(lua_State *L, char *text, size_t n)
{
    char *to = text + n;
    size_t size = FIELD_NAME - n;

    switch (lua_type(L, 2)) {
    case LUA_TSTRING: snprintf(to, size, ".%s", lua_tostring(L, 2)); break;
    case LUA_TNUMBER: snprintf(to, size, ".%.14g", lua_tonumber(L, 2)); break;
    case LUA_TBOOLEAN:
        snprintf(to, size, ".%s", lua_toboolean(L, 2) ? "true" : "false");
        break;
    default: snprintf(to, size, ".(%s)", luaL_typename(L, 2)); break;
    }
}

/* "stock.apples"; "file:12.apples" when the table has no name. */
static uint32_t field_name(lua_State *L, const struct shared *x)
{
    struct seep_sim *s = &seep_lua->sim;
    char text[FIELD_NAME];
    int n;

    if (x->fields > FIELDS_NAMED)
        return x->obj.name;
    if (x->obj.name)
        n = snprintf(text, sizeof text, "%s",
                     seep_name_text(&s->names, x->obj.name));
    else
        n = snprintf(text, sizeof text, "%s:%u",
                     seep_name_text(&s->names, x->obj.site),
                     (unsigned)seep_site_line(&s->names, x->obj.site));
    if (n >= FIELD_NAME)
        return x->obj.name;
    add_key(L, text, (size_t)n);
    return seep_name(&s->names, s->arena, text, strlen(text));
}

/* Makes the object of the field with the key at 2; the table of fields is on
 * top. */
static struct seep_object *new_field(lua_State *L, struct shared *x)
{
    lua_pushvalue(L, 2);
    struct seep_object *o = lua_newuserdata(L, sizeof *o);
    x->fields++;
    *o = (struct seep_object){.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SHARED};
    seep_sim_number(&seep_lua->sim, o, field_name(L, x), x->obj.site);
    lua_rawset(L, -3);
    return o;
}

/* The object that an operation with the key at 2 is on. */
static struct seep_object *field(lua_State *L, struct shared *x)
{
    int top = lua_gettop(L);

    push_kept(L, SEEP_KEEP_FIELDS);
    if (lua_isnil(L, -1)) {
        lua_newtable(L);
        lua_replace(L, top + 1);
        lua_pushvalue(L, top + 1);
        seep_lua_keep(L, 1, SEEP_KEEP_FIELDS);
    }
    lua_pushvalue(L, 2);
    lua_rawget(L, top + 1);
    struct seep_object *o = lua_touserdata(L, -1);
    lua_settop(L, top + 1);
    if (!o)
        o = new_field(L, x);
    lua_settop(L, top);
    return o;
}

/* Nil stands for the table as a whole, and NaN is nobody's key. */
static bool is_key(lua_State *L)
{
    return !lua_isnil(L, 2) && (lua_type(L, 2) != LUA_TNUMBER ||
                                lua_tonumber(L, 2) == lua_tonumber(L, 2));
}

/* ---- operations ---- */

/* Operands: [1] the variable, [2] the value to write. */
static int access(lua_State *L, enum seep_op_kind kind, int nargs)
{
    struct shared *x =
        seep_lua_check(L, 1, SEEP_OBJ_SHARED, "a shared variable");

    if (x->table)
        seep_lua_wrong(L, 1, "a shared variable");
    lua_settop(L, nargs);
    return seep_lua_perform(L, seep_lua_begin(L, kind, &x->obj));
}

/* Operands: [1] the table, [2] the key, [3] the value to write. */
static int access_field(lua_State *L, enum seep_op_kind kind, int nargs)
{
    struct shared *x = seep_lua_check(L, 1, SEEP_OBJ_SHARED, "a shared table");

    if (!x->table)
        seep_lua_wrong(L, 1, "a shared table");
    lua_settop(L, nargs);
    return seep_lua_perform(
        L, seep_lua_begin(L, kind, is_key(L) ? field(L, x) : &x->obj));
}

/* ---- values ---- */

/* In the place of the nil on top, what the class of the table below it has for
 * the key at 2: that is code more than data, and looked up unobserved. */
static void inherit(lua_State *L)
{
    if (!luaL_getmetafield(L, -2, "__index"))
        return;
    if (lua_istable(L, -1)) {
        lua_pushvalue(L, 2);
        lua_gettable(L, -2);
        lua_replace(L, -3);
    }
    lua_pop(L, 1);
}

/* Pushes the value of the variable, or of the field with the key at 2. */
static int read_latest(lua_State *L)
{
    const struct shared *x = lua_touserdata(L, 1);

    push_kept(L, SEEP_KEEP_VALUE);
    if (!x->table)
        return 1;
    if (lua_isnil(L, 2)) { /* #t reads the table as a whole */
        lua_pushinteger(L, (lua_Integer)lua_objlen(L, -1));
    } else {
        lua_pushvalue(L, 2);
        lua_rawget(L, -2);
        if (lua_isnil(L, -1))
            inherit(L);
    }
    lua_remove(L, -2);
    return 1;
}

/* Pushes the table of those of the variable, or of g's field of the table;
 * made on first use. */
static void push_old(lua_State *L, const struct seep_g *g)
{
    push_kept(L, SEEP_KEEP_OLD);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        seep_lua_keep(L, 1, SEEP_KEEP_OLD);
    }
    lua_pushlightuserdata(L, g->op.obj);
    lua_rawget(L, -2);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushlightuserdata(L, g->op.obj);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

/* What g sees, which is not the latest. */
static int read_old(lua_State *L, const struct seep_g *g)
{
    push_old(L, g);
    lua_rawgeti(L, -1, (int)seep_weak_place(g->op.arg) + 1);
    lua_remove(L, -2);
    return 1;
}

/* Keeps the value that g's write replaces. */
static void keep_old(lua_State *L, const struct seep_g *g)
{
    push_old(L, g);
    read_latest(L);
    lua_rawseti(L, -2, (int)seep_weak_place(g->op.chosen - 1) + 1);
    lua_pop(L, 1);
}

/* Operands are on g->host_op, from index 1; results go on L, the same. */
int seep_lua_read(lua_State *L, struct seep_g *g)
{
    if (seep_object_kind(g->op.obj) == SEEP_OBJ_ATOMIC)
        return seep_lua_atomic_complete(L, g);
    return g->op.chosen ? read_old(L, g) : read_latest(L);
}

/* Does the write that is about to happen to the table on top make or remove
 * an element that `#t` may count? */
static bool resizes(lua_State *L)
{
    bool was;

    if (lua_type(L, 2) != LUA_TNUMBER)
        return false;
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    was = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return was == lua_isnil(L, 3);
}

int seep_lua_write(lua_State *L, struct seep_g *g)
{
    struct seep_sim *s = &seep_lua->sim;
    struct shared *x = lua_touserdata(L, 1);

    if (seep_object_kind(g->op.obj) == SEEP_OBJ_ATOMIC)
        return seep_lua_atomic_complete(L, g);
    if (g->op.chosen)
        keep_old(L, g);
    if (x->table) {
        push_kept(L, SEEP_KEEP_VALUE);
        if (s->observers && resizes(L))
            seep_emit(s, SEEP_EV_RESIZE, g, NULL, &x->obj, 0);
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
    return access_field(L, SEEP_OP_READ, 2);
}

static int t_len(lua_State *L)
{
    lua_settop(L, 1);
    return access_field(L, SEEP_OP_READ, 2);
}

static int t_newindex(lua_State *L)
{
    if (lua_isnil(L, 2))
        seep_lua_fail(L, "table index is nil");
    if (lua_type(L, 2) == LUA_TNUMBER &&
        lua_tonumber(L, 2) != lua_tonumber(L, 2))
        seep_lua_fail(L, "table index is NaN");
    return access_field(L, SEEP_OP_WRITE, 3);
}

/* For the library: the table behind an observed one, or nil. */
static int l_behind(lua_State *L)
{
    const struct shared *x = seep_lua_test(L, 1, SEEP_OBJ_SHARED);

    if (!x || !x->table)
        return 0;
    lua_settop(L, 1);
    push_kept(L, SEEP_KEEP_VALUE);
    return 1;
}

static int x_tostring(lua_State *L)
{
    const struct shared *x = lua_touserdata(L, 1);

    return seep_lua_push_object(L, &x->obj, "shared");
}

static const luaL_Reg methods[] = {
    {"get", x_get}, {"set", x_set}, {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", x_tostring}, {NULL, NULL}};
static const luaL_Reg table_meta[] = {{"__index", t_index},
                                      {"__newindex", t_newindex},
                                      {"__len", t_len},
                                      {"__tostring", x_tostring},
                                      {NULL, NULL}};
static const luaL_Reg functions[] = {{"shared", l_shared},
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
