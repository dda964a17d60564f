/* lockorder.c - see lockorder.h: who holds what.
 *
 * DESIGN
 *
 *   of_g[3] -> hold 7 -> hold 2      what g3 holds, the last one first
 *               |
 *   lock[1] -> hold 7 <-> hold 4     who holds the lock, if read by several
 *
 * Who takes a lock while it holds others makes a moment of a nesting
 * (lockorder_nest.c). */
#include "lockorder.h"

#include <string.h>

#include "lockorder_inside.h"
#include "mutex.h"
#include "sim.h"

enum {
    FIRST_CAP = 64,
    HELD_MAX = 256, /* by one goroutine */
    HOLDS_MAX = 1 << 22,
};

/* ---- memory ---- */

bool seep__lockorder_room(struct seep_lockorder *lo, void **array,
                          uint32_t *cap, uint32_t n, size_t size)
{
    uint32_t more = *cap ? *cap * 2 : FIRST_CAP;

    if (n < *cap)
        return true;
    void *p = more <= HOLDS_MAX
                  ? seep_mem_realloc(&lo->mem, *array, *cap * size, more * size)
                  : NULL;
    if (!p) {
        lo->lost = true;
        return false;
    }
    *array = p;
    *cap = more;
    return true;
}

/* An array of numbers gets to hold [i]; what is new is 0. */
static bool reach(struct seep_lockorder *lo, uint32_t **array, uint32_t *cap,
                  uint32_t i)
{
    uint32_t more = *cap ? *cap : FIRST_CAP;

    if (i < *cap)
        return true;
    while (more <= i)
        more *= 2;
    uint32_t *p =
        seep_mem_realloc(&lo->mem, *array, *cap * sizeof *p, more * sizeof *p);
    if (!p) {
        lo->lost = true;
        return false;
    }
    memset(p + *cap, 0, (more - *cap) * sizeof *p);
    *array = p;
    *cap = more;
    return true;
}

/* ---- locks and who holds them ---- */

/* Its number; 0: out of memory. */
static uint32_t lock_of(struct seep_lockorder *lo, const struct seep_object *o)
{
    if (!reach(lo, &lo->at, &lo->cap_at, o->id))
        return 0;
    if (!lo->at[o->id]) {
        lo->nlock += !lo->nlock; /* none is number 0 */
        if (!SEEP_LOCKORDER_ROOM(lo, lock))
            return 0;
        lo->lock[lo->nlock] = (struct seep_lock){.obj = *o};
        lo->at[o->id] = lo->nlock++;
    }
    return lo->at[o->id];
}

const struct seep_object *seep_lockorder_lock(const struct seep_lockorder *lo,
                                              uint32_t id)
{
    uint32_t i = id < lo->cap_at ? lo->at[id] : 0;

    return i ? &lo->lock[i].obj : NULL;
}

uint32_t seep_lockorder_holders(const struct seep_lockorder *lo, uint32_t id,
                                uint32_t *g, uint32_t most)
{
    uint32_t i = lo && id < lo->cap_at ? lo->at[id] : 0, n = 0;

    for (i = i ? lo->lock[i].hold : 0; i && n < most;
         i = lo->hold[i].next_of_lock)
        g[n++] = lo->hold[i].g;
    return n;
}

bool seep_lockorder_is_passed(const struct seep_lockorder *lo, uint32_t id)
{
    uint32_t i = lo && id < lo->cap_at ? lo->at[id] : 0;

    return i && lo->lock[i].passed;
}

static uint32_t new_hold(struct seep_lockorder *lo)
{
    uint32_t i = lo->free_hold;

    if (i) {
        lo->free_hold = lo->hold[i].next_of_g;
        return i;
    }
    lo->nhold += !lo->nhold;
    return SEEP_LOCKORDER_ROOM(lo, hold) ? lo->nhold++ : 0;
}

static void hold(struct seep_lockorder *lo, uint32_t g, struct seep_taken taken)
{
    uint32_t i = new_hold(lo);

    if (!i || !reach(lo, &lo->of_g, &lo->cap_of_g, g))
        return;
    struct seep_lock *l = &lo->lock[lo->at[taken.lock]];
    lo->hold[i] = (struct seep_hold){.g = g,
                                     .taken = taken,
                                     .next_of_g = lo->of_g[g],
                                     .next_of_lock = l->hold};
    if (l->hold)
        lo->hold[l->hold].prev_of_lock = i;
    l->hold = lo->of_g[g] = i;
}

