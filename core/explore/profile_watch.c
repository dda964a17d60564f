/* profile_watch.c - a run becomes a profile.
 *
 * While the run goes on, goroutines, objects and operations are put down in
 * the order in which they come.  At the end goroutines are sorted by creator
 * and index, which puts brothers side by side and nobody before its creator
 * (who started earlier); operations are sorted by object, and those on objects
 * that only one goroutine could have had the wrong way round are dropped. */
#include "profile.h"

#include <stdlib.h>
#include <string.h>

#include "conflict.h"
#include "core/goroutine.h"
#include "core/sim.h"

/* What goes beyond is not known; estimates are good for less, no more. */
enum {
    NODES_MAX = 1 << 16,
    IDS_MAX = 1 << 22,
    EVENTS_MAX = 1 << 20,
};

/* An object, and in which ways (enum seep_touch_how) it was touched. */
struct touched {
    uint64_t key;
    uint32_t first, other; /* nodes; other: the second that touched it */
    uint32_t by_first, by_rest;
    bool many; /* there is a third */
};

struct list {
    void *at; /* owned, [0..n) of [0..cap) */
    uint32_t n, cap;
};

struct seep_profiler {
    const struct seep_profile *profile;
    struct list nodes;   /* struct seep_profile_node, in order of start */
    struct list last;    /* uint32_t: the last operation seen of each */
    struct list events;  /* struct seep_profile_event; spot: a touched one */
    struct list touched; /* struct touched */
    struct list node_of, touched_of; /* uint32_t: by id, number + 1 */
    bool failed;                     /* out of memory */
};

/* ---- lists ---- */

/* Makes room for n in all; false: too many, or out of memory (`failed`). */
static bool reserve(struct seep_profiler *w, struct list *l, uint32_t n,
                    size_t size, uint32_t most)
{
    uint32_t cap = l->cap ? l->cap : 64;

    if (n <= l->cap)
        return true;
    if (n > most)
        return false;
    while (cap < n)
        cap *= 2;
    void *p = realloc(l->at, cap * size);
    if (!p) {
        w->failed = true;
        return false;
    }
    memset((char *)p + l->cap * size, 0, (cap - l->cap) * size);
    l->at = p;
    l->cap = cap;
    return true;
}

/* The number kept for an id; NULL: there is no room. */
static uint32_t *at_id(struct seep_profiler *w, struct list *l, uint32_t id)
{
    if (!reserve(w, l, id + 1, sizeof(uint32_t), IDS_MAX))
        return NULL;
    return (uint32_t *)l->at + id;
}

static struct seep_profile_node *node_at(struct seep_profiler *w, uint32_t i)
{
    return (struct seep_profile_node *)w->nodes.at + i;
}

static struct touched *touched_at(struct seep_profiler *w, uint32_t i)
{
    return (struct touched *)w->touched.at + i;
}

/* ---- goroutines ---- */

/* The node of the goroutine of that id, or NONE. */
static uint32_t node_of(struct seep_profiler *w, uint32_t id)
{
    const uint32_t *n = at_id(w, &w->node_of, id);

    return n && *n ? *n - 1 : SEEP_PROFILE_NONE;
}

static void started(struct seep_profiler *w, const struct seep_g *g)
{
    const struct seep_kin *creator = seep_g_creator(g);
    uint32_t up = creator ? node_of(w, creator->id) : SEEP_PROFILE_NONE;
    uint32_t n = w->nodes.n, *at = at_id(w, &w->node_of, g->id);

    if (!at || (n && up == SEEP_PROFILE_NONE))
        return; /* a child of what loaded the script */
    if (!reserve(w, &w->nodes, n + 1, sizeof(struct seep_profile_node),
                 NODES_MAX) ||
        !reserve(w, &w->last, n + 1, sizeof(uint32_t), NODES_MAX))
        return;
    *node_at(w, n) = (struct seep_profile_node){.up = up, .index = g->index};
    w->nodes.n = *at = n + 1;
}

static void ended(struct seep_profiler *w, const struct seep_g *g)
{
    uint32_t n = node_of(w, g->id);

    if (n != SEEP_PROFILE_NONE)
        node_at(w, n)->nops = g->nops;
}

/* ---- operations ---- */

/* In which way the footprint touches the object; SEEP_TOUCHES: in none.  That
 * a waitgroup's last `done` is the last leaves a choice to nobody. */
