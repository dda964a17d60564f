/* describe.c - values of the core as people read them, for the prompt. */
#include <string.h>

#include "context.h"
#include "core/mutex.h"
#include "core/names.h"
#include "core/rwmutex.h"
#include "core/waitgroup.h"

/* How many bytes go on what a byte of UTF-8 begins; very many: none does. */
static size_t continuation(unsigned char c)
{
    if (c < 0x80)
        return 0;
    if (c >= 0xc2 && c <= 0xdf)
        return 1;
    if ((c & 0xf0) == 0xe0)
        return 2;
    return c >= 0xf0 && c <= 0xf4 ? 3 : SIZE_MAX;
}

/* is_utf8(text) */
static int l_is_utf8(lua_State *L)
{
    size_t n;
    const char *s = luaL_checklstring(L, 1, &n);

    for (size_t i = 0; i < n;) {
        size_t more = continuation((unsigned char)s[i++]);
        for (; more && more < 4 && i < n && (s[i] & 0xc0) == 0x80; more--)
            i++;
        if (more) {
            lua_pushboolean(L, 0);
            return 1;
        }
    }
    lua_pushboolean(L, 1);
    return 1;
}

/* say(text): to where print writes, but no operation. */
static int l_say(lua_State *L)
{
    size_t n;
    const char *s = luaL_checklstring(L, 1, &n);

    if (seep_lua_out)
        fwrite(s, 1, n, seep_lua_out);
    return 0;
}

static int count(const struct seep_queue *q)
{
    int n = 0;

    for (const struct seep_waiter *w = q->first; w; w = w->next)
        n++;
    return n;
}

/* Adds ", N WHAT" to the text on top, unless there are none. */
static void add_count(lua_State *L, int n, const char *one, const char *many)
{
    if (!n)
        return;
    lua_pushfstring(L, ", %d %s", n, n == 1 ? one : many);
    lua_concat(L, 2);
}

static void add_chan(lua_State *L, const struct seep_chan *ch)
{
    uint32_t cap = seep_chan_cap(ch);

    if (cap)
        lua_pushfstring(L, ", %d of %d in it", (int)ch->len, (int)cap);
    else
        lua_pushliteral(L, ", unbuffered");
    lua_pushstring(L, ch->closed ? ", closed" : "");
    lua_concat(L, 3);
    add_count(L, count(&ch->q[SEEP_SEND]), "sender waiting", "senders waiting");
    add_count(L, count(&ch->q[SEEP_RECV]), "receiver waiting",
              "receivers waiting");
}

static void add_holder(lua_State *L, const struct seep_mutex *m)
{
    if (m->locked)
        lua_pushfstring(L, ", held by g%d", (int)m->owner);
    else
        lua_pushliteral(L, ", free");
    lua_concat(L, 2);
    add_count(L, count(&m->q), "waiter", "waiters");
}

static void add_rwmutex(lua_State *L, const struct seep_rwmutex *rw)
{
    if (rw->writing) {
        lua_pushfstring(L, ", written by g%d", (int)rw->w.owner);
        lua_concat(L, 2);
    }
    add_count(L, (int)rw->reading, "reader", "readers");
    add_count(L, count(&rw->q) + count(&rw->w.q), "waiter", "waiters");
}

static int describe_g(lua_State *L, struct seep_g *g)
{
    const struct seep_sim *s = &seep_lua->sim;
    const char *state = g->status == SEEP_G_WAITING
                            ? seep_wait_text((enum seep_wait_reason)g->wait)
                            : seep_g_status_text((enum seep_g_status)g->status);

    lua_pushfstring(L, "goroutine g%d", (int)g->id);
    if (g->name) {
        lua_pushfstring(L, " \"%s\"", seep_name_text(&s->names, g->name));
        lua_concat(L, 2);
    }
    lua_pushfstring(L, " [%s]", state);
    lua_concat(L, 2);
    return 1;
}

static int describe_context(lua_State *L, const struct seep_context *c)
{
    static const char *const end[] = {", open", ", canceled",
                                      ", deadline exceeded", ", ended"};

    lua_getglobal(L, "tostring");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (c->kind == SEEP_CONTEXT_CANCELLING) {
        lua_pushstring(L, end[c->err & 3]);
        lua_concat(L, 2);
    }
    return 1;
}

/* One direction of a channel. */
static int describe_view(lua_State *L)
{
    const struct seep_chan *ch = seep_lua_unusual_chan(L, 1, -1);

    seep_lua_push_object(L, &ch->obj, "one way of channel");
    add_chan(L, ch);
    return 1;
}

/* described(v): the text of an object that has more to say than its name. */
static int l_described(lua_State *L)
{
    const struct seep_object *o = lua_touserdata(L, 1);

    lua_settop(L, 1);
    if (!o)
        return 0;
    if (o->magic == SEEP_CONTEXT_MAGIC)
        return describe_context(L, seep_context_test(L, 1));
    if (o->magic == SEEP_VIEW_MAGIC)
        return describe_view(L);
    if ((o->magic & 0xffff0100u) != SEEP_OBJECT_MAGIC)
        return 0;
    switch (seep_object_kind(o)) {
    case SEEP_OBJ_G: return describe_g(L, lua_touserdata(L, 1));
    case SEEP_OBJ_CHAN:
        seep_lua_push_object(L, o, "channel");
        add_chan(L, (const struct seep_chan *)o);
        return 1;
    case SEEP_OBJ_MUTEX:
        seep_lua_push_object(L, o, "mutex");
        add_holder(L, (const struct seep_mutex *)o);
        return 1;
    case SEEP_OBJ_RWMUTEX:
        seep_lua_push_object(L, o, "rwmutex");
        add_rwmutex(L, (const struct seep_rwmutex *)o);
        return 1;
    case SEEP_OBJ_WAITGROUP: {
        const struct seep_waitgroup *wg = (const struct seep_waitgroup *)o;
        seep_lua_push_object(L, o, "waitgroup");
        lua_pushfstring(L, ", counter %d", (int)wg->count);
        lua_concat(L, 2);
        add_count(L, count(&wg->q), "waiter", "waiters");
        return 1;
    }
    default: return 0;
    }
}

static const luaL_Reg functions[] = {{"is_utf8", l_is_utf8},
                                     {"say", l_say},
                                     {"described", l_described},
                                     {NULL, NULL}};

void seep_lua_open_describe(lua_State *L)
{
    seep_lua_register(L, functions);
}
