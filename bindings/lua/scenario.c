/* scenario.c - what scenario.lua declares, and other services for the
 * library: modules, checks over all runs, the dump. */
#include <stdlib.h>
#include <string.h>

#include "core/explore/portfolio.h"
#include "core/explore/schedule.h"
#include "duration.h"
#include "world_inside.h"

static void field_string(lua_State *L, const char *key, char *buf, size_t size)
{
    lua_getfield(L, 1, key);
    const char *s = lua_tostring(L, -1);
    snprintf(buf, size, "%s", s ? s : "");
    lua_pop(L, 1);
}

static double field_number(lua_State *L, int at, const char *key,
                           double otherwise)
{
    lua_getfield(L, at, key);
    double n = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : otherwise;
    lua_pop(L, 1);
    return n;
}

static int64_t field_duration(lua_State *L, int at, const char *key,
                              int64_t otherwise)
{
    double n = field_number(L, at, key, -1);

    return n < 0 ? otherwise : seep_duration_from(n);
}

/* The limits of the table at this index; what it does not say stays. */
static void read_storm_limits(lua_State *L, int at,
                              struct seep_storm_limits *limits)
{
    double n = field_number(L, at, "goroutines", limits->goroutines);
    double share = field_number(L, at, "blocked",
                                (double)limits->blocked / SEEP_STORM_ALL);

    limits->goroutines = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
    limits->blocked = (uint32_t)(share * SEEP_STORM_ALL + 0.5);
    limits->age = field_duration(L, at, "age", limits->age);
}

/* Field storm: a table of limits, false for no storm, nil for the default. */
static void read_storm(lua_State *L, struct seep_storm_limits *limits)
{
    lua_getfield(L, 1, "storm");
    if (lua_istable(L, -1))
        read_storm_limits(L, lua_gettop(L), limits);
    else if (!lua_isnil(L, -1))
        limits->goroutines = UINT32_MAX;
    lua_pop(L, 1);
}

static enum seep_quantifier quantifier_of(const char *s)
{
    return !strcmp(s, "always")      ? SEEP_ALWAYS
           : !strcmp(s, "sometimes") ? SEEP_SOMETIMES
                                     : SEEP_NEVER;
}

/* The list {quantifier=, text=, ...} in field quantifiers. */
static void read_expectations(lua_State *L, struct seep_scenario *sc)
{
    lua_getfield(L, 1, "quantifiers");
    int n = (int)lua_objlen(L, -1);
    if (n > SEEP_EXPECT_MAX)
        seep_lua_fail(L, "expect: at most %d quantifiers", SEEP_EXPECT_MAX);
    for (int i = 0; i < n; i++) {
        struct seep_expectation *e = &sc->expect[sc->nexpect++];
        lua_rawgeti(L, -1, i + 1);
        lua_getfield(L, -1, "quantifier");
        e->quantifier = quantifier_of(lua_tostring(L, -1));
        lua_getfield(L, -2, "text");
        snprintf(e->text, sizeof e->text, "%s", lua_tostring(L, -1));
        lua_getfield(L, -3, "pass");
        e->pass = lua_toboolean(L, -1);
        lua_pop(L, 4);
    }
    lua_pop(L, 1);
}

enum { RUNS_DEFAULT = 100 };

static void read_strategy(lua_State *L, struct seep_scenario *sc)
{
    field_string(L, "strategy", sc->strategy, sizeof sc->strategy);
    if (!*sc->strategy)
        snprintf(sc->strategy, sizeof sc->strategy, "auto");
    int depth = (int)field_number(L, 1, "depth", 0);
    if (depth) {
        size_t n = strlen(sc->strategy);
        snprintf(sc->strategy + n, sizeof sc->strategy - n, ":%d", depth);
    }
    lua_getfield(L, 1, "free_time");
    sc->sim.free_time = lua_toboolean(L, -1);
    lua_pop(L, 1);
    sc->runs = (uint32_t)field_number(L, 1, "runs", RUNS_DEFAULT);
}

static void read_schedule(lua_State *L, struct seep_scenario *sc)
{
    lua_getfield(L, 1, "schedule");
    const char *text = lua_tostring(L, -1);
    if (text && !(sc->schedule = strdup(text)))
        luaL_error(L, "not enough memory");
    lua_pop(L, 1);
}

void seep_world_drop_scenarios(struct seep_world *w)
{
    while (w->nscenarios)
        free(w->scenarios[--w->nscenarios].schedule);
}

