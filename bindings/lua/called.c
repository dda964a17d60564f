/* called.c - what went wrong in a call of the script's, in its own words.
 *
 * DESIGN. A bound function knows neither the name that scripts have for it
 * nor whether it is a method, and need not: both are looked up when there is
 * something to complain of, in the metatables of objects and in the scripts'
 * environment. */
#include <string.h>

#include "host.h"

/* ---- what a value is ---- */

const char *seep_lua_kind(lua_State *L, int index)
{
    const char *kind = NULL;
    int type = lua_type(L, index);

    if ((type == LUA_TUSERDATA || type == LUA_TTABLE) &&
        luaL_getmetafield(L, index, "__metatable")) {
        if (lua_type(L, -1) == LUA_TSTRING)
            kind = lua_tostring(L, -1); /* the metatable keeps it */
        lua_pop(L, 1);
    }
    return kind ? kind : luaL_typename(L, index);
}

/* kind(v): "mutex", "channel", "number"... */
static int l_kind(lua_State *L)
{
    lua_pushstring(L, seep_lua_kind(L, 1));
    return 1;
}

/* ---- what the running function is called ---- */

/* The key of the table on top that has the value at `value`, in its place;
 * false: there is none, and the table is gone. */
static bool replace_by_key(lua_State *L, int value)
{
    int table = lua_gettop(L);

    lua_pushnil(L);
    while (lua_next(L, table)) {
        bool found = lua_rawequal(L, -1, value) &&
                     lua_type(L, -2) == LUA_TSTRING;
        lua_pop(L, 1);
        if (found) {
            lua_replace(L, table);
            return true;
        }
    }
    lua_pop(L, 1);
    return false;
}

/* Pushes the methods of the objects with metatable `key`. */
static bool push_methods(lua_State *L, int key)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, key);
    if (!lua_istable(L, -1)) {
        lua_pop(L, 1);
        return false;
    }
    lua_getfield(L, -1, "__index");
    if (lua_isfunction(L, -1)) {
        if (!lua_getupvalue(L, -1, 1))
            lua_pushnil(L);
        lua_remove(L, -2);
    }
    lua_remove(L, -2);
    if (lua_istable(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

/* Pushes "mutex:lock" for the method at index `f`. */
static bool push_method_name(lua_State *L, int f)
{
    for (int key = SEEP_REG_META_G; key < SEEP_REG_LAST; key++) {
        if (key == SEEP_REG_OPEN || !push_methods(L, key) ||
            !replace_by_key(L, f))
            continue;
        lua_rawgeti(L, LUA_REGISTRYINDEX, key);
        lua_getfield(L, -1, "__metatable");
        lua_pushfstring(L, "%s:%s", lua_tostring(L, -1), lua_tostring(L, -3));
        lua_replace(L, -4);
        lua_pop(L, 2);
        return true;
    }
    return false;
}

/* Pushes "time.after" for the function at index `f` that is in a module. */
static bool push_module_name(lua_State *L, int f)
{
    int env = lua_gettop(L) + 1;

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_pushnil(L);
    while (lua_next(L, env)) {
        bool module = lua_istable(L, -1) && lua_type(L, -2) == LUA_TSTRING &&
                      strcmp(lua_tostring(L, -2), "seep") != 0 &&
                      strcmp(lua_tostring(L, -2), "_G") != 0;
        if (!module) {
            lua_pop(L, 1);
        } else if (replace_by_key(L, f)) {
            lua_pushfstring(L, "%s.%s", lua_tostring(L, -2),
                            lua_tostring(L, -1));
            lua_replace(L, env);
            lua_settop(L, env);
            return true;
        }
    }
    lua_pop(L, 1);
    return false;
}

static bool push_global_name(lua_State *L, int f)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    return replace_by_key(L, f);
}

enum called { LIBRARY, FUNCTION, METHOD };

/* Pushes what scripts call the running bound function, or "" when only the
 * library does. */
static enum called push_called(lua_State *L)
{
    int f = lua_gettop(L) + 1;
    lua_Debug ar;
    enum called how = LIBRARY;

    if (!lua_getstack(L, 0, &ar) || !lua_getinfo(L, "f", &ar))
        lua_pushnil(L);
    if (push_method_name(L, f))
        how = METHOD;
    else if (push_global_name(L, f) || push_module_name(L, f))
        how = FUNCTION;
    else
        lua_pushliteral(L, "");
    lua_remove(L, f);
    return how;
}

void seep_lua_wrong(lua_State *L, int index, const char *expected)
{
    const char *kind = seep_lua_kind(L, index);
    bool nil = lua_isnil(L, index);
    enum called how = push_called(L);
    const char *called = lua_tostring(L, -1), *hint = "";

    if (how == METHOD && index == 1)
        hint = " (is the colon missing?)";
    else if (nil && strstr(expected, "channel"))
        hint = " (the nil channel is nilchan)";
    seep_lua_fail(L, "%s%s%s expected, got %s%s", called,
                  how == LIBRARY ? "" : "(): ", expected, kind, hint);
}

static int no_field(lua_State *L)
{
    bool named = lua_type(L, 2) == LUA_TSTRING;

    seep_lua_fail(L, "%s%s%s%s cannot be set: keep it in a table of your own",
                  seep_lua_kind(L, 1), named ? "." : "[",
                  named ? lua_tostring(L, 2) : seep_lua_kind(L, 2),
                  named ? "" : "]");
}

/* Objects have no fields that can be set: unless it says what they do, the
 * metatable on top makes that an error. */
void seep_lua_seal(lua_State *L)
{
    lua_getfield(L, -1, "__newindex");
    if (lua_isnil(L, -1)) {
        lua_pushcfunction(L, no_field);
        lua_setfield(L, -3, "__newindex");
    }
    lua_pop(L, 1);
}

/* sealed(metatable): the same for objects of the library's; returns it. */
static int l_sealed(lua_State *L)
{
    lua_settop(L, 1);
    seep_lua_seal(L);
    return 1;
}

static const luaL_Reg functions[] = {
    {"kind", l_kind}, {"sealed", l_sealed}, {NULL, NULL}};

void seep_lua_open_called(lua_State *L)
{
    seep_lua_register(L, functions);
}
