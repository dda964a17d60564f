/* syncmap.c - sync.map: Go's sync.Map.
 *
 * Keys and values are an ordered table's; a nil value is kept as a mark.  What
 * an operation is on is an object of its own for each key, made on first use
 * and kept, as in shared.c.  range is in sync.lua: a cursor, and a load of each
 * key. */
#include "host.h"
#include "ordered.h"

#include "core/gomap.h"
#include "core/syncmap.h"

struct syncmap {
    struct seep_syncmap m; /* first: the object that operations name */
    struct seep_ordered o;
};

/* Fields of its environment; and of the cursor's. */
enum { KEEP_OBJECTS = SEEP_ORDERED_OTHER, KEEP_KEYS = 1 };

/* The operands' places. */
enum { MAP = 1, KEY, VALUE, NEW };

/* What an update does: g->op.arg. */
enum update { LOAD_OR_STORE, LOAD_AND_DELETE, DELETE, SWAP, CAS, CAD };

static const char nil_mark; /* in the place of a nil value */

static struct syncmap *check_map(lua_State *L)
{
    return seep_lua_check(L, MAP, SEEP_OBJ_SYNCMAP, "a sync.map");
}

/* ---- values ---- */

/* A nil that a script gave becomes the mark, so that it is a value. */
static void mark_nil(lua_State *L, int index)
{
    if (!lua_isnil(L, index))
        return;
    lua_pushlightuserdata(L, (void *)(uintptr_t)&nil_mark);
    lua_replace(L, index);
}

/* The value on top for the script; true: there is one. */
static bool unmark(lua_State *L)
{
    bool is = !lua_isnil(L, -1);

    if (lua_touserdata(L, -1) == (const void *)&nil_mark) {
        lua_pop(L, 1);
        lua_pushnil(L);
    }
    return is;
}

/* ---- when an operation is performed ---- */

bool seep_lua_syncmap_applies(lua_State *L, const struct seep_g *g)
{
    seep_ordered_get(L, MAP, KEY);
    bool is = !lua_isnil(L, -1);
    bool same = is && lua_rawequal(L, -1, VALUE);
    lua_pop(L, 1);
    switch ((enum update)g->op.arg) {
    case LOAD_OR_STORE: return !is;
    case LOAD_AND_DELETE:
    case DELETE: return is;
    case CAS:
    case CAD: return same;
    default: return true;
    }
}

/* Pushes the key's value and whether it has one. */
static int load(lua_State *L)
{
    seep_ordered_get(L, MAP, KEY);
    lua_pushboolean(L, unmark(L));
    return 2;
}

static void store(lua_State *L, struct syncmap *x, int value)
{
    seep_ordered_set(L, MAP, &x->o, KEY, value);
    x->m.places = x->o.used;
}

static int load_or_store(lua_State *L, struct syncmap *x, bool stores)
{
    if (stores)
        store(L, x, VALUE);
    (void)load(L);
    lua_pop(L, 1);
    lua_pushboolean(L, !stores);
    return 2;
}

static int update(lua_State *L, struct syncmap *x, const struct seep_g *g)
{
    int n = 0;

    switch ((enum update)g->op.arg) {
    case LOAD_OR_STORE: return load_or_store(L, x, g->op.ok);
    case LOAD_AND_DELETE: n = load(L); break;
    case DELETE: break;
    case SWAP:
        n = load(L);
        store(L, x, VALUE);
        return n;
    case CAS:
        if (g->op.ok)
            store(L, x, NEW);
        lua_pushboolean(L, g->op.ok);
        return 1;
    case CAD:
        lua_pushboolean(L, g->op.ok);
        n = 1;
        break;
    }
    if (g->op.ok)
        seep_ordered_remove(L, MAP, &x->o, KEY);
    return n;
}

static void clear(lua_State *L, struct syncmap *x)
{
    seep_ordered_clear(L, MAP, &x->o);
    x->m.places = 0;
}

/* The cursor that was made for it, at KEY, begins. */
static int range(lua_State *L, const struct syncmap *x, const struct seep_g *g)
{
    struct seep_cursor *c = lua_touserdata(L, KEY);

    *c = (struct seep_cursor){.first = (uint32_t)g->op.chosen,
                              .used = x->o.used};
    lua_pushvalue(L, KEY);
    seep_ordered_keys(L, MAP);
    seep_lua_keep(L, KEY, KEEP_KEYS);
    return 1;
}

int seep_lua_syncmap_complete(lua_State *L, struct seep_g *g)
{
    struct syncmap *x = lua_touserdata(L, MAP);

    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_SYNCMAP_LOAD: return load(L);
    case SEEP_OP_SYNCMAP_STORE: store(L, x, VALUE); return 0;
    case SEEP_OP_SYNCMAP_UPDATE: return update(L, x, g);
    case SEEP_OP_SYNCMAP_CLEAR: clear(L, x); return 0;
    case SEEP_OP_SYNCMAP_RANGE: return range(L, x, g);
    default: return 0;
    }
}

/* ---- what scripts call ---- */

static int l_syncmap(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct syncmap *x = seep_lua_object(L, sizeof *x, SEEP_REG_META_SYNCMAP);

    seep_syncmap_init(&x->m);
    seep_sim_number(&seep_lua->sim, &x->m.obj, name, seep_lua_site(L));
    lua_createtable(L, KEEP_OBJECTS, 0);
    lua_newtable(L);
    lua_rawseti(L, -2, KEEP_OBJECTS);
    lua_setfenv(L, -2);
    seep_ordered_clear(L, lua_gettop(L), &x->o);
    return 1;
}

