/* certain.c - see certain.h. */
#include "certain.h"

#include <string.h>

#include "lockorder.h"
#include "mem.h"
#include "rwmutex.h"
#include "sim.h"

enum { FIRST_CAP = 64, HOLDERS_MAX = 64, REACH_MAX = 512 };

struct seep_certain {
    struct seep_observer observer;
    struct seep_mem mem;
    struct seep_lockorder *lo;
    struct seep_certainty *known; /* in order of discovery */
    uint32_t n, cap;
    uint32_t *at; /* [goroutine id] = its number in known, from 1; 0: none */
    const struct seep_g **waits; /* [goroutine id]: it, while it waits for a
                                    lock */
    uint32_t cap_at, cap_waits;
    uint32_t broken;
};

/* An array of words gets to hold [i]; what is new is 0. */
static bool reach(const struct seep_mem *mem, void **array, uint32_t *cap,
                  uint32_t i, size_t size)
{
    uint32_t more = *cap ? *cap : FIRST_CAP;

    if (i < *cap)
        return true;
    while (more <= i)
        more *= 2;
    char *p = seep_mem_realloc(mem, *array, *cap * size, more * size);
    if (!p)
        return false;
    memset(p + *cap * size, 0, (more - *cap) * size);
    *array = p;
    *cap = more;
    return true;
}

/* Until somebody is known, only those that waited for locks matter. */
static void listen(struct seep_certain *c)
{
    c->observer.deaf_ready =
        SEEP_DEAF_BUT(SEEP_OP_LOCK, SEEP_OP_RW_LOCK, SEEP_OP_RLOCK);
}

/* ---- what is known ---- */

/* Without memory, it is known later or not at all. */
static void add(struct seep_certain *c, const struct seep_sim *s, uint32_t g,
                uint32_t cycle, uint32_t first)
{
    if (seep_certain_knows(c, g) ||
        !reach(&c->mem, (void **)&c->at, &c->cap_at, g, sizeof *c->at))
        return;
    if (c->n == c->cap) {
        uint32_t cap = c->cap ? c->cap * 2 : FIRST_CAP;
        void *more = seep_mem_realloc(&c->mem, c->known,
                                      c->cap * sizeof *c->known,
                                      cap * sizeof *c->known);
        if (!more)
            return;
        c->known = more;
        c->cap = cap;
    }
    c->observer.deaf_ready = 0;
    c->known[c->n++] = (struct seep_certainty){.g = g,
                                               .cycle = cycle,
                                               .first = first,
                                               .step = s->steps - s->charged,
                                               .now = s->now,
                                               .main_ran = !s->main_done};
    c->at[g] = c->n;
}

void seep_certain_add(struct seep_certain *c, const struct seep_sim *s,
                      const struct seep_g *g)
{
    add(c, s, g->id, 0, 0);
}

bool seep_certain_knows(const struct seep_certain *c, uint32_t id)
{
    return id < c->cap_at && c->at[id];
}

/* g goes on, and so may all that were found with it. */
static void forget(struct seep_certain *c, uint32_t g)
{
    struct seep_certainty gone = c->known[c->at[g] - 1];
    uint32_t n = 0;

    c->broken += !gone.cycle;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_certainty *k = &c->known[i];
        bool with = gone.cycle && k->cycle && k->first == gone.first;
        c->at[k->g] = 0;
        if (k->g == g || with)
            continue;
        c->known[n] = *k;
        c->at[k->g] = ++n;
    }
    c->n = n;
}

/* ---- cycles ---- */

static uint32_t one(uint32_t holder, uint32_t *id)
{
    *id = holder;
    return holder != 0;
}

/* Whose unlock g waits for. */
static uint32_t holders(const struct seep_certain *c, const struct seep_g *g,
                        uint32_t id[HOLDERS_MAX])
{
    const struct seep_rwmutex *rw = (const struct seep_rwmutex *)g->op.obj;

    if (seep_lockorder_is_passed(c->lo, g->op.obj->id))
        return 0;
    if (g->op.kind == SEEP_OP_LOCK)
        return one(((const struct seep_mutex *)g->op.obj)->owner, id);
    if (g->op.kind == SEEP_OP_RW_LOCK && g->op.chosen == SEEP_RW_FOR_READERS)
        return seep_lockorder_holders(c->lo, g->op.obj->id, id, HOLDERS_MAX);
    return one(rw->w.owner, id);
}

/* Goroutines found on the way from the first one, each by the shortest. */
struct found {
    uint32_t n;
    uint32_t id[REACH_MAX], from[REACH_MAX];
};