static uint32_t how(const struct seep_footprint *f, const struct seep_object *o)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->touch[i].obj == o->id)
            return f->touch[i].how == SEEP_TOUCH_DONE_ALL ? SEEP_TOUCH_DONE
                                                          : f->touch[i].how;
    return SEEP_TOUCHES;
}

static struct touched *touched_of(struct seep_profiler *w,
                                  const struct seep_sim *s,
                                  const struct seep_object *o, uint32_t node)
{
    uint32_t n = w->touched.n, *at = at_id(w, &w->touched_of, o->id);

    if (!at)
        return NULL;
    if (*at)
        return touched_at(w, *at - 1);
    if (!reserve(w, &w->touched, n + 1, sizeof(struct touched), IDS_MAX))
        return NULL;
    struct touched *t = touched_at(w, n);
    *t = (struct touched){.key = seep_profile_key(w->profile, s, o),
                          .first = node,
                          .other = SEEP_PROFILE_NONE};
    w->touched.n = *at = n + 1;
    return t;
}

static void touch(struct touched *t, uint32_t node, uint32_t how)
{
    if (node == t->first) {
        t->by_first |= 1u << how;
        return;
    }
    if (t->other == SEEP_PROFILE_NONE)
        t->other = node;
    t->many = t->many || t->other != node;
    t->by_rest |= 1u << how;
}

static void add_event(struct seep_profiler *w, uint32_t node, uint32_t op,
                      uint32_t spot)
{
    uint32_t n = w->events.n;

    if (!reserve(w, &w->events, n + 1, sizeof(struct seep_profile_event),
                 EVENTS_MAX))
        return;
    ((struct seep_profile_event *)w->events.at)[n] =
        (struct seep_profile_event){node, op, n, spot};
    w->events.n++;
}

static void performed(struct seep_profiler *w, const struct seep_sim *s,
                      const struct seep_g *g, uint32_t node)
{
    struct seep_footprint f;

    seep_footprint_of(&f, g, true);
    for (uint32_t i = 0; i < seep_op_nobjects(&g->op); i++) {
        const struct seep_object *o = seep_op_object(&g->op, i);
        uint32_t way = o ? how(&f, o) : SEEP_TOUCHES;
        struct touched *t = way < SEEP_TOUCHES ? touched_of(w, s, o, node)
                                               : NULL;
        if (!t)
            continue;
        touch(t, node, way);
        add_event(w, node, g->nops, (uint32_t)(t - touched_at(w, 0)));
    }
}

/* An operation that waits is seen twice. */
static void seen(struct seep_profiler *w, const struct seep_sim *s,
                 const struct seep_g *g)
{
    uint32_t node = node_of(w, g->id);

    if (node == SEEP_PROFILE_NONE || !seep_op_competes(&g->op) ||
        !s->nchoices) /* it was alone, and is in every run */
        return;
    uint32_t *last = (uint32_t *)w->last.at + node;
    if (*last == g->nops)
        return;
    *last = g->nops;
    performed(w, s, g, node);
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_profile *p = (struct seep_profile *)o;
    struct seep_profiler *w = p->watch;

    p->settled = s->nchoices ? s->settled : s->next_obj;
    if (!w)
        return;
    switch (e->kind) {
    case SEEP_EV_START: started(w, e->g); break;
    case SEEP_EV_EXIT: ended(w, e->g); break;
    case SEEP_EV_OP:
    case SEEP_EV_PARK: seen(w, s, e->g); break;
    default: break;
    }
}

/* ---- the end: goroutines ---- */

