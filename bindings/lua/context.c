/* context.c - making contexts, and looking upwards from one.
 *
 * What scripts call is scripts/seep/context.lua, which also knows contexts of
 * the script's own: tables with the four methods.  A function here that comes
 * to one of these returns nil and it; for something that is no context of ours
 * it returns nothing. */
#include "chaos.h"
#include "context.h"

#include <stddef.h>
#include <string.h>

/* What a context adds to the printed form of its parent. */
enum suffix {
    BACKGROUND,
    TODO,
    WITH_CANCEL,
    WITH_DEADLINE,
    AFTER_FUNC,
    WITH_VALUE,
    WITHOUT_CANCEL
};

static const char *const suffixes[] = {
    [BACKGROUND] = "context.Background", [TODO] = "context.TODO",
    [WITH_CANCEL] = ".WithCancel",       [WITH_DEADLINE] = ".WithDeadline",
    [AFTER_FUNC] = ".AfterFunc",         [WITH_VALUE] = ".WithValue",
    [WITHOUT_CANCEL] = ".WithoutCancel",
};

/* Values that the metatable keeps: see l_setup. */
enum { CANCELED = SEEP_CONTEXT_CANCELED, LATE = SEEP_CONTEXT_LATE, MARK };

static void push_fixed(lua_State *L, int i)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CONTEXT);
    lua_rawgeti(L, -1, i);
    lua_remove(L, -2);
}

/* ---- environments ---- */

/* Gives the context at index a table of its own, for the parent on top, which
 * is replaced by the table. */
static void make_own(lua_State *L, int index)
{
    enum { CHILDREN = 4 }; /* room for a few */
    struct seep_context *c = lua_touserdata(L, index);

    lua_createtable(L, SEEP_CONTEXT_SLOT - 1 + CHILDREN, 0);
    lua_insert(L, -2);
    lua_rawseti(L, -2, SEEP_CONTEXT_PARENT);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, SEEP_CONTEXT_SELF);
    lua_pushvalue(L, -1);
    lua_setfenv(L, index);
    c->own = true;
}

void seep_context_push_own(lua_State *L, int index)
{
    const struct seep_context *c = lua_touserdata(L, index);

    lua_getfenv(L, index);
    if (c->own)
        return;
    lua_rawgeti(L, -1, SEEP_CONTEXT_SELF);
    lua_replace(L, -2);
    make_own(L, index);
}

static void push_field(lua_State *L, int index, int field)
{
    lua_getfenv(L, index);
    lua_rawgeti(L, -1, field);
    lua_remove(L, -2);
}

struct seep_context *seep_context_climb(lua_State *L, int index)
{
    const struct seep_context *c = lua_touserdata(L, index);

    push_field(L, index, c->own ? SEEP_CONTEXT_PARENT : SEEP_CONTEXT_SELF);
    lua_replace(L, index);
    return seep_context_test(L, index);
}

struct seep_context *seep_context_climb_to_owner(lua_State *L, int index)
{
    const struct seep_context *c = lua_touserdata(L, index);

    if (c->kind != SEEP_CONTEXT_CANCELLING || !c->wrapped)
        return seep_context_climb(L, index);
    push_field(L, index, SEEP_CONTEXT_OWNER);
    lua_replace(L, index);
    return lua_touserdata(L, index);
}

/* Climbs from the context at index to what says when it ends: one of ours, or
 * NULL for one of the script's own. */
static struct seep_context *climb_to_source(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    while (c && c->kind == SEEP_CONTEXT_VALUE)
        c = seep_context_climb(L, index);
    return c;
}

/* ---- making them ---- */

/* A context whose parent is at index 1; nil: it has none. */
static struct seep_context *push_node(lua_State *L, enum seep_context_kind kind,
                                      enum suffix suffix)
{
    struct seep_context *p = seep_context_test(L, 1), *c;
    bool cancelling = kind == SEEP_CONTEXT_CANCELLING;

