/* library.c - one Lua state: raw libraries, bound functions, scripts/seep.
 *
 * The state's own globals stay out of reach of scripts; these see the
 * environment table that sandbox.lua returns. */
#include "library.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "host.h"
#include "world_inside.h"

#define DECLARE(name)                                                          \
    extern const char seep_##name##_lua[], seep_##name##_lua_end[]
DECLARE(calls);
DECLARE(args);
DECLARE(defer);
DECLARE(shared);
DECLARE(map);
DECLARE(sort);
DECLARE(gsub);
DECLARE(errors);
DECLARE(context);
DECLARE(syncpool);
DECLARE(sync);
DECLARE(errgroup);
DECLARE(semaphore);
DECLARE(singleflight);
DECLARE(conn);
DECLARE(net);
DECLARE(http);
DECLARE(resource);
DECLARE(pool);
DECLARE(chaos);
DECLARE(plan);
DECLARE(faultkeys);
DECLARE(harm);
DECLARE(taken);
DECLARE(kinds);
DECLARE(expect);
DECLARE(scenario);
DECLARE(sandbox);
DECLARE(prompt);

/* In the order of their needs: chunk name, field of lib, text.  Those that few
 * scripts need are run when one asks for them (sandbox.lua). */
static const struct part {
    const char *chunk, *field, *text, *end;
    bool late;
} part[] = {
#define PART(name, field)                                                      \
    {                                                                          \
        "=seep:" #name, field, seep_##name##_lua, seep_##name##_lua_end, false \
    }
#define LATE(name, field)                                                      \
    {                                                                          \
        "=seep:" #name, field, seep_##name##_lua, seep_##name##_lua_end, true  \
    }
    /* clang-format off */
    PART(calls, "calls"),
    PART(args, "args"),
    PART(defer, "defer"),
    LATE(map, "map"),
    PART(shared, "observed"),
    PART(sort, "sort"),
    PART(gsub, "gsub"),
    PART(errors, "errors"),
    LATE(syncpool, "syncpool"),
    PART(sync, "sync"),
    PART(context, "context"),
    LATE(errgroup, "errgroup"),
    LATE(semaphore, "semaphore"),
    LATE(singleflight, "singleflight"),
    LATE(conn, "conn"),
    LATE(net, "net"),
    LATE(http, "http"),
    LATE(resource, "resource"),
    LATE(pool, "pool"),
    LATE(chaos, "chaos"),
    LATE(plan, "plans"),
    LATE(faultkeys, "faultkeys"),
    LATE(harm, "harm"),
    PART(taken, "taken"),
    PART(kinds, "kinds"),
    PART(expect, "judge"),
    PART(scenario, "check"),
    PART(sandbox, "env"),
    LATE(prompt, "prompt"),
/* clang-format on */
#undef PART
#undef LATE
};

static const luaL_Reg raw_libraries[] = {{"", luaopen_base},
                                         {LUA_TABLIBNAME, luaopen_table},
                                         {LUA_STRLIBNAME, luaopen_string},
                                         {LUA_MATHLIBNAME, luaopen_math},
                                         {LUA_BITLIBNAME, luaopen_bit},
                                         {LUA_DBLIBNAME, luaopen_debug},
                                         {LUA_OSLIBNAME, luaopen_os},
                                         {NULL, NULL}};

static void open_raw(lua_State *L)
{
    for (const luaL_Reg *r = raw_libraries; r->name; r++) {
        lua_pushcfunction(L, r->func);
        lua_pushstring(L, r->name);
        lua_call(L, 1, 0);
    }
}

/* Host libraries let in by --allow, as fields of lib, on top. */
static void open_allowed(lua_State *L, unsigned allow)
{
    if (allow & SEEP_ALLOW_IO) {
        lua_pushcfunction(L, luaopen_io);
        lua_pushliteral(L, LUA_IOLIBNAME);
        lua_call(L, 1, 0);
        lua_getglobal(L, LUA_IOLIBNAME);
        lua_setfield(L, -2, "allow_io");
    }
    if (allow & SEEP_ALLOW_OS) {
        lua_getglobal(L, LUA_OSLIBNAME);
        lua_setfield(L, -2, "allow_os");
    }
    if (allow & SEEP_ALLOW_FFI) {
        lua_pushcfunction(L, luaopen_ffi);
        lua_pushliteral(L, LUA_FFILIBNAME);
        lua_call(L, 1, 1);
        lua_setfield(L, -2, "allow_ffi");
    }
}

