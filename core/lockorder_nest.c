/* lockorder_nest.c - nestings: which locks were taken while which were held.
 *
 * DESIGN
 *
 * Nestings that are alike are one, found by a hash; of each some moments are
 * kept, the first and the last.  Two moments of one goroutine between which it
 * neither learned nor told anything are ordered alike with all that others do,
 * so one of them is enough. */
#include <string.h>

#include "lockorder_inside.h"

enum { FIRST_SLOTS = 64, NESTINGS_MAX = 1 << 14 };

static uint32_t mixed(uint32_t hash, const struct seep_taken *t)
{
    hash = (hash ^ t->lock) * 2654435761u;
    hash = (hash ^ t->site) * 2246822519u;
    return (hash ^ t->read) * 3266489917u ^ hash >> 15;
}

static bool same(const struct seep_taken *a, const struct seep_taken *b)
{
    return a->lock == b->lock && a->site == b->site && a->read == b->read;
}

static bool is_same(const struct seep_lockorder *lo,
                    const struct seep_nesting *n, const struct seep_nesting *is,
                    const struct seep_taken *held)
{
    if (n->hash != is->hash || n->nheld != is->nheld ||
        !same(&n->took, &is->took))
        return false;
    for (uint32_t i = 0; i < n->nheld; i++)
        if (!same(&seep__held_by(lo, n)[i], &held[i]))
            return false;
    return true;
}

/* Where its number is, or belongs. */
static uint32_t *find(struct seep_lockorder *lo, const struct seep_nesting *n,
                      const struct seep_taken *held)
{
    uint32_t i = n->hash & (lo->nslot - 1);

    while (lo->slot[i] && !is_same(lo, &lo->nesting[lo->slot[i] - 1], n, held))
        i = (i + 1) & (lo->nslot - 1);
    return &lo->slot[i];
}

static bool rehash(struct seep_lockorder *lo)
{
    uint32_t n = lo->nslot ? lo->nslot * 2 : FIRST_SLOTS;
    uint32_t *bigger = seep_mem_calloc(&lo->mem, n * sizeof *bigger);

    if (!bigger) {
        lo->lost = true;
        return false;
    }
    seep_mem_free(&lo->mem, lo->slot, lo->nslot * sizeof *lo->slot);
    lo->slot = bigger;
    lo->nslot = n;
    for (uint32_t i = 0; i < lo->nnesting; i++)
        *find(lo, &lo->nesting[i], seep__held_by(lo, &lo->nesting[i])) = i + 1;
    return true;
}

static bool keep_held(struct seep_lockorder *lo, const struct seep_taken *held,
                      uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!SEEP_LOCKORDER_ROOM(lo, held))
            return false;
        lo->held[lo->nheld++] = held[i];
    }
    return true;
}

struct seep_nesting *seep__nesting(struct seep_lockorder *lo,
                                   struct seep_nesting n,
                                   const struct seep_taken *held)
{
    n.hash = mixed(n.nheld, &n.took);
    for (uint32_t i = 0; i < n.nheld; i++)
        n.hash = mixed(n.hash, &held[i]);
    if (lo->nnesting * 2 >= lo->nslot && !rehash(lo))
        return NULL;
    uint32_t *slot = find(lo, &n, held);
    if (*slot)
        return &lo->nesting[*slot - 1];
    n.held = lo->nheld;
    if (lo->nnesting == NESTINGS_MAX || !SEEP_LOCKORDER_ROOM(lo, nesting) ||
        !keep_held(lo, held, n.nheld)) {
        lo->lost = true;
        return NULL;
    }
    lo->nesting[lo->nnesting] = n;
    *slot = ++lo->nnesting;
    return &lo->nesting[*slot - 1];
}

/* Where the next moment goes; when it is full, round and round behind the
 * first ones. */
static struct seep_moment *place(struct seep_lockorder *lo,
                                 struct seep_nesting *n)
{
    const uint32_t last = SEEP_MOMENTS_MAX - SEEP_MOMENTS_FIRST;

    if (n->seen >= SEEP_MOMENTS_MAX)
        return &n->moment[SEEP_MOMENTS_FIRST + n->seen % last];
    if (n->nmoment == n->cap_moment) {
        uint32_t cap = n->cap_moment ? n->cap_moment * 4 : 2;
        struct seep_moment *more =
            seep_mem_realloc(&lo->mem, n->moment, n->cap_moment * sizeof *more,
                             cap * sizeof *more);
        if (!more) {
            lo->lost = true;
            return NULL;
        }
        n->moment = more;
        n->cap_moment = cap;
    }
    seep_assert(n->moment);
    n->moment[n->nmoment] = (struct seep_moment){0};
    return &n->moment[n->nmoment++];
}

static const struct seep_moment *newest(const struct seep_nesting *n)
{
    const uint32_t last = SEEP_MOMENTS_MAX - SEEP_MOMENTS_FIRST;

    if (!n->seen)
        return NULL;
    if (n->seen <= SEEP_MOMENTS_MAX)
        return &n->moment[n->seen - 1];
    return &n->moment[SEEP_MOMENTS_FIRST + (n->seen - 1) % last];
}

void seep__keep_moment(struct seep_lockorder *lo, struct seep_nesting *n,
                       uint32_t g)
{
    struct seep_know *k = &lo->order.know;
    const struct seep_moment *before = newest(n);
    uint32_t tick = seep_know_access(k, g);

    if (before && before->g == g && before->tick == tick &&
        before->known == k->g[g].known)
        return;
    struct seep_moment *m = place(lo, n);
    if (!m)
        return;
    seep_vector_drop(&k->vectors, m->known);
    *m = (struct seep_moment){g, tick, seep_vector_keep(k->g[g].known)};
    n->seen++;
}