static void find(struct found *f, uint32_t id, uint32_t from)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->id[i] == id)
            return;
    if (f->n == REACH_MAX)
        return;
    f->id[f->n] = id;
    f->from[f->n++] = from;
}

/* The way that led to number `last` is a cycle. */
static void closed(struct seep_certain *c, const struct seep_sim *s,
                   const struct found *f, uint32_t last)
{
    uint32_t length = 1;

    for (uint32_t i = last; i; i = f->from[i])
        length++;
    for (uint32_t i = last; i; i = f->from[i])
        add(c, s, f->id[i], length, f->id[0]);
    add(c, s, f->id[0], length, f->id[0]);
}

/* g has just begun to wait for a lock.  Breadth first. */
static void look_round(struct seep_certain *c, const struct seep_sim *s,
                       const struct seep_g *g)
{
    struct found f = {.n = 1, .id = {g->id}};
    uint32_t holder[HOLDERS_MAX];

    for (uint32_t i = 0; i < f.n; i++) {
        const struct seep_g *at = f.id[i] < c->cap_waits ? c->waits[f.id[i]]
                                                         : NULL;
        uint32_t n = at ? holders(c, at, holder) : 0;
        for (uint32_t k = 0; k < n; k++) {
            if (holder[k] == g->id) {
                closed(c, s, &f, i);
                return;
            }
            find(&f, holder[k], i);
        }
    }
}

/* ---- events ---- */

static bool is_lock(const struct seep_g *g)
{
    return g->op.kind == SEEP_OP_LOCK || g->op.kind == SEEP_OP_RW_LOCK ||
           g->op.kind == SEEP_OP_RLOCK;
}

/* Can anybody else do anything, now or later? */
static bool others_go_on(const struct seep_sim *s)
{
    for (uint32_t i = 0; i < s->gmp.np; i++)
        if (s->gmp.p[i]->cur)
            return true;
    return s->gmp.nrunnable || seep_timers_next(&s->timers) != SEEP_TIME_NEVER;
}

static void parked(struct seep_certain *c, const struct seep_sim *s,
                   const struct seep_g *g)
{
    if (!is_lock(g) || !reach(&c->mem, (void **)&c->waits, &c->cap_waits, g->id,
                              sizeof *c->waits))
        return;
    c->waits[g->id] = g;
    if (others_go_on(s))
        look_round(c, s, g);
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_certain *c = (struct seep_certain *)o;

    if (e->kind == SEEP_EV_PARK) {
        parked(c, s, e->g);
    } else if (e->kind == SEEP_EV_READY || e->kind == SEEP_EV_EXIT) {
        if (e->g->id < c->cap_waits)
            c->waits[e->g->id] = NULL;
        if (c->n && seep_certain_knows(c, e->g->id))
            forget(c, e->g->id);
    }
}

/* ---- the interface ---- */

struct seep_certain *seep_certain_new(struct seep_lockorder *lo,
                                      struct seep_arena *a)
{
    const struct seep_mem mem = {a};
    struct seep_certain *c = seep_mem_calloc(&mem, sizeof *c);

    if (c) {
        c->mem = mem;
        c->observer.event = on_event;
        c->observer.deaf =
            ~(1u << SEEP_EV_PARK | 1u << SEEP_EV_READY | 1u << SEEP_EV_EXIT);
        c->observer.deaf_park =
            SEEP_DEAF_BUT(SEEP_OP_LOCK, SEEP_OP_RW_LOCK, SEEP_OP_RLOCK);
        listen(c);
        c->lo = lo;
    }
    return c;
}

void seep_certain_clear(struct seep_certain *c)
{
    if (c->cap_at)
        memset(c->at, 0, c->cap_at * sizeof *c->at);
    if (c->cap_waits)
        memset(c->waits, 0, c->cap_waits * sizeof *c->waits);
    c->n = c->broken = 0;
    listen(c);
}

void seep_certain_free(struct seep_certain *c)
{
    if (!c)
        return;
    const struct seep_mem mem = c->mem;
    seep_mem_free(&mem, c->known, c->cap * sizeof *c->known);
    seep_mem_free(&mem, c->at, c->cap_at * sizeof *c->at);
    seep_mem_free(&mem, c->waits, c->cap_waits * sizeof(*c->waits));
    seep_mem_free(&mem, c, sizeof *c);
}

struct seep_observer *seep_certain_observer(struct seep_certain *c)
{
    return &c->observer;
}

size_t seep_certain_count(const struct seep_certain *c)
{
    return c ? c->n : 0;
}

const struct seep_certainty *seep_certain_get(const struct seep_certain *c,
                                              size_t i)
{
    return &c->known[i];
}

uint32_t seep_certain_broken(const struct seep_certain *c)
{
    return c->broken;
}
