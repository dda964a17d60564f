/* context_ask.c - what a context knows: its end, deadline, values, and what
 * it is printed as. */
#include "context.h"

/* Pushes what the metatable keeps at i. */
static void push_fixed(lua_State *L, int i)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CONTEXT);
    lua_rawgeti(L, -1, i);
    lua_remove(L, -2);
}

/* Pushes with what the context at index, which has ended, did so; moves it. */
static void push_end(lua_State *L, int index, bool cause)
{
    const struct seep_context *c = lua_touserdata(L, index), *by = c->by;

    while (by && c != by)
        c = seep_context_climb_to_owner(L, index);
    if (cause && c->caused)
        seep_context_push_field(L, index, SEEP_CONTEXT_CAUSE);
    else if (c->err == SEEP_CONTEXT_OTHER)
        seep_context_push_field(L, index, SEEP_CONTEXT_ERR);
    else
        push_fixed(L, c->err);
}

static int ended_with(lua_State *L, bool cause)
{
    const struct seep_context *c = NULL;

    lua_settop(L, 1);
    if (seep_context_test(L, 1))
        c = seep_context_climb_to_source(L, 1);
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
    return seep_context_own_one(L, 1);
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
    seep_context_push_field(L, index, SEEP_CONTEXT_KEY);
    bool found = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
    if (found)
        seep_context_push_field(L, index, SEEP_CONTEXT_VALUE_OF_KEY);
    return found;
}

/* value(ctx, key): of the mark, the nearest cancelling context. */
static int l_value(lua_State *L)
{
    const struct seep_context *c = seep_context_test(L, 1);

    lua_settop(L, 2);
    if (!c)
        return 0;
    push_fixed(L, SEEP_CONTEXT_MARK);
    bool marked = lua_rawequal(L, -1, 2);
    for (; c; c = seep_context_climb(L, 1)) {
        if (push_value(L, 1, marked))
            return 1;
        if (c->kind == SEEP_CONTEXT_ROOT ||
            (c->kind == SEEP_CONTEXT_DETACHED && marked))
            return 0;
    }
    return seep_context_own_one(L, 1);
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
    lua_pushstring(L, seep_context_suffix(c));
    if (c->kind == SEEP_CONTEXT_ROOT)
        return 1;
    seep_context_push_field(L, 1,
                            c->own ? SEEP_CONTEXT_PARENT : SEEP_CONTEXT_SELF);
    if (c->kind == SEEP_CONTEXT_CANCELLING && c->has_deadline)
        lua_pushnumber(L, c->deadline);
    else
        lua_pushnil(L);
    if (c->kind != SEEP_CONTEXT_VALUE)
        return 3;
    seep_context_push_field(L, 1, SEEP_CONTEXT_KEY);
    seep_context_push_field(L, 1, SEEP_CONTEXT_VALUE_OF_KEY);
    return 5;
}

static const luaL_Reg functions[] = {{"context_err", l_err},
                                     {"context_cause", l_cause},
                                     {"context_deadline", l_deadline},
                                     {"context_value", l_value},
                                     {"context_parts", l_parts},
                                     {"context_is_cancelling", l_is_cancelling},
                                     {"is_context", l_is},
                                     {NULL, NULL}};

void seep_context_open_ask(lua_State *L)
{
    seep_lua_register(L, functions);
}
