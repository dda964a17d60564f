/* context.c - making contexts, and climbing from one to its parents.
 *
 * What scripts call is scripts/seep/context.lua, which also knows contexts of
 * the script's own: tables with the four methods.  A function here that comes
 * to one of these returns nil and it; for something that is no context of ours
 * it returns nothing. */
#include "chaos.h"
#include "context.h"

#include <stddef.h>

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

const char *seep_context_suffix(const struct seep_context *c)
{
    return suffixes[c->suffix];
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

void seep_context_push_field(lua_State *L, int index, int field)
{
    lua_getfenv(L, index);
    lua_rawgeti(L, -1, field);
    lua_remove(L, -2);
}

struct seep_context *seep_context_climb(lua_State *L, int index)
{
    const struct seep_context *c = lua_touserdata(L, index);

    seep_context_push_field(L, index,
                            c->own ? SEEP_CONTEXT_PARENT : SEEP_CONTEXT_SELF);
    lua_replace(L, index);
    return seep_context_test(L, index);
}

struct seep_context *seep_context_climb_to_owner(lua_State *L, int index)
{
    const struct seep_context *c = lua_touserdata(L, index);

    if (c->kind != SEEP_CONTEXT_CANCELLING || !c->wrapped)
        return seep_context_climb(L, index);
    seep_context_push_field(L, index, SEEP_CONTEXT_OWNER);
    lua_replace(L, index);
    return lua_touserdata(L, index);
}

struct seep_context *seep_context_climb_to_source(lua_State *L, int index)
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
    ch->kin = ++seep_lua->nkin;
    c->ch = ch;
    if (above && above->kind == SEEP_CONTEXT_CANCELLING) {
        ch->above = &above->end;
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

/* setup(canceled, deadline_exceeded, mark): returns background, todo, and the
 * tables that hold the methods and the metamethods. */
static int l_setup(lua_State *L)
{
    lua_settop(L, SEEP_CONTEXT_MARK);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CONTEXT);
    for (int i = 1; i <= SEEP_CONTEXT_MARK; i++) {
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
    {NULL, NULL}};

void seep_lua_open_context(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_CONTEXT, "context", no_methods, NULL);
    seep_lua_register(L, functions);
    seep_context_open_done(L);
    seep_context_open_ask(L);
    seep_context_open_end(L);
}
