/* shadow.h - what the race detector keeps beside each object it has seen.
 *
 * Outside the arena, found by the object's id; the objects themselves may be
 * gone.  About 110 bytes an object, and 16 a used slot of a channel. */
#ifndef SEEP_SHADOW_H
#define SEEP_SHADOW_H

#include <stdint.h>

#include "access.h"
#include "know.h"

/* Of a buffered channel: slot k % cap belongs to send and receive k. */
struct seep_slots {
    uint64_t sent, received; /* so far */
    uint32_t n;              /* of the slots, those with a stamp yet */
    struct seep_stamp *stamp;
};

struct seep_shadow {
    struct seep_accesses touched[2]; /* [0] read, sent to, waited for;
                                        [1] written, closed, added to */
    struct seep_stamp stamp;         /* of an unlock, close, done or arming */
    struct seep_slots *slots;
    uint32_t holder; /* of a mutex: who took the stamp last */
};

/* On the caller's memory; zeroed is empty. */
struct seep_shadows {
    uint32_t *at; /* [object id] = index in shadow, from 1 */
    uint32_t nat, cap_at;
    struct seep_shadow *shadow; /* [0..n) */
    uint32_t n, cap;
};

/* The shadow of an object, made on first use; NULL: out of memory.  Stays
 * where it is until the next one is made. */
struct seep_shadow *seep_shadow_of(struct seep_shadows *s, uint32_t obj);

/* The stamp of slot k % cap; NULL: out of memory. */
struct seep_stamp *seep_slot(struct seep_slots *q, uint64_t k, uint32_t cap);

/* Forgets all but keeps the memory; the vectors of the stamps are no longer
 * referred to, and not dropped either. */
void seep_shadows_clear(struct seep_shadows *s);
void seep_shadows_fini(struct seep_shadows *s);

#endif
