/* select.c - select{ recv(ch), send(ch, v), default = true }.
 *
 * A case is a small userdata.  recv(ch) without a label is made once a channel
 * and kept with it, so the usual select in a loop makes no garbage but its own
 * table; label and value of other cases are in the case's environment, where
 * no script gets at them.  All are evaluated, in order, before select runs;
 * it lays the cases on its stack: case i at 2+i, which is the waiter's slot if
 * it has a label or a value. */
#include <string.h>

#include "select_case.h"

static struct seep_case *new_case(lua_State *L, int dir, bool fields)
{
    struct seep_chan *ch = seep_lua_chan(L, 1, dir);
    struct seep_case *c = seep_lua_object(L, sizeof *c, SEEP_REG_META_CASE);

    *c = (struct seep_case){SEEP_CASE_MAGIC, (uint8_t)dir, fields, ch};
    return c;
}

static int push_case(lua_State *L, int dir, int label, int value)
{
    new_case(L, dir, true);
    lua_createtable(L, SEEP_CASE_CHAN, 0);
    lua_pushvalue(L, label);
    lua_rawseti(L, -2, SEEP_CASE_LABEL);
    lua_pushvalue(L, value);
    lua_rawseti(L, -2, SEEP_CASE_VALUE);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, SEEP_CASE_CHAN);
    lua_setfenv(L, -2);
    return 1;
}

static int l_recv(lua_State *L)
{
    if (!lua_isnoneornil(L, 2)) {
        lua_settop(L, 3);
        return push_case(L, SEEP_RECV, 2, 3);
    }
    lua_settop(L, 1);
    const struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_RECV);
    if (ch) {
        lua_getfenv(L, 1);
        lua_rawgeti(L, 2, SEEP_KEEP_CASE);
        if (lua_touserdata(L, 3))
            return 1;
        lua_settop(L, 1);
    }
    new_case(L, SEEP_RECV, false);
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
    struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_SEND);
    if (ch && lua_isnil(L, 2))
        ch->nil_site = seep_lua_site(L);
    return push_case(L, SEEP_SEND, 3, 2);
}

/* ---- reading the cases ---- */

/* Fills w from the case at `slot`.  False: it is none. */
static inline bool read_case(lua_State *L, int slot, struct seep_waiter *w)
{
    const struct seep_case *c = lua_touserdata(L, slot);

    if (__builtin_expect(!c || c->magic != SEEP_CASE_MAGIC, 0))
        return false;
    w->obj = seep_lua_obj(c->ch);
    w->dir = c->dir;
    w->slot = c->fields ? slot : 0;
    return true;
}

/* Only false may stand in for a case: a disabled one. */
static __attribute__((cold, noinline)) void no_case(lua_State *L, int slot,
                                                    struct seep_waiter *w)
{
    if (lua_type(L, slot) != LUA_TBOOLEAN || lua_toboolean(L, slot)) {
        seep_sim_cases_free(&seep_lua->sim, w->g);
        seep_lua_fail(L,
                      "select case %d must be recv(ch), send(ch, v) or false, "
                      "got %s",
                      slot - 1, seep_lua_kind(L, slot));
    }
    w->obj = NULL;
    w->dir = SEEP_RECV;
}

static void read_cases(lua_State *L, struct seep_g *g, int n)
{
    struct seep_waiter *w = g->op.cases;

    for (int i = 0; i < n; i++, w++) {
        w->g = g;
        w->index = (uint16_t)i;
        w->queued = false;
        lua_rawgeti(L, 1, i + 1);
        if (!read_case(L, 2 + i, w))
            no_case(L, 2 + i, w);
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
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2)
                                                         : NULL;
        if (!key || strcmp(key, "default") != 0)
            seep_lua_fail(L,
                          "select has an entry that is neither a case nor "
                          "default: %s",
                          key ? key : "a hole before it, or a strange key");
        if (lua_type(L, -1) != LUA_TBOOLEAN)
            seep_lua_fail(L, "select's default must be true or false, got %s",
                          seep_lua_kind(L, -1));
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
        seep_lua_fail(L, "too many cases in select (%d)", n);
    if (n > LUA_MINSTACK / 2)
        luaL_checkstack(L, n + LUA_MINSTACK, "too many cases in select");
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_SELECT, NULL);
    if (!seep_sim_cases(&seep_lua->sim, g, (uint32_t)n))
        return luaL_error(L, "not enough memory");
    if (lua_gettop(L) > 1)
        lua_settop(L, 1);
    read_cases(L, g, n);
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

/* "recv of chan ch#1" */
static int l_tostring(lua_State *L)
{
    const struct seep_case *c = lua_touserdata(L, 1);

    lua_pushstring(L, c->dir == SEEP_SEND ? "send to " : "recv of ");
    if (c->ch)
        seep_lua_push_object(L, &c->ch->obj, "chan");
    else
        lua_pushliteral(L, "nilchan");
    lua_concat(L, 2);
    return 1;
}

static const luaL_Reg meta[] = {{"__tostring", l_tostring}, {NULL, NULL}};
static const luaL_Reg functions[] = {
    {"select", l_select}, {"recv", l_recv}, {"send", l_send}, {NULL, NULL}};

void seep_lua_open_select(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_CASE, "select case", NULL, meta);
    seep_lua_register(L, functions);
}
