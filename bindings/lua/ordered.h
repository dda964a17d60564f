/* ordered.h - a table whose keys stand in the order they came.
 *
 * So no address and no hash decides in which order it is gone through.  Lives
 * in the environment of a userdata: `slot` finds a key's place, and `key` and
 * `value` hold what is there; what was removed leaves its place empty until
 * both are made anew.  A cursor keeps the list of keys that it began with.
 *
 * `ud` is always the userdata's index on the stack, an absolute one. */
#ifndef SEEP_LUA_ORDERED_H
#define SEEP_LUA_ORDERED_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

/* Keys of the environment; from SEEP_ORDERED_OTHER on they are the owner's. */
enum {
    SEEP_ORDERED_SLOT = 1,
    SEEP_ORDERED_KEY,
    SEEP_ORDERED_VALUE,
    SEEP_ORDERED_OTHER
};

struct seep_ordered {
    uint32_t used; /* places so far, empty ones too */
    uint32_t live; /* keys */
};

/* Goes through the places that were in use when it began, from `first` on and
 * round. */
struct seep_cursor {
    uint32_t first, seen, used;
};

/* Makes it empty.  May raise an error. */
void seep_ordered_clear(lua_State *L, int ud, struct seep_ordered *o);

/* Pushes the value of the key at that index, or nil. */
void seep_ordered_get(lua_State *L, int ud, int key);

/* Sets it to the value at that index, which is not nil; removes it. */
void seep_ordered_set(lua_State *L, int ud, struct seep_ordered *o, int key,
                      int value);
void seep_ordered_remove(lua_State *L, int ud, struct seep_ordered *o, int key);

/* Pushes the list of keys that a cursor which begins now has to keep. */
void seep_ordered_keys(lua_State *L, int ud);
/* Pushes the next key of that list, at index `keys`, that is still there, and
 * its value; or false: there is none. */
bool seep_ordered_next(lua_State *L, int ud, int keys, struct seep_cursor *c);

#endif
