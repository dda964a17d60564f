/* context_end.c - ending contexts: who ends whom, and the walk of a cancel.
 *
 * DESIGN
 *
 * A cancelling context ends those in its list, in order of creation:
 *
 *   owner.first -> c <-> c <-> c <- owner.last
 *
 * One leaves the list when it has been cancelled itself.  Above a context of
 * the script's own there is no such list (context.lua).
 *
 * A cancel goes down first and unlinks on its way up, when all below has
 * ended, so that a second canceller finds what the first is at.  No lock is
 * needed: what stands between two operations is never interrupted.  Go holds
 * a mutex over a whole cancel; here whoever comes second waits for the close
 * that is under way and helps with the descendants, so that for both, when
 * their cancel returns, all below has ended. */
#include "context.h"

/* ---- who ends whom ---- */

/* Pushes the table of the owner, or owner to be, of the context at index. */
static void push_owners_table(lua_State *L, int index,
                              const struct seep_context *owner)
{
    const struct seep_context *c = lua_touserdata(L, index);
    int at = lua_gettop(L) + 1;

    if (!c->own && c->parent == owner) {
        lua_getfenv(L, index);
        return;
    }
    lua_pushvalue(L, index);
    while (seep_context_climb_to_owner(L, at) != owner)
        ;
    seep_context_push_own(L, at);
    lua_replace(L, at);
}

void seep_context_link(lua_State *L, int index, struct seep_context *owner)
{
    struct seep_context *c = lua_touserdata(L, index);
    uint32_t slot = SEEP_CONTEXT_SLOT + owner->nslots;

    push_owners_table(L, index, owner);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, (int)slot);
    lua_pop(L, 1);
    owner->nslots++;
    c->slot = slot;
    c->owner = owner;
    c->prev = owner->last;
    if (owner->last)
        owner->last->next = c;
    else
        owner->first = c;
    owner->last = c;
}

/* Frees c's slot in the owner's table, at index.  An open owner keeps its
 * slots dense, since it may live for long. */
static void free_slot(lua_State *L, struct seep_context *c, int index)
{
    uint32_t last = SEEP_CONTEXT_SLOT + c->owner->nslots - 1;

    if (!c->owner->err) {
        c->owner->nslots--;
        if (last != c->slot) {
            lua_rawgeti(L, index, (int)last);
            ((struct seep_context *)lua_touserdata(L, -1))->slot = c->slot;
            lua_rawseti(L, index, (int)c->slot);
        }
    } else {
        last = c->slot;
    }
    lua_pushnil(L);
    lua_rawseti(L, index, (int)last);
}

/* Takes c out of its owner's list, whose table is at index.  From then on
 * nothing may keep c. */
static void unlink(lua_State *L, struct seep_context *c, int index)
{
    free_slot(L, c, index);
    if (c->prev)
        c->prev->next = c->next;
    else
        c->owner->first = c->next;
    if (c->next)
        c->next->prev = c->prev;
    else
        c->owner->last = c->prev;
    c->owner = c->next = c->prev = NULL;
}

/* Replaces the context at index by its owner and takes it out of the list. */
static void climb_out(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    while (seep_context_climb_to_owner(L, index) != c->owner)
        ;
    lua_getfenv(L, index);
    unlink(L, c, lua_gettop(L));
    lua_pop(L, 1);
}

/* link(ctx, above): ctx ends when above does, although its parent is one of
 * the script's own.  True: above has ended. */
static int l_link(lua_State *L)
{
    struct seep_context *c = lua_touserdata(L, 1);
    struct seep_context *above = lua_touserdata(L, 2);

    seep_context_push_own(L, 1);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, SEEP_CONTEXT_OWNER);
    c->wrapped = true;
    c->end.above = &above->end;
    if (!above->err)
        seep_context_link(L, 1, above);
    lua_pushboolean(L, above->err != 0);
    return 1;
}

/* Pushes a field of the context at index and empties it. */
static void take(lua_State *L, int index, int field)
{
    lua_getfenv(L, index);
    lua_rawgeti(L, -1, field);
    if (!lua_isnil(L, -1)) {
        lua_pushnil(L);
        lua_rawseti(L, -3, field);
    }
    lua_remove(L, -2);
}

