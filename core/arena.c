/* arena.c - size classes over a heap over one mapping.
 *
 * DESIGN
 *
 *   base                                              top          aside
 *   | struct seep_arena | block | block | free | block |  wilderness ...  |
 *
 * The heap proper is a row of blocks: arena_heap.c.
 *
 * Sizes up to SMALL_MAX come from 16-byte-spaced classes without tags.  A
 * class takes runs of blocks from the heap, each run twice the last, so that a
 * small world stays small (a restore copies every used byte).  Runs are never
 * given back: a class's freed blocks serve the class.
 *
 * Rejected: one global free list (order of addresses then depends on every
 * free), a buddy heap (LuaJIT's sizes are just over powers of two). */
#include "arena_inside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef SEEP_ARENA_BASE
#define SEEP_ARENA_BASE UINT64_C(0x200000000000)
#endif

enum { RUN_FIRST = 512, RUN_MAX = 64 * 1024 };

/* ---- the mapping ---- */

void seep_arena_reset(struct seep_arena *a, size_t limit)
{
    memset(a, 0, sizeof *a);
    a->limit = limit;
    a->top = seep__heap_base(a);
    for (int i = 0; i < NCLASS; i++)
        a->cls[i].next_run = RUN_FIRST;
}

static struct seep_arena *map(uint64_t address, size_t limit)
{
    void *want = (void *)(uintptr_t)address;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
                MAP_FIXED_NOREPLACE;
    void *p = mmap(want, MAPPED, PROT_READ | PROT_WRITE, flags, -1, 0);

    if (p == MAP_FAILED)
        return NULL;
    if (p != want) {
        munmap(p, MAPPED);
        return NULL;
    }
    /* Page faults cost more than the work on the page; ask for large ones. */
    (void)madvise(p, MAPPED, MADV_HUGEPAGE);
    seep_arena_reset(p, limit);
    return p;
}

struct seep_arena *seep_arena_new(size_t limit)
{
    return map(SEEP_ARENA_BASE, limit);
}

struct seep_arena *seep_arena_new_beside(void)
{
    return map(SEEP_ARENA_BASE + 2 * MAPPED, MAP_BYTES);
}

void seep_arena_free(struct seep_arena *a)
{
    if (a)
        munmap(a, MAPPED);
}

/* ---- size classes ---- */

static bool class_refill(struct seep_arena *a, struct size_class *c,
                         size_t unit)
{
    size_t bytes = c->next_run < unit ? unit : c->next_run / unit * unit;
    char *run = seep__heap_get(a, bytes);

    if (!run)
        return false;
    c->bump = run;
    c->end = run + bytes;
    if (c->next_run < RUN_MAX)
        c->next_run *= 2;
    return true;
}

static inline void *class_get(struct seep_arena *a, size_t size)
{
    size_t i = (size + UNIT - 1) / UNIT;
    struct size_class *c = &a->cls[i];
    void *p = c->free;

    if (p) {
        c->free = *(void **)p;
        return p;
    }
    if (c->bump == c->end && !class_refill(a, c, i * UNIT))
        return NULL;
    p = c->bump;
    c->bump += i * UNIT;
    return p;
}

static inline void class_put(struct seep_arena *a, void *p, size_t size)
{
    struct size_class *c = &a->cls[(size + UNIT - 1) / UNIT];

    *(void **)p = c->free;
    c->free = p;
}

/* ---- the interface ---- */

/* Ignores the limit and asked-for failures. */
static void *get(struct seep_arena *a, size_t size)
{
    void *p = size <= SMALL_MAX ? class_get(a, size) : seep__heap_get(a, size);

    if (p)
        a->live += seep__round_up(size);
    return p;
}

/* Counts the allocation; false when it is to be refused. */
static inline bool admit(struct seep_arena *a, size_t more)
{
    a->allocs++;
    a->volume += more < SEEP_VOLUME_LEAST ? SEEP_VOLUME_LEAST : more;
    bool asked = a->fail_at && (a->fail_ever_after ? a->allocs >= a->fail_at
                                                   : a->allocs == a->fail_at);
    if (asked || more > MAP_BYTES || more > a->limit ||
        a->live + more > a->limit) {
        a->failures++;
        return a->spared;
    }
    return true;
}

