/* pieces.c - see pieces.h. */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

static uint32_t turn_of(uint32_t group, uint32_t n)
{
    uint64_t mixed = (group + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);

    return (uint32_t)((mixed ^ mixed >> 29) >> 16) % n;
}

uint32_t seep_piece_owner(uint32_t i, uint32_t n)
{
    return (uint32_t)(((uint64_t)i % n + turn_of(i / n, n)) % n);
}

uint32_t seep_piece_of(uint32_t k, uint32_t j, uint32_t n)
{
    return j * n + (k + n - turn_of(j, n)) % n;
}

static void enter_piece(struct seep_pieces *o);

bool seep_pieces_init(struct seep_pieces *o, struct seep_machine *machine,
                      uint32_t nmachines, uint32_t npieces)
{
    *o = (struct seep_pieces){
        .machine = machine, .nmachines = nmachines, .npieces = npieces};
    o->whole = calloc(npieces + 1, sizeof *o->whole);
    if (o->whole && npieces)
        enter_piece(o);
    return o->whole != NULL;
}

void seep_pieces_fini(struct seep_pieces *o)
{
    free(o->whole);
    memset(o, 0, sizeof *o);
}

/* The runs of the segment, which is the next one of its machine. */
static void enter_segment(struct seep_pieces *o, struct seep_machine *m,
                          const struct seep_segment *x)
{
    o->from = m->from;
    o->to = m->from + x->runs;
    m->from = o->to;
    m->at++;
    if (x->state == SEEP_SEGMENT_WHOLE) {
        o->whole[o->piece].from = o->from;
        o->whole[o->piece].to = o->to;
    }
    o->gap |= x->state == SEEP_SEGMENT_OPEN;
}

static void enter_piece(struct seep_pieces *o)
{
    struct seep_machine *m =
        &o->machine[seep_piece_owner(o->piece, o->nmachines)];
    const struct seep_segment *x = m->at < m->n ? &m->segment[m->at] : NULL;

    o->from = o->to = 0;
    if (x && x->bound == o->bound && x->piece == o->piece) {
        enter_segment(o, m, x);
    } else if (!x && !m->closed) {
        o->gap = true;
    } else if (!o->gap) {
        o->from = o->whole[o->piece].from;
        o->to = o->whole[o->piece].to;
    }
}

static bool is_more(const struct seep_pieces *o)
{
    for (uint32_t k = 0; k < o->nmachines; k++)
        if (o->machine[k].at < o->machine[k].n)
            return true;
    return false;
}

/* False: there is none. */
static bool next_piece(struct seep_pieces *o)
{
    if (o->piece + 1 < o->npieces) {
        o->piece++;
    } else {
        if (!is_more(o))
            return false;
        o->piece = 0;
        o->bound++;
    }
    enter_piece(o);
    return true;
}

bool seep_pieces_next(struct seep_pieces *o, uint32_t *machine, uint64_t *run)
{
    if (!o->npieces)
        return false;
    while (o->from == o->to)
        if (!next_piece(o))
            return false;
    *machine = seep_piece_owner(o->piece, o->nmachines);
    *run = o->from++;
    return true;
}