/* leave(ctx): it has ended by itself.  Returns what is to be called then. */
static int l_leave(lua_State *L)
{
    struct seep_context *c = lua_touserdata(L, 1);

    if (c->owner) {
        push_owners_table(L, 1, c->owner);
        unlink(L, c, lua_gettop(L));
    }
    if (!c->own)
        return 0;
    take(L, 1, SEEP_CONTEXT_UNWATCH);
    return 1;
}

/* Sets a field of the context at 1 to the value at index. */
static void keep(lua_State *L, int index, int field)
{
    seep_context_push_own(L, 1);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, field);
    lua_pop(L, 1);
}

/* set_unwatch(ctx, f), set_timer(ctx, timer): the latter is stopped when ctx
 * ends; nil: none any more. */
static int l_set_unwatch(lua_State *L)
{
    lua_settop(L, 2);
    keep(L, 2, SEEP_CONTEXT_UNWATCH);
    return 0;
}

static int l_set_timer(lua_State *L)
{
    struct seep_context *c = lua_touserdata(L, 1);

    lua_settop(L, 2);
    keep(L, 2, SEEP_CONTEXT_TIMER);
    c->timed = !lua_isnil(L, 2);
    return 0;
}

/* ending(ctx): has it ended, or is it about to? */
static int l_ending(lua_State *L)
{
    const struct seep_context *c = lua_touserdata(L, 1);

    lua_pushboolean(L, c->err != 0);
    return 1;
}

/* ---- with what ---- */

/* As the one that ends c, or would have. */
static void inherit(struct seep_context *c, struct seep_context *from)
{
    if (from->by)
        c->by = from->by;
    else if (from->caused || from->err == SEEP_CONTEXT_OTHER)
        c->by = from;
    c->err = from->err;
}

static void inherit_above(lua_State *L)
{
    struct seep_context *c = lua_touserdata(L, 1), *from;
    int at = lua_gettop(L) + 1;

    lua_pushvalue(L, 1);
    do
        from = seep_context_climb_to_owner(L, at);
    while (from->kind != SEEP_CONTEXT_CANCELLING);
    lua_settop(L, at - 1);
    inherit(c, from);
}

/* Sets what the context at 1 ends with: err, nil for that of the one above,
 * and cause, nil for none but err. */
