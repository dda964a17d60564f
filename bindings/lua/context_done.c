/* context_done.c - the done channels of contexts, made when asked for. */
#include "context.h"

#include <string.h>

/* A name for its channel: as printed, but the same for all contexts that one
 * line of a script makes.  Reports show it, so it must not grow for ever. */
enum { LABEL_MAX = 60, LABEL_ROOM = LABEL_MAX + 40 };

static char *prepend(char *at, const char *text)
{
    size_t n = strlen(text);

    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): in front of more */
    return memcpy(at - n, text, n);
}

static uint32_t label(const struct seep_context *c)
{
    char text[LABEL_ROOM], *end = text + LABEL_ROOM, *at = end;

    for (; c && end - at <= LABEL_MAX; c = c->parent) {
        if (c->kind != SEEP_CONTEXT_VALUE)
            at = prepend(at, seep_context_suffix(c));
        if (c->kind == SEEP_CONTEXT_ROOT)
            break;
    }
    if (!c)
        at = prepend(at, "own context");
    if (end - at > LABEL_MAX)
        at = prepend(end - LABEL_MAX + 3, "...");
    return seep_name(&seep_lua->sim.names, seep_lua->sim.arena, at,
                     (size_t)(end - at));
}

/* Nobody sees the name before the channel, but for those who watch. */
void seep_context_number(struct seep_context *c)
{
    struct seep_object *o = &c->ch->obj;

    if (!o->id)
        seep_sim_number(&seep_lua->sim, o, 0, o->site);
    if (!o->name && seep_lua->sim.observers)
        o->name = label(c);
}

/* The context at index gets a channel before it ends. */
static void make_channel(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);
    struct seep_chan *ch;

    seep_context_push_own(L, index);
    uint32_t name = c->end.named ? c->end.obj.name : label(c);
    ch = seep_lua_push_chan(L, 0, name, c->end.obj.site);
    ch->named = c->end.named;
    ch->role = c->end.role;
    ch->kin = c->end.kin;
    ch->above = c->end.above;
    ch->root_site = c->end.root_site;
    ch->root_maker = c->end.root_maker;
    lua_rawseti(L, -2, SEEP_CONTEXT_CHAN);
    lua_pop(L, 1);
    c->ch = ch;
}

static void need_channel(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    if (!c->err && !c->closing && c->ch == &c->end)
        make_channel(L, index);
    else
        seep_context_number(c);
}

/* Pushes what scripts get of the channel of the context at index. */
static void push_view(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    seep_context_push_own(L, index);
    int own = lua_gettop(L);
    lua_rawgeti(L, own, SEEP_CONTEXT_VIEW);
    if (lua_isnil(L, -1)) {
        need_channel(L, index);
        c->ch->obj.name = c->ch->obj.name ? c->ch->obj.name : label(c);
        lua_rawgeti(L, own, SEEP_CONTEXT_CHAN);
        seep_lua_push_view_of(
            L, c->ch, lua_isnil(L, -1) ? index : lua_gettop(L), SEEP_RECV);
        lua_pushvalue(L, -1);
        lua_rawseti(L, own, SEEP_CONTEXT_VIEW);
    }
}

/* done(ctx): its channel; false when it never ends. */
static int l_done(lua_State *L)
{
    lua_settop(L, 1);
    if (!seep_context_test(L, 1))
        return 0;
    const struct seep_context *c = seep_context_climb_to_source(L, 1);
    if (!c)
        return seep_context_own_one(L, 1);
    if (c->kind == SEEP_CONTEXT_CANCELLING)
        push_view(L, 1);
    else
        lua_pushboolean(L, 0);
    return 1;
}

/* view(ctx): its channel if somebody has asked for it. */
static int l_view(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    if (!c || !c->own)
        return 0;
    seep_context_push_field(L, 1, SEEP_CONTEXT_VIEW);
    return 1;
}

/* look(ctx): has it ended?  This is a select of its channel with a default:
 * 1 when it has, and "default" when it has not; false when it never does. */
static int l_look(lua_State *L)
{
    lua_settop(L, 1);
    if (!seep_context_test(L, 1))
        return 0;
    struct seep_context *c = seep_context_climb_to_source(L, 1);
    if (!c)
        return seep_context_own_one(L, 1);
    if (c->kind != SEEP_CONTEXT_CANCELLING) {
        lua_pushboolean(L, 0);
        return 1;
    }
    need_channel(L, 1);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_SELECT, NULL);
    struct seep_waiter *w = seep_sim_cases(&seep_lua->sim, g, 1);
    *w = (struct seep_waiter){.g = g, .obj = &c->ch->obj, .dir = SEEP_RECV};
    g->op.flags = SEEP_OP_DEFAULT;
    return seep_lua_perform(L, g);
}

static const luaL_Reg functions[] = {{"context_done", l_done},
                                     {"context_view", l_view},
                                     {"context_look", l_look},
                                     {NULL, NULL}};

void seep_context_open_done(lua_State *L)
{
    seep_lua_register(L, functions);
}
