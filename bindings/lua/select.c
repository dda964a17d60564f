/* select.c - select{ recv(ch), send(ch, v), default = true }.
 *
 * recv(ch) without a label is one userdata a channel, kept with it: the usual
 * select in a loop makes no garbage but its own table.  Labelled and send
 * cases are small tables.  All are evaluated, in order, before select runs;
 * it copies label and value of each onto its stack: slots 2+2i and 3+2i. */
#include <string.h>

#include "host.h"

enum { CASE_MAGIC = SEEP_OBJECT_MAGIC | 0x103 };

struct recv_case {
    uint32_t magic; /* CASE_MAGIC */
    struct seep_chan *ch;
};

enum { F_CHAN = 1, F_DIR, F_LABEL, F_VALUE };

static int push_case(lua_State *L, int dir, int label, int value)
{
    (void)seep_lua_chan(L, 1, dir);
    lua_createtable(L, F_VALUE, 0);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, F_CHAN);
    lua_pushinteger(L, dir);
    lua_rawseti(L, -2, F_DIR);
    lua_pushvalue(L, label);
    lua_rawseti(L, -2, F_LABEL);
    lua_pushvalue(L, value);
    lua_rawseti(L, -2, F_VALUE);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CASE);
    lua_setmetatable(L, -2);
    return 1;
}

static int l_recv(lua_State *L)
{
    if (!lua_isnoneornil(L, 2)) {
        lua_settop(L, 3);
        return push_case(L, SEEP_RECV, 2, 3);
    }
    struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_RECV);
    lua_settop(L, 1);
    if (ch) {
        lua_getfenv(L, 1);
        lua_rawgeti(L, 2, SEEP_KEEP_CASE);
        if (lua_type(L, 3) == LUA_TUSERDATA)
            return 1;
        lua_settop(L, 1);
    }
    struct recv_case *c = seep_lua_object(L, sizeof *c, SEEP_REG_META_CASE);
    *c = (struct recv_case){CASE_MAGIC, ch};
    lua_pushvalue(L, 1);
    seep_lua_keep(L, -2, SEEP_KEEP_VIEWED); /* the case keeps the channel */
    if (ch) {
        lua_pushvalue(L, -1);
        seep_lua_keep(L, 1, SEEP_KEEP_CASE); /* and the channel the case */
    }
    return 1;
}

static int l_send(lua_State *L)
{
    lua_settop(L, 3);
    return push_case(L, SEEP_SEND, 3, 2);
}

/* ---- reading the cases ---- */

static bool is_case_table(lua_State *L, int index)
{
    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return false;
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CASE);
    bool is = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is;
}

static int bad_case(lua_State *L, int i)
{
    return luaL_error(L,
                      "select case %d must be recv(ch), send(ch, v) or false, "
                      "got %s",
                      i + 1, luaL_typename(L, -1));
}

/* The case on top is replaced by its label and value. */
static void unpack_case(lua_State *L, int i, struct seep_waiter *w)
{
    if (lua_type(L, -1) == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {
        lua_pushnil(L); /* disabled: as a nil channel */
        return;
    }
    if (!is_case_table(L, -1))
        bad_case(L, i);
    int c = lua_gettop(L);
    lua_rawgeti(L, c, F_CHAN);
    lua_rawgeti(L, c, F_DIR);
    w->dir = (uint8_t)lua_tointeger(L, -1);
    w->obj = seep_lua_obj(seep_lua_chan(L, c + 1, w->dir));
    lua_settop(L, c);
    lua_rawgeti(L, c, F_VALUE);
    lua_rawgeti(L, c, F_LABEL);
    lua_replace(L, c);
}

static void read_case(lua_State *L, struct seep_g *g, int i,
                      struct seep_waiter *w)
{
    lua_rawgeti(L, 1, i + 1);
    struct recv_case *c = lua_touserdata(L, -1);
    *w = (struct seep_waiter){
        .g = g, .index = (uint16_t)i, .dir = SEEP_RECV, .slot = 3 + 2 * i};
    if (__builtin_expect(c && c->magic == CASE_MAGIC, 1)) {
        w->obj = seep_lua_obj(c->ch);
        lua_pushnil(L); /* no label, no value: and the case keeps ch alive */
        lua_pushvalue(L, -2);
        lua_remove(L, -3);
    } else {
        unpack_case(L, i, w);
    }
}

/* Is there a default?  Any other key that is not a case is an error. */
static bool read_keys(lua_State *L, int n)
{
    bool has_default = false;

    if (n)
        lua_pushinteger(L, n);
    else
        lua_pushnil(L);
    while (lua_next(L, 1)) {
        const char *key =
            lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        if (!key || strcmp(key, "default") != 0)
            luaL_error(L, "select has an entry that is neither a case nor "
                          "default: %s",
                       key ? key : "a hole before it, or a strange key");
        has_default = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return has_default;
}

static int do_select(lua_State *L)
{
    int n = (int)lua_objlen(L, 1);
    bool has_default = read_keys(L, n);

    if (n > UINT16_MAX)
        return luaL_error(L, "too many cases in select (%d)", n);
    if (n > 7)
        luaL_checkstack(L, 2 * n + LUA_MINSTACK, "too many cases in select");
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_SELECT, NULL);
    struct seep_waiter *w = seep_sim_cases(&seep_lua->sim, g, (uint32_t)n);
    if (!w)
        return luaL_error(L, "not enough memory");
    lua_settop(L, 1);
    for (int i = 0; i < n; i++)
        read_case(L, g, i, &w[i]);
    g->op.flags = has_default ? SEEP_OP_DEFAULT : 0;
    return seep_lua_perform(L, g);
}

/* Lua's own select. */
static int vararg_select(lua_State *L)
{
    int n = lua_gettop(L);

    if (lua_type(L, 1) == LUA_TSTRING && *lua_tostring(L, 1) == '#') {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    lua_Integer i = luaL_checkinteger(L, 1);
    if (i < 0)
        i = n + i;
    else if (i > n)
        i = n;
    luaL_argcheck(L, 1 <= i, 1, "index out of range");
    return n - (int)i;
}

static int l_select(lua_State *L)
{
    if (lua_istable(L, 1))
        return do_select(L);
    return vararg_select(L);
}

static const luaL_Reg functions[] = {
    {"select", l_select}, {"recv", l_recv}, {"send", l_send}, {NULL, NULL}};

void seep_lua_open_select(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_CASE, "select case", NULL, NULL);
    seep_lua_register(L, functions);
}
