/* shadow.h - what the race detector keeps beside each object it has seen.
 *
 * Outside the arena, found by the object's id; the objects themselves may be
 * gone.  About 90 bytes an object, 24 a lock, cond or timer, and 16 a used slot
 * of a channel. */
#ifndef SEEP_SHADOW_H
#define SEEP_SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "know.h"
#include "mem.h"
#include "object.h"

/* Of a buffered channel: slot k % cap belongs to send and receive k. */
struct seep_slots {
    uint64_t sent, received; /* so far */
    uint32_t n;              /* of the slots, those with a stamp yet */
    struct seep_stamp *stamp;
};

struct seep_shadow {
    struct seep_stamp stamp; /* of an unlock, close, done or arming */
    uint32_t holder;         /* of a mutex: who took the stamp last */
    bool plain;              /* a lock, cond or timer: no more than this */

    struct seep_accesses touched[2]; /* [0] read, sent to, waited for;
                                        [1] written, closed, added to */
    struct seep_slots *slots;
};

/* On the caller's memory; zeroed is empty. */
struct seep_shadows {
    struct seep_mem mem;
    uint32_t *at; /* [object id] = where in word; 0: no shadow */
    uint32_t nat, cap_at;
    uint64_t *word; /* the shadows, one after the other, from [1] on */
    uint32_t n, cap;
    size_t bytes; /* beside them: of accesses and slots */
};

/* The shadow of an object, made on first use; NULL: out of memory.  Stays
 * where it is until the next one is made. */
struct seep_shadow *seep__shadow_new(struct seep_shadows *s,
                                     const struct seep_object *o);
static inline struct seep_shadow *seep_shadow_of(struct seep_shadows *s,
                                                 const struct seep_object *o)
{
    if (o->id < s->nat && s->at[o->id])
        return (struct seep_shadow *)&s->word[s->at[o->id]];
    return seep__shadow_new(s, o);
}

/* The one of the object with that id; NULL: there is none. */
struct seep_shadow *seep_shadow_find(const struct seep_shadows *s,
                                     uint32_t obj);

/* Keeps an access on one side of w; false: out of memory. */
bool seep_shadow_keep(struct seep_shadows *s, struct seep_accesses *side,
                      const struct seep_access *a,
                      const struct seep_vector *known);

/* Those of w, made on first use when so many values were in the buffer
 * before; NULL: out of memory. */
struct seep_slots *seep_shadow_slots(struct seep_shadows *s,
                                     struct seep_shadow *w, uint32_t before);

/* The stamp of slot k % cap, cap > 0; NULL: out of memory. */
struct seep_stamp *seep_shadow_slot(struct seep_shadows *s,
                                    struct seep_slots *q, uint64_t k,
                                    uint32_t cap);

/* Forgets all but keeps the memory; the vectors of the stamps are no longer
 * referred to, and not dropped either. */
void seep_shadows_clear(struct seep_shadows *s);
void seep_shadows_fini(struct seep_shadows *s);

#endif