    c = seep_lua_object(
        L, cancelling ? sizeof *c : offsetof(struct seep_context, err),
        SEEP_REG_META_CONTEXT);
    c->magic = SEEP_CONTEXT_MAGIC;
    c->kind = (uint8_t)kind;
    c->suffix = (uint8_t)suffix;
    c->parent = p;
    if (p) {
        seep_context_push_own(L, 1);
        lua_setfenv(L, -2);
    } else {
        lua_pushvalue(L, 1);
        make_own(L, lua_gettop(L) - 1);
        lua_pop(L, 1);
    }
    return c;
}

/* Its channel tells of the oldest context whose cancel would reach it; above
 * one that is cut off nobody is to blame. */
static void describe(lua_State *L, struct seep_context *c,
                     const struct seep_context *above)
{
    struct seep_chan *ch = &c->end;

    ch->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_CHAN;
    ch->obj.site = seep_lua_site_beyond(L);
    ch->role = SEEP_CHAN_CONTEXT;
    c->ch = ch;
    if (above && above->kind == SEEP_CONTEXT_CANCELLING) {
        ch->root_site = above->end.root_site;
        ch->root_maker = above->end.root_maker;
    } else {
        ch->root_site = ch->obj.site;
        if (!above || above->kind != SEEP_CONTEXT_DETACHED)
            ch->root_maker = seep_lua_running(L)->id;
    }
}

/* A cancelling context that nobody would end yet. */
static struct seep_context *push_cancelling(lua_State *L, enum suffix suffix)
{
    struct seep_context *c = push_node(L, SEEP_CONTEXT_CANCELLING, suffix);

    describe(L, c, seep_context_source(c->parent));
    return c;
}

/* Puts the one on top under the one above it.  The results: it, and what else
 * has to be done: true when the one above has ended, or the script's own one
 * to follow. */
static int follow(lua_State *L)
{
    const struct seep_context *c = lua_touserdata(L, -1);
    struct seep_context *above = seep_context_source(c->parent);

    if (!above) {
        lua_pushvalue(L, -1);
        while (seep_context_climb(L, lua_gettop(L)))
            ;
        return 2;
    }
    if (above->kind != SEEP_CONTEXT_CANCELLING)
        return 1;
    if (above->err) {
        lua_pushboolean(L, 1);
        return 2;
    }
    seep_context_link(L, lua_gettop(L), above);
    return 1;
}

/* May the value at index 1 be a parent?  `own` is where true says that a table
 * is one of the script's own. */
static bool is_parent(lua_State *L, int own)
{
    return seep_context_test(L, 1) || lua_toboolean(L, own);
}

/* with_cancel(parent [, own]): see follow. */
static int l_with_cancel(lua_State *L)
{
    if (!is_parent(L, 2))
        return 0;
    push_cancelling(L, WITH_CANCEL);
    if (seep_lua->tracks)
        seep_lua_chaos_track(L);
    return follow(L);
}

/* context_name(ctx, name): by which faults can select it. */
static int l_name(lua_State *L)
{
    struct seep_context *c = seep_context_test(L, 1);
    uint32_t name = seep_lua_opt_name(L, 2);

    if (c && c->kind == SEEP_CONTEXT_CANCELLING && name) {
        c->ch->obj.name = name;
        c->ch->named = true;
    }
    return 0;
}

/* with_deadline(parent, time [, own]) */
static int l_with_deadline(lua_State *L)
{
    if (!is_parent(L, 3))
        return 0;
    struct seep_context *c = push_cancelling(L, WITH_DEADLINE);
    c->deadline = luaL_checknumber(L, 2);
    c->has_deadline = true;
    if (seep_lua->tracks)
        seep_lua_chaos_track(L);
    return follow(L);
}

/* with_func(parent, f [, own]): when it ends, f has to be run. */
static int l_with_func(lua_State *L)
{
    if (!is_parent(L, 3))
        return 0;
    struct seep_context *c = push_cancelling(L, AFTER_FUNC);
    seep_context_push_own(L, lua_gettop(L));
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, SEEP_CONTEXT_RUN);
    lua_pop(L, 1);
    c->runs = true;
    return follow(L);
}

