/* chaos_told.c - what scripts are told of faults: those that are armed, the
 * hits, the table of all; and the places in the library that ask for them. */
#include "chaos_inside.h"

#include "context.h"

/* ---- armed ones ---- */

static struct seep_rule *check_rule(lua_State *L)
{
    struct seep_lua_chaos *lc = seep_lua->chaos;
    struct seep_rule *r =
        lc ? seep_lua__chaos_rule(lc->c, (uint32_t)lua_tointeger(L, 1)) : NULL;

    if (!r)
        luaL_error(L, "there is no such fault");
    return r;
}

static void check_acts(lua_State *L)
{
    if (seep_lua->chaos && seep_lua->chaos->looking)
        seep_lua_fail(L, "a function of a plan can look at the world, and do "
                         "nothing to it");
}

static int l_remove(lua_State *L)
{
    struct seep_rule *r = check_rule(L);

    check_acts(L);
    seep_chaos_remove(seep_lua->chaos->c, r);
    return 0;
}

static int l_release(lua_State *L)
{
    struct seep_rule *r = check_rule(L);

    check_acts(L);
    lua_pushinteger(L, (lua_Integer)seep_chaos_release(seep_lua->chaos->c, r));
    return 1;
}

static int l_held(lua_State *L)
{
    const struct seep_rule *r = check_rule(L);

    lua_pushinteger(L, (lua_Integer)seep_chaos_held(seep_lua->chaos->c, r));
    return 1;
}

static void set_number(lua_State *L, const char *key, double n)
{
    lua_pushnumber(L, n);
    lua_setfield(L, -2, key);
}

static void set_string(lua_State *L, const char *key, const char *s)
{
    lua_pushstring(L, s);
    lua_setfield(L, -2, key);
}

/* Can it still fire? */
static bool is_active(const struct seep_rule *r)
{
    return !r->removed && (!r->max || r->hits < r->max) &&
           seep_lua->sim.now < r->until;
}

static void push_rule(lua_State *L, const struct seep_rule *r)
{
    lua_createtable(L, 0, 7);
    set_number(L, "number", r->number);
    set_string(L, "fault", seep_faults[r->fault].name);
    set_string(L, "text", r->shown);
    set_string(L, "where", r->chosen);
    set_string(L, "line", r->line);
    set_number(L, "points", (double)r->points);
    set_number(L, "hits", (double)r->hits);
}

