/* race_atomic.c - the race detector: atomic variables.
 *
 * The atomic accesses lie with the variable's inner object, apart from the
 * plain ones, as of a goroutine only the last of each kind is kept. */
#include "atomic.h"
#include "race_inside.h"

static struct seep_shadow *sync_of(struct seep_race *r,
                                   const struct seep_event *e)
{
    const struct seep_atomic *a = (const struct seep_atomic *)e->obj;

    return seep__order_shadow(&r->order, &a->sync);
}

/* The unordered ones that are kept with w, and for a write the reads too. */
static void compare(struct seep_race *r, const struct seep_event *e,
                    const struct seep_shadow *w, const struct seep_access *now,
                    bool writes)
{
    seep__race_compare(r, e->obj, &w->touched[1], now);
    if (writes)
        seep__race_compare(r, e->obj, &w->touched[0], now);
}

void seep__race_atomic(struct seep_race *r, const struct seep_event *e,
                       enum seep_access_kind kind)
{
    bool writes = kind == SEEP_ACCESS_ATOMIC_WRITE;
    struct seep_access now = seep__race_access(r, e, e->g, kind);
    struct seep_shadow *w = seep__order_shadow(&r->order, e->obj);

    if (!w)
        return;
    compare(r, e, w, &now, writes);
    if ((w = sync_of(r, e)))
        seep__race_keep(r, &w->touched[writes], &now);
}

void seep__race_plain(struct seep_race *r, const struct seep_event *e,
                      enum seep_access_kind kind)
{
    struct seep_shadow *w;

    if (seep_object_kind(e->obj) != SEEP_OBJ_ATOMIC || !(w = sync_of(r, e)))
        return;
    struct seep_access now = seep__race_access(r, e, e->g, kind);
    compare(r, e, w, &now, kind == SEEP_ACCESS_WRITE);
}