/* It is no longer held: *link, which leads to it, is led on. */
static void drop(struct seep_lockorder *lo, uint32_t *link)
{
    uint32_t i = *link;
    const struct seep_hold *h = &lo->hold[i];

    if (h->prev_of_lock)
        lo->hold[h->prev_of_lock].next_of_lock = h->next_of_lock;
    else
        lo->lock[lo->at[h->taken.lock]].hold = h->next_of_lock;
    if (h->next_of_lock)
        lo->hold[h->next_of_lock].prev_of_lock = h->prev_of_lock;
    *link = h->next_of_g;
    lo->hold[i].next_of_g = lo->free_hold;
    lo->free_hold = i;
}

/* The link to g's last hold of the lock; NULL: it has none. */
static uint32_t *link_to(struct seep_lockorder *lo, uint32_t g, uint32_t lock)
{
    uint32_t *link = g < lo->cap_of_g ? &lo->of_g[g] : NULL;

    while (link && *link && lo->hold[*link].taken.lock != lock)
        link = &lo->hold[*link].next_of_g;
    return link && *link ? link : NULL;
}

/* Any goroutine may unlock: then it was another one's. */
static void released(struct seep_lockorder *lo, const struct seep_event *e)
{
    uint32_t id = e->obj->id, *link = link_to(lo, e->g->id, id);
    uint32_t l = id < lo->cap_at ? lo->at[id] : 0;

    if (!link && l) {
        lo->lock[l].passed = true;
        if (lo->lock[l].hold)
            link = link_to(lo, lo->hold[lo->lock[l].hold].g, id);
    }
    if (link)
        drop(lo, link);
}

static void ended(struct seep_lockorder *lo, uint32_t g)
{
    while (g < lo->cap_of_g && lo->of_g[g])
        drop(lo, &lo->of_g[g]);
}

/* ---- taking a lock ---- */

/* What g holds, in the order it was taken; false: too much. */
static bool list_held(struct seep_lockorder *lo, uint32_t g,
                      struct seep_taken held[HELD_MAX], uint32_t *n)
{
    uint32_t first = g < lo->cap_of_g ? lo->of_g[g] : 0, i = 0;

    for (uint32_t h = first; h; h = lo->hold[h].next_of_g)
        if (++i > HELD_MAX) {
            lo->lost = true;
            return false;
        }
    *n = i;
    for (uint32_t h = first; h; h = lo->hold[h].next_of_g)
        held[--i] = lo->hold[h].taken;
    return true;
}

/* From the first nesting on it hears of all that orders. */
static void listen(struct seep_lockorder *lo, bool ordering)
{
    struct seep_observer *o = &lo->observer;

    lo->ordering = ordering;
    seep_order_listen(o);
    if (ordering)
        return;
    o->deaf |= 1u << SEEP_EV_START | 1u << SEEP_EV_PARK | 1u << SEEP_EV_READY |
               1u << SEEP_EV_ARM | 1u << SEEP_EV_FIRE | 1u << SEEP_EV_RESIZE;
    o->deaf_op = SEEP_DEAF_BUT(SEEP_OP_LOCK, SEEP_OP_TRY_LOCK, SEEP_OP_UNLOCK,
                               SEEP_OP_RW_LOCK, SEEP_OP_RW_TRY_LOCK,
                               SEEP_OP_RW_UNLOCK, SEEP_OP_RLOCK,
                               SEEP_OP_TRY_RLOCK, SEEP_OP_RUNLOCK);
}

/* g has waited for a lock, or could have had to. */
static void nested(struct seep_lockorder *lo, uint32_t g,
                   struct seep_taken taken)
{
    struct seep_taken held[HELD_MAX];
    struct seep_nesting n = {.took = taken}, *of;

    if (!lo->ordering)
        listen(lo, true);
    if (!seep_know_have(&lo->order.know, g) ||
        !list_held(lo, g, held, &n.nheld))
        return;
    if ((of = seep__nesting(lo, n, held)))
        seep__keep_moment(lo, of, g);
}

static bool holds(const struct seep_lockorder *lo, uint32_t g)
{
    return g < lo->cap_of_g && lo->of_g[g];
}

/* Who only tries to take a lock never waits for it. */
static void took(struct seep_lockorder *lo, const struct seep_event *e,
                 bool read, bool tried)
{
    const struct seep_g *g = e->g;
    const struct seep_taken taken = {e->obj->id, g->op.site, read};
    bool writes = seep_object_kind(e->obj) == SEEP_OBJ_RWMUTEX && !read;

    if (!lock_of(lo, e->obj) || (tried && !g->op.ok))
        return;
    if (!tried && (writes || holds(lo, g->id)))
        nested(lo, g->id, taken);
    hold(lo, g->id, taken);
}

