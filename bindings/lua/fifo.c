/* fifo.c - a queue made of two stacks, or of a table. */
#include "fifo.h"

#include "host.h"

enum { STACK_SLOTS_MAX = 1024 };

static bool in_table(const struct seep_fifo *b)
{
    return b->cap > STACK_SLOTS_MAX;
}

/* Protected: an error must not be raised on a thread that does not run.  The
 * collector halves a stack that is mostly unused, so as many nils are laid at
 * the bottom as values can come on top. */
static int grow_stack(lua_State *L)
{
    const struct seep_fifo *b = lua_touserdata(L, 1);

    luaL_checkstack(L, 2 * (int)b->cap + LUA_MINSTACK, NULL);
    return 0;
}

static lua_State *new_stack(lua_State *L, struct seep_fifo *b, int key)
{
    lua_State *stack = lua_newthread(L);

    if (lua_cpcall(stack, grow_stack, b))
        luaL_error(L, "not enough memory");
    lua_settop(stack, (int)b->cap);
    seep_lua_keep(L, -2, key);
    return stack;
}

static lua_State *new_table(lua_State *L, uint32_t cap)
{
    lua_State *holder = lua_newthread(L);

    lua_createtable(L, (int)cap, 0);
    lua_xmove(L, holder, 1);
    seep_lua_keep(L, -2, SEEP_KEEP_IN);
    return holder;
}

void seep_fifo_init(lua_State *L, struct seep_fifo *b, uint32_t cap)
{
    *b = (struct seep_fifo){.cap = cap};
    if (in_table(b)) {
        b->in = new_table(L, cap);
        return;
    }
    b->in = new_stack(L, b, SEEP_KEEP_IN);
    if (cap > 1)
        b->out = new_stack(L, b, SEEP_KEEP_OUT);
}

static uint32_t next(const struct seep_fifo *b, uint32_t i)
{
    return i + 1 < b->cap ? i + 1 : 0;
}

static void put_table(struct seep_fifo *b)
{
    lua_rawseti(b->in, 1, (int)b->nin + 1);
    b->nin = next(b, b->nin);
}

static void take_table(struct seep_fifo *b, lua_State *dst)
{
    lua_rawgeti(b->in, 1, (int)b->nout + 1);
    lua_xmove(b->in, dst, 1);
    lua_pushnil(b->in); /* a received value is not kept alive */
    lua_rawseti(b->in, 1, (int)b->nout + 1);
    b->nout = next(b, b->nout);
}

void seep_fifo_put(struct seep_fifo *b, lua_State *src)
{
    lua_xmove(src, b->in, 1);
    if (in_table(b))
        put_table(b);
    else
        b->nin++;
}

static void overtake_table(struct seep_fifo *b)
{
    uint32_t last = b->nin ? b->nin - 1 : b->cap - 1;
    uint32_t before = last ? last - 1 : b->cap - 1;

    lua_rawgeti(b->in, 1, (int)last + 1);
    lua_rawgeti(b->in, 1, (int)before + 1);
    lua_rawseti(b->in, 1, (int)last + 1);
    lua_rawseti(b->in, 1, (int)before + 1);
}

void seep_fifo_overtake(struct seep_fifo *b)
{
    int newest_out = (int)b->cap + 1; /* above the nils */

    if (in_table(b)) {
        overtake_table(b);
    } else if (b->nin > 1) {
        lua_insert(b->in, -2);
    } else {
        lua_xmove(b->in, b->out, 1);
        lua_pushvalue(b->out, newest_out);
        lua_xmove(b->out, b->in, 1);
        lua_replace(b->out, newest_out);
    }
}

/* All but the oldest value of `in` to `out`; it is then on top of `in`. */
static void turn_over(struct seep_fifo *b)
{
    for (; b->nin > 1; b->nin--, b->nout++)
        lua_xmove(b->in, b->out, 1);
}

void seep_fifo_take(struct seep_fifo *b, lua_State *dst)
{
    if (in_table(b)) {
        take_table(b, dst);
    } else if (b->nout) {
        lua_xmove(b->out, dst, 1);
        b->nout--;
    } else {
        turn_over(b);
        lua_xmove(b->in, dst, 1);
        b->nin--;
    }
}
