/* ring.c - see ring.h. */
#include "bindings/terminal/ring.h"

#include <stdlib.h>

bool seep_ring_init(struct seep_ring *r)
{
    r->head = 0;
    r->packet = calloc(SEEP_RING, sizeof *r->packet);
    r->there = calloc(SEEP_RING, sizeof *r->there);
    return r->packet && r->there;
}

void seep_ring_fini(struct seep_ring *r)
{
    for (uint32_t i = 0; r->packet && r->there && i < SEEP_RING; i++)
        if (r->there[i])
            seep_packet_fini(&r->packet[i]);
    free(r->packet);
    free(r->there);
    *r = (struct seep_ring){0};
}

void seep_ring_put(struct seep_ring *r, struct seep_packet *p)
{
    uint64_t i = p->number % SEEP_RING;

    if (p->number < r->head || r->there[i]) {
        seep_packet_fini(p);
        return;
    }
    r->packet[i] = *p;
    r->there[i] = true;
}

bool seep_ring_take(struct seep_ring *r, struct seep_packet *p)
{
    uint64_t i = r->head % SEEP_RING;

    if (!r->there[i])
        return false;
    *p = r->packet[i];
    r->there[i] = false;
    r->head++;
    return true;
}
