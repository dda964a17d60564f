/* parts_ahead.c - which part somebody is given to work at: the present one, or
 * what will come next, as far as is known. */
#include <string.h>

#include "parts_inside.h"

enum {
    AHEAD = 3, /* parts for each worker before one that is begun */
    MOST = 4,  /* times as many there can be */
};

/* What could be begun: a part that waits, or nobody's yet. */
struct offer {
    const struct seep_step *path; /* NULL: nothing */
    uint32_t n, base;
    struct seep_part *part;
};

static void prefer_nearer(struct seep_parts *p, struct offer *best,
                          struct offer o)
{
    if (best->path && !seep__parts_after(best->path, best->n, o.path, o.n))
        return;
    if (!o.part) {
        if (!seep__parts_room(p, &p->place, &p->cap_place, o.n))
            return;
        memcpy(p->place, o.path, o.n * sizeof *o.path);
        o.path = p->place;
    }
    *best = o;
}

/* What is left at the last of the path's n choices, one after the other: turns
 * to the first that nobody has begun. */
static bool turn_to_next(const struct seep_parts *p, struct seep_step *path,
                         uint32_t n)
{
    while (seep_step_advance(&path[n - 1]))
        if (!seep__parts_find(p, path, n))
            return true;
    return false;
}

/* The nearest at choices [from..to) of a path. */
static void look_along(struct seep_parts *p, struct offer *best,
                       struct seep_step *path, uint32_t from, uint32_t to,
                       uint32_t base)
{
    bool found = false;

    for (uint32_t n = to; n > from && !found; n--) {
        struct seep_step now = path[n - 1];
        found = turn_to_next(p, path, n);
        if (found)
            prefer_nearer(p, best, (struct offer){path, n, base, NULL});
        path[n - 1] = now;
    }
}

/* Is there enough that comes before it? */
static bool is_far(const struct seep_parts *p, const struct offer *o)
{
    uint32_t n = 0;

    for (const struct seep_part *x = p->first; x; x = x->next)
        n += x != p->present && seep__parts_after(o->path, o->n, x->path, x->n);
    return n >= AHEAD * p->workers;
}

/* When there are too many, the last one in order is one too many. */
static void drop_farthest(struct seep_parts *p)
{
    struct seep_part *last = NULL;
    uint32_t n = 0;

    for (struct seep_part *x = p->first; x; x = x->next, n++)
        if (x != p->present &&
            (!last || seep__parts_after(x->path, x->n, last->path, last->n)))
            last = x;
    if (last && n > MOST * AHEAD * p->workers)
        seep__parts_drop(p, last);
}

/* The next root that nobody has begun. */
static void look_at_roots(struct seep_parts *p, struct offer *best)
{
    uint32_t i = seep__parts_open(p, p->at + 1);

    while (i < p->nroots && seep__parts_find(p, p->root[i].path, p->root[i].n))
        i = seep__parts_open(p, i + 1);
    if (i < p->nroots)
        prefer_nearer(
            p, best,
            (struct offer){p->root[i].path, p->root[i].n, p->root[i].n, NULL});
}

static struct seep_part *find_ahead(struct seep_parts *p)
{
    struct offer best = {0};
    uint32_t base = p->root[p->at].n;

    look_along(p, &best, p->spine, base, p->n, base);
    for (struct seep_part *x = p->first; x; x = x->next)
        if (x->state == SEEP_PART_WAITS)
            prefer_nearer(p, &best, (struct offer){x->path, x->n, 0, x});
        else if (x->rest)
            look_along(p, &best, x->run[x->nrun - 1].step, x->top, x->rest->top,
                       x->base);
    look_at_roots(p, &best);
    if (!best.path || is_far(p, &best))
        return NULL;
    if (best.part)
        return best.part;
    drop_farthest(p);
    return seep__parts_new(p, best.path, best.n, best.n, best.base,
                           p->present->budget);
}

struct seep_part *seep_parts_give(struct seep_parts *p, bool ahead)
{
    struct seep_part *x = p->present;

    if (!x || p->failed)
        return NULL;
    if (x->state != SEEP_PART_WAITS)
        x = ahead ? find_ahead(p) : NULL;
    if (x)
        x->state = SEEP_PART_GIVEN;
    return x;
}
