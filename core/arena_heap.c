/* arena_heap.c - the arena's large blocks: boundary tags, bins by size.
 *
 * DESIGN
 *
 * The heap proper is a row of blocks, each behind a 16-byte tag that holds its
 * own size, whether it is used, and the size of the block before it; freed
 * neighbours are joined, and a freed last block gives its bytes back to the
 * wilderness, so that `top` (what a snapshot copies) shrinks again.  Free
 * blocks hang in bins by size: a power of two and its eighth (the two-level
 * segregated fit of Masmano et al., ECRTS 2004), found through bitmaps: O(1).
 */
#include <string.h>

#include "arena_inside.h"

enum {
    TAG = 16,
    BLOCK_MIN = 64, /* tag included: room for the two links of a free block */
};

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
    if (size > (size_t)(seep__aside(a) - a->top))
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
    size_t need = seep__round_up(size) + TAG;

    return need < BLOCK_MIN ? BLOCK_MIN : need;
}

void *seep__heap_get(struct seep_arena *a, size_t size)
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
        if (need - have > (size_t)(seep__aside(a) - a->top))
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

void seep__heap_put(struct seep_arena *a, void *p)
{
    block_put(a, tag_of(p));
}

bool seep__heap_resize(struct seep_arena *a, void *p, size_t new_size)
{
    struct tag *t = tag_of(p);
    size_t need = block_need(new_size);

    if (need > tag_size(t))
        return block_grow(a, t, need);
    block_trim(a, t, need);
    return true;
}

/* Free blocks count as used from here on, or their neighbours would join
 * them. */
static void forget_free_blocks(struct seep_arena *a)
{
    char *p = seep__heap_base(a);

    while (p != a->top) {
        struct tag *t = (struct tag *)p;
        t->size_used |= USED;
        p += tag_size(t);
    }
    a->level_map = 0;
    memset(a->sub_map, 0, sizeof a->sub_map);
    memset(a->bin, 0, sizeof a->bin);
}

void seep__heap_seal(struct seep_arena *a)
{
    enum { PAGE = 4096 };
    size_t past = (size_t)(a->top - (char *)a) % PAGE;

    forget_free_blocks(a);
    if (past)
        block_from_top(a, past < PAGE - BLOCK_MIN ? PAGE - past
                                                  : (size_t)2 * PAGE - past);
}
