/* chaos.c - faults in Lua: arming what scripts/seep/chaos.lua has checked, at
 * the beginning of a run and by chaos.inject. */
#include "chaos_inside.h"

#include <string.h>

#include "core/arena.h"
#include "plans.h"

void seep_lua__chaos_get(lua_State *L, int key)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    lua_rawgeti(L, -1, key);
    lua_remove(L, -2);
}

/* Sets it to the value on top, which is popped. */
void seep_lua__chaos_set(lua_State *L, int key)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    lua_insert(L, -2);
    lua_rawseti(L, -2, key);
    lua_pop(L, 1);
}

static const struct seep_chaos_host host = {.when = seep_lua__chaos_when,
                                            .holds = seep_lua__chaos_holds,
                                            .cancel = seep_lua__chaos_cancel,
                                            .pin = seep_lua__chaos_pin,
                                            .jump = seep_lua__chaos_jump};

/* ---- making it ---- */

static _Noreturn void no_memory(lua_State *L)
{
    luaL_error(L, "not enough memory");
    __builtin_unreachable();
}

/* The one of this run, made now if there is none. */
static struct seep_chaos *chaos(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    enum { FAR = 1 << 20 }; /* its goroutines are nobody's children */

    if (seep_lua->chaos)
        return seep_lua->chaos->c;
    struct seep_lua_chaos *lc = seep_arena_aside(s->arena, sizeof *lc);
    struct seep_chaos *c = lc ? seep_chaos_new(s, &host) : NULL;
    if (!c)
        no_memory(L);
    memset(lc, 0, sizeof *lc);
    lc->c = c;
    /* cppcheck-suppress nullPointer; no_memory does not return */
    c->dry = seep_world->opt.dry;
    lc->env.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_G;
    lc->env.status = SEEP_G_RUNNING;
    lc->env.own.g = &lc->env;
    lc->look.op = seep_lua__chaos_look;
    struct seep_kin *kin = seep_g_kin(s->arena, &lc->env);
    if (!kin)
        no_memory(L);
    /* cppcheck-suppress nullPointerRedundantCheck; as above */
    kin->children = FAR;
    seep_lua->chaos = lc;
    return c;
}

/* ---- reading what chaos.lua hands over: a table at index 1 ---- */

static double number(lua_State *L, const char *key, double otherwise)
{
    lua_getfield(L, 1, key);
    double n = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : otherwise;
    lua_pop(L, 1);
    return n;
}