static void check_key(lua_State *L)
{
    if (lua_isnoneornil(L, KEY))
        seep_lua_fail(L, "a sync.map's key cannot be nil");
    if (lua_type(L, KEY) == LUA_TNUMBER &&
        lua_tonumber(L, KEY) != lua_tonumber(L, KEY))
        seep_lua_fail(L, "a sync.map's key cannot be NaN");
}

/* Makes the object of the key at KEY; the table of them is on top. */
static struct seep_object *new_object(lua_State *L, struct syncmap *x)
{
    lua_pushvalue(L, KEY);
    struct seep_syncmap_key *k = lua_newuserdata(L, sizeof *k);
    seep_syncmap_key_init(k, &x->m);
    seep_sim_number(&seep_lua->sim, &k->obj, x->m.obj.name, x->m.obj.site);
    lua_rawset(L, -3);
    return &k->obj;
}

/* What an operation on the key at KEY is on. */
static struct seep_object *object(lua_State *L, struct syncmap *x)
{
    int top = lua_gettop(L);

    lua_getfenv(L, MAP);
    lua_rawgeti(L, -1, KEEP_OBJECTS);
    lua_pushvalue(L, KEY);
    lua_rawget(L, -2);
    struct seep_object *o = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (!o)
        o = new_object(L, x);
    lua_settop(L, top);
    return o;
}

/* With the operands up to `last`, all of which have to be there. */
static int access(lua_State *L, enum seep_op_kind kind, int last,
                  const char *method, enum update how)
{
    struct syncmap *x = check_map(L);

    check_key(L);
    if (lua_gettop(L) < last)
        seep_lua_fail(L, "sync.map:%s needs %s", method,
                      last == NEW ? "a key, the old and the new value"
                                  : "a key and a value");
    lua_settop(L, last);
    for (int i = VALUE; i <= last; i++)
        mark_nil(L, i);
    struct seep_g *g = seep_lua_begin(L, kind, object(L, x));
    g->op.arg = how;
    return seep_lua_perform(L, g);
}

/* As in Go, a value that cannot be compared is a panic, found or not. */
static void check_old(lua_State *L, const char *method)
{
    if (lua_type(L, VALUE) != LUA_TFUNCTION &&
        !seep_lua_test(L, VALUE, SEEP_OBJ_MAP))
        return;
    lua_pushfstring(L, "called %s when value is not of comparable type",
                    method);
    lua_error(L);
}

static int m_load(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_LOAD, KEY, "load", 0);
}

static int m_store(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_STORE, VALUE, "store", 0);
}

static int m_load_or_store(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_UPDATE, VALUE, "load_or_store",
                  LOAD_OR_STORE);
}

static int m_load_and_delete(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_UPDATE, KEY, "load_and_delete",
                  LOAD_AND_DELETE);
}

static int m_delete(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_UPDATE, KEY, "delete", DELETE);
}

static int m_swap(lua_State *L)
{
    return access(L, SEEP_OP_SYNCMAP_UPDATE, VALUE, "swap", SWAP);
}

static int m_compare_and_swap(lua_State *L)
{
    (void)check_map(L);
    check_old(L, "CompareAndSwap");
    return access(L, SEEP_OP_SYNCMAP_UPDATE, NEW, "compare_and_swap", CAS);
}

static int m_compare_and_delete(lua_State *L)
{
    (void)check_map(L);
    check_old(L, "CompareAndDelete");
    return access(L, SEEP_OP_SYNCMAP_UPDATE, VALUE, "compare_and_delete", CAD);
}

static int m_clear(lua_State *L)
{
    struct syncmap *x = check_map(L);

    lua_settop(L, MAP);
    return seep_lua_perform(
        L, seep_lua_begin(L, SEEP_OP_SYNCMAP_CLEAR, &x->m.obj));
}

/* ---- for range ---- */

/* syncmap_range(map): a cursor. */
static int l_range(lua_State *L)
{
    struct syncmap *x = check_map(L);

    lua_settop(L, MAP);
    lua_newuserdata(L, sizeof(struct seep_cursor));
    lua_pushnil(L);
    seep_lua_keep(L, KEY, KEEP_KEYS); /* so that it has an environment */
    return seep_lua_perform(
        L, seep_lua_begin(L, SEEP_OP_SYNCMAP_RANGE, &x->m.obj));
}

/* syncmap_next(map, cursor): the next key that is there, or nil.  Whether it
 * still is, a load has to say. */
static int l_next(lua_State *L)
{
    struct seep_cursor *c = lua_touserdata(L, 2);

    lua_getfenv(L, 2);
    lua_rawgeti(L, -1, KEEP_KEYS);
    if (!seep_ordered_next(L, MAP, lua_gettop(L), c))
        return 0;
    lua_pop(L, 1);
    return 1;
}

static const luaL_Reg methods[] = {{"load", m_load},
                                   {"store", m_store},
                                   {"load_or_store", m_load_or_store},
                                   {"load_and_delete", m_load_and_delete},
                                   {"delete", m_delete},
                                   {"swap", m_swap},
                                   {"compare_and_swap", m_compare_and_swap},
                                   {"compare_and_delete", m_compare_and_delete},
                                   {"clear", m_clear},
                                   {NULL, NULL}};
static const luaL_Reg meta[] = {{"__tostring", seep_lua_object_tostring},
                                {NULL, NULL}};
static const luaL_Reg functions[] = {{"syncmap", l_syncmap},
                                     {"syncmap_range", l_range},
                                     {"syncmap_next", l_next},
                                     {NULL, NULL}};

void seep_lua_open_syncmap(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_SYNCMAP, "sync.map", methods, meta);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_SYNCMAP);
    lua_getfield(L, -1, "__index");
    lua_setfield(L, -3, "syncmap_methods");
    lua_pop(L, 1);
    seep_lua_register(L, functions);
}
