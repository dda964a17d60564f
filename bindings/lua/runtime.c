/* runtime.c - runtime.*, print's output, random numbers, and what the library's
 * Lua has to know of the running goroutine. */
#include <math.h>

#include "host.h"

#include "core/arena.h"

static int l_gosched(lua_State *L)
{
    return seep_lua_perform(L, seep_lua_begin(L, SEEP_OP_GOSCHED, NULL));
}

static int l_goexit(lua_State *L)
{
    (void)seep_lua_running(L);
    lua_pushlightuserdata(L, (void *)(uintptr_t)seep_lua_goexit);
    return lua_error(L);
}

static int l_num_goroutine(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)seep_lua->sim.nlive);
    return 1;
}

/* A number, or nothing? */
static bool is_number(lua_State *L, int index)
{
    return lua_isnoneornil(L, index) || lua_type(L, index) == LUA_TNUMBER;
}

/* It, for a message: a number as it is, else what it is. */
static const char *got(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TNUMBER)
        return seep_lua_kind(L, index);
    return lua_tostring(L, index);
}

static int l_gomaxprocs(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    lua_Number n = lua_isnoneornil(L, 1) ? 0 : lua_tonumber(L, 1);

    if (!is_number(L, 1) || n != floor(n) || n > SEEP_P_MAX)
        seep_lua_fail(L,
                      "runtime.gomaxprocs needs a whole number up to %d, got "
                      "%s",
                      SEEP_P_MAX, got(L, 1));
    lua_pushinteger(L, (lua_Integer)s->gmp.np);
    if (n >= 1 && seep_sim_set_procs(s, (uint32_t)n) != SEEP_OK)
        return luaL_error(L, "not enough memory");
    return 1;
}

static int timed(lua_State *L, enum seep_op_kind kind)
{
    int64_t d = seep_lua_duration(L, 1);
    struct seep_g *g = seep_lua_begin(L, kind, NULL);

    g->op.arg = d;
    return seep_lua_perform(L, g);
}

static int l_work(lua_State *L)
{
    return timed(L, SEEP_OP_WORK);
}

static int l_syscall(lua_State *L)
{
    return timed(L, SEEP_OP_SYSCALL);
}

/* One record of runtime.goroutines(), on top. */
void seep_lua_push_record(lua_State *L, struct seep_g *g)
{
    struct seep_sim *s = &seep_lua->sim;
    char path[256];

    seep_g_path(g, path, sizeof path);
    lua_createtable(L, 0, 8);
    lua_pushinteger(L, (lua_Integer)g->id);
    lua_setfield(L, -2, "id");
    lua_pushstring(L, seep_name_text(&s->names, g->name));
    lua_setfield(L, -2, "name");
    lua_pushstring(L, path);
    lua_setfield(L, -2, "path");
    lua_pushstring(L, seep_g_status_text(g->status));
    lua_setfield(L, -2, "status");
    lua_pushstring(L, seep_wait_text(g->wait));
    lua_setfield(L, -2, "wait_reason");
    seep_lua_push_site(
        L, g->status == SEEP_G_NEW ? 0 : s->host_ops->where(s->host, g));
    lua_setfield(L, -2, "at");
    seep_lua_push_site(L, g->site);
    lua_setfield(L, -2, "created");
    lua_pushnumber(L, (lua_Number)(s->now - g->since));
    lua_setfield(L, -2, "since");
}

static int l_goroutines(lua_State *L)
{
    int i = 0;

    lua_newtable(L);
    for (struct seep_g *g = seep_lua->sim.all_first; g; g = g->all_next) {
        seep_lua_push_record(L, g);
        lua_rawseti(L, -2, ++i);
    }
    return 1;
}

static int l_mem(lua_State *L)
{
    lua_pushnumber(L, (lua_Number)seep_arena_stats(seep_lua->sim.arena).live);
    return 1;
}

static int l_exit(lua_State *L)
{
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_NONE, NULL);

    lua_Number code = lua_isnoneornil(L, 1) ? 0 : lua_tonumber(L, 1);
    if (!is_number(L, 1) || code != floor(code) || code < 0 || code > 255)
        seep_lua_fail(L,
                      "runtime.exit needs a whole number from 0 to 255, got "
                      "%s",
                      got(L, 1));
    seep_lua->sim.verdict.exit_code = (int32_t)code;
    seep_sim_end(&seep_lua->sim, SEEP_VERDICT_EXIT, g, "");
    return seep_lua_suspend(L, g, SEEP_OVER);
}

/* failed(text): a check that did not hold ends the run. */
static int l_failed(lua_State *L)
{
    const char *text = luaL_checkstring(L, 1);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_NONE, NULL);

    g->op.site = seep_lua_site(L);
    seep_emit(&seep_lua->sim, SEEP_EV_PANIC, g, NULL, NULL, 0);
    seep_sim_end(&seep_lua->sim, SEEP_VERDICT_ASSERTION, g, text);
    return seep_lua_suspend(L, g, SEEP_OVER);
}

/* ---- output and chance ---- */

