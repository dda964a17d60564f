/* values.c - values between goroutines: from the stack of the one to that of
 * the other, or into a channel's buffer and out of it (host.c says where an
 * operation's operands are). */
#include "fifo.h"
#include "host_inside.h"
#include "select_case.h"

static void push_case_field(lua_State *L, int slot, int field)
{
    lua_getfenv(L, slot);
    lua_rawgeti(L, -1, field);
    lua_remove(L, -2);
}

/* A case's label is its index when it was given none. */
static void push_label(lua_State *L, const struct seep_waiter *w)
{
    if (w->slot) {
        push_case_field(L, w->slot, SEEP_CASE_LABEL);
        if (!lua_isnil(L, -1))
            return;
        lua_pop(L, 1);
    }
    lua_pushinteger(L, w->index + 1);
}

/* Where g's operation finds its operands and leaves its results: once it is
 * suspended, on the goroutine's own thread. */
static lua_State *operands(const struct seep_g *g)
{
    return g->host_state & SEEP_LUA_AWAITS ? g->host : g->host_in;
}

/* The value that `from` sends. */
static lua_State *push_sent(struct seep_waiter *from)
{
    lua_State *L = operands(from->g);

    if (from->g->op.kind == SEEP_OP_SELECT)
        push_case_field(L, from->slot, SEEP_CASE_VALUE);
    else if (lua_gettop(L) != from->slot || (from->g->op.flags & SEEP_OP_AGAIN))
        /* else it is on top already */
        lua_pushvalue(L, from->slot);
    return L;
}

/* The thread on which `to` gets its results; a select's label goes first. */
lua_State *seep_lua__receiving(struct seep_waiter *to)
{
    lua_State *L = operands(to->g);

    if (to->g->op.kind == SEEP_OP_SELECT)
        push_label(L, to);
    return L;
}

void seep_lua__move(void *host, struct seep_waiter *from,
                    struct seep_waiter *to)
{
    lua_State *dst = seep_lua__receiving(to);
    lua_State *src = push_sent(from);

    (void)host;
    lua_xmove(src, dst, 1);
    lua_pushboolean(dst, 1);
}

/* Slots are a matter of the buffer's own: values come out as they went in. */
void seep_lua__store(void *host, struct seep_chan *ch, uint32_t slot,
                     struct seep_waiter *from)
{
    (void)host;
    (void)slot;
    seep_fifo_put(ch->host, push_sent(from));
}

void seep_lua__load(void *host, struct seep_chan *ch, uint32_t slot,
                    struct seep_waiter *to)
{
    lua_State *dst = seep_lua__receiving(to);

    (void)host;
    (void)slot;
    seep_fifo_take(ch->host, dst);
    lua_pushboolean(dst, 1);
}

void seep_lua__overtake(void *host, struct seep_chan *ch)
{
    (void)host;
    seep_fifo_overtake(ch->host);
}

void seep_lua__zero(void *host, struct seep_waiter *to)
{
    lua_State *dst = seep_lua__receiving(to);

    (void)host;
    lua_pushnil(dst);
    lua_pushboolean(dst, 0);
}

void seep_lua__tick(void *host, struct seep_waiter *to, int64_t when)
{
    lua_State *dst = seep_lua__receiving(to);

    (void)host;
    lua_pushnumber(dst, (lua_Number)when);
    lua_pushboolean(dst, 1);
}

bool seep_lua__applies(void *host, const struct seep_g *g)
{
    (void)host;
    if (g->op.kind == SEEP_OP_SYNCMAP_UPDATE)
        return seep_lua_syncmap_applies(operands(g), g);
    return seep_lua_atomic_applies(operands(g));
}
