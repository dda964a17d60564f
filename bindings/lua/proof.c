/* proof.c - goroutines that can never be woken, proven by reachability.
 *
 * A blocked goroutine can go on only if somebody who can run, now or later,
 * reaches what it waits for.  So: take a snapshot, let go of the threads of
 * all blocked goroutines but have what they wait for keep them, collect
 * garbage, and see which threads died:
 *
 *   live thread --> channel --(environment)--> thread that waits for it --> ...
 *
 * Who waits for what is reached counts as reached, and so does what it
 * reaches itself, in one collection; the rest are stuck for ever.  Then the
 * snapshot is restored.
 *
 * It is the idea of Go's goroutine-leak profile, but exact at any step and
 * without side effects: the world is restored bit for bit.  Cost: a snapshot
 * and a full collection. */
#include "proof.h"

#include <stdlib.h>

#include "chaos.h"
#include "core/certain.h"
#include "select_case.h"
#include "world_inside.h"

/* ---- who may be stuck ---- */

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

void seep_proof_begin(struct seep_proof *p, const struct seep_sim *s)
{
    *p =
        (struct seep_proof){.suspect = calloc(s->nlive + 1, sizeof *p->suspect),
                            .stuck = calloc(s->nlive + 1, sizeof *p->stuck),
                            .bereft = calloc(s->nlive + 1, sizeof *p->bereft)};
    if (!p->suspect || !p->stuck || !p->bereft) {
        p->failed = true;
        return;
    }
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->status == SEEP_G_WAITING && !timed(g) &&
            !seep_lua_chaos_may_free(g))
            p->suspect[p->n++] = g;
}

/* ---- what keeps them, in a world that will be restored ---- */

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

/* Pushes g's thread; its deferred calls, or nil. */
static void push_thread(lua_State *L, const struct seep_g *g)
{
    lua_State *on = g->host;

    lua_pushthread(on);
    lua_xmove(on, L, 1);
}

static void push_state(lua_State *L, const struct seep_g *g)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_STATE);
    lua_pushlightuserdata(L, (void *)(uintptr_t)g);
    lua_rawget(L, -2);
    lua_remove(L, -2);
}

/* The object on top keeps g, which waits for it; pops it.  What is no object
 * of ours may be anything: then g is kept in the table at index `kept`. */
static void tie(lua_State *L, const struct seep_g *g, int kept)
{
    int object = lua_gettop(L);

    lua_createtable(L, 3, 0);
    push_thread(L, g);
    lua_rawseti(L, -2, 1);
    push_state(L, g);
    lua_rawseti(L, -2, 2);
    if (lua_type(L, object) == LUA_TUSERDATA) {
        lua_getfenv(L, object);
        lua_rawseti(L, -2, 3);
        lua_setfenv(L, object);
    } else {
        lua_rawseti(L, kept, (int)lua_objlen(L, kept) + 1);
    }
    lua_settop(L, object - 1);
}

