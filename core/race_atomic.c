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

static const struct seep_object *sync_of(const struct seep_event *e)
{
    return &((const struct seep_atomic *)e->obj)->sync;
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
    if ((w = seep__race_shadow(r, sync_of(e))))
        seep__race_keep(r, &w->touched[writes], &now);
}

void seep__race_load(struct seep_race *r, const struct seep_event *e)
{
    seep__race_take(r, e->g, sync_of(e));
    touch(r, e, SEEP_ACCESS_ATOMIC_READ);
}

void seep__race_store(struct seep_race *r, const struct seep_event *e)
{
    touch(r, e, SEEP_ACCESS_ATOMIC_WRITE);
    seep__race_leave(r, e->g, sync_of(e));
}

void seep__race_exchange(struct seep_race *r, const struct seep_event *e,
                         bool applies)
{
    struct seep_shadow *w;

    touch(r, e, SEEP_ACCESS_ATOMIC_WRITE);
    if (!(w = seep__race_shadow(r, sync_of(e))))
        return;
    seep_know_take(&r->know, e->g->id, &w->stamp);
    if (applies)
        seep_know_leave(&r->know, e->g->id, &w->stamp);
}

void seep__race_plain(struct seep_race *r, const struct seep_event *e,
                      enum seep_access_kind kind)
{
    struct seep_shadow *w;

    if (seep_object_kind(e->obj) != SEEP_OBJ_ATOMIC ||
        !(w = seep__race_shadow(r, sync_of(e))))
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
    if (reads) {
        seep__race_take(r, e->g, &k->of->obj);
        seep__race_take(r, e->g, &k->obj);
    }
    if (writes)
        seep__race_leave(r, e->g, &k->obj);
}