static struct seep_scenario *new_scenario(lua_State *L, struct seep_world *w)
{
    if (w->nscenarios == w->cap_scenarios) {
        uint32_t cap = w->cap_scenarios ? w->cap_scenarios * 2 : 8;
        void *p = realloc(w->scenarios, cap * sizeof *w->scenarios);
        if (!p) {
            luaL_error(L, "not enough memory");
            __builtin_unreachable();
        }
        w->scenarios = p;
        w->cap_scenarios = cap;
    }
    struct seep_scenario *sc = &w->scenarios[w->nscenarios++];
    memset(sc, 0, sizeof *sc);
    return sc;
}

/* declare{name=, main=, quantifiers=...}, checked by scenario.lua. */
static int l_declare(lua_State *L)
{
    struct seep_lua *s = seep_lua;
    struct seep_world *w = seep_world;
    char where[256];

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
    lua_pushvalue(L, 1);
    lua_rawseti(L, -2, (int)++s->nscenarios);
    if (!w->collecting)
        return 0;
    struct seep_scenario *sc = new_scenario(L, w);
    field_string(L, "name", sc->name, sizeof sc->name);
    field_string(L, "line", where, sizeof where);
    const char *colon = strrchr(where, ':');
    sc->line = colon ? (uint32_t)strtoul(colon + 1, NULL, 10) : 0;
    sc->sim = s->sim.opt;
    sc->sim.procs = (uint32_t)field_number(L, 1, "procs", sc->sim.procs);
    sc->sim.seed = (uint64_t)field_number(L, 1, "seed", (double)sc->sim.seed);
    sc->sim.drain = field_duration(L, 1, "drain", sc->sim.drain);
    sc->sim.timeout = field_duration(L, 1, "timeout", sc->sim.timeout);
    sc->sim.livelock =
        (uint64_t)field_number(L, 1, "livelock", (double)sc->sim.livelock);
    lua_getfield(L, 1, "weak_memory");
    sc->weak_memory = lua_isnil(L, -1) ? -1 : lua_toboolean(L, -1);
    lua_pop(L, 1);
    lua_getfield(L, 1, "chaos");
    sc->chaos = !lua_isnil(L, -1);
    if (sc->chaos) {
        lua_getfield(L, -1, "sweep");
        sc->sweep = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    read_strategy(L, sc);
    read_schedule(L, sc);
    read_expectations(L, sc);
    read_storm(L, &sc->sim.storm);
    return 0;
}

static int l_loading(lua_State *L)
{
    lua_pushboolean(L, (int)seep_lua->loading);
    return 1;
}

/* check_schedule(text): why it is none, or nothing. */
static int l_check_schedule(lua_State *L)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    struct seep_schedule s;
    char why[256];

    seep_schedule_init(&s);
    enum seep_err err = seep_schedule_parse(&s, text, n, why, sizeof why);
    seep_schedule_fini(&s);
    if (err == SEEP_OK)
        return 0;
    lua_pushstring(L, why);
    return 1;
}

/* has_strategy(name): is there one for searching? */
static int l_has_strategy(lua_State *L)
{
    lua_pushboolean(L, seep_portfolio_knows(luaL_checkstring(L, 1)));
    return 1;
}

/* strategies() -> their names, as a text. */
static int l_strategies(lua_State *L)
{
    const struct seep_strategy_row *row = seep_strategy_rows;
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    for (; row->name; row++) {
        luaL_addstring(&b, row == seep_strategy_rows ? "" : ", ");
        luaL_addstring(&b, row->name);
    }
    luaL_pushresult(&b);
    return 1;
}

/* ---- checks over all runs ---- */

static int l_seen(lua_State *L)
{
    const char *text = luaL_checkstring(L, 1);
    struct seep_seen **at = &seep_world->seen;

    while (*at && strcmp((*at)->text, text) != 0)
        at = &(*at)->next;
    if (!*at) {
        size_t n = strlen(text) + 1;
        *at = malloc(sizeof **at + n);
        if (!*at)
            return luaL_error(L, "not enough memory");
        (*at)->next = NULL;
        (*at)->met = false;
        memcpy((*at)->text, text, n);
    }
    (*at)->met |= lua_toboolean(L, 2);
    return 0;
}

const char *seep_world_unmet(const struct seep_world *w, uint32_t n)
{
    for (const struct seep_seen *c = w->seen; c; c = c->next)
        if (!c->met && n-- == 0)
            return c->text;
    return NULL;
}

void seep_world_forget(struct seep_world *w)
{
    while (w->seen) {
        struct seep_seen *next = w->seen->next;
        free(w->seen);
        w->seen = next;
    }
}

/* ---- modules ---- */

