/* look.c - looking at a live world, which stays as it is; and at its past,
 * which is done again for those who watch. */
#include <stdlib.h>

#include "core/explain.h"
#include "core/text.h"
#include "chaos.h"
#include "live_inside.h"

bool seep_live_place(struct seep_live *v, const struct seep_g *g, char *file,
                     size_t size, uint32_t *line)
{
    enum { DEEPEST = 64 };
    lua_State *L = g->host_in ? g->host_in : g->host;
    lua_Debug ar;

    (void)v;
    for (int i = 0; L && i < DEEPEST && lua_getstack(L, i, &ar); i++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.currentline <= 0 ||
            seep_lua_is_ours(&ar))
            continue;
        snprintf(file, size, "%s",
                 ar.source + (*ar.source == '@' || *ar.source == '='));
        *line = (uint32_t)ar.currentline;
        return true;
    }
    return false;
}

uint64_t seep_live_faults(const struct seep_live *v, const char **last)
{
    const struct seep_chaos *c = seep_lua->chaos ? seep_lua->chaos->c : NULL;
    const struct seep_hit *h = c ? c->hits : NULL;

    (void)v;
    while (h && h->next)
        h = h->next;
    *last = h && c->nhits <= SEEP_HITS_KEPT ? h->rule->shown : "";
    return c ? c->nhits : 0;
}

bool seep_live_look(struct seep_live *v)
{
    v->looked = seep_snapshot_take(v->w->arena);
    if (v->looked)
        seep_arena_lift(v->w->arena);
    return v->looked != NULL;
}

void seep_live_look_end(struct seep_live *v)
{
    seep__live_put_back(v, v->looked);
    seep_snapshot_free(v->looked);
    v->looked = NULL;
}

/* id is written to, through what lua_cpcall is given. */
struct asking {
    struct seep_g *g;
    char *text;
    size_t size;
    uint32_t *id, max, n;
};

static int ask_stack(lua_State *L)
{
    struct asking *q = lua_touserdata(L, 1);

    seep_lua_push_stack(L, q->g);
    snprintf(q->text, q->size, "%s", lua_tostring(L, -1));
    return 0;
}

void seep_live_stack(struct seep_live *v, struct seep_g *g, char *text,
                     size_t size)
{
    struct asking q = {.g = g, .text = text, .size = size};

    seep_assert(v->looked);
    *text = '\0';
    if (g->host && lua_cpcall(seep_lua->L, ask_stack, &q))
        lua_settop(seep_lua->L, 0);
}

/* What runtime.leaked() gives, as numbers. */
static int ask_leaked(lua_State *L)
{
    struct asking *q = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_LIB);
    lua_getfield(L, -1, "leaked");
    lua_call(L, 0, 1);
    q->n = (uint32_t)lua_objlen(L, -1);
    for (uint32_t i = 0; i < q->n && i < q->max; i++) {
        lua_rawgeti(L, -1, (int)i + 1);
        lua_getfield(L, -1, "id");
        q->id[i] = (uint32_t)lua_tointeger(L, -1);
        lua_pop(L, 2);
    }
    return 0;
}

uint32_t seep_live_proven(struct seep_live *v,
                          uint32_t *id, /* NOLINT(readability-non-const-*) */
                          uint32_t max)
{
    struct asking q = {.id = id, .max = max};

    if (!seep_live_look(v))
        return 0;
    if (lua_cpcall(seep_lua->L, ask_leaked, &q))
        q.n = 0;
    seep_live_look_end(v);
    return q.n;
}

/* ---- the past, watched ---- */

/* For the tape: whoever is to watch does so from the beginning on. */
void seep__live_watch(struct seep_live *v)
{
    struct seep_sim *s = &seep_lua->sim;

    if (!v->watchers)
        return;
    s->observers = v->watchers;
    s->siteless = !v->placed;
}

struct again {
    struct seep_snapshot *now; /* owned */
    uint64_t moment;
    uint32_t played, ninputs;
};

/* Plays the session again from its beginning to here, for those who watch.
 * False: no memory. */
static bool again(struct seep_live *v, struct seep_observer *watchers,
                  bool placed, struct again *a)
{
    *a = (struct again){seep_snapshot_take(v->w->arena), v->moment, v->played,
                        v->ninputs};
    if (!a->now)
        return false;
    v->watchers = watchers;
    v->placed = placed;
    seep__live_restore(v, a->moment, a->played);
    return true;
}

static void again_end(struct seep_live *v, struct again *a)
{
    v->watchers = NULL;
    seep__live_put_back(v, a->now);
    v->moment = a->moment;
    v->played = a->played;
    v->ninputs = a->ninputs;
    seep_snapshot_free(a->now);
}

bool seep_live_watch(struct seep_live *v, struct seep_observer *o)
{
    struct again a;

    o->next = NULL;
    if (!again(v, o, false, &a))
        return false;
    again_end(v, &a);
    return true;
}

size_t seep_live_races(struct seep_live *v)
{
    seep_race_clear(v->w->races);
    return seep_live_watch(v, seep_race_observer(v->w->races))
               ? seep_race_count(v->w->races)
               : 0;
}

/* Those whom an explanation needs: h, and the searches for races and lock
 * orders. */
static struct seep_observer *explainers(struct seep_live *v,
                                        struct seep_history *h)
{
    struct seep_observer *race = seep_race_observer(v->w->races);
    struct seep_observer *locks = seep_lockorder_observer(v->w->locks);
    struct seep_observer *all = seep_history_observer(h);

    seep_race_clear(v->w->races);
    seep_lockorder_clear(v->w->locks);
    race->next = locks;
    locks->next = NULL;
    all->next = race;
    return all;
}

void seep_live_explain(struct seep_live *v, struct seep_report *r)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_history *h = seep_history_new();
    struct again a;

    memset(r, 0, sizeof *r);
    *v->w->panic_stack = '\0';
    if (h && again(v, explainers(v, h), true, &a)) {
        seep_arena_lift(v->w->arena);
        seep_explain_limit(s, r);
        seep_explain_races(s, v->w->races, h, r);
        seep_explain(s, h, r);
        seep_explain_foreseen(s, v->w->locks, h, r);
        if (*v->w->panic_stack) {
            seep_text_free(r->stack);
            r->stack = seep_text("%s", v->w->panic_stack);
        }
        again_end(v, &a);
    }
    seep_history_free(h);
}

/* Is it, or was it in part before it was written over, an address of the
 * program, its libraries or its stack?  Those differ between processes. */
static bool is_foreign(uint64_t word)
{
    const uint64_t light = 0xfffe; /* LuaJIT's tag of light userdata */
    uint64_t high = (word & ((UINT64_C(1) << 47) - 1)) >> 40;

    return word >> 48 == light || high == 0x55 || high == 0x56 ||
           high == 0x7e || high == 0x7f;
}

uint64_t seep_live_digest(const struct seep_live *v)
{
    const uint64_t *p = (const uint64_t *)v->w->arena;
    size_t n = seep_arena_stats(v->w->arena).used / sizeof *p;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ (is_foreign(p[i]) ? 0 : p[i])) * UINT64_C(0x100000001b3);
        hash ^= hash >> 29;
    }
    return hash;
}