static void set_end(lua_State *L, int why, int cause)
{
    struct seep_context *c = lua_touserdata(L, 1);
    uint8_t err = SEEP_CONTEXT_OTHER;

    if (lua_isnil(L, why)) {
        inherit_above(L);
        return;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_META_CONTEXT);
    for (int i = SEEP_CONTEXT_CANCELED; i <= SEEP_CONTEXT_LATE; i++) {
        lua_rawgeti(L, -1, i);
        if (lua_rawequal(L, -1, why))
            err = (uint8_t)i;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    bool caused = !lua_isnil(L, cause) && !lua_rawequal(L, why, cause);
    if (err == SEEP_CONTEXT_OTHER)
        keep(L, why, SEEP_CONTEXT_ERR);
    if (caused)
        keep(L, cause, SEEP_CONTEXT_CAUSE);
    c->caused = caused;
    c->err = err;
}

/* ---- the walk ---- */

/* Its arguments, and the table of the context at AT. */
enum { TOP = 1, AT, ERR, CAUSE, TABLE };

static struct seep_g *begin_close(lua_State *L, struct seep_context *c)
{
    seep_context_number(c);
    return seep_lua_begin(L, SEEP_OP_CLOSE, &c->ch->obj);
}

/* close(ctx, err, cause): after the walk has asked for it. */
static int l_close(lua_State *L)
{
    struct seep_context *c = lua_touserdata(L, 1);

    lua_settop(L, 3);
    c->closing = true;
    return seep_lua_perform(L, begin_close(L, c));
}

/* Performed: unless another one was quicker, the context ends with what
 * close() was given; only now does anybody see that. */
int seep_lua_context_closed(lua_State *L, const struct seep_g *g)
{
    if (g->op.ok)
        set_end(L, 2, 3);
    return 0;
}

/* What the caller has to do before the walk goes on: its name, a value (on
 * top) for it, and the context where the walk is. */
static int ask(lua_State *L, const char *todo)
{
    lua_pushstring(L, todo);
    lua_insert(L, -2);
    lua_pushvalue(L, AT);
    return 3;
}

static int ask_wait(lua_State *L)
{
    lua_pushnil(L);
    return ask(L, "wait");
}

/* A close that may be put off is the caller's, as no function of C can go on
 * after it. */
static int ask_close(lua_State *L)
{
    lua_pushnil(L);
    return ask(L, "close");
}

/* Closes the channel of c, which has ended.  False: the run is over, the walk
 * returns `results`. */
static bool close_now(lua_State *L, struct seep_context *c, int *results)
{
    struct seep_g *g = begin_close(L, c);
    enum seep_outcome r = seep_sim_op(&seep_lua->sim, g);

    if (r != SEEP_DONE)
        *results = seep_lua_suspend(L, g, r);
    return r == SEEP_DONE;
}

/* Has it nothing to it but its channel? */
static bool is_leaf(const struct seep_context *c)
{
    return !c->err && !c->first && !c->runs && !c->timed;
}

/* Ends the first ones below the context at AT without going there, as long as
 * they are leaves.  False: the walk returns `results`. */
static bool end_leaves(lua_State *L, int *results)
{
    struct seep_context *c = lua_touserdata(L, AT);

    lua_getfenv(L, AT);
    while (c->first && is_leaf(c->first) &&
           !seep_sim_may_suspend(&seep_lua->sim)) {
        inherit(c->first, c);
        if (!close_now(L, c->first, results))
            return false;
        unlink(L, c->first, TABLE);
    }
    lua_settop(L, TABLE - 1);
    return true;
}

/* Goes down from AT to its first child, which ends.  False: the walk returns
 * `results`. */
static bool descend(lua_State *L, int *results)
{
    struct seep_context *c = lua_touserdata(L, AT), *child = c->first;

    lua_getfenv(L, AT);
    lua_rawgeti(L, -1, (int)child->slot);
    lua_replace(L, AT);
    lua_pop(L, 1);
    if (child->err || seep_sim_may_suspend(&seep_lua->sim)) {
        *results = child->err ? ask_wait(L) : ask_close(L);
        return false;
    }
    inherit(child, c);
    return close_now(L, child, results);
}

/* One step of the walk, where all above and before AT has ended.  False: it
 * stops there, maybe for good. */
static bool step(lua_State *L, int *results)
{
    struct seep_context *c = lua_touserdata(L, AT);

    *results = 0;
    if (c->runs) {
        c->runs = false;
        take(L, AT, SEEP_CONTEXT_RUN);
        *results = ask(L, "run");
        return false;
    }
    if (c->first)
        return end_leaves(L, results) && (!c->first || descend(L, results));
    if (c->timed) {
        c->timed = false;
        take(L, AT, SEEP_CONTEXT_TIMER);
        *results = ask(L, "stop");
        return false;
    }
    if (c == lua_touserdata(L, TOP))
        return false;
    climb_out(L, AT);
    return true;
}

/* Ends the context at TOP itself, or sees that it has. */
static bool begin(lua_State *L, int *results)
{
    struct seep_context *c = lua_touserdata(L, TOP);

    lua_pushvalue(L, TOP);
    lua_replace(L, AT);
    if (c->err || seep_sim_may_suspend(&seep_lua->sim)) {
        *results = c->err ? ask_wait(L) : ask_close(L);
        return false;
    }
    set_end(L, ERR, CAUSE);
    return close_now(L, c, results);
}

/* walk(ctx, at, err, cause): ends ctx, if at is nil, and all that is below it
 * and was not before a walk stopped at `at`.  Nothing: all is done. */
static int l_walk(lua_State *L)
{
    const struct seep_context *at;
    int results;

    lua_settop(L, CAUSE);
    if (lua_isnil(L, AT)) {
        if (!begin(L, &results))
            return results;
    } else if (at = lua_touserdata(L, AT),
               !at->owner && at != lua_touserdata(L, TOP)) {
        /* Another canceller has been quicker: from the top again. */
        lua_pushvalue(L, TOP);
        lua_replace(L, AT);
    }
    while (step(L, &results))
        ;
    return results;
}

static const luaL_Reg functions[] = {{"context_link", l_link},
                                     {"context_leave", l_leave},
                                     {"context_set_unwatch", l_set_unwatch},
                                     {"context_set_timer", l_set_timer},
                                     {"context_ending", l_ending},
                                     {"context_close", l_close},
                                     {"context_walk", l_walk},
                                     {NULL, NULL}};

void seep_context_open_end(lua_State *L)
{
    seep_lua_register(L, functions);
}