/* ---- events ---- */

static void performed(struct seep_lockorder *lo, const struct seep_event *e)
{
    switch ((enum seep_op_kind)e->g->op.kind) {
    case SEEP_OP_LOCK:
        if (!((const struct seep_mutex *)e->obj)->ours)
            took(lo, e, false, false);
        break;
    case SEEP_OP_TRY_LOCK:
    case SEEP_OP_RW_TRY_LOCK: took(lo, e, false, true); break;
    case SEEP_OP_RW_LOCK: took(lo, e, false, false); break;
    case SEEP_OP_RLOCK: took(lo, e, true, false); break;
    case SEEP_OP_TRY_RLOCK: took(lo, e, true, true); break;
    case SEEP_OP_UNLOCK:
    case SEEP_OP_RW_UNLOCK:
    case SEEP_OP_RUNLOCK: released(lo, e); break;
    default: break;
    }
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_lockorder *lo = (struct seep_lockorder *)o;

    if (lo->lost)
        return;
    if (lo->ordering)
        seep_order_event(&lo->order, s, e);
    if (e->kind == SEEP_EV_OP)
        performed(lo, e);
    else if (e->kind == SEEP_EV_EXIT)
        ended(lo, e->g->id);
    lo->lost |= lo->order.lost;
}

/* ---- the interface ---- */

struct seep_lockorder *seep_lockorder_new(struct seep_arena *a)
{
    const struct seep_mem mem = {a};
    struct seep_lockorder *lo = seep_mem_calloc(&mem, sizeof *lo);

    if (lo) {
        lo->mem = mem;
        seep_order_in_arena(&lo->order, a);
        lo->observer.event = on_event;
        listen(lo, false);
        lo->order.lockless = true;
    }
    return lo;
}

static void give_back(struct seep_lockorder *lo, void *array, uint32_t cap,
                      size_t size)
{
    seep_mem_free(&lo->mem, array, cap * size);
}

void seep_lockorder_clear(struct seep_lockorder *lo)
{
    for (uint32_t i = 0; i < lo->nnesting; i++)
        give_back(lo, lo->nesting[i].moment, lo->nesting[i].cap_moment,
                  sizeof *lo->nesting->moment);
    if (lo->nnesting)
        memset(lo->slot, 0, lo->nslot * sizeof *lo->slot);
    if (lo->nhold && lo->of_g)
        memset(lo->of_g, 0, lo->cap_of_g * sizeof *lo->of_g);
    if (lo->nlock)
        memset(lo->at, 0, lo->cap_at * sizeof *lo->at);
    if (lo->ordering)
        seep_order_clear(&lo->order);
    lo->nhold = lo->free_hold = lo->nlock = lo->nnesting = lo->nheld = 0;
    lo->lost = lo->foreseen = false;
    listen(lo, false);
    lo->nfound = 0;
}

void seep_lockorder_free(struct seep_lockorder *lo)
{
    if (!lo)
        return;
    seep_lockorder_clear(lo);
    seep_order_fini(&lo->order);
    give_back(lo, lo->hold, lo->cap_hold, sizeof *lo->hold);
    give_back(lo, lo->of_g, lo->cap_of_g, sizeof *lo->of_g);
    give_back(lo, lo->lock, lo->cap_lock, sizeof *lo->lock);
    give_back(lo, lo->at, lo->cap_at, sizeof *lo->at);
    give_back(lo, lo->nesting, lo->cap_nesting, sizeof *lo->nesting);
    give_back(lo, lo->slot, lo->nslot, sizeof *lo->slot);
    give_back(lo, lo->held, lo->cap_held, sizeof *lo->held);
    const struct seep_mem mem = lo->mem;
    seep_mem_free(&mem, lo, sizeof *lo);
}

struct seep_observer *seep_lockorder_observer(struct seep_lockorder *lo)
{
    return &lo->observer;
}

size_t seep_lockorder_foresee(struct seep_lockorder *lo)
{
    if (!lo)
        return 0;
    if (!lo->foreseen && !lo->order.lost)
        seep__foresee(lo);
    lo->foreseen = true;
    return lo->nfound;
}

const struct seep_foreseen *seep_lockorder_get(const struct seep_lockorder *lo,
                                               size_t i)
{
    return &lo->found[i];
}

bool seep_lockorder_lost(const struct seep_lockorder *lo)
{
    return lo && lo->lost;
}