static int by_family(const void *a, const void *b)
{
    const struct seep_profile_node *x = a, *y = b;

    if (x->up != y->up) /* main's, which is none, first */
        return x->up + 1 < y->up + 1 ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Sorted by creator and index; `to` tells for each where it is now. */
static void sort_nodes(struct seep_profile_node *v, uint32_t n, uint32_t *to)
{
    for (uint32_t i = 0; i < n; i++)
        v[i].child = i; /* where it was, for the moment */
    qsort(v, n, sizeof *v, by_family);
    for (uint32_t i = 0; i < n; i++) {
        to[v[i].child] = i;
        v[i].child = 0;
    }
    for (uint32_t i = n; i-- > 1;) { /* all but main */
        struct seep_profile_node *up = &v[to[v[i].up]];
        v[i].up = to[v[i].up];
        up->child = i;
        up->nchildren++;
    }
}

/* ---- the end: objects ---- */

static bool in_conflict(uint32_t a, uint32_t b)
{
    struct seep_footprint f = {.n = 1}, g = {.n = 1};

    for (uint32_t i = 0; i < SEEP_TOUCHES; i++)
        for (uint32_t j = 0; j < SEEP_TOUCHES; j++) {
            f.touch[0].how = (uint8_t)i;
            g.touch[0].how = (uint8_t)j;
            if (a >> i & 1 && b >> j & 1 && seep_conflict(&f, &g))
                return true;
        }
    return false;
}

static bool met(const struct touched *t)
{
    return in_conflict(t->by_first, t->by_rest) ||
           (t->many && in_conflict(t->by_rest, t->by_rest));
}

static int by_key(const void *a, const void *b)
{
    const struct seep_profile_spot *x = a, *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

/* Where goroutines met, without the same twice; room for as many as touched. */
static uint32_t list_spots(struct seep_profiler *w,
                           struct seep_profile_spot *spot)
{
    uint32_t n = 0, kept = 0;

    for (uint32_t i = 0; i < w->touched.n; i++)
        if (met(touched_at(w, i)))
            spot[n++] = (struct seep_profile_spot){touched_at(w, i)->key, 0, 0};
    if (n)
        qsort(spot, n, sizeof *spot, by_key);
    for (uint32_t i = 0; i < n; i++)
        if (!i || spot[i].key != spot[kept - 1].key)
            spot[kept++] = spot[i];
    return kept;
}

static int by_spot(const void *a, const void *b)
{
    const struct seep_profile_event *x = a, *y = b;

    if (x->spot != y->spot)
        return x->spot < y->spot ? -1 : 1;
    return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* The events of the spots, by these; their nodes are numbered anew. */
static uint32_t sort_events(struct seep_profiler *w,
                            struct seep_profile_event *e,
                            const struct seep_profile *p, const uint32_t *to)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->events.n; i++) {
        struct seep_profile_spot key = {touched_at(w, e[i].spot)->key, 0, 0};
        struct seep_profile_spot *at =
            p->nspots ? bsearch(&key, p->spot, p->nspots, sizeof key, by_key)
                      : NULL;
        if (!at)
            continue;
        e[n] = (struct seep_profile_event){to[e[i].node], e[i].op, e[i].seq,
                                           (uint32_t)(at - p->spot)};
        at->nevents++;
        n++;
    }
    if (n)
        qsort(e, n, sizeof *e, by_spot);
    for (uint32_t i = 1; i < p->nspots; i++)
        p->spot[i].first = p->spot[i - 1].first + p->spot[i - 1].nevents;
    return n;
}

/* ---- the end ---- */

void seep__profiler_free(struct seep_profiler *w)
{
    if (!w)
        return;
    free(w->nodes.at);
    free(w->last.at);
    free(w->events.at);
    free(w->touched.at);
    free(w->node_of.at);
    free(w->touched_of.at);
    free(w);
}

/* The profile takes what the watch has put down. */
static bool take(struct seep_profile *p, struct seep_profiler *w)
{
    if (w->failed)
        return false;
    if (!w->nodes.n)
        return true;
    uint32_t *to = malloc(w->nodes.n * sizeof *to);
    p->spot = malloc((w->touched.n + 1) * sizeof *p->spot);
    if (!to || !p->spot) {
        free(to);
        return false;
    }
    p->node = w->nodes.at;
    p->nnodes = w->nodes.n;
    sort_nodes(p->node, p->nnodes, to);
    p->nspots = list_spots(w, p->spot);
    p->event = w->events.at;
    p->nevents = sort_events(w, p->event, p, to);
    w->nodes.at = w->events.at = NULL;
    free(to);
    return true;
}

enum seep_err seep_profile_end(struct seep_profile *p, const struct seep_sim *s)
{
    struct seep_profiler *w = p->watch;

    seep_profile_add(p, s->nchoices);
    if (!w)
        return SEEP_ENOMEM;
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        ended(w, g);
    bool taken = take(p, w);
    seep__profiler_free(w);
    p->watch = NULL;
    return taken ? SEEP_OK : SEEP_ENOMEM;
}

/* ---- the beginning ---- */

struct seep_observer *seep_profile_watch(struct seep_profile *p)
{
    seep_profile_fini(p);
    p->watch = calloc(1, sizeof *p->watch);
    if (p->watch)
        p->watch->profile = p;
    p->observer.event = on_event;
    return &p->observer;
}
