/* chan.c - channels in Lua: chan, nilchan, views, and their methods.
 *
 * A channel is a userdata that *is* the core's struct.  nilchan and the
 * one-way views are small userdata of their own kinds; a view's environment
 * table keeps its channel alive, as a buffered channel's keeps its buffer. */
#include <math.h>

#include "fifo.h"
#include "host.h"

enum { NIL_MAGIC = SEEP_OBJECT_MAGIC | 0x102 };

struct view {
    uint32_t magic; /* SEEP_VIEW_MAGIC, or NIL_MAGIC for nilchan */
    int dir;        /* the enum seep_dir it allows */
    struct seep_chan *ch;
};

static const char *const verb[] = {"receive from", "send to"};

/* nilchan and views; everything that is not a plain channel. */
struct seep_chan *seep_lua_unusual_chan(lua_State *L, int index, int dir)
{
    const struct view *v =
        lua_type(L, index) == LUA_TUSERDATA ? lua_touserdata(L, index) : NULL;

    if (v && v->magic == NIL_MAGIC)
        return NULL;
    if (!v || v->magic != SEEP_VIEW_MAGIC)
        seep_lua_wrong(L, index, "a channel");
    if (dir >= 0 && dir != v->dir)
        seep_lua_fail(L, "invalid operation: cannot %s %s channel", verb[dir],
                      v->dir == SEEP_SEND ? "send-only" : "receive-only");
    return v->ch;
}

/* What no table can hold is more memory than there is. */
static void refuse(lua_State *L, uint32_t cap)
{
    char text[128];

    snprintf(text, sizeof text,
             "out of memory (--mem): a channel of capacity %u", cap);
    seep_sim_end(&seep_lua->sim, SEEP_VERDICT_LIMIT, seep_lua->sim.running,
                 text);
    lua_pushlightuserdata(L, (void *)(uintptr_t)seep_lua_kill);
    lua_error(L);
}

struct seep_chan *seep_lua_push_chan(lua_State *L, uint32_t cap, uint32_t name,
                                     uint32_t site)
{
    struct seep_chan *ch =
        seep_lua_object(L, sizeof *ch + (cap ? sizeof(struct seep_fifo) : 0),
                        SEEP_REG_META_CHAN);

    if (cap > SEEP_FIFO_MAX)
        refuse(L, cap);
    seep_chan_init(ch, cap);
    if (cap) {
        ch->host = ch + 1;
        seep_fifo_init(L, ch->host, cap);
    }
    seep_sim_number(&seep_lua->sim, &ch->obj, name, site);
    return ch;
}

static uint32_t check_cap(lua_State *L, int index)
{
    if (lua_isnoneornil(L, index))
        return 0;
    if (lua_type(L, index) != LUA_TNUMBER)
        seep_lua_fail(L, "a channel's capacity must be a number, got %s",
                      seep_lua_kind(L, index));
    lua_Number n = lua_tonumber(L, index);
    if (isnan(n) || n < 0 || n > (lua_Number)SEEP_CHAN_MAX) {
        lua_pushliteral(L, "makechan: size out of range");
        lua_error(L);
    }
    if (n != floor(n))
        seep_lua_fail(L, "a channel's capacity must be a whole number, got %f",
                      n);
    return (uint32_t)n;
}

/* chan(cap, name, { lossy = true }): messages can get lost, if a fault says
 * so. */
static bool is_lossy(lua_State *L, int index)
{
    if (lua_isnoneornil(L, index))
        return false;
    if (!lua_istable(L, index))
        seep_lua_wrong(L, index, "a table such as { lossy = true }");
    lua_getfield(L, index, "lossy");
    bool lossy = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return lossy;
}

static int l_chan(lua_State *L)
{
    uint32_t cap = check_cap(L, 1);
    bool lossy = is_lossy(L, 3);

    seep_lua_push_chan(L, cap, seep_lua_opt_name(L, 2), seep_lua_site(L))
        ->lossy = lossy;
    return 1;
}

/* ---- operations ---- */

/* The select of one case that a send or receive is. */
static inline void one_case(struct seep_g *g, enum seep_dir dir)
{
    g->op.ncase = 1;
    g->op.cases = &g->own;
    g->own.obj = g->op.obj;
    g->own.index = 0;
    g->own.dir = (uint8_t)dir;
    g->own.queued = false;
}

static int l_send(lua_State *L)
{
    struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_SEND);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_SEND, seep_lua_obj(ch));

    if (__builtin_expect(lua_type(L, 2) <= LUA_TNIL, 0)) {
        lua_settop(L, 2);
        if (ch)
            ch->nil_site = seep_lua_site(L);
    }
    one_case(g, SEEP_SEND);
    g->own.slot = 2;
    return seep_lua_perform(L, g);
}

