/* arena.c - size classes over a boundary-tag heap over one mapping.
 *
 * DESIGN
 *
 *   base                                              top          aside
 *   | struct seep_arena | block | block | free | block |  wilderness ...  |
 *
 * The heap proper is a row of blocks, each behind a 16-byte tag that holds its
 * own size, whether it is used, and the size of the block before it; freed
 * neighbours are joined, and a freed last block gives its bytes back to the
 * wilderness, so that `top` (what a snapshot copies) shrinks again.  Free
 * blocks hang in bins by size: a power of two and its eighth (the two-level
 * segregated fit of Masmano et al., ECRTS 2004), found through bitmaps: O(1).
 *
 * Sizes up to SMALL_MAX come from 16-byte-spaced classes without tags.  A
 * class takes runs of blocks from the heap, each run twice the last, so that a
 * small world stays small (a restore copies every used byte).  Runs are never
 * given back: a class's freed blocks serve the class.
 *
 * Rejected: one global free list (order of addresses then depends on every
 * free), a buddy heap (LuaJIT's sizes are just over powers of two). */
#include "arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef SEEP_ARENA_BASE
#define SEEP_ARENA_BASE UINT64_C(0x200000000000)
#endif

enum {
    UNIT = 16,
    SMALL_MAX = 1024,
    NCLASS = SMALL_MAX / UNIT + 1,
    RUN_FIRST = 512,
    RUN_MAX = 64 * 1024,
    NSUB = 8, /* bins per power of two */
    NLEVEL = 40,
    TAG = 16,
    BLOCK_MIN = 64, /* tag included: room for the two links of a free block */
};

#define MAP_BYTES (UINT64_C(64) << 30) /* for the blocks */
#define ASIDE_MAX (UINT64_C(1) << 30)  /* behind them */
#define MAPPED (MAP_BYTES + ASIDE_MAX)
#define USED ((size_t)1)

/* Precedes every heap block.  size counts the tag and is a multiple of UNIT;
 * its lowest bit says used. */
struct tag {
    size_t size_used;
    size_t prev_size; /* 0: the first block */
};

/* What a free heap block holds behind its tag. */
struct links {
    struct tag *next, *prev;
};

struct size_class {
    void *free;       /* list through the first word */
    char *bump, *end; /* the part of the newest run never handed out */
    size_t next_run;  /* bytes of the run to take next */
};

struct seep_arena {
    char *top;        /* end of the last block; the wilderness begins */
    size_t last_size; /* size of the last block, 0 when there is none */
    size_t live, limit;
    size_t aside; /* bytes used there */
    uint64_t allocs, volume, failures;
    uint64_t fail_at; /* value of `allocs` that fails; 0: none */
    bool fail_ever_after;
    bool spared;
    void *root;
    uint64_t level_map;
    uint8_t sub_map[NLEVEL];
    struct tag *bin[NLEVEL][NSUB];
    struct size_class cls[NCLASS];
};

#define HEAP_OFFSET                                                            \
    ((sizeof(struct seep_arena) + UNIT - 1) & ~(size_t)(UNIT - 1))

static char *heap_base(const struct seep_arena *a)
{
    return (char *)a + HEAP_OFFSET;
}

/* Where the room aside begins, and no block goes. */
static char *aside(const struct seep_arena *a)
{
    return (char *)a + MAP_BYTES;
}

static size_t round_up(size_t n)
{
    return (n + UNIT - 1) & ~(size_t)(UNIT - 1);
}

/* ---- the mapping ---- */

void seep_arena_reset(struct seep_arena *a, size_t limit)
{
    memset(a, 0, sizeof *a);
    a->limit = limit;
    a->top = heap_base(a);
    for (int i = 0; i < NCLASS; i++)
        a->cls[i].next_run = RUN_FIRST;
}

struct seep_arena *seep_arena_new(size_t limit)
{
    void *want = (void *)(uintptr_t)SEEP_ARENA_BASE;
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

void seep_arena_free(struct seep_arena *a)
{
    if (a)
        munmap(a, MAPPED);
}

/* ---- the heap of tagged blocks ---- */

static size_t tag_size(const struct tag *t)
{
    return t->size_used & ~USED;
}

static bool tag_used(const struct tag *t)
{
    return t->size_used & USED;
}

static struct tag *tag_next(const struct seep_arena *a, struct tag *t)
{
    char *n = (char *)t + tag_size(t);

