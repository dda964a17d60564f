/* past.c - snapshots of the past, so that any moment is near to one.
 *
 * One is taken every so many moments; when they take more memory than they may,
 * those go whose neighbours are nearest to each other for their age, so that
 * they thin out with their age.  Moment 0 always stays. */
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

enum { EVERY = 4096, BYTES_A_MOMENT = 1024, FIRST_MAX = 64 };

static void drop(struct seep_live *v, uint32_t i)
{
    v->past_bytes -= seep_snapshot_size(v->past[i].world);
    seep_snapshot_free(v->past[i].world);
    memmove(v->past + i, v->past + i + 1, (--v->npast - i) * sizeof *v->past);
}

/* How many moments apart, for the world's size. */
static uint64_t distance(const struct seep_live *v)
{
    return EVERY + seep_arena_stats(v->w->arena).used / BYTES_A_MOMENT;
}

void seep__past_forget(struct seep_live *v, uint64_t after)
{
    while (v->npast && v->past[v->npast - 1].moment > after)
        drop(v, v->npast - 1);
    if (v->past_next > after + distance(v))
        v->past_next = after + distance(v);
}

void seep__past_fini(struct seep_live *v)
{
    while (v->npast)
        drop(v, v->npast - 1);
    free(v->past);
    v->past = NULL;
    v->cap_past = 0;
}

/* How much is lost without number i: the gap that it would leave, for its
 * age. */
static double loss(const struct seep_live *v, uint32_t i)
{
    uint64_t before = i ? v->past[i - 1].moment : 0;
    uint64_t behind = i + 1 < v->npast ? v->past[i + 1].moment : v->moment;

    return (double)(behind - before) /
           (double)(v->moment - v->past[i].moment + EVERY);
}

static void thin_out(struct seep_live *v)
{
    while (v->npast && v->past_bytes > v->opt.history) {
        uint32_t least = 0;
        for (uint32_t i = 1; i < v->npast; i++)
            if (loss(v, i) < loss(v, least))
                least = i;
        drop(v, least);
    }
}

static bool make_room(struct seep_live *v)
{
    if (v->npast < v->cap_past)
        return true;
    uint32_t cap = v->cap_past ? v->cap_past * 2 : FIRST_MAX;
    void *more = realloc(v->past, cap * sizeof *v->past);
    if (!more)
        return false;
    v->past = more;
    v->cap_past = cap;
    return true;
}

/* Not while the last one lies ahead, as after going back. */
static bool is_due(struct seep_live *v)
{
    if (v->moment < v->past_next ||
        (v->npast && v->moment <= v->past[v->npast - 1].moment))
        return false;
    v->past_next = v->moment + distance(v);
    return seep_arena_stats(v->w->arena).used <= v->opt.history;
}

void seep__past_note(struct seep_live *v)
{
    if (v->watchers || !is_due(v) || !make_room(v))
        return;
    struct seep_snapshot *world = seep_snapshot_take(v->w->arena);
    if (!world)
        return;
    v->past[v->npast++] = (struct seep_past_world){.moment = v->moment,
                                                   .step = seep_live_step(v),
                                                   .played = v->played,
                                                   .ninputs = v->ninputs,
                                                   .world = world};
    v->past_bytes += seep_snapshot_size(world);
    thin_out(v);
}

const struct seep_past_world *
seep__past_before(const struct seep_live *v, uint64_t moment, uint32_t played)
{
    for (uint32_t i = v->npast; i-- > 0;)
        if (v->past[i].moment < moment ||
            (v->past[i].moment == moment && v->past[i].played <= played))
            return &v->past[i];
    return NULL;
}

const struct seep_past_world *seep__past_before_step(const struct seep_live *v,
                                                     uint64_t step)
{
    for (uint32_t i = v->npast; i-- > 0;)
        if (v->past[i].step < step && v->past[i].moment <= v->moment)
            return &v->past[i];
    return NULL;
}