static int receive(lua_State *L, uint8_t flags)
{
    struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_RECV);
    struct seep_g *g = seep_lua_begin(L, SEEP_OP_RECV, seep_lua_obj(ch));

    g->op.flags = flags;
    one_case(g, SEEP_RECV);
    return seep_lua_perform(L, g);
}

static int l_recv(lua_State *L)
{
    return receive(L, 0);
}

static int range_next(lua_State *L)
{
    return receive(L, SEEP_OP_RANGE);
}

static int l_range(lua_State *L)
{
    (void)seep_lua_chan(L, 1, SEEP_RECV);
    lua_pushcfunction(L, range_next);
    lua_pushvalue(L, 1);
    return 2;
}

static int l_close(lua_State *L)
{
    const struct view *v =
        lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;

    if (v && v->magic == SEEP_VIEW_MAGIC && v->dir == SEEP_RECV)
        seep_lua_fail(L,
                      "invalid operation: cannot close receive-only channel");
    struct seep_chan *ch = seep_lua_chan(L, 1, SEEP_SEND);
    return seep_lua_perform(L,
                            seep_lua_begin(L, SEEP_OP_CLOSE, seep_lua_obj(ch)));
}

static int l_len(lua_State *L)
{
    struct seep_chan *ch = seep_lua_chan(L, 1, -1);

    return seep_lua_perform(L,
                            seep_lua_begin(L, SEEP_OP_LEN, seep_lua_obj(ch)));
}

static int l_cap(lua_State *L)
{
    struct seep_chan *ch = seep_lua_chan(L, 1, -1);

    lua_pushinteger(L, ch ? (lua_Integer)seep_chan_cap(ch) : 0);
    return 1;
}

/* ---- views ---- */

void seep_lua_push_view_of(lua_State *L, struct seep_chan *ch, int keeper,
                           int dir)
{
    struct view *v = seep_lua_object(L, sizeof *v, SEEP_REG_META_CHAN);

    *v = (struct view){SEEP_VIEW_MAGIC, dir, ch};
    lua_pushvalue(L, keeper);
    seep_lua_keep(L, -2, SEEP_KEEP_VIEWED);
}

void seep_lua_push_view(lua_State *L, int index, int dir)
{
    if (index < 0)
        index = lua_gettop(L) + index + 1;
    seep_lua_push_view_of(L, seep_lua_chan(L, index, dir), index, dir);
}

static int push_view(lua_State *L, int dir)
{
    if (!seep_lua_chan(L, 1, dir))
        lua_settop(L, 1); /* a nil channel stays one */
    else
        seep_lua_push_view(L, 1, dir);
    return 1;
}

static int l_send_only(lua_State *L)
{
    return push_view(L, SEEP_SEND);
}

static int l_recv_only(lua_State *L)
{
    return push_view(L, SEEP_RECV);
}

/* As in Go, a channel and its views are equal. */
static int l_eq(lua_State *L)
{
    lua_pushboolean(L, seep_lua_chan(L, 1, -1) == seep_lua_chan(L, 2, -1));
    return 1;
}

static int l_tostring(lua_State *L)
{
    const struct seep_chan *ch = seep_lua_chan(L, 1, -1);

    if (ch)
        return seep_lua_push_object(L, &ch->obj, "chan");
    lua_pushliteral(L, "nilchan");
    return 1;
}

/* for v in ch do: what Go writes as range. */
static int l_call(lua_State *L)
{
    seep_lua_fail(L, "a channel cannot be called (a range over it is for v in "
                     "ch:range() do)");
}

/* ---- for the library ---- */

static int l_is_channel(lua_State *L)
{
    const uint32_t *magic =
        lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;

    lua_pushboolean(L, magic &&
                           (*magic == (SEEP_OBJECT_MAGIC | SEEP_OBJ_CHAN) ||
                            *magic == SEEP_VIEW_MAGIC || *magic == NIL_MAGIC));
    return 1;
}

static const luaL_Reg methods[] = {{"send", l_send},
                                   {"recv", l_recv},
                                   {"close", l_close},
                                   {"range", l_range},
                                   {"len", l_len},
                                   {"cap", l_cap},
                                   {"send_only", l_send_only},
                                   {"recv_only", l_recv_only},
                                   {NULL, NULL}};
static const luaL_Reg meta[] = {{"__len", l_len},
                                {"__eq", l_eq},
                                {"__tostring", l_tostring},
                                {"__call", l_call},
                                {NULL, NULL}};
static const luaL_Reg functions[] = {
    {"chan", l_chan}, {"is_channel", l_is_channel}, {NULL, NULL}};

void seep_lua_open_chan(lua_State *L)
{
    seep_lua_metatable(L, SEEP_REG_META_CHAN, "channel", methods, meta);
    seep_lua_register(L, functions);
    struct view *nil = seep_lua_object(L, sizeof *nil, SEEP_REG_META_CHAN);
    nil->magic = NIL_MAGIC;
    lua_setfield(L, -2, "nilchan");
}
