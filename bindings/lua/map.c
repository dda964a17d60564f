/* map.c - map: Go's map, with what is fatal about it (core/gomap.h).
 *
 * A write is two operations, which map.lua makes one after the other; the
 * value moves when the second is performed. */
#include "host.h"
#include "ordered.h"

#include "core/gomap.h"

struct map {
    struct seep_map m; /* first: the object that operations name */
    struct seep_ordered o;
};

/* An iteration: keeps the map and the keys in its environment. */
enum { CURSOR_MAGIC = SEEP_OBJECT_MAGIC | 0x201 };
struct cursor {
    uint32_t magic;
    bool begun;
    struct seep_cursor c;
};
enum { KEEP_MAP = 1, KEEP_KEYS };

/* The operands' places: [1] the map or the cursor, then these. */
enum { MAP = 1, KEY, VALUE };

static struct map *check_map(lua_State *L)
{
    return seep_lua_check(L, MAP, SEEP_OBJ_MAP, "a map");
}

static void check_key(lua_State *L)
{
    if (lua_isnoneornil(L, KEY))
        seep_lua_fail(L, "a map's key cannot be nil");
    if (lua_type(L, KEY) == LUA_TNUMBER &&
        lua_tonumber(L, KEY) != lua_tonumber(L, KEY))
        seep_lua_fail(L, "a map's key cannot be NaN");
}

/* ---- when an operation is performed ---- */

static void write(lua_State *L, struct map *x)
{
    if (lua_isnil(L, VALUE))
        seep_ordered_remove(L, MAP, &x->o, KEY);
    else
        seep_ordered_set(L, MAP, &x->o, KEY, VALUE);
    x->m.places = x->o.used;
}

static void begin(lua_State *L, struct cursor *c, const struct map *x, int ud,
                  uint32_t first)
{
    c->begun = true;
    c->c = (struct seep_cursor){.first = first, .used = x->o.used};
    seep_ordered_keys(L, ud);
    seep_lua_keep(L, 1, KEEP_KEYS);
}

/* The next key and its value, or nil. */
static int next(lua_State *L, const struct seep_g *g)
{
    struct cursor *c = lua_touserdata(L, 1);
    const struct map *x = (const struct map *)g->op.obj;
    int ud = lua_gettop(L) + 1;

    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, KEEP_MAP);
    lua_replace(L, ud);
    if (!c->begun)
        begin(L, c, x, ud, (uint32_t)g->op.chosen);
    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, KEEP_KEYS);
    lua_replace(L, ud + 1);
    if (seep_ordered_next(L, ud, ud + 1, &c->c))
        return 2;
    lua_pushnil(L);
    return 1;
}

int seep_lua_map_complete(lua_State *L, struct seep_g *g)
{
    struct map *x = (struct map *)g->op.obj;

    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_MAP_READ: seep_ordered_get(L, MAP, KEY); return 1;
    case SEEP_OP_MAP_LEN: lua_pushinteger(L, (lua_Integer)x->o.live); return 1;
    case SEEP_OP_MAP_NEXT: return next(L, g);
    case SEEP_OP_MAP_WRITTEN: write(L, x); return 0;
    default: return 0;
    }
}

/* ---- what scripts, and map.lua, call ---- */

/* new_map([name]): empty. */
static int l_new_map(lua_State *L)
{
    uint32_t name = seep_lua_opt_name(L, 1);
    struct map *x = seep_lua_object(L, sizeof *x, SEEP_REG_META_MAP);

    seep_map_init(&x->m);
    seep_sim_number(&seep_lua->sim, &x->m.obj, name, seep_lua_site(L));
    lua_createtable(L, SEEP_ORDERED_OTHER, 0);
    lua_setfenv(L, -2);
    seep_ordered_clear(L, lua_gettop(L), &x->o);
    return 1;
}

/* map_put(map, key, value): before anybody else knows the map. */
static int l_put(lua_State *L)
{
    write(L, check_map(L));
    return 0;
}

static int access(lua_State *L, enum seep_op_kind kind, int nargs)
{
    struct map *x = check_map(L);

    if (nargs >= KEY)
        check_key(L);
    lua_settop(L, nargs);
    return seep_lua_perform(L, seep_lua_begin(L, kind, &x->m.obj));
}

static int m_index(lua_State *L)
{
    return access(L, SEEP_OP_MAP_READ, KEY);
}

static int m_len(lua_State *L)
{
    return access(L, SEEP_OP_MAP_LEN, MAP);
}

/* map_write(map, key): the write begins. */
static int l_write(lua_State *L)
{
    return access(L, SEEP_OP_MAP_WRITE, KEY);
}

/* map_written(map, key, value): it ends. */
static int l_written(lua_State *L)
{
    return access(L, SEEP_OP_MAP_WRITTEN, VALUE);
}

static const struct cursor *check_cursor(lua_State *L)
{
    const struct cursor *c =
        lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;

    if (!c || c->magic != CURSOR_MAGIC)
        seep_lua_wrong(L, 1, "an iteration of a map");
    return c;
}

/* map_next(cursor) */
static int l_next(lua_State *L)
{
    const struct cursor *c = check_cursor(L);

    lua_settop(L, 1);
    lua_getfenv(L, 1);
    lua_rawgeti(L, -1, KEEP_MAP);
    struct map *x = lua_touserdata(L, -1);
    lua_settop(L, 1);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_MAP_NEXT, &x->m.obj);
    g->op.arg = !c->begun;
    return seep_lua_perform(L, g);
}

/* map_pairs(map): what a for loop needs, or nothing when it is no map. */
static int l_pairs(lua_State *L)
{
    if (!seep_lua_test(L, 1, SEEP_OBJ_MAP))
        return 0;
    lua_pushcfunction(L, l_next);
    struct cursor *c = lua_newuserdata(L, sizeof *c);
    *c = (struct cursor){.magic = CURSOR_MAGIC};
    lua_pushvalue(L, 1);
    seep_lua_keep(L, -2, KEEP_MAP);
    return 2;
}

static const luaL_Reg meta[] = {{"__index", m_index},
                                {"__len", m_len},
                                {"__tostring", seep_lua_object_tostring},
                                {NULL, NULL}};
static const luaL_Reg functions[] = {
    {"new_map", l_new_map},     {"map_put", l_put},     {"map_write", l_write},
    {"map_written", l_written}, {"map_pairs", l_pairs}, {NULL, NULL}};

void seep_lua_open_map(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_MAP, "map", NULL, meta);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_MAP);
    lua_setfield(L, -2, "map_meta");
    seep_lua_register(L, functions);
}