static bool slurp(struct seep_module *m)
{
    FILE *f = fopen(m->path, "rb");
    size_t cap = 1 << 16;

    if (!f)
        return true;
    m->text = malloc(cap);
    while (m->text) {
        m->length += fread(m->text + m->length, 1, cap - m->length, f);
        if (m->length < cap)
            break;
        char *bigger = realloc(m->text, cap *= 2);
        if (!bigger)
            free(m->text);
        m->text = bigger;
    }
    bool ok = m->text && !ferror(f);
    fclose(f);
    return ok;
}

static struct seep_module *module(struct seep_world *w, const char *path)
{
    struct seep_module *m = w->modules;

    while (m && strcmp(m->path, path) != 0)
        m = m->next;
    if (m)
        return m;
    m = calloc(1, sizeof *m);
    if (!m || !(m->path = strdup(path)) || !slurp(m)) {
        if (m)
            free(m->path);
        free(m);
        return NULL;
    }
    m->next = w->modules;
    return w->modules = m;
}

/* read_module("a/b"): text and path, or nil and what was looked for. */
static int l_read_module(lua_State *L)
{
    const char *rel = luaL_checkstring(L, 1), *script = seep_world->path;
    const char *slash = strrchr(script, '/');
    char path[4096];

    int n = snprintf(path, sizeof path, "%.*s%s.lua",
                     slash ? (int)(slash - script + 1) : 0, script, rel);
    if (n < 0 || (size_t)n >= sizeof path)
        return luaL_error(L, "the module's path is too long");
    struct seep_module *m = module(seep_world, path);
    if (!m)
        return luaL_error(L, "cannot read %s", path);
    if (!m->text) {
        lua_pushnil(L);
        lua_pushfstring(L, "no file '%s'", path);
        return 2;
    }
    lua_pushlstring(L, m->text, m->length);
    lua_pushstring(L, path);
    return 2;
}

/* ---- looking around ---- */

static int l_num_runnable(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)seep_lua->sim.gmp.nrunnable);
    return 1;
}

static bool is_ours(lua_State *L)
{
    lua_Debug ar;

    lua_pushvalue(L, 1);
    return lua_getinfo(L, ">S", &ar) &&
           (*ar.what == 'C' || seep_lua_is_ours(&ar));
}

static int l_is_ours(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushboolean(L, is_ours(L));
    return 1;
}

static void push_header(lua_State *L, const struct seep_g *g)
{
    char minutes[32] = "";
    int64_t m = (seep_lua->sim.now - g->since) / (60 * INT64_C(1000000000));

    if (m >= 1 && g->status == SEEP_G_WAITING)
        snprintf(minutes, sizeof minutes, ", %lld minutes", (long long)m);
    lua_pushfstring(L, "goroutine %d [%s%s]:\n", (int)g->id,
                    g->status == SEEP_G_WAITING ? seep_wait_text(g->wait)
                                                : seep_g_status_text(g->status),
                    minutes);
}

static void push_one(lua_State *L, struct seep_g *g)
{
    const struct seep_kin *creator = seep_g_creator(g);

    push_header(L, g);
    seep_lua_push_stack(L, g);
    if (creator) {
        seep_lua_push_site(L, g->site);
        lua_pushfstring(L, "created by goroutine %d\n\t%s\n", (int)creator->id,
                        lua_tostring(L, -1));
        lua_remove(L, -2);
    } else {
        lua_pushliteral(L, "");
    }
    lua_concat(L, 3);
}

/* dump(all): as Go's runtime.Stack, the caller first. */
static int l_dump(lua_State *L)
{
    struct seep_g *me = seep_lua_running(L);
    bool all = lua_toboolean(L, 1);

    me->host_in = L;
    push_one(L, me);
    for (struct seep_g *g = seep_lua->sim.all_first; all && g;
         g = g->all_next) {
        if (g == me)
            continue;
        lua_pushliteral(L, "\n");
        push_one(L, g);
        lua_concat(L, 3);
    }
    return 1;
}

static const luaL_Reg functions[] = {{"declare", l_declare},
                                     {"check_schedule", l_check_schedule},
                                     {"has_strategy", l_has_strategy},
                                     {"strategies", l_strategies},
                                     {"loading", l_loading},
                                     {"seen", l_seen},
                                     {"read_module", l_read_module},
                                     {"num_runnable", l_num_runnable},
                                     {"is_ours", l_is_ours},
                                     {"dump", l_dump},
                                     {NULL, NULL}};

void seep_lua_open_scenario(lua_State *L)
{
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
    seep_lua_register(L, functions);
}