    return n == a->top ? NULL : (struct tag *)n;
}

static struct links *tag_links(struct tag *t)
{
    return (struct links *)((char *)t + TAG);
}

static void bin_index(size_t size, int *level, int *sub)
{
    *level = 63 - __builtin_clzll(size);
    *sub = (int)((size >> (*level - 3)) & (NSUB - 1));
}

static void bin_add(struct seep_arena *a, struct tag *t)
{
    int l, s;

    bin_index(tag_size(t), &l, &s);
    struct tag *head = a->bin[l][s];
    *tag_links(t) = (struct links){.next = head, .prev = NULL};
    if (head)
        tag_links(head)->prev = t;
    a->bin[l][s] = t;
    a->sub_map[l] |= (uint8_t)(1u << s);
    a->level_map |= UINT64_C(1) << l;
}

static void bin_remove(struct seep_arena *a, struct tag *t)
{
    int l, s;
    struct links *k = tag_links(t);

    bin_index(tag_size(t), &l, &s);
    if (k->next)
        tag_links(k->next)->prev = k->prev;
    if (k->prev)
        tag_links(k->prev)->next = k->next;
    else
        a->bin[l][s] = k->next;
    if (!a->bin[l][s]) {
        a->sub_map[l] &= (uint8_t) ~(1u << s);
        if (!a->sub_map[l])
            a->level_map &= ~(UINT64_C(1) << l);
    }
}

/* A free block of at least `size` bytes, or NULL.  Looks in the first bin all
 * of whose blocks are large enough, so no list is walked. */
static struct tag *bin_find(struct seep_arena *a, size_t size)
{
    int l, s;
    size_t spacing = (size_t)1 << (63 - __builtin_clzll(size) - 3);

