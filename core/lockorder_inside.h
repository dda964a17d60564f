/* lockorder_inside.h - struct seep_lockorder, for lockorder.c, which watches,
 * lockorder_nest.c, which remembers, and foresee.c, which concludes. */
#ifndef SEEP_LOCKORDER_INSIDE_H
#define SEEP_LOCKORDER_INSIDE_H

#include "lockorder.h"
#include "order.h"

/* The first ones of a nesting are kept, and the last ones. */
enum { SEEP_MOMENTS_FIRST = 16, SEEP_MOMENTS_MAX = 32 };

/* When somebody took a lock: what g knew at its tick. */
struct seep_moment {
    uint32_t g, tick;
    struct seep_vector *known; /* owned by lo->order */
};

/* Whoever took the lock `took` at one place holding the same others since the
 * same places; held none: took it for writing. */
struct seep_nesting {
    struct seep_taken took;
    uint32_t held, nheld; /* in lo->held, in the order they were taken */
    uint32_t hash;
    uint32_t seen; /* moments in which that differed from the one before */
    uint32_t nmoment, cap_moment;
    struct seep_moment *moment;
};

/* A lock that is held now.  Numbers of others are 0 for none. */
struct seep_hold {
    uint32_t g;
    struct seep_taken taken;
    uint32_t next_of_g; /* held since before this one; free: the next free */
    uint32_t next_of_lock, prev_of_lock;
};

/* A lock that was ever taken. */
struct seep_lock {
    struct seep_object obj; /* a copy: the lock itself may be gone */
    uint32_t hold;          /* one of it; 0: it is free */
    bool passed;            /* somebody gave back what another one had */
};

struct seep_lockorder {
    struct seep_observer observer;
    struct seep_mem mem;
    struct seep_order order;
    bool ordering; /* from the first nesting on */
    bool lost;     /* out of memory, or too much */

    struct seep_hold *hold; /* from [1] on */
    uint32_t nhold, cap_hold, free_hold;
    uint32_t *of_g; /* [goroutine id] = its last hold */
    uint32_t cap_of_g;
    struct seep_lock *lock; /* from [1] on, as they were first taken */
    uint32_t nlock, cap_lock;
    uint32_t *at; /* [object id] = number of the lock */
    uint32_t cap_at;

    struct seep_nesting *nesting;
    uint32_t nnesting, cap_nesting;
    uint32_t *slot; /* a hash of them: number + 1 */
    uint32_t nslot;
    struct seep_taken *held; /* what they held */
    uint32_t nheld, cap_held;

    bool foreseen; /* found[] is filled in */
    uint32_t nfound;
    struct seep_foreseen found[SEEP_FORESEEN_MAX];
};

static inline const struct seep_taken *
seep__held_by(const struct seep_lockorder *lo, const struct seep_nesting *n)
{
    return &lo->held[n->held];
}

/* *array of n records of `size` bytes gets room for one more; false: out of
 * memory, and lo is lost. */
bool seep__lockorder_room(struct seep_lockorder *lo, void **array,
                          uint32_t *cap, uint32_t n, size_t size);
#define SEEP_LOCKORDER_ROOM(lo, name)                                          \
    seep__lockorder_room(lo, (void **)&(lo)->name, &(lo)->cap_##name,          \
                         (lo)->n##name, sizeof *(lo)->name)

/* The one that n describes, which held `held`; made on first use.  NULL: too
 * many, or out of memory, and lo is lost. */
struct seep_nesting *seep__nesting(struct seep_lockorder *lo,
                                   struct seep_nesting n,
                                   const struct seep_taken *held);

/* g is in it now. */
void seep__keep_moment(struct seep_lockorder *lo, struct seep_nesting *n,
                       uint32_t g);

/* Fills found[] (foresee.c). */
void seep__foresee(struct seep_lockorder *lo);

#endif
