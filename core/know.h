/* know.h - what each goroutine knows of the others, and how it spreads.
 *
 * A goroutine has a tick of its own and a vector of what it knows of others.
 * Its accesses carry its tick.  What it passes on - with a value, an unlock,
 * a go statement - is a stamp: its vector as it is, and its tick, which rises
 * afterwards when the goroutine has done or learned anything in between.  So
 * one tick stands for one state of knowledge: who knows that tick of it knows
 * all that it knew then.
 *
 * That saves most of the work.  From whom a goroutine has learned lately is
 * kept; when a stamp is taken, what is new in it is looked for along these
 * sources, as far as they are not known.  Only when they lead too far are the
 * vectors compared.  (The idea of tree clocks: Mathur, Pavlogiannis, Tunc,
 * Viswanathan, ASPLOS 2022; with vectors that share what they can.) */
#ifndef SEEP_KNOW_H
#define SEEP_KNOW_H

#include <stdbool.h>
#include <stdint.h>

#include "vector.h"

/* What goroutine g knew at its tick.  g 0: no one's, all is in `known`. */
struct seep_stamp {
    struct seep_vector *known; /* owned */
    uint32_t g, tick;
};

/* Somebody learned, before it passed on its tick `at`, what g knew at tick.
 * g 0: what it learned was no one's stamp. */
struct seep_learned {
    uint32_t at;
    uint32_t g, tick;
    uint32_t before; /* the number of the one it learned from before; 0: none */
};

struct seep_knower {
    struct seep_vector *known;
    uint32_t tick : 31;   /* its next */
    uint32_t changed : 1; /* it did or learned something since the last one */
    uint32_t source;      /* the number of its last source; 0: none */
};

/* On the caller's memory; zeroed is empty. */
struct seep_know {
    struct seep_vectors vectors; /* its memory is that of the rest too */
    struct seep_knower *g;       /* [goroutine id], [0..n) */
    uint32_t n, cap;
    struct seep_learned *source; /* number i at i % cap_source, while it is */
    uint32_t nsource;            /* one of the last: they are numbered from 1 */
    uint32_t unkept;             /* the first ones: they were never kept */
    uint32_t cap_source;         /* a power of two */
    bool lost; /* out of memory or numbers: nothing can be said any more */
};

/* Makes room for goroutine id; false: out of memory.  The functions below
 * want goroutines for which this was true. */
bool seep__know_meet_first(struct seep_know *k, uint32_t id);
static inline bool seep_know_have(struct seep_know *k, uint32_t id)
{
    return id < k->n || seep__know_meet_first(k, id);
}

/* Did memory run out, here or in the vectors? */
static inline bool seep_know_lost(const struct seep_know *k)
{
    return k->lost || k->vectors.lost;
}

/* The tick for an access that id makes now. */
static inline uint32_t seep_know_access(struct seep_know *k, uint32_t id)
{
    k->g[id].changed = true;
    return k->g[id].tick;
}

/* id leaves its stamp in the place of what was there. */
void seep_know_leave(struct seep_know *k, uint32_t id, struct seep_stamp *to);
/* id adds what it knows to what is there, which becomes no one's stamp. */
void seep_know_add(struct seep_know *k, uint32_t id, struct seep_stamp *to);
/* id takes what is there, which stays. */
void seep_know_take(struct seep_know *k, uint32_t id,
                    const struct seep_stamp *from);
/* id takes what is there and leaves what it knew before. */
void seep_know_exchange(struct seep_know *k, uint32_t id,
                        struct seep_stamp *at);
/* Each takes what the other knew. */
void seep_know_meet(struct seep_know *k, uint32_t a, uint32_t b);
/* `to` takes what `from` knows; its tick does not rise before the next of
 * these functions or seep_know_passed, and what it does until then counts as
 * known. */
void seep_know_tell(struct seep_know *k, uint32_t from, uint32_t to);
void seep_know_passed(struct seep_know *k, uint32_t id);

/* Goroutine id is over. */
void seep_know_forget(struct seep_know *k, uint32_t id);

/* Forgets everything and every stamp, but keeps the memory. */
void seep_know_clear(struct seep_know *k);
void seep_know_fini(struct seep_know *k);

#endif
