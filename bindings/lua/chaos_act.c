/* chaos_act.c - what faults do to what only Lua knows: contexts, the values in
 * channels, the wall clock. */
#include "chaos_inside.h"

#include "context.h"

/* ---- contexts ---- */

void seep_lua_chaos_track(lua_State *L)
{
    seep_lua__chaos_get(L, SEEP_CHAOS_CONTEXTS);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (int)++seep_lua->ncontexts);
    lua_pop(L, 1);
}

static bool is_meant(const struct seep_context *x, const struct seep_rule *r,
                     const struct seep_object *ch)
{
    const struct seep_object *o = &x->ch->obj;
    const char *pattern = r->host;

    if (x->err)
        return false;
    if (ch)
        return o == ch;
    if (r->context_id)
        return o->id == r->context_id;
    const char *name =
        x->ch->named ? seep_name_text(&seep_lua->sim.names, o->name) : "";
    return !pattern || seep_glob_matches(pattern, name);
}

/* Starts a goroutine of the environment's: what is called, and its two
 * arguments, are on top. */
static void start(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_g *was = s->running;
    uint32_t name = seep_name(&s->names, s->arena, "chaos", 5);

    s->running = &seep_lua->chaos->env;
    struct seep_g *g = seep_lua_spawn(L, 2, name, 0);
    s->running = was;
    if (seep_sim_start(s, g) != SEEP_OK)
        luaL_error(L, "not enough memory");
    lua_pop(L, 1);
}

struct ending {
    struct seep_rule *r;
    struct seep_object *ch;
    bool act, found;
};

static int end_protected(lua_State *L)
{
    struct ending *e = lua_touserdata(L, 1);

    seep_lua__chaos_get(L, SEEP_CHAOS_CONTEXTS);
    for (uint32_t i = 1; i <= seep_lua->ncontexts; i++) {
        lua_rawgeti(L, 2, (int)i);
        const struct seep_context *x = seep_context_test(L, -1);
        if (x && is_meant(x, e->r, e->ch)) {
            e->found = true;
            if (!e->act)
                return 0;
            seep_lua__chaos_get(L, SEEP_CHAOS_CANCEL);
            lua_insert(L, -2);
            lua_pushstring(L, e->r->text);
            start(L);
        }
        lua_settop(L, 2);
    }
    return 0;
}

bool seep_lua__chaos_cancel(struct seep_chaos *c, struct seep_rule *r,
                            struct seep_object *ch, bool act)
{
    struct ending e = {r, ch, act, false};
    lua_State *L = seep_lua__chaos_caller(c->sim->running);
    int top = lua_gettop(L);

    if (!lua_checkstack(L, LUA_MINSTACK) || lua_cpcall(L, end_protected, &e))
        (void)seep_sim_no_memory(c->sim, c->sim->running);
    lua_settop(L, top);
    return e.found;
}

/* ---- who may still be freed ---- */

bool seep_lua_chaos_may_free(const struct seep_g *g)
{
    return seep_lua->chaos && seep_chaos_may_free(seep_lua->chaos->c, g);
}

void seep_lua_chaos_keep(lua_State *L, int kept)
{
    if (!seep_lua->chaos || !seep_chaos_may_cancel(seep_lua->chaos->c))
        return;
    seep_lua__chaos_get(L, SEEP_CHAOS_CONTEXTS);
    for (uint32_t i = 1; i <= seep_lua->ncontexts; i++) {
        lua_rawgeti(L, -1, (int)i);
        if (lua_isnil(L, -1))
            lua_pop(L, 1);
        else
            lua_rawseti(L, kept, (int)lua_objlen(L, kept) + 1);
    }
    lua_pop(L, 1);
}

/* ---- channels ---- */

/* What g's operation has as its operand, or as one of its cases, keeps the
 * channel: a channel, a view or a select case. */
static int pin_protected(lua_State *L)
{
    const struct seep_g *g = lua_touserdata(L, 1);
    lua_State *on = g->host_state & SEEP_LUA_AWAITS ? g->host : g->host_in;

    seep_lua__chaos_get(L, SEEP_CHAOS_PINS);
    if (!on)
        return 0;
    for (int i = 1, n = lua_gettop(on); i <= n && on != L; i++) {
        luaL_checkstack(on, 1, NULL);
        lua_pushvalue(on, i);
        lua_xmove(on, L, 1);
        lua_rawseti(L, 2, (int)lua_objlen(L, 2) + 1);
    }
    return 0;
}

void seep_lua__chaos_pin(struct seep_chaos *c, struct seep_g *g,
                         struct seep_chan *ch)
{
    (void)ch;
    if (lua_cpcall(seep_lua->L, pin_protected, g)) {
        lua_pop(seep_lua->L, 1);
        (void)seep_sim_no_memory(c->sim, g);
    }
}

void seep_lua__chaos_jump(struct seep_chaos *c, int64_t d)
{
    (void)c;
    seep_lua->wall += d;
}