static void open_bound(lua_State *L)
{
    seep_lua_open_called(L);
    seep_lua_open_go(L);
    seep_lua_open_chan(L);
    seep_lua_open_select(L);
    seep_lua_open_time(L);
    seep_lua_open_sync(L);
    seep_lua_open_net(L);
    seep_lua_open_shared(L);
    seep_lua_open_atomic(L);
    seep_lua_open_map(L);
    seep_lua_open_syncmap(L);
    seep_lua_open_syncpool(L);
    seep_lua_open_context(L);
    seep_lua_open_runtime(L);
    seep_lua_open_stack(L);
    seep_lua_open_scenario(L);
    seep_lua_open_proof(L);
    seep_lua_open_describe(L);
    seep_lua_open_chaos(L);
}

/* Runs a part, which gets the table lib; what it returns is on top. */
static void run_part(lua_State *L, const struct part *p, int lib)
{
    if (luaL_loadbuffer(L, p->text, (size_t)(p->end - p->text), p->chunk))
        lua_error(L);
    lua_pushvalue(L, lib);
    lua_call(L, 1, 1);
}

enum { NPARTS = sizeof part / sizeof *part };

/* load_part(field): one of the late ones, run when it is first asked for. */
static int l_load_part(lua_State *L)
{
    const char *field = luaL_checkstring(L, 1);

    lua_getfield(L, lua_upvalueindex(1), field);
    if (!lua_isnil(L, -1))
        return 1;
    for (size_t i = 0; i < NPARTS; i++) {
        if (!part[i].late || strcmp(part[i].field, field) != 0)
            continue;
        run_part(L, &part[i], lua_upvalueindex(1));
        lua_pushvalue(L, -1);
        lua_setfield(L, lua_upvalueindex(1), field);
        return 1;
    }
    return luaL_error(L, "no such part: %s", field);
}

/* Runs the others; lib is at index 2. */
static void run_parts(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, l_load_part, 1);
    lua_setfield(L, 2, "load_part");
    for (size_t i = 0; i < NPARTS; i++) {
        if (part[i].late)
            continue;
        run_part(L, &part[i], 2);
        lua_setfield(L, 2, part[i].field);
    }
}

static void remember(lua_State *L, const char *field, const char *inner,
                     enum seep_reg key)
{
    lua_getfield(L, 2, field);
    if (inner) {
        lua_getfield(L, -1, inner);
        lua_remove(L, -2);
    }
    lua_rawseti(L, LUA_REGISTRYINDEX, key);
}

static void push_args(lua_State *L, const struct seep_world *w)
{
    lua_createtable(L, w->opt.argc, 1);
    for (int i = 0; i < w->opt.argc; i++) {
        lua_pushstring(L, w->opt.argv[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushstring(L, w->path);
    lua_rawseti(L, -2, 0);
}

int seep_library_open(lua_State *L)
{
    struct seep_world *w = lua_touserdata(L, 1);
    enum { TABLES = 2 };
    static const enum seep_reg tables[TABLES] = {SEEP_REG_THREADS,
                                                 SEEP_REG_STATE};

    /* First all keys, so that they are in the registry's array part. */
    for (int i = 1; i < SEEP_REG_LAST; i++) {
        lua_pushboolean(L, 0);
        lua_rawseti(L, LUA_REGISTRYINDEX, i);
    }
    open_raw(L);
    for (int i = 0; i < TABLES; i++) {
        lua_newtable(L);
        lua_rawseti(L, LUA_REGISTRYINDEX, (int)tables[i]);
    }
    lua_newtable(L); /* lib, at index 2 */
    open_bound(L);
    open_allowed(L, w->opt.allow);
    lua_pushvalue(L, LUA_GLOBALSINDEX);
    lua_setfield(L, 2, "host_globals");
    run_parts(L);
    lua_pushvalue(L, 2);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_LIB);
    remember(L, "env", NULL, SEEP_REG_ENV);
    remember(L, "judge", NULL, SEEP_REG_JUDGE);
    remember(L, "defer", "epilogue", SEEP_REG_EPILOGUE);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_pushliteral(L, "arg");
    push_args(L, w);
    lua_rawset(L, -3);
    return 0;
}
