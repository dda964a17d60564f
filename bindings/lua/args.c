/* args.c - checking arguments, making objects, registering functions. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "duration.h"
#include "host.h"

void seep_lua_push_blamed(lua_State *L)
{
    uint32_t site = seep_lua_site(L);

    if (!site && seep_lua->sim.running)
        site = seep_lua->sim.running->site; /* a function of ours as its body */
    seep_lua_push_site(L, site);
}

void seep_lua_fail(lua_State *L, const char *fmt, ...)
{
    va_list args;

    seep_lua_push_blamed(L);
    lua_pushliteral(L, ": ");
    va_start(args, fmt);
    lua_pushvfstring(L, fmt, args);
    va_end(args);
    lua_concat(L, 3);
    lua_error(L);
    __builtin_unreachable();
}

int seep_lua_push_object(lua_State *L, const struct seep_object *o,
                         const char *type)
{
    const char *prefix = seep_object_kind_prefix(seep_object_kind(o));

    if (o->name)
        lua_pushfstring(L, "%s %s (%s#%d)", type,
                        seep_name_text(&seep_lua->sim.names, o->name), prefix,
                        (int)o->id);
    else if (strcmp(type, prefix) != 0)
        lua_pushfstring(L, "%s %s#%d", type, prefix, (int)o->id);
    else
        lua_pushfstring(L, "%s#%d", prefix, (int)o->id);
    return 1;
}

int seep_lua_object_tostring(lua_State *L)
{
    luaL_getmetafield(L, 1, "__metatable");
    return seep_lua_push_object(L, lua_touserdata(L, 1), lua_tostring(L, -1));
}

enum { NAME_MAX_BYTES = 200 };

uint32_t seep_lua_opt_name(lua_State *L, int index)
{
    size_t n;

    if (lua_isnoneornil(L, index))
        return 0;
    if (lua_type(L, index) != LUA_TSTRING)
        seep_lua_fail(L, "a name must be a string, got %s",
                      seep_lua_kind(L, index));
    const char *s = lua_tolstring(L, index, &n);
    if (n > NAME_MAX_BYTES) /* cut, and not within a character */
        for (n = NAME_MAX_BYTES; n && (s[n] & 0xc0) == 0x80; n--)
            ;
    return seep_name(&seep_lua->sim.names, seep_lua->sim.arena, s, n);
}

void seep_lua_push_site(lua_State *L, uint32_t site)
{
    const struct seep_names *n = &seep_lua->sim.names;

    if (site)
        lua_pushfstring(L, "%s:%d", seep_name_text(n, site),
                        (int)seep_site_line(n, site));
    else
        lua_pushliteral(L, "?");
}

int64_t seep_lua_duration(lua_State *L, int index)
{
    int64_t ns;

    if (lua_type(L, index) == LUA_TNUMBER) {
        lua_Number d = lua_tonumber(L, index);
        if (isnan(d))
            seep_lua_fail(L, "a duration cannot be NaN");
        return seep_duration_from(d);
    }
    if (lua_type(L, index) != LUA_TSTRING)
        seep_lua_fail(
            L,
            "a duration is a number of nanoseconds or a string such as "
            "\"1.5s\", got %s",
            seep_lua_kind(L, index));
    const char *s = lua_tostring(L, index);
    if (!seep_duration_parse(s, &ns))
        seep_lua_fail(
            L, "invalid duration \"%s\" (write \"1h2m3.5s\", \"250ms\")", s);
    return ns;
}

void *seep_lua_object(lua_State *L, size_t size, enum seep_reg meta)
{
    void *p = lua_newuserdata(L, size);

    memset(p, 0, size);
    lua_rawgeti(L, LUA_REGISTRYINDEX, meta);
    lua_setmetatable(L, -2);
    return p;
}

void seep_lua_keep(lua_State *L, int index, int key)
{
    if (index < 0)
        index = lua_gettop(L) + index + 1;
    lua_getfenv(L, index);
    if (lua_rawequal(L, -1, LUA_GLOBALSINDEX)) { /* the default one */
        lua_pop(L, 1);
        lua_createtable(L, 2, 0);
        lua_pushvalue(L, -1);
        lua_setfenv(L, index);
    }
    lua_insert(L, -2);
    lua_rawseti(L, -2, key);
    lua_pop(L, 1);
}

void seep_lua_register(lua_State *L, const luaL_Reg *functions)
{
    for (; functions->name; functions++) {
        lua_pushcfunction(L, functions->func);
        lua_setfield(L, -2, functions->name);
    }
}

void seep_lua_metatable_index(lua_State *L, enum seep_reg key,
                              const luaL_Reg *methods, lua_CFunction index)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, key);
    lua_newtable(L);
    seep_lua_register(L, methods);
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

void seep_lua_metatable(lua_State *L, enum seep_reg key, const char *type,
                        const luaL_Reg *methods, const luaL_Reg *meta)
{
    /* Room to spare: a sparse hash finds a method without a chain. */
    enum { META_SPARSE = 16, METHODS_SPARSE = 64 };

    lua_createtable(L, 0, META_SPARSE);
    if (methods) {
        lua_createtable(L, 0, METHODS_SPARSE);
        seep_lua_register(L, methods);
        lua_setfield(L, -2, "__index");
    }
    if (meta)
        seep_lua_register(L, meta);
    lua_pushstring(L, type);
    lua_setfield(L, -2, "__metatable");
    seep_lua_seal(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, key);
}
