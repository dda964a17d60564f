/* packet.c - see packet.h: the record, then what it points to. */
#include "bindings/terminal/packet.h"

#include <stdlib.h>
#include <string.h>

struct head {
    struct seep_packet packet;    /* its pointers mean nothing */
    uint32_t signature, schedule; /* bytes; 0: NULL */
};

void seep_packet_fini(struct seep_packet *p)
{
    seep_tried_fini(&p->tried);
    free(p->fresh);
    free(p->part.wish);
    free(p->part.step);
    p->fresh = NULL;
    p->part.wish = NULL;
    p->part.step = NULL;
}

static uint32_t length_of(const char *s)
{
    return s ? (uint32_t)strlen(s) + 1 : 0;
}

static size_t size_of(const struct head *h)
{
    const struct seep_packet *p = &h->packet;

    return sizeof *h + h->signature + h->schedule +
           p->nfresh * sizeof *p->fresh + p->part.nwish * sizeof *p->part.wish +
           p->part.nstep * sizeof *p->part.step;
}

void seep_packet_write(struct seep_stream *to, const struct seep_packet *p)
{
    struct head h;

    memset(&h, 0, sizeof h);
    h.packet = *p;
    h.signature = length_of(p->tried.signature);
    h.schedule = length_of(p->tried.schedule);
    if (!seep_stream_room(to, size_of(&h)))
        return;
    seep_stream_put(to, &h, sizeof h);
    seep_stream_put(to, p->tried.signature, h.signature);
    seep_stream_put(to, p->tried.schedule, h.schedule);
    seep_stream_put(to, p->fresh, p->nfresh * sizeof *p->fresh);
    seep_stream_put(to, p->part.wish, p->part.nwish * sizeof *p->part.wish);
    seep_stream_put(to, p->part.step, p->part.nstep * sizeof *p->part.step);
}

/* n bytes taken from the stream; NULL: none, or out of memory. */
static void *take(struct seep_stream *s, size_t n)
{
    void *p = n ? malloc(n) : NULL;

    s->failed |= n && !p;
    if (p)
        memcpy(p, s->bytes + s->from, n);
    s->from += n;
    return p;
}

bool seep_packet_read(struct seep_stream *from, struct seep_packet *p)
{
    struct head h;

    if (from->n - from->from < sizeof h)
        return false;
    memcpy(&h, from->bytes + from->from, sizeof h);
    if (from->n - from->from < size_of(&h))
        return false;
    from->from += sizeof h;
    *p = h.packet;
    p->tried.signature = take(from, h.signature);
    p->tried.schedule = take(from, h.schedule);
    p->fresh = take(from, h.packet.nfresh * sizeof *p->fresh);
    p->part.wish = take(from, h.packet.part.nwish * sizeof *p->part.wish);
    p->part.step = take(from, h.packet.part.nstep * sizeof *p->part.step);
    if (!p->fresh)
        p->nfresh = 0;
    return true;
}