/* All that g waits for, from the operands on its thread. */
static void tie_all(lua_State *L, const struct seep_g *g, int kept)
{
    lua_State *on = g->host;

    if (g->op.kind == SEEP_OP_SELECT) {
        for (uint32_t k = 0; k < g->op.ncase; k++) {
            if (!g->op.cases[k].obj)
                continue;
            lua_pushvalue(on, 2 + g->op.cases[k].index); /* see select.c */
            lua_xmove(on, L, 1);
            look_behind(L);
            tie(L, g, kept);
        }
    } else if (g->op.obj) {
        lua_pushvalue(on, 1);
        lua_xmove(on, L, 1);
        if (g->op.ncase)
            look_behind(L);
        tie(L, g, kept);
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

static int search(lua_State *L)
{
    struct seep_proof *p = lua_touserdata(L, 1);
    enum { WEAK = 2, KEPT };

    lua_createtable(L, (int)p->n, 0);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, WEAK);
    lua_newtable(L);
    seep_lua_chaos_keep(L, KEPT);
    for (uint32_t i = 0; i < p->n; i++) {
        push_thread(L, p->suspect[i]);
        lua_rawseti(L, WEAK, (int)i + 1);
        if (!p->bereft[i])
            tie_all(L, p->suspect[i], KEPT);
    }
    for (uint32_t i = 0; i < p->n; i++)
        let_go(L, p->suspect[i]);
    lua_gc(L, LUA_GCCOLLECT, 0);
    for (uint32_t i = 0; i < p->n; i++) {
        lua_rawgeti(L, WEAK, (int)i + 1);
        p->stuck[i] = lua_isnil(L, -1);
        lua_pop(L, 1);
    }
    return 0;
}

void seep_proof_make(lua_State *L, struct seep_proof *p)
{
    struct seep_arena *a = seep_lua->sim.arena;
    struct seep_snapshot *before;

    if (p->failed || !p->n)
        return;
    seep_snapshot_unguard();
    if (!(before = seep_snapshot_take(a))) {
        p->failed = true;
        return;
    }
    seep_arena_lift(a);
    p->failed = lua_cpcall(L, search, p) != 0;
    seep_snapshot_restore(a, before);
    seep_snapshot_free(before);
}

void seep_proof_tell(const struct seep_proof *p)
{
    for (uint32_t i = 0; !p->failed && i < p->n; i++)
        if (p->stuck[i])
            seep_certain_add(seep_world->certain, &seep_lua->sim,
                             p->suspect[i]);
}

void seep_proof_fini(struct seep_proof *p)
{
    free(p->suspect);
    free(p->stuck);
    free(p->bereft);
}

/* ---- whenever nothing can run ---- */

enum {
    STEPS_FREE = 1 << 16,  /* for a run that is looked at closely */
    STEPS_A_STEP = 20,     /* of a run, for one of looking */
    BYTES_A_STEP = 256,    /* of a world that is copied and searched */
    GOROUTINES_A_STEP = 8, /* that are asked what they wait for */
    BYTES_MOST = 1 << 27,  /* more takes longer than the watchdog waits */
};

void seep_looks_begin(struct seep_looks *k, enum seep_leak_checks how,
                      bool closely)
{
    *k = (struct seep_looks){.how = how, .free = closely ? STEPS_FREE : 0};
}

bool seep_proof_is_small(const struct seep_sim *s)
{
    return seep_arena_stats(s->arena).used <= BYTES_MOST;
}

uint64_t seep_proof_cost(const struct seep_sim *s)
{
    return seep_arena_stats(s->arena).used / BYTES_A_STEP +
           s->nlive / GOROUTINES_A_STEP;
}

/* Counts what a look costs, when the run can afford it. */
static bool affords(struct seep_looks *k, const struct seep_sim *s)
{
    if (k->how == SEEP_LOOK_NEVER || !seep_proof_is_small(s))
        return false;
    if (k->how == SEEP_LOOK_ALWAYS)
        return true;
    if (k->spent > k->free + s->steps / STEPS_A_STEP)
        return false;
    k->spent += seep_proof_cost(s);
    return true;
}

/* Is there anybody who waits, of whom it is not known yet? */
static bool is_worth_it(const struct seep_proof *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (!seep_certain_knows(seep_world->certain, p->suspect[i]->id))
            return true;
    return false;
}

void seep_lua_look(void *host)
{
    struct seep_lua *w = host;
    struct seep_proof p;

    if (!w->sim.nlive)
        return;
    seep_lua_keep_vigil(w);
    if (!affords(&seep_world->looks, &w->sim))
        return;
    seep_proof_begin(&p, &w->sim);
    if (!p.failed && is_worth_it(&p))
        seep_proof_make(w->L, &p);
    seep_proof_tell(&p);
    seep_proof_fini(&p);
}

/* ---- on request ---- */

/* leaked(): records of the goroutines proven stuck, in order of start. */
static int l_leaked(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_proof p;
    uint32_t nproven = 0;
    /* First what may raise an error: afterwards there is memory to free. */
    struct seep_g **proven =
        lua_newuserdata(L, (s->nlive + 1) * sizeof *proven);

    seep_proof_begin(&p, s);
    seep_proof_make(L, &p);
    bool failed = p.failed;
    for (uint32_t i = 0; !failed && i < p.n; i++)
        if (p.stuck[i])
            proven[nproven++] = p.suspect[i];
    seep_proof_fini(&p);
    if (failed)
        return luaL_error(L, "not enough memory to search for leaks");
    lua_createtable(L, (int)nproven, 0);
    for (uint32_t i = 0; i < nproven; i++) {
        seep_certain_add(seep_world->certain, s, proven[i]);
        seep_lua_push_record(L, proven[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

void seep_lua_open_proof(lua_State *L)
{
    lua_pushcfunction(L, l_leaked);
    lua_setfield(L, -2, "leaked");
}