static int l_write(lua_State *L)
{
    size_t n;
    const char *s = luaL_checklstring(L, 1, &n);
    enum { STEPS = 16, BYTES_A_STEP = 8 }; /* about what it costs */

    seep_sim_charge(&seep_lua->sim, STEPS + n / BYTES_A_STEP);
    if (seep_lua->sim.running) {
        int r = seep_lua_perform(L, seep_lua_begin(L, SEEP_OP_PRINT, NULL));
        if (seep_lua->sim.over)
            return r;
    }
    if (seep_lua_out)
        fwrite(s, 1, n, seep_lua_out);
    return 0;
}

/* note(text): for the report. */
static int l_note(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    seep_sim_note(s, seep_name(&s->names, s->arena, text, n));
    return 0;
}

/* math.random, with Lua's arguments and errors. */
static int l_random(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    uint64_t bits = seep_random(s);
    double low = 1, high;

    switch (lua_gettop(L)) {
    case 0:
        s->drew = true;
        lua_pushnumber(L, (double)(bits >> 11) * 0x1p-53);
        return 1;
    case 1: high = luaL_checknumber(L, 1); break;
    case 2:
        low = luaL_checknumber(L, 1);
        high = luaL_checknumber(L, 2);
        break;
    default: return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    double n = floor(high) - floor(low) + 1;
    lua_pushnumber(L, seep_random_below(s, bits, n) + floor(low));
    return 1;
}

static int l_seed(lua_State *L)
{
    seep_lua->sim.rng_script =
        seep_rng_stream((uint64_t)(int64_t)luaL_optnumber(L, 1, 0), 77);
    return 0;
}

/* ---- for the library ---- */

/* frames([look]): the table of its deferred calls, made on first use; with
 * look nil when there is none yet. */
static int l_frames(lua_State *L)
{
    struct seep_g *g = seep_lua->sim.running;

    if (lua_toboolean(L, 1) && !(g && g->host_state & SEEP_LUA_FRAMES))
        return 0;
    g = seep_lua_running(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_STATE);
    lua_pushlightuserdata(L, g);
    if (g->host_state & SEEP_LUA_FRAMES) {
        lua_rawget(L, -2);
        return 1;
    }
    lua_createtable(L, 2, 2);
    lua_createtable(L, 2, 0);
    lua_rawseti(L, -2, 1); /* the frame of the goroutine's own function */
    lua_pushvalue(L, -1);
    lua_insert(L, -4);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    g->host_state |= SEEP_LUA_FRAMES;
    return 1;
}

/* suspended(): did the scheduler, not the script, just suspend us? */
static int l_suspended(lua_State *L)
{
    const struct seep_sim *s = &seep_lua->sim;
    const struct seep_g *g = s->running;

    lua_pushboolean(
        L, g && (s->over || s->preempted || (g->host_state & SEEP_LUA_AWAITS)));
    return 1;
}

/* relay(...): suspends the goroutine's own thread with what an inner
 * coroutine yielded. */
static int l_relay(lua_State *L)
{
    return lua_yield(L, lua_gettop(L));
}

/* Does this thread belong to a goroutine (and not to the script)? */
static int l_is_goroutine(lua_State *L)
{
    lua_State *co = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
    bool is = false;

    for (struct seep_g *g = seep_lua->sim.all_first; g && !is; g = g->all_next)
        is = g->host == co;
    lua_pushboolean(L, is);
    return 1;
}

static int l_on_own_thread(lua_State *L)
{
    const struct seep_g *g = seep_lua->sim.running;

    lua_pushboolean(L, !g || g->host == L);
    return 1;
}

static int l_is_uncatchable(lua_State *L)
{
    lua_pushboolean(L, seep_lua_is(L, 1, seep_lua_goexit) ||
                           seep_lua_is(L, 1, seep_lua_kill) ||
                           seep_lua->sim.over ||
                           seep_arena_failures(seep_lua->sim.arena) > 0);
    return 1;
}

static int l_is_goexit(lua_State *L)
{
    lua_pushboolean(L, seep_lua_is(L, 1, seep_lua_goexit));
    return 1;
}

static const luaL_Reg functions[] = {
    {"gosched", l_gosched},
    {"goexit", l_goexit},
    {"num_goroutine", l_num_goroutine},
    {"gomaxprocs", l_gomaxprocs},
    {"work", l_work},
    {"syscall", l_syscall},
    {"goroutines", l_goroutines},
    {"mem", l_mem},
    {"exit", l_exit},
    {"failed", l_failed},
    {"write", l_write},
    {"note", l_note},
    {"random", l_random},
    {"randomseed", l_seed},
    {"frames", l_frames},
    {"suspended", l_suspended},
    {"relay", l_relay},
    {"is_goroutine", l_is_goroutine},
    {"on_own_thread", l_on_own_thread},
    {"is_uncatchable", l_is_uncatchable},
    {"is_goexit", l_is_goexit},
    {NULL, NULL},
};

void seep_lua_open_runtime(lua_State *L)
{
    seep_lua_register(L, functions);
}
