/* stack.c - the script's frames: a stack in words, places, errors at them. */
#include <stdlib.h>
#include <string.h>

#include "host_inside.h"

/* ---- stacks ---- */

static void add_frame(luaL_Buffer *b, const lua_Debug *ar)
{
    char line[256];
    const char *file = ar->source + (*ar->source == '@' || *ar->source == '=');

    if (*ar->what == 'm')
        snprintf(line, sizeof line, "\t%s:%d: in main chunk\n", file,
                 ar->currentline);
    else if (ar->name)
        snprintf(line, sizeof line, "\t%s:%d: in function '%s'\n", file,
                 ar->currentline, ar->name);
    else
        snprintf(line, sizeof line, "\t%s:%d: in function <%s:%d>\n", file,
                 ar->currentline, file, ar->linedefined);
    luaL_addstring(b, line);
}

/* Getting at a level costs its depth, so the end is found by halving. */
static int stack_depth(lua_State *L)
{
    lua_Debug ar;
    int low = 0, high = 1;

    while (lua_getstack(L, high, &ar))
        high *= 2;
    while (low < high) {
        int middle = (low + high) / 2;
        if (lua_getstack(L, middle, &ar))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A thread that died of an error does not know the line it was at; the error
 * on top of its stack may. */
static void find_line(lua_State *of, lua_Debug *ar)
{
    size_t n = strlen(ar->short_src);
    const char *error = lua_gettop(of) && lua_type(of, -1) == LUA_TSTRING
                            ? lua_tostring(of, -1)
                            : "";

    if (ar->currentline <= 0 && !strncmp(error, ar->short_src, n) &&
        error[n] == ':')
        ar->currentline = (int)strtol(error + n + 1, NULL, 10);
}

/* What one of our functions calls it says nothing to the script's people. */
static void forget_our_name(lua_State *of, int level, lua_Debug *ar)
{
    lua_Debug caller;

    if (ar->name && lua_getstack(of, level + 1, &caller) &&
        lua_getinfo(of, "S", &caller) && seep_lua_is_ours(&caller))
        ar->name = NULL;
}

/* An error came up in the hook, before the next instruction, which is what Lua
 * takes the line from: it is that of the operation, until there is another. */
static void find_raised(lua_State *of, int depth, lua_Debug *ar)
{
    const struct seep_lua_raised *r = &seep_lua->raised;

    if (r->line && r->in == of && r->depth == depth && r->nops == r->g->nops &&
        r->function == ar->linedefined)
        ar->currentline = (int)r->line;
}

void seep_lua__keep_raised(lua_State *L, lua_Debug *ar)
{
    struct seep_lua_raised *r = &seep_lua->raised;

    if (!lua_getinfo(L, "S", ar) || seep_lua_is_ours(ar)) {
        r->line = 0;
        return;
    }
    r->in = L;
    r->depth = stack_depth(L);
    r->function = ar->linedefined;
}

/* `above`: so many frames are above it, and it. */
static bool next_frame(lua_State *of, int level, int above, lua_Debug *ar)
{
    if (!lua_getstack(of, level, ar) || !lua_getinfo(of, "nSl", ar) ||
        seep_lua_is_ours(ar))
        return false;
    forget_our_name(of, level, ar);
    if (level == 0 && *ar->what != 'C')
        find_line(of, ar);
    find_raised(of, above, ar);
    return ar->currentline > 0;
}

/* The script's frames of `of`, onto L; ours and C's are left out.  `line`, when
 * there is one, is the line of the innermost. */
static void push_frames(lua_State *L, lua_State *of, uint32_t line)
{
    enum { HEAD = 25, TAIL = 25 };
    luaL_Buffer b;
    lua_Debug ar;
    int depth = 0;

    depth = stack_depth(of);
    luaL_buffinit(L, &b);
    for (int level = 0; level < depth; level++) {
        if (level == HEAD && depth > HEAD + TAIL) {
            level = depth - TAIL;
            luaL_addstring(&b, "\t...\n");
        }
        if (!next_frame(of, level, depth - level, &ar))
            continue;
        if (level == 0 && line)
            ar.currentline = (int)line;
        add_frame(&b, &ar);
    }
    luaL_pushresult(&b);
}

void seep_lua_push_stack(lua_State *L, struct seep_g *g)
{
    uint32_t aside = g->host_state & SEEP_LUA_ASIDE ? g->op.site : 0;

    push_frames(L, g->host_in && g->status != SEEP_G_NEW ? g->host_in : g->host,
                seep_site_line(&seep_lua->sim.names, aside));
}

/* stack([thread]): of the caller, or of that thread. */
static int l_stack(lua_State *L)
{
    enum { STEPS = 100 }; /* about what it costs */

    seep_sim_charge(&seep_lua->sim, STEPS);
    push_frames(L, lua_isthread(L, 1) ? lua_tothread(L, 1) : L, 0);
    return 1;
}

/* ---- places ---- */

/* where([skip]): "file:line" of the skip-th script frame outwards, from 1. */
static int l_where(lua_State *L)
{
    int skip = (int)luaL_optinteger(L, 1, 1) - 1;

    seep_lua_push_site(L, seep_lua_site_at(L, skip));
    return 1;
}

/* fail(message): an error at the place of the script's nearest frame. */
static int l_fail(lua_State *L)
{
    lua_settop(L, 1);
    seep_lua_push_blamed(L);
    lua_pushfstring(L, "%s: %s", lua_tostring(L, -1), lua_tostring(L, 1));
    return lua_error(L);
}

/* blamed(): the place that fail would name now. */
static int l_blamed(lua_State *L)
{
    seep_lua_push_blamed(L);
    return 1;
}

/* site(): the place of the script's nearest frame, as a number. */
static int l_site(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)seep_lua_site(L));
    return 1;
}

/* site_text(number): "file:line". */
static int l_site_text(lua_State *L)
{
    seep_lua_push_site(L, (uint32_t)luaL_checkinteger(L, 1));
    return 1;
}

static const luaL_Reg functions[] = {
    {"stack", l_stack},   {"where", l_where}, {"fail", l_fail},
    {"blamed", l_blamed}, {"site", l_site},   {"site_text", l_site_text},
    {NULL, NULL},
};

void seep_lua_open_stack(lua_State *L)
{
    seep_lua_register(L, functions);
}
