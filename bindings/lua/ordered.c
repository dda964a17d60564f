/* ordered.c - see ordered.h. */
#include "ordered.h"

enum { FEW = 32 /* places that are not worth being made anew */ };

/* Pushes a field of the environment. */
static void push_field(lua_State *L, int ud, int field)
{
    lua_getfenv(L, ud);
    lua_rawgeti(L, -1, field);
    lua_remove(L, -2);
}

static void set_field(lua_State *L, int ud, int field)
{
    lua_getfenv(L, ud);
    lua_insert(L, -2);
    lua_rawseti(L, -2, field);
    lua_pop(L, 1);
}

/* field[place] = what is on top, popped. */
static void put(lua_State *L, int ud, int field, uint32_t place)
{
    push_field(L, ud, field);
    lua_insert(L, -2);
    lua_rawseti(L, -2, (int)place);
    lua_pop(L, 1);
}

static void push_at(lua_State *L, int ud, int field, uint32_t place)
{
    push_field(L, ud, field);
    lua_rawgeti(L, -1, (int)place);
    lua_remove(L, -2);
}

/* The key's place; 0: it has none. */
static uint32_t place_of(lua_State *L, int ud, int key)
{
    push_field(L, ud, SEEP_ORDERED_SLOT);
    lua_pushvalue(L, key);
    lua_rawget(L, -2);
    uint32_t place = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return place;
}

static void set_place(lua_State *L, int ud, int key, uint32_t place)
{
    push_field(L, ud, SEEP_ORDERED_SLOT);
    lua_pushvalue(L, key);
    if (place)
        lua_pushinteger(L, (lua_Integer)place);
    else
        lua_pushnil(L);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

void seep_ordered_clear(lua_State *L, int ud, struct seep_ordered *o)
{
    *o = (struct seep_ordered){0};
    for (int field = SEEP_ORDERED_SLOT; field <= SEEP_ORDERED_VALUE; field++) {
        lua_newtable(L);
        set_field(L, ud, field);
    }
}

void seep_ordered_get(lua_State *L, int ud, int key)
{
    uint32_t place = place_of(L, ud, key);

    if (place)
        push_at(L, ud, SEEP_ORDERED_VALUE, place);
    else
        lua_pushnil(L);
}

/* The keys that are there move together, in new lists: cursors have the old
 * ones. */
static void compact(lua_State *L, int ud, struct seep_ordered *o)
{
    int keys = lua_gettop(L) + 1, values = keys + 1, key = keys + 4;
    uint32_t n = 0;

    lua_createtable(L, (int)o->live + 1, 0);
    lua_createtable(L, (int)o->live + 1, 0);
    push_field(L, ud, SEEP_ORDERED_KEY);
    for (uint32_t i = 1; i <= o->used; i++) {
        push_at(L, ud, SEEP_ORDERED_VALUE, i);
        lua_rawgeti(L, keys + 2, (int)i);
        if (!lua_isnil(L, key)) {
            set_place(L, ud, key, ++n);
            lua_rawseti(L, keys, (int)n);
            lua_rawseti(L, values, (int)n);
        }
        lua_settop(L, keys + 2);
    }
    lua_pop(L, 1);
    set_field(L, ud, SEEP_ORDERED_VALUE);
    set_field(L, ud, SEEP_ORDERED_KEY);
    o->used = n;
}

void seep_ordered_set(lua_State *L, int ud, struct seep_ordered *o, int key,
                      int value)
{
    uint32_t place = place_of(L, ud, key);

    if (!place) {
        if (o->used >= FEW && o->used / 2 > o->live)
            compact(L, ud, o);
        place = ++o->used;
        o->live++;
        set_place(L, ud, key, place);
        lua_pushvalue(L, key);
        put(L, ud, SEEP_ORDERED_KEY, place);
    }
    lua_pushvalue(L, value);
    put(L, ud, SEEP_ORDERED_VALUE, place);
}

void seep_ordered_remove(lua_State *L, int ud, struct seep_ordered *o, int key)
{
    uint32_t place = place_of(L, ud, key);

    if (!place)
        return;
    o->live--;
    set_place(L, ud, key, 0);
    lua_pushnil(L);
    put(L, ud, SEEP_ORDERED_KEY, place);
    lua_pushnil(L);
    put(L, ud, SEEP_ORDERED_VALUE, place);
}

void seep_ordered_keys(lua_State *L, int ud)
{
    push_field(L, ud, SEEP_ORDERED_KEY);
}

bool seep_ordered_next(lua_State *L, int ud, int keys, struct seep_cursor *c)
{
    while (c->seen < c->used) {
        uint32_t i = (c->first + c->seen++) % c->used;
        lua_rawgeti(L, keys, (int)i + 1);
        int key = lua_gettop(L);
        uint32_t place = lua_isnil(L, key) ? 0 : place_of(L, ud, key);
        if (place) {
            push_at(L, ud, SEEP_ORDERED_VALUE, place);
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}
