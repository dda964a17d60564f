/* fifo.h - the values in a channel's buffer: first in, first out.
 *
 * A value is quickest to move between the tops of two stacks, so a buffer is
 * two spare Lua threads: values are pushed on `in`; when `out` is empty, all
 * of `in` is turned over onto it; values are popped off `out`.  What has been
 * taken is on no stack, so the collector may have it.  Many slots are a table
 * instead, as a Lua stack is bounded. */
#ifndef SEEP_LUA_FIFO_H
#define SEEP_LUA_FIFO_H

#include <lua.h>
#include <stdint.h>

struct seep_fifo {
    lua_State *in;  /* many slots: holds the table */
    lua_State *out; /* NULL for one slot, and for many */
    uint32_t cap;
    uint32_t nin;  /* many slots: where the next value goes, from 0 */
    uint32_t nout; /* many slots: where the next value comes from */
};

/* The most slots there can be. */
enum { SEEP_FIFO_MAX = 1 << 26 };

/* On memory that belongs to the userdata on top of L's stack, which then
 * keeps the threads alive.  Raises an error when memory is used up. */
void seep_fifo_init(lua_State *L, struct seep_fifo *b, uint32_t cap);

/* Neither allocates.  put: the value on top of src, popped, when there is a
 * free slot.  take: pushed on dst, when there is a value. */
void seep_fifo_put(struct seep_fifo *b, lua_State *src);
void seep_fifo_take(struct seep_fifo *b, lua_State *dst);
/* The value that was put last, a moment ago, and the one before it change
 * places; does not allocate either. */
void seep_fifo_overtake(struct seep_fifo *b);

#endif