/* with_value(parent, key, value [, own]) */
static int l_with_value(lua_State *L)
{
    if (!is_parent(L, 4))
        return 0;
    push_node(L, SEEP_CONTEXT_VALUE, WITH_VALUE);
    seep_context_push_own(L, lua_gettop(L));
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, SEEP_CONTEXT_KEY);
    lua_pushvalue(L, 3);
    lua_rawseti(L, -2, SEEP_CONTEXT_VALUE_OF_KEY);
    lua_pop(L, 1);
    return 1;
}

/* without_cancel(parent [, own]) */
static int l_without_cancel(lua_State *L)
{
    if (!is_parent(L, 2))
        return 0;
    push_node(L, SEEP_CONTEXT_DETACHED, WITHOUT_CANCEL);
    return 1;
}

/* ---- done channels ---- */

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
            at = prepend(at, suffixes[c->suffix]);
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
    ch->root_site = c->end.root_site;
    ch->root_maker = c->end.root_maker;
    lua_rawseti(L, -2, SEEP_CONTEXT_CHAN);
    lua_pop(L, 1);
    c->ch = ch;
}

static void need_channel(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    if (!c->err && c->ch == &c->end)
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

static int own_one(lua_State *L, int index)
{
    lua_pushnil(L);
    lua_pushvalue(L, index);
    return 2;
}

/* done(ctx): its channel; false when it never ends. */
static int l_done(lua_State *L)
{
    lua_settop(L, 1);
    if (!seep_context_test(L, 1))
        return 0;
    const struct seep_context *c = climb_to_source(L, 1);
    if (!c)
        return own_one(L, 1);
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
    push_field(L, 1, SEEP_CONTEXT_VIEW);
    return 1;
}

/* look(ctx): has it ended?  This is a select of its channel with a default:
 * 1 when it has, and "default" when it has not; false when it never does. */
static int l_look(lua_State *L)
{
    lua_settop(L, 1);
    if (!seep_context_test(L, 1))
        return 0;
    struct seep_context *c = climb_to_source(L, 1);
    if (!c)
        return own_one(L, 1);
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

/* ---- what else a context knows ---- */

/* Pushes with what the context at index, which has ended, did so; moves it. */
static void push_end(lua_State *L, int index, bool cause)
{
    const struct seep_context *c = lua_touserdata(L, index), *by = c->by;

    while (by && c != by)
        c = seep_context_climb_to_owner(L, index);
    if (cause && c->caused)
        push_field(L, index, SEEP_CONTEXT_CAUSE);
    else if (c->err == SEEP_CONTEXT_OTHER)
        push_field(L, index, SEEP_CONTEXT_ERR);
    else
        push_fixed(L, c->err);
}

static int ended_with(lua_State *L, bool cause)
{
    const struct seep_context *c = NULL;

    lua_settop(L, 1);
    if (seep_context_test(L, 1))
        c = climb_to_source(L, 1);
    if (!c || c->kind != SEEP_CONTEXT_CANCELLING || !c->err)
        return 0;
    push_end(L, 1, cause);
    return 1;
}

/* err(ctx), cause(ctx): of one that has ended. */
static int l_err(lua_State *L)
{
    return ended_with(L, false);
}

static int l_cause(lua_State *L)
{
    return ended_with(L, true);
}

/* deadline(ctx): the time; false when there is none. */
static int l_deadline(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    lua_settop(L, 1);
    if (!c)
        return 0;
    for (; c; c = seep_context_climb(L, 1)) {
        if (c->kind == SEEP_CONTEXT_ROOT || c->kind == SEEP_CONTEXT_DETACHED) {
            lua_pushboolean(L, 0);
            return 1;
        }
        if (c->kind == SEEP_CONTEXT_CANCELLING && c->has_deadline) {
            lua_pushnumber(L, c->deadline);
            return 1;
        }
    }
    return own_one(L, 1);
}

/* The value that the context at index has of the key at index 2? */
static bool push_value(lua_State *L, int index, bool marked)
{
    const struct seep_context *c = lua_touserdata(L, index);

    if (c->kind == SEEP_CONTEXT_CANCELLING && marked) {
        lua_pushvalue(L, index);
        return true;
    }
    if (c->kind != SEEP_CONTEXT_VALUE)
        return false;
    push_field(L, index, SEEP_CONTEXT_KEY);
    bool found = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
    if (found)
        push_field(L, index, SEEP_CONTEXT_VALUE_OF_KEY);
    return found;
}

/* value(ctx, key): of the mark, the nearest cancelling context. */
static int l_value(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    lua_settop(L, 2);
    if (!c)
        return 0;
    push_fixed(L, MARK);
    bool marked = lua_rawequal(L, -1, 2);
    for (; c; c = seep_context_climb(L, 1)) {
        if (push_value(L, 1, marked))
            return 1;
        if (c->kind == SEEP_CONTEXT_ROOT ||
            (c->kind == SEEP_CONTEXT_DETACHED && marked))
            return 0;
    }
    return own_one(L, 1);
}

/* is_cancelling(v): is it a context of ours that can be cancelled? */
static int l_is_cancelling(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    lua_pushboolean(L, c && c->kind == SEEP_CONTEXT_CANCELLING);
    return 1;
}

static int l_is(lua_State *L)
{
    lua_pushboolean(L, seep_context_test(L, 1) != NULL);
    return 1;
}

/* parts(ctx): what it is printed as: text, parent; then the deadline or nil;
 * then key and value. */
static int l_parts(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    if (!c)
        return 0;
    lua_pushstring(L, suffixes[c->suffix]);
    if (c->kind == SEEP_CONTEXT_ROOT)
        return 1;
    push_field(L, 1, c->own ? SEEP_CONTEXT_PARENT : SEEP_CONTEXT_SELF);
    if (c->kind == SEEP_CONTEXT_CANCELLING && c->has_deadline)
        lua_pushnumber(L, c->deadline);
    else
        lua_pushnil(L);
    if (c->kind != SEEP_CONTEXT_VALUE)
        return 3;
    push_field(L, 1, SEEP_CONTEXT_KEY);
    push_field(L, 1, SEEP_CONTEXT_VALUE_OF_KEY);
    return 5;
}

/* setup(canceled, deadline_exceeded, mark): returns background, todo, and the
 * tables that hold the methods and the metamethods. */
static int l_setup(lua_State *L)
{
    lua_settop(L, MARK);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CONTEXT);
    for (int i = 1; i <= MARK; i++) {
        lua_pushvalue(L, i);
        lua_rawseti(L, -2, i);
    }
    lua_insert(L, 1);
    lua_settop(L, 1);
    lua_pushnil(L);
    lua_insert(L, 1); /* no parent */
    push_node(L, SEEP_CONTEXT_ROOT, BACKGROUND);
    push_node(L, SEEP_CONTEXT_ROOT, TODO);
    lua_getfield(L, 2, "__index");
    lua_pushvalue(L, 2);
    return 4;
}

static const luaL_Reg no_methods[] = {{NULL, NULL}};
static const luaL_Reg functions[] = {
    {"context_setup", l_setup},
    {"context_with_cancel", l_with_cancel},
    {"context_name", l_name},
    {"context_with_deadline", l_with_deadline},
    {"context_with_func", l_with_func},
    {"context_with_value", l_with_value},
    {"context_without_cancel", l_without_cancel},
    {"context_done", l_done},
    {"context_view", l_view},
    {"context_look", l_look},
    {"context_err", l_err},
    {"context_cause", l_cause},
    {"context_deadline", l_deadline},
    {"context_value", l_value},
    {"context_parts", l_parts},
    {"context_is_cancelling", l_is_cancelling},
    {"is_context", l_is},
    {NULL, NULL}};

void seep_lua_open_context(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_CONTEXT, "context", no_methods, NULL);
    seep_lua_register(L, functions);
    seep_context_open_end(L);
}