static bool flag(lua_State *L, const char *key)
{
    lua_getfield(L, 1, key);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* A copy that stays; NULL: nothing is there. */
static const char *text_of(lua_State *L, struct seep_chaos *c, const char *key)
{
    size_t n;
    char *copy = NULL;

    lua_getfield(L, 1, key);
    const char *s = lua_tolstring(L, -1, &n);
    if (s && !(copy = seep_chaos_alloc(c, n + 1)))
        no_memory(L);
    if (s)
        memcpy(copy, s, n + 1);
    lua_pop(L, 1);
    return copy;
}

/* What has no end is for ever. */
static int64_t time_of(lua_State *L, const char *key, double otherwise)
{
    double d = number(L, key, otherwise);

    return d < 9.2e18 ? (int64_t)d : SEEP_TIME_NEVER;
}

static void read_what(lua_State *L, struct seep_chaos *c, struct seep_rule *r)
{
    lua_getfield(L, 1, "fault");
    r->fault = (uint8_t)(seep_fault_find(lua_tostring(L, -1)) - seep_faults);
    lua_pop(L, 1);
    r->by[0] = time_of(L, "least", 0);
    r->by[1] = time_of(L, "most", 0);
    r->steps = (uint64_t)number(L, "steps", 0);
    r->count = (uint32_t)number(L, "count", 0);
    r->factor = number(L, "factor", 0);
    const char *said = text_of(L, c, "text");
    snprintf(r->text, sizeof r->text, "%s", said ? said : "");
    r->worded = said != NULL;
    r->bare = flag(L, "bare");
    r->shown = text_of(L, c, "shown");
    r->chosen = text_of(L, c, "chosen");
    r->line = text_of(L, c, "line");
}

static void read_where(lua_State *L, struct seep_chaos *c, struct seep_rule *r)
{
    lua_getfield(L, 1, "places");
    r->places = seep_places_list(lua_tostring(L, -1));
    lua_pop(L, 1);
    r->goroutine.pattern = text_of(L, c, "goroutine");
    r->object.pattern = text_of(L, c, "object");
    r->site.pattern = text_of(L, c, "site");
    r->conn = text_of(L, c, "conn");
    r->host = (void *)(uintptr_t)text_of(L, c, "context");
    r->context_id = (uint32_t)number(L, "context_id", 0);
    r->object_id = (uint32_t)number(L, "object_id", 0);
    r->goroutine_id = (uint32_t)number(L, "goroutine_id", 0);
    r->once = flag(L, "once");
    r->unsound = flag(L, "unsound");
}

static void read_when(lua_State *L, struct seep_rule *r)
{
    r->from = time_of(L, "from", 0);
    r->until = time_of(L, "until", 1e19);
    r->p = number(L, "p", 1);
    r->every = (uint64_t)number(L, "every", 0);
    r->max = (uint64_t)number(L, "max", 0);
    r->keep = (uint32_t)number(L, "keep", 0);
    r->sweeps = flag(L, "sweeps");
    lua_getfield(L, 1, "nth");
    for (int i = 1; lua_istable(L, -1) && i <= SEEP_NTH_MAX; i++) {
        lua_rawgeti(L, -1, i);
        if (lua_isnumber(L, -1))
            r->nth[r->nnth++] = (uint64_t)lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

struct seep_rule *seep_lua__chaos_rule(const struct seep_chaos *c,
                                       uint32_t number)
{
    struct seep_rule *r = c ? c->first : NULL;

    while (r && r->number != number)
        r = r->next;
    return r;
}

/* chaos_arm(rule): its number.  A rule that `follows` waits for another. */
static int l_arm(lua_State *L)
{
    struct seep_chaos *c = chaos(L);
    struct seep_rule r = {0};

    read_what(L, c, &r);
    read_where(L, c, &r);
    read_when(L, &r);
    lua_getfield(L, 1, "when");
    r.asks = !lua_isnil(L, -1);
    struct seep_rule *before =
        seep_lua__chaos_rule(c, (uint32_t)number(L, "follows", 0));
    r.waits = before != NULL;
    r.planned = flag(L, "planned");
    struct seep_rule *armed = seep_chaos_arm(c, &r);
    if (!armed)
        no_memory(L);
    if (before)
        before->then = armed;
    seep_lua__chaos_set(L, (int)armed->number);
    lua_pushinteger(L, (lua_Integer)armed->number);
    return 1;
}

/* chaos_plan(seed or nil, hypothesis or nil, recovery or nil): of a plan,
 * once. */
static int l_plan(lua_State *L)
{
    struct seep_chaos *c = chaos(L);

    if (!lua_isnoneornil(L, 1))
        c->seed = c->seed * 31 + (uint64_t)lua_tonumber(L, 1);
    int64_t recovery = (int64_t)lua_tonumber(L, 3);
    c->recovery = recovery > c->recovery ? recovery : c->recovery;
    if (lua_isnoneornil(L, 2))
        return 0;
    seep_lua__chaos_get(L, SEEP_CHAOS_HYPOTHESIS);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    c->supposes = true;
    seep_chaos_attend(c);
    return 0;
}

/* chaos_library(name): a plan's text and path; nil and their names. */
static int l_library(lua_State *L)
{
    const struct seep_plan *p = seep_plan_find(luaL_checkstring(L, 1));

    if (p) {
        lua_pushlstring(L, p->text, (size_t)(p->end - p->text));
        lua_pushstring(L, p->path);
    } else {
        lua_pushnil(L);
        lua_pushstring(L, seep_plan_names());
    }
    return 2;
}

/* ---- beginning ---- */

/* chaos_setup(arm, compile, cancel): what chaos.lua is made of. */
static int l_setup(lua_State *L)
{
    lua_settop(L, 3);
    seep_lua__chaos_set(L, SEEP_CHAOS_CANCEL);
    seep_lua__chaos_set(L, SEEP_CHAOS_COMPILE);
    seep_lua__chaos_set(L, SEEP_CHAOS_ARM);
    seep_lua->tracks = true;
    return 0;
}

static void arm(lua_State *L, int plan)
{
    seep_lua__chaos_get(L, SEEP_CHAOS_ARM);
    lua_pushvalue(L, plan);
    lua_call(L, 1, 0);
}

void seep_lua_chaos_begin(lua_State *L, uint32_t i)
{
    int top = lua_gettop(L);

    seep_lua__chaos_get(L, SEEP_CHAOS_PLANS);
    for (int k = 1; k <= (int)lua_objlen(L, top + 1); k++) {
        lua_rawgeti(L, top + 1, k);
        arm(L, lua_gettop(L));
        lua_settop(L, top + 1);
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
    lua_rawgeti(L, -1, (int)i);
    if (i) {
        lua_getfield(L, -1, "chaos");
        if (!lua_isnil(L, -1))
            arm(L, lua_gettop(L));
    }
    lua_settop(L, top);
}

bool seep_lua_chaos_read(lua_State *L, const char *path, const char *source,
                         size_t length)
{
    lua_pushfstring(L, "@%s", path);
    if (luaL_loadbuffer(L, source, length, lua_tostring(L, -1)))
        lua_error(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_getfield(L, -1, "chaos"); /* loads it */
    lua_pop(L, 1);
    lua_setfenv(L, -2);
    seep_lua__chaos_get(L, SEEP_CHAOS_COMPILE);
    lua_insert(L, -2);
    lua_pushstring(L, path);
    lua_pushlstring(L, source, length);
    lua_call(L, 3, 1);
    lua_getfield(L, -1, "sweep");
    bool sweeps = lua_toboolean(L, -1);
    lua_pop(L, 1);
    seep_lua__chaos_get(L, SEEP_CHAOS_PLANS);
    lua_insert(L, -2);
    lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    lua_settop(L, 1);
    return sweeps;
}

/* ---- setting up ---- */

static void new_list(lua_State *L, int key, const char *mode)
{
    lua_newtable(L);
    if (mode) {
        lua_createtable(L, 0, 1);
        lua_pushstring(L, mode);
        lua_setfield(L, -2, "__mode");
        lua_setmetatable(L, -2);
    }
    seep_lua__chaos_set(L, key);
}

static const luaL_Reg functions[] = {{"chaos_arm", l_arm},
                                     {"chaos_plan", l_plan},
                                     {"chaos_library", l_library},
                                     {"chaos_setup", l_setup},
                                     {NULL, NULL}};

void seep_lua_open_chaos(lua_State *L)
{
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    new_list(L, SEEP_CHAOS_HYPOTHESIS, NULL);
    new_list(L, SEEP_CHAOS_PLANS, NULL);
    new_list(L, SEEP_CHAOS_PINS, NULL);
    new_list(L, SEEP_CHAOS_CONTEXTS, "v");
    seep_lua_register(L, functions);
    seep_lua__chaos_open_told(L);
}
