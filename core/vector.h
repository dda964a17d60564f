/* vector.h - what a goroutine knows of the others: sparse vector clocks.
 *
 * A vector maps goroutine ids to ticks; an id it does not hold has tick 0.
 * "A happens before B" is that B's vector holds A's tick (race.h).
 *
 * Vectors are values: keeping one is O(1), and two that came from each other
 * share what they have in common, so that a value which ripples through
 * 10,000 goroutines costs each of them O(log n) time and memory, although the
 * last one knows of all.  They are trees of blocks of eight ids with single
 * paths left out, merged where they differ (Okasaki and Gill, "Fast Mergeable
 * Integer Maps", 1998), and counted by references.
 *
 * NULL is the empty vector.  When memory runs out, the pool is `lost`: what
 * its vectors say means nothing any more, and none of them changes until all
 * are cleared. */
#ifndef SEEP_VECTOR_H
#define SEEP_VECTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "mem.h"

enum { SEEP_VECTOR_BLOCK = 8, SEEP_VECTOR_LEAF = 3 /* 1 << 3 ids */ };

struct seep_vector {
    uint32_t refs;
    uint32_t base; /* the first id it covers */
    uint8_t shift; /* it covers 1 << shift ids; SEEP_VECTOR_LEAF: a block */
    union {
        uint32_t tick[SEEP_VECTOR_BLOCK];
        struct seep_vector *half[2]; /* neither is NULL */
        struct seep_vector *next;    /* while free */
    };
};

struct seep_vector_chunk;

/* Where vectors come from.  On the caller's memory; zeroed is empty. */
struct seep_vectors {
    struct seep_mem mem;
    struct seep_vector_chunk *chunks; /* the newest first */
    struct seep_vector_chunk *spare;  /* emptied, for later */
    struct seep_vector *free;
    uint32_t nchunks; /* both */
    uint32_t used;    /* nodes of the newest chunk */
    bool lost;
    struct seep_vector sink; /* handed out when memory is out */
};

/* Forgets all vectors at once; keeps the memory for the next ones. */
void seep_vectors_clear(struct seep_vectors *p);
/* Gives the memory back. */
void seep_vectors_fini(struct seep_vectors *p);

static inline struct seep_vector *seep_vector_keep(struct seep_vector *v)
{
    if (v)
        v->refs++;
    return v;
}

void seep_vector_drop(struct seep_vectors *p, struct seep_vector *v);

/* The tick it holds for id; 0: none. */
uint32_t seep_vector_get(const struct seep_vector *v, uint32_t id);

/* *v, owned by the caller, gets to hold at least `tick` for id. */
void seep_vector_raise(struct seep_vectors *p, struct seep_vector **v,
                       uint32_t id, uint32_t tick);

/* *v, owned by the caller, gets to hold all that `with` does. */
void seep_vector_join(struct seep_vectors *p, struct seep_vector **v,
                      struct seep_vector *with);

/* *a and *b, owned by the caller and none but blocks of the ids below
 * SEEP_VECTOR_BLOCK, become the same block: it holds all that either did, and
 * nobody else refers to it.  Returns its ticks, to be raised. */
uint32_t *seep_vector_unite_blocks(struct seep_vectors *p,
                                   struct seep_vector **a,
                                   struct seep_vector **b);

#endif
