/* proof.c - goroutines that can never be woken, proven by reachability.
 *
 * A blocked goroutine can go on only if somebody who can run, now or later,
 * reaches what it waits for.  So: take a snapshot, let go of the threads of
 * all blocked goroutines, collect garbage, and see which of the objects that
 * they wait for survived.  Who waits for a survivor may be woken, and what it
 * reaches counts as reached: the snapshot is restored and the search begins
 * again without it, until nothing changes.  The rest are stuck for ever.
 *
 * It is the idea of Go's goroutine-leak profile, but exact at any step and
 * without side effects: the world is restored bit for bit.  Cost: a snapshot
 * and a full collection a round; rounds are at most the longest chain of
 * goroutines that wait for each other. */
#include <stdlib.h>

#include "select_case.h"
#include "world_inside.h"

struct suspect {
    struct seep_g *g;
    bool cleared; /* may still be woken */
};

struct proof {
    struct suspect *suspect;
    uint32_t n;
    uint32_t *owner; /* [key in the weak table] = suspect */
    uint32_t nowner, cap_owner;
    bool failed; /* out of ordinary memory: nothing is proven */
};

/* Will a timer end this wait? */
static bool timed(const struct seep_g *g)
{
    const struct seep_timer *t = seep_g_timer(g);

    if (t)
        return t->armed && t->when != SEEP_TIME_NEVER;
    for (uint32_t i = 0; i < g->op.ncase; i++) {
        const struct seep_chan *ch = (struct seep_chan *)g->op.cases[i].obj;
        if (ch && ch->timer && ch->timer->armed)
            return true;
    }
    return false;
}

static void find_suspects(struct proof *p)
{
    struct seep_sim *s = &seep_lua->sim;

    p->suspect = calloc(s->nlive + 1, sizeof *p->suspect);
    if (!p->suspect) {
        p->failed = true;
        return;
    }
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->status == SEEP_G_WAITING && !timed(g))
            p->suspect[p->n++].g = g;
}

/* Adds the object on top to the weak table at index t, as i's; pops it. */
static void watch(lua_State *L, struct proof *p, int t, uint32_t i)
{
    if (p->nowner == p->cap_owner) {
        uint32_t cap = p->cap_owner ? p->cap_owner * 2 : 64;
        void *more = realloc(p->owner, cap * sizeof *p->owner);
        if (!more) {
            p->failed = true;
            lua_pop(L, 1);
            return;
        }
        p->owner = more;
        p->cap_owner = cap;
    }
    p->owner[p->nowner++] = i;
    lua_rawseti(L, t, (int)p->nowner);
}

/* Replaces a view or a select case on top by what the channel lives in. */
static void look_behind(lua_State *L)
{
    const struct seep_object *o = lua_touserdata(L, -1);

    while (o && (o->magic == SEEP_VIEW_MAGIC || o->magic == SEEP_CASE_MAGIC)) {
        int field = o->magic == SEEP_CASE_MAGIC &&
                            ((const struct seep_case *)o)->fields
                        ? SEEP_CASE_CHAN
                        : SEEP_KEEP_VIEWED;
        lua_getfenv(L, -1);
        lua_rawgeti(L, -1, field);
        lua_replace(L, -3);
        lua_pop(L, 1);
        o = lua_touserdata(L, -1);
    }
}

/* What suspect i waits for, from the operands on its thread. */
static void watch_suspect(lua_State *L, struct proof *p, int t, uint32_t i)
{
    const struct seep_g *g = p->suspect[i].g;
    lua_State *on = g->host;

    if (g->op.kind == SEEP_OP_SELECT) {
        for (uint32_t k = 0; k < g->op.ncase; k++) {
            if (!g->op.cases[k].obj)
                continue;
            lua_pushvalue(on, g->op.cases[k].slot);
            lua_xmove(on, L, 1);
            look_behind(L);
            watch(L, p, t, i);
        }
    } else if (g->op.obj) {
        lua_pushvalue(on, 1);
        lua_xmove(on, L, 1);
        if (g->op.ncase)
            look_behind(L);
        watch(L, p, t, i);
    }
}

static void let_go(lua_State *L, const struct seep_g *g)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_THREADS);
    lua_pushnil(L);
    lua_rawseti(L, -2, (int)g->host_slot);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_STATE);
    lua_pushlightuserdata(L, (void *)(uintptr_t)g);
    lua_pushnil(L);
    lua_rawset(L, -3);
    lua_pop(L, 2);
}

/* One round, in a world that will be restored.  True: somebody was cleared. */
static bool search(lua_State *L, struct proof *p)
{
    bool cleared = false;
    int t;

    p->nowner = 0;
    lua_newtable(L);
    t = lua_gettop(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, t);
    for (uint32_t i = 0; i < p->n; i++)
        if (!p->suspect[i].cleared)
            watch_suspect(L, p, t, i);
    for (uint32_t i = 0; i < p->n; i++)
        if (!p->suspect[i].cleared)
            let_go(L, p->suspect[i].g);
    lua_gc(L, LUA_GCCOLLECT, 0);
    for (uint32_t k = 0; k < p->nowner; k++) {
        lua_rawgeti(L, t, (int)k + 1);
        if (!lua_isnil(L, -1) && !p->suspect[p->owner[k]].cleared)
            cleared = p->suspect[p->owner[k]].cleared = true;
        lua_pop(L, 1);
    }
    return cleared;
}

static void prove(lua_State *L, struct proof *p)
{
    struct seep_arena *a = seep_lua->sim.arena;
    bool again = !p->failed && p->n > 0;

    while (again && !p->failed) {
        seep_snapshot_unguard();
        struct seep_snapshot *before = seep_snapshot_take(a);
        if (!before) {
            p->failed = true;
            return;
        }
        seep_arena_lift(a);
        again = search(L, p);
        seep_snapshot_restore(a, before);
        seep_snapshot_free(before);
    }
}

/* leaked(): records of the goroutines proven stuck, in order of start. */
static int l_leaked(lua_State *L)
{
    struct proof p = {0};
    int n = 0;
    uint32_t nproven = 0;
    /* First what may raise an error: afterwards there is memory to free. */
    struct seep_g **proven =
        lua_newuserdata(L, (seep_lua->sim.nlive + 1) * sizeof *proven);

    find_suspects(&p);
    prove(L, &p);
    bool failed = p.failed;
    for (uint32_t i = 0; !failed && i < p.n; i++)
        if (!p.suspect[i].cleared)
            proven[nproven++] = p.suspect[i].g;
    free(p.suspect);
    free(p.owner);
    if (failed)
        return luaL_error(L, "not enough memory to search for leaks");
    lua_newtable(L);
    for (uint32_t i = 0; i < nproven; i++) {
        seep_lua_push_record(L, proven[i]);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

void seep_lua_open_proof(lua_State *L)
{
    lua_pushcfunction(L, l_leaked);
    lua_setfield(L, -2, "leaked");
}
