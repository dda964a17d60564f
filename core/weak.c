/* weak.c - see weak.h. */
#include "weak.h"

#include <string.h>

#include "arena.h"
#include "order.h"
#include "sim.h"

/* By goroutine g at its tick, which knew `known`; tick 0: before all. */
struct write {
    uint32_t g, tick;
    struct seep_vector *known; /* owned by w->order */
};

struct variable {
    uint32_t n; /* writes so far: the number of the latest value */
    struct write last[SEEP_WEAK_KEPT]; /* of value i at seep_weak_place(i) */
};

struct seep_weak {
    struct seep_arena *arena;
    struct seep_order order;
    struct variable **at; /* [object id]; NULL: not written yet */
    uint32_t cap_at;
    uint8_t *stale; /* [goroutine id] old values seen in a row */
    uint32_t cap_stale;
};

/* ---- memory ---- */

struct seep_weak *seep_weak_new(struct seep_arena *a)
{
    struct seep_weak *w = seep_arena_calloc(a, sizeof *w);

    if (!w)
        return NULL;
    w->arena = a;
    seep_order_in_arena(&w->order, a);
    return w;
}

void seep_weak_free(struct seep_weak *w)
{
    if (!w)
        return;
    for (uint32_t i = 0; i < w->cap_at; i++)
        seep_arena_release(w->arena, w->at[i], sizeof **w->at);
    seep_arena_release(w->arena, w->at, w->cap_at * sizeof *w->at);
    seep_arena_release(w->arena, w->stale, w->cap_stale);
    seep_order_fini(&w->order);
    seep_arena_release(w->arena, w, sizeof *w);
}

/* The array gets to hold [i]; what is new is 0.  NULL: out of memory. */
static void *reach(struct seep_weak *w, void *array, uint32_t *cap, uint32_t i,
                   size_t size)
{
    uint32_t more = *cap ? *cap : 16;

    if (i < *cap)
        return array;
    while (more <= i)
        more *= 2;
    char *p = seep_arena_realloc(w->arena, array, *cap * size, more * size);
    if (!p)
        return NULL;
    memset(p + *cap * size, 0, (more - *cap) * size);
    *cap = more;
    return p;
}

/* NULL: out of memory. */
static struct variable *variable(struct seep_weak *w,
                                 const struct seep_object *o)
{
    void *at = reach(w, w->at, &w->cap_at, o->id, sizeof *w->at);

    if (!at)
        return NULL;
    w->at = at;
    if (!w->at[o->id])
        w->at[o->id] = seep_arena_calloc(w->arena, sizeof **w->at);
    return w->at[o->id];
}

/* NULL: out of memory. */
static uint8_t *stale(struct seep_weak *w, const struct seep_g *g)
{
    void *stale = reach(w, w->stale, &w->cap_stale, g->id, 1);

    if (!stale)
        return NULL;
    w->stale = stale;
    return &w->stale[g->id];
}

void seep_weak_event(struct seep_weak *w, struct seep_sim *s,
                     const struct seep_event *e)
{
    seep_order_event(&w->order, s, e);
}

/* ---- which values a read may see ---- */

static bool before(const struct write *w, uint32_t g,
                   const struct seep_vector *known)
{
    return w->g == g || seep_vector_get(known, w->g) >= w->tick;
}

static const struct write *value(const struct variable *v, uint32_t i)
{
    return &v->last[seep_weak_place(i)];
}

/* Does g know of a write that came after value i, and knew of it? */
static bool overwritten(const struct variable *v, uint32_t i, uint32_t g,
                        const struct seep_vector *known)
{
    for (uint32_t k = i + 1; k <= v->n; k++) {
        const struct write *by = value(v, k);
        if (before(by, g, known) && before(value(v, i), by->g, by->known))
            return true;
    }
    return false;
}

/* How old the values are that g may see, the latest first. */
static uint32_t visible(const struct seep_weak *w, const struct variable *v,
                        uint32_t g, uint8_t age[SEEP_WEAK_KEPT])
{
    const struct seep_vector *known = w->order.know.g[g].known;
    uint32_t n = 0;

    for (uint32_t k = 0; k < SEEP_WEAK_KEPT && k <= v->n; k++)
        if (!overwritten(v, v->n - k, g, known))
            age[n++] = (uint8_t)k;
    return n;
}

/* ---- the operations ---- */

static bool is_ours(struct seep_weak *w, const struct seep_g *g)
{
    return seep_object_kind(g->op.obj) == SEEP_OBJ_SHARED && !w->order.lost &&
           seep_know_have(&w->order.know, g->id);
}

void seep_weak_read(struct seep_sim *s, struct seep_g *g)
{
    struct seep_weak *w = s->weak;
    uint32_t id = g->op.obj->id, n;
    struct variable *v = id < w->cap_at ? w->at[id] : NULL;
    uint8_t age[SEEP_WEAK_KEPT], *in_a_row = stale(w, g);

    if (!v || !in_a_row || !is_ours(w, g))
        return;
    n = *in_a_row < SEEP_WEAK_PATIENCE ? visible(w, v, g->id, age) : 0;
    g->op.chosen = n > 1 ? age[seep_choose(s, SEEP_CHOICE_READ, n)] : 0;
    g->op.arg = v->n - (uint32_t)g->op.chosen;
    *in_a_row = g->op.chosen ? (uint8_t)(*in_a_row + 1) : 0;
}

void seep_weak_write(struct seep_sim *s, struct seep_g *g)
{
    struct seep_weak *w = s->weak;
    struct seep_know *k = &w->order.know;

    if (!is_ours(w, g))
        return;
    struct variable *v = variable(w, g->op.obj);
    if (!v)
        return;
    struct write *to = &v->last[seep_weak_place(++v->n)];
    seep_vector_drop(&k->vectors, to->known);
    *to = (struct write){g->id, seep_know_access(k, g->id),
                         seep_vector_keep(k->g[g->id].known)};
    g->op.chosen = (int32_t)v->n;
}
