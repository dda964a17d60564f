/* place.c - where in the script a goroutine is: sites by Lua's own records of
 * its frames.  Those of the library's Lua are no places of the script. */
#include <string.h>

#include "host.h"

bool seep_lua_is_ours(const lua_Debug *ar)
{
    return *ar->source == '=' && !strncmp(ar->source, "=seep:", 6);
}

/* The number of a source's line.  Lines come again and again, so the last
 * ones are kept; another source may have come to the same address. */
static uint32_t site_in(struct seep_lua *w, const char *source, uint32_t line)
{
    const size_t n = sizeof w->places / sizeof *w->places;
    struct seep_lua_place *p = &w->places[line % n];
    const char *file = source + (*source == '@' || *source == '=');

    if (p->source == source && p->line == line &&
        !strcmp(seep_name_text(&w->sim.names, p->site), file))
        return p->site;
    p->source = source;
    p->line = line;
    return p->site =
               seep_site(&w->sim.names, w->sim.arena, file, strlen(file), line);
}

void seep_lua_keep_place(lua_State *L)
{
    struct seep_g *g = seep_lua->sim.running;
    lua_Debug ar;

    if (!lua_getstack(L, 0, &ar) || !lua_getinfo(L, "Sl", &ar) ||
        ar.currentline <= 0 || seep_lua_is_ours(&ar))
        return;
    g->op.site = site_in(seep_lua, ar.source, (uint32_t)ar.currentline);
    g->host_state |= SEEP_LUA_ASIDE;
}

/* The site of the skip-th script frame of L, from a level on; 0: none. */
static uint32_t site_of(lua_State *L, int level, int skip)
{
    /* Getting at a level costs its depth: deep down in frames of the library
     * the search is given up. */
    enum { DEEPEST = 64 };
    lua_Debug ar;

    for (; level < DEEPEST && lua_getstack(L, level, &ar); level++)
        if (lua_getinfo(L, "l", &ar) && ar.currentline > 0 &&
            lua_getinfo(L, "S", &ar) && !seep_lua_is_ours(&ar) && skip-- <= 0)
            return site_in(seep_lua, ar.source, (uint32_t)ar.currentline);
    return 0;
}

uint32_t seep_lua_where(void *host, struct seep_g *g)
{
    lua_State *in = g->host_in, *L = g->host;
    uint32_t site = 0;

    (void)host;
    if (g->host_state & SEEP_LUA_BROKEN)
        return g->op.site ? g->op.site : g->site;
    if (g->host_state & SEEP_LUA_ASIDE && g->op.site)
        return g->op.site;
    if (in)
        site = site_of(in, 0, 0);
    if (!site && L && L != in)
        site = site_of(L, 0, 0);
    return site ? site : g->site;
}

/* Parts of the library that are services built on channels and locks; what
 * others do is what the script asked for. */
static bool is_service(const char *source)
{
    static const char *const part[] = {"=seep:context",   "=seep:conn",
                                       "=seep:net",       "=seep:http",
                                       "=seep:pool",      "=seep:errgroup",
                                       "=seep:semaphore", "=seep:singleflight"};

    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (!strcmp(source, part[i]))
            return true;
    return false;
}

bool seep_lua_is_inner(void *host, struct seep_g *g)
{
    lua_State *in = g->host_in;
    lua_Debug ar;

    (void)host;
    for (int level = 0; in && lua_getstack(in, level, &ar) && level < 4;
         level++)
        if (lua_getinfo(in, "S", &ar) && *ar.what != 'C')
            return is_service(ar.source);
    return false;
}

static uint32_t site_from(lua_State *L, int level, int skip)
{
    uint32_t site = site_of(L, level, skip);
    struct seep_g *g = seep_lua->sim.running;

    if (!site && g && g->host && g->host != L)
        site = site_of(g->host, 0, skip);
    return site;
}

/* Level 0 is the bound function itself. */
uint32_t seep_lua_site_at(lua_State *L, int skip)
{
    return site_from(L, 1, skip);
}

uint32_t seep_lua_site(lua_State *L)
{
    return site_from(L, 1, 0);
}

uint32_t seep_lua_site_beyond(lua_State *L)
{
    return site_from(L, 2, 0);
}