    /* The newest of its own bin: what was just freed is asked for again. */
    bin_index(size, &l, &s);
    struct tag *own = a->bin[l][s];
    if (own && tag_size(own) >= size)
        return own;
    bin_index(size + spacing - 1, &l, &s);
    unsigned subs = l < NLEVEL ? a->sub_map[l] & (0xffu << s) : 0;
    if (!subs) {
        uint64_t levels = a->level_map & (~UINT64_C(0) << (l + 1));
        if (!levels)
            return NULL;
        l = __builtin_ctzll(levels);
        subs = a->sub_map[l];
    }
    return a->bin[l][__builtin_ctz(subs)];
}

static void set_next_prev(struct seep_arena *a, struct tag *t)
{
    struct tag *n = tag_next(a, t);

    if (n)
        n->prev_size = tag_size(t);
    else
        a->last_size = tag_size(t);
}

/* Gives the bytes of t (not in a bin) back, joined with free neighbours. */
static void block_put(struct seep_arena *a, struct tag *t)
{
    struct tag *n = tag_next(a, t);
    size_t size = tag_size(t);

    if (n && !tag_used(n)) {
        bin_remove(a, n);
        size += tag_size(n);
    }
    if (t->prev_size) {
        struct tag *p = (struct tag *)((char *)t - t->prev_size);
        if (!tag_used(p)) {
            bin_remove(a, p);
            size += tag_size(p);
            t = p;
        }
    }
    t->size_used = size;
    if ((char *)t + size == a->top) {
        a->top = (char *)t;
        a->last_size = t->prev_size;
        return;
    }
    set_next_prev(a, t);
    bin_add(a, t);
}

/* Cuts t (used, whole) down to `size`, giving the rest back. */
static void block_trim(struct seep_arena *a, struct tag *t, size_t size)
{
    size_t rest = tag_size(t) - size;

    if (rest < BLOCK_MIN)
        return;
    t->size_used = size | USED;
    struct tag *r = (struct tag *)((char *)t + size);
    r->size_used = rest | USED;
    r->prev_size = size;
    set_next_prev(a, r);
    block_put(a, r);
}

static struct tag *block_from_top(struct seep_arena *a, size_t size)
{
    if (size > (size_t)(aside(a) - a->top))
        return NULL;
    struct tag *t = (struct tag *)a->top;
    t->size_used = size | USED;
    t->prev_size = a->last_size;
    a->top += size;
    a->last_size = size;
    return t;
}

static size_t block_need(size_t size)
{
    size_t need = round_up(size) + TAG;

    return need < BLOCK_MIN ? BLOCK_MIN : need;
}

static void *block_get(struct seep_arena *a, size_t size)
{
    size_t need = block_need(size);
    struct tag *t = bin_find(a, need);

    if (t) {
        bin_remove(a, t);
        t->size_used |= USED;
        block_trim(a, t, need);
    } else if (!(t = block_from_top(a, need))) {
        return NULL;
    }
    return (char *)t + TAG;
}

static struct tag *tag_of(void *p)
{
    return (struct tag *)((char *)p - TAG);
}

/* Grows in place into the wilderness or a free neighbour. */
static bool block_grow(struct seep_arena *a, struct tag *t, size_t need)
{
    size_t have = tag_size(t);
    struct tag *n = tag_next(a, t);

    if (!n) {
        if (need - have > (size_t)(aside(a) - a->top))
            return false;
        a->top += need - have;
        a->last_size = need;
        t->size_used = need | USED;
        return true;
    }
    if (tag_used(n) || have + tag_size(n) < need)
        return false;
    bin_remove(a, n);
    t->size_used = (have + tag_size(n)) | USED;
    set_next_prev(a, t);
    block_trim(a, t, need);
    return true;
}

/* ---- size classes ---- */

static bool class_refill(struct seep_arena *a, struct size_class *c,
                         size_t unit)
{
    size_t bytes = c->next_run < unit ? unit : c->next_run / unit * unit;
    char *run = block_get(a, bytes);

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
    void *p = size <= SMALL_MAX ? class_get(a, size) : block_get(a, size);

    if (p)
        a->live += round_up(size);
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

void *seep_arena_calloc(struct seep_arena *a, size_t size)
{
    void *p = seep_arena_alloc(a, size);

    return p ? memset(p, 0, size) : NULL;
}

void seep_arena_release(struct seep_arena *a, void *p, size_t size)
{
    if (!p || !size)
        return;
    a->live -= round_up(size);
    if (size <= SMALL_MAX)
        class_put(a, p, size);
    else
        block_put(a, tag_of(p));
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

/* Both sizes large. */
static bool resize_in_place(struct seep_arena *a, void *p, size_t new_size)
{
    struct tag *t = tag_of(p);
    size_t need = block_need(new_size);

    if (need > tag_size(t))
        return block_grow(a, t, need);
    block_trim(a, t, need);
    return true;
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
    size_t was = round_up(old_size), now = round_up(new_size);
    if (now > was && !admit(a, now - was))
        return NULL;
    if (now == was)
        return p;
    if (was > SMALL_MAX && now > SMALL_MAX && resize_in_place(a, p, new_size)) {
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

/* Free blocks count as used from here on, or their neighbours would join
 * them. */
static void forget_free_blocks(struct seep_arena *a)
{
    char *p = heap_base(a);

    while (p != a->top) {
        struct tag *t = (struct tag *)p;
        t->size_used |= USED;
        p += tag_size(t);
    }
    a->level_map = 0;
    memset(a->sub_map, 0, sizeof a->sub_map);
    memset(a->bin, 0, sizeof a->bin);
}

void seep_arena_seal(struct seep_arena *a)
{
    enum { PAGE = 4096 };
    size_t past = (size_t)(a->top - (char *)a) % PAGE;

    forget_free_blocks(a);
    for (int i = 0; i < NCLASS; i++)
        a->cls[i] = (struct size_class){.next_run = RUN_FIRST};
    if (past)
        block_from_top(a, past < PAGE - BLOCK_MIN ? PAGE - past
                                                  : (size_t)2 * PAGE - past);
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
    char *p = aside(a) + a->aside;

    if (size > ASIDE_MAX - a->aside)
        return NULL;
    a->aside += round_up(size);
    return memset(p, 0, size);
}

void seep_arena_drop_aside(struct seep_arena *a)
{
    a->aside = 0;
}

void *seep_arena_room_aside(const struct seep_arena *a, size_t *used)
{
    *used = a->aside;
    return aside(a);
}

void seep_arena_set_root(struct seep_arena *a, void *root)
{
    a->root = root;
}

void *seep_arena_root(const struct seep_arena *a)
{
    return a->root;
}

bool seep_arena_has(const struct seep_arena *a, const void *p)
{
    return (const char *)p >= (const char *)a && (const char *)p < a->top;
}
