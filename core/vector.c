/* vector.c - see vector.h.
 *
 * DESIGN
 *
 *        base 0, shift 6            A branch covers an aligned power of two of
 *        /             \            ids and has something in either half; what
 *   0..7           base 32, shift 5    would have only one is left out.  A
 *                  /          \     leaf is a block of ticks, some of them 0.
 *              32..39       48..55
 *
 * The functions that change a vector return a node for a node.  The same one
 * back means nothing has changed, or `own` was set - no other reference leads
 * to it - and it was changed in place.  Another one is a new reference, and
 * the caller drops the old.  A result that equals one of the operands *is*
 * that operand - the second one when it equals both - so that vectors which
 * meet again are found equal by their addresses. */
#include "vector.h"

#include <string.h>

enum {
    CHUNK = 1000,
    CHUNKS_MAX = 4000, /* 192 MB */
};

struct seep_vector_chunk {
    struct seep_vector_chunk *next;
    struct seep_vector node[CHUNK];
};

/* ---- the pool ---- */

static bool add_chunk(struct seep_vectors *p)
{
    struct seep_vector_chunk *c = p->spare;

    if (c)
        p->spare = c->next;
    else if (p->nchunks < CHUNKS_MAX &&
             (c = seep_mem_alloc(&p->mem, sizeof *c)))
        p->nchunks++;
    else
        return false;
    c->next = p->chunks;
    p->chunks = c;
    p->used = 0;
    return true;
}

/* Stands for every node that there is no memory for: a leaf, whatever was
 * asked for, so that no tree leads back into itself; and never only one
 * owner's, so that it is neither freed nor taken for a node of its own. */
static struct seep_vector *sink(struct seep_vectors *p)
{
    p->lost = true;
    p->sink =
        (struct seep_vector){.refs = UINT32_MAX / 2, .shift = SEEP_VECTOR_LEAF};
    return &p->sink;
}

/* A node to be filled in.  Not enough memory: a leaf, see sink. */
static struct seep_vector *fresh(struct seep_vectors *p, uint32_t base,
                                 uint8_t shift)
{
    struct seep_vector *v = p->free;

    if (v) {
        p->free = v->next;
    } else if ((p->chunks && p->used < CHUNK) || add_chunk(p)) {
        v = &p->chunks->node[p->used++];
    } else {
        return sink(p);
    }
    v->refs = 1;
    v->base = base;
    v->shift = shift;
    return v;
}

void seep_vectors_clear(struct seep_vectors *p)
{
    struct seep_vector_chunk *c;

    while ((c = p->chunks)) {
        p->chunks = c->next;
        c->next = p->spare;
        p->spare = c;
    }
    p->free = NULL;
    p->lost = false;
}

void seep_vectors_fini(struct seep_vectors *p)
{
    struct seep_vector_chunk *c;

    seep_vectors_clear(p);
    while ((c = p->spare)) {
        p->spare = c->next;
        seep_mem_free(&p->mem, c, sizeof *c);
    }
    p->nchunks = 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): a tree is at most 30 deep */
void seep_vector_drop(struct seep_vectors *p, struct seep_vector *v)
{
    while (v && --v->refs == 0) {
        struct seep_vector *rest = NULL;
        if (v->shift != SEEP_VECTOR_LEAF) {
            seep_vector_drop(p, v->half[0]);
            rest = v->half[1];
        }
        v->next = p->free;
        p->free = v;
        v = rest;
    }
}

/* ---- nodes ---- */

static inline bool covers(const struct seep_vector *v, uint32_t id)
{
    return (uint64_t)(v->base ^ id) >> v->shift == 0;
}

static inline unsigned half_of(const struct seep_vector *v, uint32_t id)
{
    return id >> (v->shift - 1) & 1;
}

static inline bool is_leaf(const struct seep_vector *v)
{
    return v->shift == SEEP_VECTOR_LEAF;
}

static struct seep_vector *copied(struct seep_vectors *p,
                                  const struct seep_vector *v)
{
    struct seep_vector *c = fresh(p, v->base, v->shift);

    if (c->shift != v->shift)
        return c;
    memcpy(c->tick, v->tick, sizeof c->tick);
    if (!is_leaf(v)) {
        v->half[0]->refs++;
        v->half[1]->refs++;
    }
    return c;
}

/* A branch above two that do not overlap; takes both references. */
static struct seep_vector *above(struct seep_vectors *p, struct seep_vector *a,
                                 struct seep_vector *b)
{
    uint8_t shift = (uint8_t)(32 - __builtin_clz(a->base ^ b->base));
    uint32_t base = (uint32_t)((uint64_t)a->base >> shift << shift);
    struct seep_vector *v = fresh(p, base, shift);

    if (is_leaf(v))
        return v;
    unsigned i = half_of(v, a->base);
    v->half[i] = a;
    v->half[!i] = b;
    return v;
}

/* v with `now`, which came back for its half i. */
static struct seep_vector *with_half(struct seep_vectors *p,
                                     struct seep_vector *v, bool own,
                                     unsigned i, struct seep_vector *now)
{
    if (!is_leaf(v) && now == v->half[i])
        return v;
    if (!own)
        v = copied(p, v);
    if (is_leaf(v))
        return v;
    seep_vector_drop(p, v->half[i]);
    v->half[i] = now;
    return v;
}

/* ---- one tick ---- */

uint32_t seep_vector_get(const struct seep_vector *v, uint32_t id)
{
    while (v && covers(v, id)) {
        if (is_leaf(v))
            return v->tick[id % SEEP_VECTOR_BLOCK];
        v = v->half[half_of(v, id)];
    }
    return 0;
}

