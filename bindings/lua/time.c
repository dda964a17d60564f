/* time.c - virtual time: now, sleep, timers, tickers, after_func. */
#include <string.h>

#include "duration.h"
#include "host.h"

/* A timer's userdata.  For after_func, target is a goroutine made in advance,
 * so that firing needs no memory. */
struct timer {
    struct seep_timer t;  /* first: the object that operations name */
    struct seep_chan *ch; /* NULL: after_func */
};

enum { KEEP_CHAN = 1, KEEP_FN, KEEP_VIEW };

static struct timer *check_timer(lua_State *L)
{
    return seep_lua_check(L, 1, SEEP_OBJ_TIMER, "a timer");
}

static int out_of_memory(lua_State *L)
{
    return luaL_error(L, "not enough memory");
}

/* ---- clock ---- */

static int l_now(lua_State *L)
{
    lua_pushnumber(L, (lua_Number)seep_lua->sim.now);
    return 1;
}

static int l_since(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TNUMBER)
        seep_lua_fail(L,
                      "time.since needs a time, as time.now() gives it, "
                      "got %s",
                      seep_lua_kind(L, 1));
    lua_pushnumber(L, (lua_Number)seep_lua->sim.now - lua_tonumber(L, 1));
    return 1;
}

static int l_sleep(lua_State *L)
{
    int64_t d = seep_lua_duration(L, 1);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_SLEEP, NULL);

    g->op.arg = d;
    return seep_lua_perform(L, g);
}

static int l_parse(lua_State *L)
{
    lua_pushnumber(L, (lua_Number)seep_lua_duration(L, 1));
    return 1;
}

static int l_format(lua_State *L)
{
    char buf[64];

    seep_duration_format(seep_lua_duration(L, 1), buf, sizeof buf);
    lua_pushstring(L, buf);
    return 1;
}

/* ---- timers ---- */

static struct timer *push_timer(lua_State *L)
{
    struct timer *t = seep_lua_object(L, sizeof *t, SEEP_REG_META_TIMER);

    t->t.obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_TIMER;
    seep_sim_number(&seep_lua->sim, &t->t.obj, 0, seep_lua_site(L));
    return t;
}

static struct timer *push_chan_timer(lua_State *L, int64_t d, int64_t period)
{
    struct timer *t = push_timer(L);

    t->ch = seep_lua_push_chan(L, 0, 0, t->t.obj.site);
    t->ch->role = SEEP_CHAN_TIMER;
    t->ch->timer = &t->t;
    seep_lua_keep(L, -2, KEEP_CHAN);
    t->t.kind = SEEP_TIMER_CHAN;
    t->t.target = t->ch;
    t->t.period = period;
    t->t.legacy = seep_lua->legacy_timers;
    /* And the channel keeps the timer. */
    lua_getfenv(L, -1);
    lua_rawgeti(L, -1, KEEP_CHAN);
    lua_pushvalue(L, -3);
    seep_lua_keep(L, -2, SEEP_KEEP_VIEWED);
    lua_pop(L, 2);
    if (seep_sim_arm(&seep_lua->sim, &t->t, d) != SEEP_OK)
        out_of_memory(L);
    return t;
}

/* legacy(on): timers made from now on behave as before Go 1.23, or not;
 * returns whether they did until now. */
static int l_legacy(lua_State *L)
{
    bool before = seep_lua->legacy_timers;

    if (!lua_isboolean(L, 1))
        seep_lua_fail(L, "time.legacy needs true or false, got %s",
                      seep_lua_kind(L, 1));
    seep_lua->legacy_timers = lua_toboolean(L, 1);
    lua_pushboolean(L, before);
    return 1;
}

static int l_new_timer(lua_State *L)
{
    push_chan_timer(L, seep_lua_duration(L, 1), 0);
    return 1;
}

/* The channel of the timer on top, as scripts see it: they may only receive.
 * It is made when it is first asked for. */
static int push_c(lua_State *L)
{
    int ud = lua_gettop(L);

    lua_getfenv(L, ud);
    lua_rawgeti(L, -1, KEEP_VIEW);
    if (!lua_isnil(L, -1))
        return 1;
    lua_rawgeti(L, ud + 1, KEEP_CHAN);
    seep_lua_push_view(L, -1, SEEP_RECV);
    lua_pushvalue(L, -1);
    lua_rawseti(L, ud + 1, KEEP_VIEW);
    return 1;
}

static int l_after(lua_State *L)
{
    push_chan_timer(L, seep_lua_duration(L, 1), 0);
    return push_c(L);
}

static int l_new_ticker(lua_State *L)
{
    int64_t d = seep_lua_duration(L, 1);

    if (d <= 0) {
        lua_pushliteral(L, "non-positive interval for NewTicker");
        return lua_error(L);
    }
    push_chan_timer(L, d, d);
    return 1;
}

