/* reader.c - see reader.h; the reading itself is scripts/seep/reader.lua. */
#include "reader.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdint.h>
#include <string.h>

extern const char seep_reader_lua[], seep_reader_lua_end[];

/* On the stack of the state: [1] what the script returned. */
struct seep_reader;

static lua_State *state(struct seep_reader *r)
{
    return (lua_State *)r;
}

static int open(lua_State *L)
{
    luaL_openlibs(L);
    if (luaL_loadbuffer(L, seep_reader_lua,
                        (uintptr_t)seep_reader_lua_end -
                            (uintptr_t)seep_reader_lua,
                        "=seep:reader"))
        lua_error(L);
    lua_call(L, 0, 1);
    lua_setglobal(L, "reader");
    return 0;
}

struct seep_reader *seep_reader_new(void)
{
    lua_State *L = luaL_newstate();

    if (L && !lua_cpcall(L, open, NULL))
        return (struct seep_reader *)L;
    if (L)
        lua_close(L);
    return NULL;
}

void seep_reader_free(struct seep_reader *r)
{
    if (r)
        lua_close(state(r));
}

struct request {
    const char *input, *name;
    size_t length;
};

/* Leaves the three results in globals, where they stay until the next call. */
static int read(lua_State *L)
{
    const struct request *q = lua_touserdata(L, 1);
    static const char *const result[] = {"status", "text", "names"};

    lua_getglobal(L, "reader");
    lua_getfield(L, -1, "read");
    lua_pushlstring(L, q->input, q->length);
    lua_pushstring(L, q->name);
    lua_call(L, 2, 3);
    for (int i = 3; i-- > 0;)
        lua_setglobal(L, result[i]);
    return 0;
}

static const char *global(lua_State *L, const char *name, size_t *n)
{
    lua_getglobal(L, name);
    const char *s = lua_tolstring(L, -1, n);
    lua_pop(L, 1);
    return s ? s : "";
}

enum seep_reading seep_reader_read(struct seep_reader *r, const char *input,
                                   size_t length, const char *name,
                                   struct seep_read *out)
{
    lua_State *L = state(r);
    struct request q = {input, name, length};

    lua_settop(L, 0);
    *out = (struct seep_read){.code = "", .names = "", .text = ""};
    if (lua_cpcall(L, read, &q)) {
        lua_settop(L, 0);
        lua_gc(L, LUA_GCCOLLECT, 0);
        return SEEP_READ_MEMORY;
    }
    const char *status = global(L, "status", NULL);
    if (!strcmp(status, "ok")) {
        out->code = global(L, "text", &out->length);
        out->names = global(L, "names", NULL);
        return SEEP_READ_OK;
    }
    out->text = global(L, "text", NULL);
    return !strcmp(status, "more") ? SEEP_READ_MORE : SEEP_READ_WRONG;
}
