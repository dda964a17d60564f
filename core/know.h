/* know.h - what each goroutine knows of the others, and how it spreads.
 *
 * A goroutine has a tick of its own and a vector of what it knows of others.
 * Its accesses carry its tick.  What it passes on - with a value, an unlock,
 * a go statement - is a stamp: its vector as it is, and the tick of its last
 * access.  Whoever takes the stamp knows of all that from then on.  Once its
 * tick was passed on the next access gets a higher one: it is not covered. */
#ifndef SEEP_KNOW_H
#define SEEP_KNOW_H

#include <stdbool.h>
#include <stdint.h>

#include "vector.h"

/* What goroutine g knew, up to its tick.  g 0: only what `known` holds. */
struct seep_stamp {
    struct seep_vector *known; /* owned */
    uint32_t g, tick;
};

struct seep_knower {
    struct seep_vector *known;
    uint32_t tick; /* of its next access */
    bool used;     /* there was an access with this tick */
};

/* On the caller's memory; zeroed is empty. */
struct seep_know {
    struct seep_vectors vectors;
    struct seep_knower *g; /* [goroutine id], [0..n) */
    uint32_t n, cap;
};

/* Makes room for goroutine id; false: out of memory.  The functions below
 * want goroutines for which this was true, and when k->vectors is `lost`
 * afterwards, nothing can be said any more. */
bool seep_know_have(struct seep_know *k, uint32_t id);

/* The tick for an access that id makes now. */
static inline uint32_t seep_know_access(struct seep_know *k, uint32_t id)
{
    k->g[id].used = true;
    return k->g[id].tick;
}

/* id leaves its stamp in the place of what was there. */
void seep_know_leave(struct seep_know *k, uint32_t id, struct seep_stamp *to);
/* id adds what it knows to what is there. */
void seep_know_add(struct seep_know *k, uint32_t id, struct seep_stamp *to);
/* id takes what is there, which stays. */
void seep_know_take(struct seep_know *k, uint32_t id,
                    const struct seep_stamp *from);
/* id takes what is there and leaves what it knew before. */
void seep_know_exchange(struct seep_know *k, uint32_t id,
                        struct seep_stamp *at);
/* Each takes what the other knew. */
void seep_know_meet(struct seep_know *k, uint32_t a, uint32_t b);
/* `to` takes what `from` knows.  It counts as passed on by the next of these
 * functions, or by seep_know_passed. */
void seep_know_tell(struct seep_know *k, uint32_t from, uint32_t to);
void seep_know_passed(struct seep_know *k, uint32_t id);

/* Goroutine id is over. */
void seep_know_forget(struct seep_know *k, uint32_t id);

/* Forgets everything and every stamp, but keeps the memory. */
void seep_know_clear(struct seep_know *k);
void seep_know_fini(struct seep_know *k);

#endif