static struct seep_vector *block(struct seep_vectors *p, uint32_t id,
                                 uint32_t tick)
{
    struct seep_vector *v =
        fresh(p, id - id % SEEP_VECTOR_BLOCK, SEEP_VECTOR_LEAF);

    memset(v->tick, 0, sizeof v->tick);
    v->tick[id % SEEP_VECTOR_BLOCK] = tick;
    return v;
}

/* NOLINTNEXTLINE(misc-no-recursion): a tree is at most 30 deep */
static struct seep_vector *raised(struct seep_vectors *p, struct seep_vector *v,
                                  bool own, uint32_t id, uint32_t tick)
{
    own = own && v->refs == 1;
    if (!covers(v, id))
        return above(p, seep_vector_keep(v), block(p, id, tick));
    if (!is_leaf(v)) {
        unsigned i = half_of(v, id);
        return with_half(p, v, own, i, raised(p, v->half[i], own, id, tick));
    }
    if (v->tick[id % SEEP_VECTOR_BLOCK] >= tick)
        return v;
    if (!own)
        v = copied(p, v);
    v->tick[id % SEEP_VECTOR_BLOCK] = tick;
    return v;
}

static void replace(struct seep_vectors *p, struct seep_vector **v,
                    struct seep_vector *now)
{
    if (now == *v)
        return;
    seep_vector_drop(p, *v);
    *v = now;
}

void seep_vector_raise(struct seep_vectors *p, struct seep_vector **v,
                       uint32_t id, uint32_t tick)
{
    if (p->lost)
        return;
    if (*v)
        replace(p, v, raised(p, *v, true, id, tick));
    else
        *v = block(p, id, tick);
}

/* ---- two vectors ---- */

static struct seep_vector *joined_blocks(struct seep_vectors *p,
                                         struct seep_vector *a, bool own,
                                         struct seep_vector *b)
{
    uint32_t most[SEEP_VECTOR_BLOCK];
    bool is_a = true, is_b = true;

    for (int i = 0; i < SEEP_VECTOR_BLOCK; i++) {
        most[i] = a->tick[i] > b->tick[i] ? a->tick[i] : b->tick[i];
        is_a &= most[i] == a->tick[i];
        is_b &= most[i] == b->tick[i];
    }
    if (is_b)
        return seep_vector_keep(b);
    if (is_a)
        return a;
    if (!own)
        a = fresh(p, a->base, SEEP_VECTOR_LEAF);
    memcpy(a->tick, most, sizeof most);
    return a;
}

static struct seep_vector *joined(struct seep_vectors *p, struct seep_vector *a,
                                  bool own, struct seep_vector *b);

/* Two branches of the same ids. */
/* NOLINTNEXTLINE(misc-no-recursion): a tree is at most 30 deep */
static struct seep_vector *joined_branches(struct seep_vectors *p,
                                           struct seep_vector *a, bool own,
                                           struct seep_vector *b)
{
    struct seep_vector *now[2];

    for (int i = 0; i < 2; i++)
        now[i] = joined(p, a->half[i], own, b->half[i]);
    if (now[0] == b->half[0] && now[1] == b->half[1]) {
        for (int i = 0; i < 2; i++)
            if (now[i] != a->half[i])
                seep_vector_drop(p, now[i]);
        return seep_vector_keep(b);
    }
    struct seep_vector *v = with_half(p, a, own, 0, now[0]);
    return with_half(p, v, own || v != a, 1, now[1]);
}

/* NOLINTNEXTLINE(misc-no-recursion): a tree is at most 30 deep */
static struct seep_vector *joined(struct seep_vectors *p, struct seep_vector *a,
                                  bool own, struct seep_vector *b)
{
    unsigned i;

    if (a == b)
        return a;
    own = own && a->refs == 1;
    if (a->shift == b->shift && a->base == b->base)
        return is_leaf(a) ? joined_blocks(p, a, own, b)
                          : joined_branches(p, a, own, b);
    if (a->shift > b->shift && covers(a, b->base)) {
        i = half_of(a, b->base);
        return with_half(p, a, own, i, joined(p, a->half[i], own, b));
    }
    if (b->shift > a->shift && covers(b, a->base)) {
        i = half_of(b, a->base);
        struct seep_vector *v =
            with_half(p, b, false, i, joined(p, b->half[i], false, a));
        return v == b ? seep_vector_keep(b) : v;
    }
    return above(p, seep_vector_keep(a), seep_vector_keep(b));
}

void seep_vector_join(struct seep_vectors *p, struct seep_vector **v,
                      struct seep_vector *with)
{
    if (!with || p->lost)
        return;
    if (*v)
        replace(p, v, joined(p, *v, true, with));
    else
        *v = seep_vector_keep(with);
}

static void join_ticks(struct seep_vector *to, const struct seep_vector *from)
{
    for (int i = 0; from && i < SEEP_VECTOR_BLOCK; i++)
        if (to->tick[i] < from->tick[i])
            to->tick[i] = from->tick[i];
}

uint32_t *seep_vector_unite_blocks(struct seep_vectors *p,
                                   struct seep_vector **a,
                                   struct seep_vector **b)
{
    struct seep_vector **own = *a && (*a)->refs == 1 ? a : b;
    struct seep_vector **other = own == a ? b : a;

    if (p->lost)
        return p->sink.tick;
    if (*a && *a == *b && (*a)->refs == 2)
        return (*a)->tick;
    if (!*own || (*own)->refs > 1) {
        struct seep_vector *v = block(p, 0, 0);
        join_ticks(v, *own);
        replace(p, own, v);
    }
    join_ticks(*own, *other);
    replace(p, other, seep_vector_keep(*own));
    return (*own)->tick;
}
