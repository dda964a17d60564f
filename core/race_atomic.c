/* race_atomic.c - the race detector: atomic variables, keys of sync.maps.
 *
 * As ThreadSanitizer does it for Go (tsan_interface_atomic.cpp): a load takes
 * what the last store left before its access is looked at, a store leaves its
 * own in the place of all before, what is both takes and leaves; a
 * compare-and-swap that fails only takes, but counts as an access that
 * writes.
 *
 * The atomic accesses lie with the variable's inner object, apart from the
 * plain ones, as of a goroutine only the last of each kind is kept. */
#include "atomic.h"
#include "race_inside.h"
#include "sim.h"
#include "syncmap.h"

static const struct seep_atomic *atomic_of(const struct seep_event *e)
{
    return (const struct seep_atomic *)e->obj;
}

static struct seep_shadow *sync_of(struct seep_race *r,
                                   const struct seep_event *e)
{
    return seep__race_shadow(r, &atomic_of(e)->sync);
}

/* An atomic access: it races with plain ones only. */
static void touch(struct seep_race *r, const struct seep_event *e,
                  enum seep_access_kind kind)
{
    bool writes = kind == SEEP_ACCESS_ATOMIC_WRITE;
    struct seep_access now = seep__race_access(r, e, e->g, kind);
    struct seep_shadow *w = seep__race_shadow(r, e->obj);

    if (!w)
        return;
    seep__race_compare(r, e->obj, &w->touched[1], &now);
    if (writes)
        seep__race_compare(r, e->obj, &w->touched[0], &now);
    if ((w = sync_of(r, e)))
        seep__race_keep(r, &w->touched[writes], &now);
}

void seep__race_load(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w = sync_of(r, e);

    if (w)
        seep_know_take(&r->know, e->g->id, &w->stamp);
    touch(r, e, SEEP_ACCESS_ATOMIC_READ);
}

void seep__race_store(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w;

    touch(r, e, SEEP_ACCESS_ATOMIC_WRITE);
    if ((w = sync_of(r, e)))
        seep_know_leave(&r->know, e->g->id, &w->stamp);
}

void seep__race_exchange(struct seep_race *r, const struct seep_event *e,
                         bool applies)
{
    struct seep_shadow *w;

    touch(r, e, SEEP_ACCESS_ATOMIC_WRITE);
    if (!(w = sync_of(r, e)))
        return;
    seep_know_take(&r->know, e->g->id, &w->stamp);
    if (applies)
        seep_know_leave(&r->know, e->g->id, &w->stamp);
}

void seep__race_plain(struct seep_race *r, const struct seep_event *e,
                      enum seep_access_kind kind)
{
    struct seep_shadow *w;

    if (seep_object_kind(e->obj) != SEEP_OBJ_ATOMIC || !(w = sync_of(r, e)))
        return;
    struct seep_access now = seep__race_access(r, e, e->g, kind);
    seep__race_compare(r, e->obj, &w->touched[1], &now);
    if (kind == SEEP_ACCESS_WRITE)
        seep__race_compare(r, e->obj, &w->touched[0], &now);
}

/* What a read sees was left by the last write of the key, or by the clear. */
void seep__race_of_key(struct seep_race *r, const struct seep_event *e,
                       bool reads, bool writes)
{
    const struct seep_syncmap_key *k = (const struct seep_syncmap_key *)e->obj;
    struct seep_shadow *w;

    if (reads && (w = seep__race_shadow(r, &k->of->obj)))
        seep_know_take(&r->know, e->g->id, &w->stamp);
    if (!(w = seep__race_shadow(r, &k->obj)))
        return;
    if (reads)
        seep_know_take(&r->know, e->g->id, &w->stamp);
    if (writes)
        seep_know_leave(&r->know, e->g->id, &w->stamp);
}