static int l_tick(lua_State *L)
{
    int64_t d = seep_lua_duration(L, 1);

    if (d <= 0) {
        lua_getfield(L, lua_upvalueindex(1), "nilchan");
        return 1;
    }
    push_chan_timer(L, d, d);
    return push_c(L);
}

/* Makes the goroutine that the timer on top will start.  Its thread is kept
 * alive by the host and keeps the timer alive in turn: an armed after_func
 * fires although the script let go of it. */
static void prepare_go(lua_State *L, struct timer *t)
{
    int ud = lua_gettop(L);

    lua_getfenv(L, ud);
    lua_rawgeti(L, -1, KEEP_FN);
    t->t.target = seep_lua_spawn(L, 0, 0, t->t.obj.site);
    lua_pushvalue(L, ud);
    seep_lua_keep(L, -2, SEEP_KEEP_VIEWED);
    lua_settop(L, ud);
    if (seep_sim_reserve_start(&seep_lua->sim) != SEEP_OK)
        out_of_memory(L);
}

static int l_after_func(lua_State *L)
{
    int64_t d = seep_lua_duration(L, 1);

    if (!lua_isfunction(L, 2))
        seep_lua_fail(L, "time.after_func needs a function, got %s",
                      seep_lua_kind(L, 2));
    (void)seep_lua_running(L);
    struct timer *t = push_timer(L);
    t->t.kind = SEEP_TIMER_GO;
    lua_pushvalue(L, 2);
    seep_lua_keep(L, -2, KEEP_FN);
    prepare_go(L, t);
    if (seep_sim_arm(&seep_lua->sim, &t->t, d) != SEEP_OK)
        out_of_memory(L);
    return 1;
}

/* A stopped after_func needs its goroutine no more. */
void seep_lua_timer_stopped(struct seep_object *o)
{
    struct timer *t = (struct timer *)o;

    if (t->ch || !t->t.target)
        return;
    seep_lua_discard(t->t.target);
    t->t.target = NULL;
}

static int t_stop(lua_State *L)
{
    struct timer *t = check_timer(L);

    return seep_lua_perform(L,
                            seep_lua_begin(L, SEEP_OP_TIMER_STOP, &t->t.obj));
}

static int t_reset(lua_State *L)
{
    struct timer *t = check_timer(L);
    int64_t d = seep_lua_duration(L, 2);

    if (t->t.period && d <= 0) {
        lua_pushliteral(L, "non-positive interval for Ticker.Reset");
        return lua_error(L);
    }
    if (!t->ch && !t->t.target) { /* its last run has begun: this is another */
        lua_settop(L, 1);
        prepare_go(L, t);
    }
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_TIMER_RESET, &t->t.obj);
    g->op.arg = d;
    return seep_lua_perform(L, g);
}

/* A method, most often: then nothing else need be asked. */
static int t_index(lua_State *L)
{
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(1));
    if (!lua_isnil(L, -1))
        return 1;
    const struct timer *t = check_timer(L);
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (!t->ch || strcmp(key, "c") != 0)
        return 1;
    lua_settop(L, 1);
    return push_c(L);
}

static int t_tostring(lua_State *L)
{
    const struct timer *t = lua_touserdata(L, 1);

    return seep_lua_push_object(L, &t->t.obj, t->t.period ? "ticker" : "timer");
}

/* A collected timer is in no list any more. */
static int t_gc(lua_State *L)
{
    struct timer *t = lua_touserdata(L, 1);

    seep_sim_disarm(&seep_lua->sim, &t->t);
    return 0;
}

static const luaL_Reg methods[] = {
    {"stop", t_stop}, {"reset", t_reset}, {NULL, NULL}};
static const luaL_Reg meta[] = {
    {"__gc", t_gc}, {"__tostring", t_tostring}, {NULL, NULL}};
static const luaL_Reg functions[] = {{"now", l_now},
                                     {"time_since", l_since},
                                     {"time_sleep", l_sleep},
                                     {"parse_duration", l_parse},
                                     {"format_duration", l_format},
                                     {"time_after", l_after},
                                     {"time_new_timer", l_new_timer},
                                     {"time_new_ticker", l_new_ticker},
                                     {"time_after_func", l_after_func},
                                     {"after_func", l_after_func},
                                     {"time_legacy", l_legacy},
                                     {NULL, NULL}};

void seep_lua_open_time(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_TIMER, "timer", NULL, meta);
    seep_lua_metatable_index(L, SEEP_REG_META_TIMER, methods, t_index);
    seep_lua_register(L, functions);
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, l_tick, 1);
    lua_setfield(L, -2, "time_tick");
}
