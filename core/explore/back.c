/* back.c - see back.h. */
#include "back.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/sim.h"
#include "core/snapshot.h"
#include "tree.h"

/* A step is worth so many bytes copied; and the least between two moments. */
enum { BYTES_A_STEP = 256, LEAST = 256 };

static void drop(struct seep_milestone *m)
{
    seep_snapshot_free(m->world);
    seep_snapshot_free(m->watch);
    free(m->bytes);
}

void seep_back_cut(struct seep_back *b, uint32_t depth)
{
    while (b->n && b->milestone[b->n - 1].depth > depth)
        drop(&b->milestone[--b->n]);
}

void seep_back_forget(struct seep_back *b)
{
    while (b->n)
        drop(&b->milestone[--b->n]);
    b->sparse = 0;
}

/* Every second one goes, but the last. */
static void thin_out(struct seep_back *b)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < b->n; i++) {
        if (i % 2)
            b->milestone[n++] = b->milestone[i];
        else
            drop(&b->milestone[i]);
    }
    b->n = n;
    b->sparse += b->sparse < 31;
}

/* ---- taking ---- */

static size_t size_of(const struct seep_beside *x)
{
    size_t n = 0;

    for (uint32_t i = 0; i < x->n; i++)
        n += x->piece[i].size;
    return n;
}

static char *take_beside(const struct seep_beside *x)
{
    char *bytes = malloc(size_of(x) + 1), *to = bytes;

    for (uint32_t i = 0; bytes && i < x->n; i++) {
        memcpy(to, x->piece[i].at, x->piece[i].size);
        to += x->piece[i].size;
    }
    return bytes;
}

static bool take(struct seep_milestone *m, const struct seep_tree *t,
                 const struct seep_sim *s, const struct seep_beside *x)
{
    *m = (struct seep_milestone){.depth = t->depth,
                                 .spent = t->spent,
                                 .resume = t->resume,
                                 .steps = s->steps,
                                 .world = seep_snapshot_take_change(s->arena),
                                 .watch = seep_snapshot_take(x->watch),
                                 .bytes = take_beside(x),
                                 .beside = *x};
    if (m->world && m->watch && m->bytes)
        return true;
    drop(m);
    return false;
}

static size_t bytes_of(const struct seep_milestone *m)
{
    return seep_snapshot_size(m->world) + seep_snapshot_size(m->watch);
}

/* The next one comes no earlier than at so many steps. */
static uint64_t next_due(const struct seep_back *b)
{
    uint64_t apart = b->apart ? b->apart : LEAST;

    if (!b->n)
        return apart;
    const struct seep_milestone *m = &b->milestone[b->n - 1];
    if (!b->apart && apart < bytes_of(m) / BYTES_A_STEP)
        apart = bytes_of(m) / BYTES_A_STEP;
    return m->steps + (apart << b->sparse);
}

static size_t size_of_all(const struct seep_back *b)
{
    size_t n = 0;

    for (uint32_t i = 0; i < b->n; i++)
        n += bytes_of(&b->milestone[i]);
    return n;
}

/* For one of so many bytes, at most.  A later one with as many choices met
 * does all that the earlier one did. */
static bool make_room(struct seep_back *b, uint32_t depth, size_t bytes)
{
    if (b->n && b->milestone[b->n - 1].depth == depth)
        drop(&b->milestone[--b->n]);
    while (b->n &&
           (b->n == SEEP_BACK_MOST || size_of_all(b) + bytes > SEEP_BACK_BYTES))
        thin_out(b);
    return bytes <= SEEP_BACK_BYTES;
}

uint64_t seep_back_keep(struct seep_tree *t, struct seep_sim *s,
                        const struct seep_beside *beside)
{
    struct seep_back *b = &t->back;
    uint64_t due = next_due(b);

    if (s->steps < due)
        return due;
    if (s->over || t->strayed || t->depth > t->n)
        return UINT64_MAX; /* nothing more of it is in the tree */
    size_t bytes =
        seep_arena_stats(s->arena).used + seep_arena_stats(beside->watch).used;
    if (!make_room(b, t->depth, bytes) ||
        !take(&b->milestone[b->n], t, s, beside))
        return UINT64_MAX;
    b->n++;
    return next_due(b);
}

/* ---- going back ---- */

/* Is it the same memory? */
static bool is_same(const struct seep_beside *a, const struct seep_beside *b)
{
    bool same = a->watch == b->watch && a->n == b->n;

    for (uint32_t i = 0; i < a->n && same; i++)
        same = a->piece[i].at == b->piece[i].at &&
               a->piece[i].size == b->piece[i].size;
    return same;
}

static void put_back(const struct seep_beside *x, const char *from)
{
    for (uint32_t i = 0; i < x->n; i++) {
        memcpy(x->piece[i].at, from, x->piece[i].size);
        from += x->piece[i].size;
    }
}

bool seep_back_go(struct seep_tree *t, struct seep_arena *world,
                  const struct seep_beside *beside)
{
    const struct seep_back *b = &t->back;
    const struct seep_milestone *m = b->n ? &b->milestone[b->n - 1] : NULL;

    if (!m || !is_same(&m->beside, beside))
        return false;
    seep_snapshot_restore(world, m->world);
    seep_snapshot_restore(beside->watch, m->watch);
    put_back(beside, m->bytes);
    t->depth = m->depth;
    t->spent = m->spent;
    t->resume = m->resume;
    return true;
}