/* chaos_active(): those that can still fire. */
static int l_active(lua_State *L)
{
    int n = 0;

    lua_newtable(L);
    for (const struct seep_rule *r = seep_lua->chaos ? seep_lua->chaos->c->first
                                                     : NULL;
         r; r = r->next) {
        if (!is_active(r))
            continue;
        push_rule(L, r);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* chaos_rule(number): as active() tells it. */
static int l_rule(lua_State *L)
{
    push_rule(L, check_rule(L));
    return 1;
}

static void push_hit(lua_State *L, const struct seep_hit *h)
{
    const struct seep_names *names = &seep_lua->sim.names;

    lua_createtable(L, 0, 9);
    set_number(L, "number", h->rule->number);
    set_string(L, "fault", seep_faults[h->rule->fault].name);
    set_number(L, "step", (double)h->step);
    set_number(L, "time", (double)h->now);
    set_number(L, "goroutine", h->g);
    const char *op = h->g ? seep_op_name((enum seep_op_kind)h->op_kind) : "";
    set_string(L, "op", h->spot ? h->spot : op);
    set_string(L, "object",
               h->spot ? h->name : seep_name_text(names, h->obj_name));
    set_number(L, "arg", (double)h->arg);
    seep_lua_push_site(L, h->site);
    lua_setfield(L, -2, "at");
}

/* chaos_log(): the hits, in their order. */
static int l_log(lua_State *L)
{
    int n = 0;

    lua_newtable(L);
    for (const struct seep_hit *h = seep_lua->chaos ? seep_lua->chaos->c->hits
                                                    : NULL;
         h; h = h->next) {
        push_hit(L, h);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* ---- spots ---- */

static struct seep_chaos *acting(void)
{
    return seep_lua->chaos && !seep_lua->chaos->looking ? seep_lua->chaos->c
                                                        : NULL;
}

/* chaos_has(spot): may any fault have to do with it? */
static int l_has(lua_State *L)
{
    lua_pushboolean(
        L, seep_chaos_has(acting(), (enum seep_spot)lua_tointeger(L, 1)));
    return 1;
}

/* chaos_spot(spot, name, after): of the first fault that fires there behind
 * that number: its number, name, argument, text, and a number in [0, 1) of its
 * dice.  Nothing: none does. */
static int l_spot(lua_State *L)
{
    struct seep_chaos *c = acting();
    enum seep_spot spot = (enum seep_spot)lua_tointeger(L, 1);
    int64_t arg;

    if (!seep_chaos_has(c, spot))
        return 0;
    const struct seep_rule *r = seep_chaos_ask(
        c, spot, lua_tostring(L, 2), NULL,
        seep_lua__chaos_rule(c, (uint32_t)lua_tointeger(L, 3)), &arg);
    if (!r)
        return 0;
    struct seep_rng dice = seep_rule_dice(c, r, c->sim, c->sim->running);
    (void)seep_rng_next(&dice);
    lua_pushinteger(L, (lua_Integer)r->number);
    lua_pushstring(L, seep_faults[r->fault].name);
    lua_pushnumber(L, (lua_Number)arg);
    lua_pushstring(L, r->worded ? r->text : "");
    lua_pushnumber(L, (lua_Number)(seep_rng_next(&dice) >> 11) * 0x1p-53);
    return 5;
}

/* chaos_count(number): of a fault that takes both a time and a count. */
static int l_count(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check_rule(L)->count);
    return 1;
}

static int l_wall(lua_State *L)
{
    lua_pushnumber(L, (lua_Number)seep_lua->wall);
    return 1;
}

static void push_spots(lua_State *L)
{
    static const char *const name[] = {
#define X(spot, text) text,
        SEEP_SPOTS(X)
#undef X
    };

    lua_createtable(L, 0, SEEP_SPOT_COUNT);
    for (int i = 0; i < SEEP_SPOT_COUNT; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, name[i]);
    }
}

/* ---- the table ---- */

static const char *const guard[] = {"", "lossy", "unsound"};

/* chaos_faults(): [name] = { where, usual, args, guard, help }. */
static int l_faults(lua_State *L)
{
    lua_createtable(L, 0, SEEP_FAULT_COUNT);
    for (int i = 0; i < SEEP_FAULT_COUNT; i++) {
        const struct seep_fault *f = &seep_faults[i];
        lua_createtable(L, 0, 5);
        set_string(L, "where", f->where);
        set_string(L, "usual", f->usual);
        set_string(L, "args", f->args);
        set_string(L, "guard", guard[f->guard]);
        set_string(L, "help", f->help);
        lua_setfield(L, -2, f->name);
    }
    return 1;
}

/* chaos_fits(words, fault's name): do they name places; all of them such at
 * which the fault can fire? */
static int l_fits(lua_State *L)
{
    const struct seep_fault *f = seep_fault_find(luaL_checkstring(L, 2));
    struct seep_places p = seep_places_list(luaL_checkstring(L, 1));
    struct seep_places can = seep_places_list(f->where);

    can.spots |= seep_places_list(f->usual).spots;
    lua_pushboolean(L, p.ops || p.spots);
    lua_pushboolean(L, (p.ops & can.ops) || (p.spots & can.spots));
    return 2;
}

/* chaos_id(object): its kind and its number; nothing: it is none. */
static int l_id(lua_State *L)
{
    const uint32_t *magic =
        lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;
    const struct seep_object *o = (const struct seep_object *)magic;

    if (!magic || (*magic & 0xffff0000u) != SEEP_OBJECT_MAGIC)
        return 0;
    if (*magic == SEEP_CONTEXT_MAGIC) {
        const struct seep_context *x = lua_touserdata(L, 1);
        if (x->kind != SEEP_CONTEXT_CANCELLING)
            return 0;
        seep_context_number((struct seep_context *)(uintptr_t)x);
        o = &x->ch->obj;
    } else if ((*magic & 0xffffu) > SEEP_OBJ_SYNCPOOL) {
        o = &seep_lua_chan(L, 1, -1)->obj; /* a view */
    }
    if (!o)
        return 0;
    lua_pushstring(L, seep_object_kind_text(seep_object_kind(o)));
    lua_pushinteger(L, (lua_Integer)o->id);
    return 2;
}

/* ---- setting up ---- */

static const luaL_Reg functions[] = {
    {"chaos_remove", l_remove}, {"chaos_release", l_release},
    {"chaos_held", l_held},     {"chaos_active", l_active},
    {"chaos_rule", l_rule},     {"chaos_log", l_log},
    {"chaos_faults", l_faults}, {"chaos_fits", l_fits},
    {"chaos_id", l_id},         {"chaos_has", l_has},
    {"chaos_spot", l_spot},     {"chaos_count", l_count},
    {"wall_offset", l_wall},    {NULL, NULL}};

void seep_lua__chaos_open_told(lua_State *L)
{
    seep_lua_register(L, functions);
    push_spots(L);
    lua_setfield(L, -2, "chaos_spots");
}