void *seep_arena_alloc(struct seep_arena *a, size_t size)
{
    if (!size || !admit(a, size))
        return NULL;
    return get(a, size);
}

void *seep_arena_alloc_spared(struct seep_arena *a, size_t size)
{
    bool spared = a->spared;

    a->spared = true;
    void *p = seep_arena_alloc(a, size);
    a->spared = spared;
    return p;
}

void *seep_arena_calloc(struct seep_arena *a, size_t size)
{
    void *p = seep_arena_alloc(a, size);

    return p ? memset(p, 0, size) : NULL;
}

void seep_arena_release(struct seep_arena *a, void *p, size_t size)
{
    if (!p || !size)
        return;
    a->live -= seep__round_up(size);
    if (size <= SMALL_MAX)
        class_put(a, p, size);
    else
        seep__heap_put(a, p);
}

static void *move(struct seep_arena *a, void *p, size_t old_size,
                  size_t new_size)
{
    void *q = get(a, new_size);

    if (!q)
        return NULL;
    memcpy(q, p, old_size < new_size ? old_size : new_size);
    seep_arena_release(a, p, old_size);
    return q;
}

void *seep_arena_realloc(struct seep_arena *a, void *p, size_t old_size,
                         size_t new_size)
{
    if (!p)
        return seep_arena_alloc(a, new_size);
    if (!new_size) {
        seep_arena_release(a, p, old_size);
        return NULL;
    }
    size_t was = seep__round_up(old_size), now = seep__round_up(new_size);
    if (now > was && !admit(a, now - was))
        return NULL;
    if (now == was)
        return p;
    if (was > SMALL_MAX && now > SMALL_MAX &&
        seep__heap_resize(a, p, new_size)) {
        a->live += now - was;
        return p;
    }
    void *q = move(a, p, old_size, new_size);
    seep_assert(q || now > was); /* shrinking never fails */
    return q;
}

void seep_arena_fail_nth(struct seep_arena *a, uint64_t n, bool ever_after)
{
    a->fail_at = n ? a->allocs + n : 0;
    a->fail_ever_after = ever_after;
}

void seep_arena_spare(struct seep_arena *a, bool spared)
{
    a->spared = spared;
}

void seep_arena_lift(struct seep_arena *a)
{
    a->limit = MAP_BYTES;
    a->fail_at = 0;
    a->failures = 0;
}

void seep_arena_set_limit(struct seep_arena *a, size_t limit)
{
    a->limit = limit;
}

void seep_arena_seal(struct seep_arena *a)
{
    for (int i = 0; i < NCLASS; i++)
        a->cls[i] = (struct size_class){.next_run = RUN_FIRST};
    seep__heap_seal(a);
}

uint64_t seep_arena_volume(const struct seep_arena *a)
{
    return a->volume;
}

uint64_t seep_arena_failures(const struct seep_arena *a)
{
    return a->failures;
}

struct seep_arena_stats seep_arena_stats(const struct seep_arena *a)
{
    return (struct seep_arena_stats){
        .used = (size_t)(a->top - (const char *)a),
        .live = a->live,
        .limit = a->limit,
        .allocs = a->allocs,
        .volume = a->volume,
        .failures = a->failures,
    };
}

void *seep_arena_aside(struct seep_arena *a, size_t size)
{
    char *p = seep__aside(a) + a->aside;

    if (size > ASIDE_MAX - a->aside)
        return NULL;
    a->aside += seep__round_up(size);
    return memset(p, 0, size);
}

void *seep_arena_aside_more(struct seep_arena *a, const void *p, size_t was,
                            size_t size)
{
    void *q = seep_arena_aside(a, size);

    if (q && was)
        memcpy(q, p, was);
    return q;
}

void seep_arena_drop_aside(struct seep_arena *a)
{
    a->aside = 0;
}

void *seep_arena_room_aside(const struct seep_arena *a, size_t *used)
{
    *used = a->aside;
    return seep__aside(a);
}

void seep_arena_set_root(struct seep_arena *a, void *root)
{
    a->root = root;
}

void *seep_arena_root(const struct seep_arena *a)
{
    return a->root;
}

size_t seep_arena_head(void)
{
    return sizeof(struct seep_arena);
}
