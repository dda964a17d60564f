/* grove.c - see grove.h. */
#include "bindings/terminal/grove.h"

#include <stdlib.h>

#include "core/explore/cut.h"

static void drop_packet(void *what)
{
    seep_packet_fini(what);
    free(what);
}

static void begin(struct seep_grove *g)
{
    seep_parts_init(&g->parts, g->by_bounds, g->workers, drop_packet);
}

void seep_grove_init(struct seep_grove *g, const struct seep_row_order *row,
                     uint32_t workers, uint32_t shard, uint32_t of)
{
    *g = (struct seep_grove){.shard = shard,
                             .of = of,
                             .workers = workers,
                             .by_bounds = row->p.way == SEEP_WAY_DFS,
                             .reduced = row->p.way == SEEP_WAY_DPOR,
                             .cuts = of > 1 && seep_row_cuts(row)};
    begin(g);
    g->ready = row->parted && !shard && !g->cuts;
    if (!g->ready)
        return;
    seep_parts_add(&g->parts, NULL, 0, 0);
    seep_parts_begin(&g->parts);
}

void seep_grove_fini(struct seep_grove *g)
{
    seep_parts_fini(&g->parts);
}

struct seep_task seep_grove_cut(struct seep_grove *g)
{
    seep_parts_fini(&g->parts);
    begin(g);
    g->npieces = 0;
    return (struct seep_task){.track = SEEP_TASK_CUT,
                              .count = seep_cut_for(g->of, g->reduced)};
}

bool seep_grove_piece(struct seep_grove *g, struct seep_packet *p)
{
    struct seep_part_run *r = &p->part;
    bool ok = !r->nstep || r->step;

    if (seep_piece_owner((uint32_t)p->number, g->of) == g->shard) {
        seep_parts_add(&g->parts, r->step, r->nstep, r->highest);
        r->step = NULL;
    }
    g->npieces++;
    g->parts.exact = p->proven;
    g->ready = p->last;
    if (p->last)
        seep_parts_begin(&g->parts);
    seep_packet_fini(p);
    return ok;
}

struct seep_part *seep_grove_give(struct seep_grove *g, bool ahead)
{
    return g->ready ? seep_parts_give(&g->parts, ahead) : NULL;
}

/* The parts keep it until it is taken. */
bool seep_grove_come(struct seep_grove *g, struct seep_part *x,
                     struct seep_packet *p)
{
    struct seep_packet *kept = malloc(sizeof *kept);
    struct seep_part_run run = p->part;

    if (!kept) {
        seep_packet_fini(p);
        return false;
    }
    p->part.wish = NULL;
    p->part.step = NULL;
    *kept = *p;
    run.what = kept;
    seep_parts_come(&g->parts, x, &run);
    return true;
}

bool seep_grove_take(struct seep_grove *g, struct seep_packet *p)
{
    void *what;

    g->root = g->parts.at;
    g->bound = g->parts.bound;
    if (!seep_parts_take(&g->parts, &what))
        return false;
    *p = *(struct seep_packet *)what;
    free(what);
    p->last = g->parts.closed;
    p->proven = g->parts.proven;
    return true;
}

bool seep_grove_has_none(const struct seep_grove *g)
{
    return g->cuts && g->ready && !g->parts.nroots;
}

static enum seep_segment_state state_of(const struct seep_grove *g)
{
    if (!seep_parts_passed(&g->parts, g->root, g->bound))
        return SEEP_SEGMENT_OPEN;
    return g->parts.root[g->root].whole ? SEEP_SEGMENT_WHOLE
                                        : SEEP_SEGMENT_BOUNDED;
}

void seep_grove_note(const struct seep_grove *g, struct seep_partial *to)
{
    to->npieces = g->npieces;
    seep_partial_segment(to, g->bound, seep_piece_of(g->shard, g->root, g->of),
                         state_of(g));
}
