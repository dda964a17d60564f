/* timer.c - a 4-ary heap of alarms and the list of armed ones. */
#include "timer.h"

#include "arena.h"

enum { ARITY = 4, FIRST_CAP = 16 };

static inline bool before(const struct seep_timer_slot *a,
                          const struct seep_timer_slot *b)
{
    if (a->when != b->when)
        return a->when < b->when;
    return a->t->seq < b->t->seq;
}

static inline void put(struct seep_timers *h, uint32_t i,
                       struct seep_timer_slot s)
{
    h->heap[i] = s;
    s.t->heap_pos = i + 1;
}

static void sift_up(struct seep_timers *h, uint32_t i)
{
    struct seep_timer_slot s = h->heap[i];

    while (i > 0) {
        uint32_t parent = (i - 1) / ARITY;
        if (!before(&s, &h->heap[parent]))
            break;
        put(h, i, h->heap[parent]);
        i = parent;
    }
    put(h, i, s);
}

/* The earliest of those from c on that have one parent. */
static inline uint32_t first_child(const struct seep_timers *h, uint32_t c)
{
    const struct seep_timer_slot *heap = h->heap, *best = &heap[c];
    uint32_t end = c + ARITY < h->count ? c + ARITY : h->count;

    for (const struct seep_timer_slot *k = best + 1; k < &heap[end]; k++)
        best = before(k, best) ? k : best;
    return (uint32_t)(best - heap);
}

static void sift_down(struct seep_timers *h, uint32_t i)
{
    struct seep_timer_slot s = h->heap[i];

    while (i * ARITY + 1 < h->count) {
        uint32_t c = first_child(h, i * ARITY + 1);
        if (!before(&h->heap[c], &s))
            break;
        put(h, i, h->heap[c]);
        i = c;
    }
    put(h, i, s);
}

enum seep_err seep_timers_reserve(struct seep_timers *h, struct seep_arena *a)
{
    if (h->narmed < h->cap)
        return SEEP_OK;
    uint32_t cap = h->cap ? h->cap * 2 : FIRST_CAP;
    void *p = seep_arena_realloc(a, h->heap, h->cap * sizeof *h->heap,
                                 cap * sizeof *h->heap);
    if (!p)
        return SEEP_ENOMEM;
    h->heap = p;
    h->cap = cap;
    return SEEP_OK;
}

void seep_timers_add(struct seep_timers *h, struct seep_timer *t)
{
    seep_assert(!t->heap_pos && h->count < h->cap);
    h->heap[h->count] = (struct seep_timer_slot){t->when, t};
    sift_up(h, h->count++);
}

void seep_timers_move(struct seep_timers *h, struct seep_timer *t)
{
    uint32_t i = t->heap_pos - 1;

    h->heap[i].when = t->when;
    sift_up(h, i);
    sift_down(h, t->heap_pos - 1);
}

void seep_timers_remove(struct seep_timers *h, struct seep_timer *t)
{
    if (!t->heap_pos)
        return;
    uint32_t i = t->heap_pos - 1;
    struct seep_timer_slot last = h->heap[--h->count];
    t->heap_pos = 0;
    h->nremoved++;
    if (last.t == t)
        return;
    put(h, i, last);
    sift_up(h, i);
    sift_down(h, last.t->heap_pos - 1);
}

int64_t seep_timers_next(const struct seep_timers *h)
{
    return h->count ? h->heap[0].when : SEEP_TIME_NEVER;
}

/* Counts the due timers below i; those of a heap are a tree at its root. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the heap, 16 at most */
static uint32_t due_below(const struct seep_timers *h, int64_t now, uint32_t i)
{
    uint32_t n = 1;

    if (i >= h->count || h->heap[i].when > now)
        return 0;
    for (uint32_t k = 1; k <= ARITY; k++)
        n += due_below(h, now, i * ARITY + k);
    return n;
}

uint32_t seep_timers_due(const struct seep_timers *h, int64_t now)
{
    return due_below(h, now, 0);
}

/* Finds the *n-th due timer at or below i that is wanted (all are, if which is
 * NULL) in preorder, counting *n down. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the heap, 16 at most */
static struct seep_timer *nth_below(const struct seep_timers *h, int64_t now,
                                    bool (*which)(const struct seep_timer *),
                                    uint32_t i, uint32_t *n)
{
    struct seep_timer *t = NULL;

    if (i >= h->count || h->heap[i].when > now)
        return NULL;
    if ((!which || which(h->heap[i].t)) && (*n)-- == 0)
        return h->heap[i].t;
    for (uint32_t k = 1; k <= ARITY && !t; k++)
        t = nth_below(h, now, which, i * ARITY + k, n);
    return t;
}

struct seep_timer *seep_timers_due_nth(const struct seep_timers *h, int64_t now,
                                       uint32_t n)
{
    return nth_below(h, now, NULL, 0, &n);
}

struct seep_timer *
seep_timers_due_such(const struct seep_timers *h, int64_t now,
                     bool (*which)(const struct seep_timer *))
{
    uint32_t n = 0;

    return nth_below(h, now, which, 0, &n);
}

void seep_timers_list(struct seep_timers *h, struct seep_timer *t)
{
    t->armed = true;
    t->prev = NULL;
    t->next = h->armed;
    if (t->next)
        t->next->prev = t;
    h->armed = t;
    h->narmed++;
}

void seep_timers_unlist(struct seep_timers *h, struct seep_timer *t)
{
    if (!t->armed)
        return;
    t->armed = false;
    h->narmed--;
    if (t->prev)
        t->prev->next = t->next;
    else
        h->armed = t->next;
    if (t->next)
        t->next->prev = t->prev;
}
