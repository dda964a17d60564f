/* ring.h - runs of a track that wait for their turn in the row. */
#ifndef SEEP_RING_H
#define SEEP_RING_H

#include "bindings/terminal/packet.h"

/* So many runs of a track are known ahead of what the row has come to. */
enum { SEEP_RING = 8192 };

struct seep_ring {
    struct seep_packet *packet; /* owned, [0..SEEP_RING): by number */
    bool *there;                /* owned: which of them are */
    uint64_t head;              /* the number of the next one to be taken */
};

/* False: out of memory; fini is to be called all the same. */
bool seep_ring_init(struct seep_ring *r);
void seep_ring_fini(struct seep_ring *r);

/* Is there room for that number? */
static inline bool seep_ring_fits(const struct seep_ring *r, uint64_t number)
{
    return number - r->head < SEEP_RING;
}

/* Takes p, for which there is room (seep_ring_fits), unless a run of its number
 * is there already or was taken: then p is dropped. */
void seep_ring_put(struct seep_ring *r, struct seep_packet *p);

/* Takes the next one out; false: it is not there yet. */
bool seep_ring_take(struct seep_ring *r, struct seep_packet *p);

#endif
