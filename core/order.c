/* order.c - see order.h: all objects but channels (order_chan.c).
 *
 * DESIGN
 *
 * Who passes on what it knows leaves a stamp (know.h) with the object; who is
 * ordered after it takes it:
 *
 *   mutex, close, timer    one stamp: of the last who left one
 *   waitgroup, cond        one that collects
 *   rwmutex                one for readers: of the last writer; and one for
 *                          writers, which collects from readers
 *   atomic                 with its inner object, as ThreadSanitizer has it
 *                          for Go (tsan_interface_atomic.cpp): a load takes
 *                          what the last store left, a store leaves its own
 *                          in the place of all before, what is both takes and
 *                          leaves; a compare-and-swap that fails only takes,
 *                          but counts as an access that writes */
#include "order.h"

#include "atomic.h"
#include "resource.h"
#include "rwmutex.h"
#include "sim.h"
#include "syncmap.h"

struct seep_shadow *seep__order_shadow(struct seep_order *o,
                                       const struct seep_object *obj)
{
    struct seep_shadow *w = seep_shadow_of(&o->shadows, obj);

    o->lost |= !w;
    return w;
}

/* ---- who passes on, who takes ---- */

void seep__order_take(struct seep_order *o, const struct seep_g *g,
                      const struct seep_object *obj)
{
    struct seep_shadow *w = seep__order_shadow(o, obj);

    if (w)
        seep_know_take(&o->know, g->id, &w->stamp);
}

void seep__order_leave(struct seep_order *o, const struct seep_g *g,
                       const struct seep_object *obj)
{
    struct seep_shadow *w = seep__order_shadow(o, obj);

    if (w)
        seep_know_leave(&o->know, g->id, &w->stamp);
}

static void add(struct seep_order *o, const struct seep_g *g,
                const struct seep_object *obj)
{
    struct seep_shadow *w = seep__order_shadow(o, obj);

    if (w)
        seep_know_add(&o->know, g->id, &w->stamp);
}

static void closed(struct seep_order *o, const struct seep_event *e)
{
    if (!e->obj || e->g->raise) /* it panicked */
        return;
    if (!e->g->op.ok) { /* a context's, which had ended */
        seep__order_take(o, e->g, e->obj);
        return;
    }
    seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_CLOSE);
    seep__order_leave(o, e->g, e->obj);
}

static void counted(struct seep_order *o, const struct seep_event *e)
{
    int64_t delta = e->g->op.chosen, count = e->g->op.arg;

    if (delta < 0)
        add(o, e->g, e->obj);
    else if (delta > 0 && count == delta)
        seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_ADD);
}

/* A wait is an access when it begins, and takes what it waited for when it
 * ends. */
static void waited(struct seep_order *o, const struct seep_event *e)
{
    if (!(e->g->op.flags & SEEP_OP_WOKEN))
        seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_WAIT);
    seep__order_take(o, e->g, e->obj);
}

/* By a go statement, or by the timer that has just fired. */
static void started(struct seep_order *o, const struct seep_event *e)
{
    struct seep_shadow *w;

    if (e->other && seep_know_have(&o->know, e->other->id)) {
        seep_know_tell(&o->know, e->other->id, e->g->id);
        seep_know_passed(&o->know, e->other->id);
    } else if (e->other) {
        o->lost = true;
    } else if (o->fired && (w = seep_shadow_find(&o->shadows, o->fired))) {
        seep_know_take(&o->know, e->g->id, &w->stamp);
    }
}

/* ---- locks ---- */

static void locked(struct seep_order *o, const struct seep_event *e)
{
    struct seep_shadow *w = seep__order_shadow(o, e->obj);

    if (!w)
        return;
    seep_know_take(&o->know, e->g->id, &w->stamp);
    w->holder = e->g->id;
}

/* Who did not take the stamp must not remove it either. */
static void unlocked(struct seep_order *o, const struct seep_event *e)
{
    struct seep_shadow *w = seep__order_shadow(o, e->obj);

    if (!w)
        return;
    if (w->holder == e->g->id)
        seep_know_leave(&o->know, e->g->id, &w->stamp);
    else
        seep_know_add(&o->know, e->g->id, &w->stamp);
    w->holder = 0;
}

static const struct seep_object *inner_of(const struct seep_event *e)
{
    return &((const struct seep_rwmutex *)e->obj)->w.obj;
}

/* A rwmutex: readers are not ordered by each other, so what they leave for
 * the next writer lies with the inner mutex. */
static void rw_locked(struct seep_order *o, const struct seep_event *e)
{
    seep__order_take(o, e->g, inner_of(e));
    locked(o, e);
}

static void on_lock(struct seep_order *o, const struct seep_event *e)
{
    switch ((enum seep_op_kind)e->g->op.kind) {
    case SEEP_OP_LOCK: locked(o, e); break;
    case SEEP_OP_TRY_LOCK:
        if (e->g->op.ok)
            locked(o, e);
        break;
    case SEEP_OP_RW_LOCK: rw_locked(o, e); break;
    case SEEP_OP_RW_TRY_LOCK:
        if (e->g->op.ok)
            rw_locked(o, e);
        break;
    case SEEP_OP_UNLOCK:
    case SEEP_OP_RW_UNLOCK: unlocked(o, e); break;
    case SEEP_OP_RLOCK: seep__order_take(o, e->g, e->obj); break;
    case SEEP_OP_TRY_RLOCK:
        if (e->g->op.ok)
            seep__order_take(o, e->g, e->obj);
        break;
    case SEEP_OP_RUNLOCK: add(o, e->g, inner_of(e)); break;
    default: break;
    }
}

static bool is_ours(const struct seep_object *obj)
{
    return seep_object_kind(obj) != SEEP_OBJ_RWMUTEX &&
           ((const struct seep_mutex *)obj)->ours;
}

/* ---- what is atomic ---- */

static void loaded(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_atomic *a = (const struct seep_atomic *)e->obj;

    seep__order_take(o, e->g, &a->sync);
    seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_ATOMIC_READ);
}

static void stored(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_atomic *a = (const struct seep_atomic *)e->obj;

    seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_ATOMIC_WRITE);
    seep__order_leave(o, e->g, &a->sync);
}

/* Both; it writes only when it `applies`. */
static void exchanged(struct seep_order *o, const struct seep_event *e,
                      bool applies)
{
    const struct seep_atomic *a = (const struct seep_atomic *)e->obj;

    seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_ATOMIC_WRITE);
    seep__order_take(o, e->g, &a->sync);
    if (applies)
        seep__order_leave(o, e->g, &a->sync);
}

/* Of a sync.map's key: what a read sees was left by the last write of the
 * key, or by the clear. */
static void of_key(struct seep_order *o, const struct seep_event *e, bool reads,
                   bool writes)
{
    const struct seep_syncmap_key *k = (const struct seep_syncmap_key *)e->obj;

    if (reads) {
        seep__order_take(o, e->g, &k->of->obj);
        seep__order_take(o, e->g, &k->obj);
    }
    if (writes)
        seep__order_leave(o, e->g, &k->obj);
}

/* A place of a pool was given back, or is had: what was done with it, and
 * before, comes first. */
static void of_pool(struct seep_order *o, const struct seep_event *e, bool back)
{
    const struct seep_resource *r = (const struct seep_resource *)e->obj;
    const struct seep_object pool = {.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_POOL,
                                     .id = r->pool};

    if (!r->pool)
        return;
    if (back)
        add(o, e->g, &pool);
    else
        seep__order_take(o, e->g, &pool);
}

/* ---- events ---- */

static void on_shared(struct seep_order *o, const struct seep_event *e)
{
    bool ok = e->g->op.ok;

    switch ((enum seep_op_kind)e->g->op.kind) {
    case SEEP_OP_ATOMIC_LOAD: loaded(o, e); break;
    case SEEP_OP_ATOMIC_STORE: stored(o, e); break;
    case SEEP_OP_ATOMIC_ADD:
    case SEEP_OP_ATOMIC_SWAP: exchanged(o, e, true); break;
    case SEEP_OP_ATOMIC_CAS: exchanged(o, e, ok); break;
    case SEEP_OP_SYNCMAP_LOAD: of_key(o, e, true, false); break;
    case SEEP_OP_SYNCMAP_STORE: of_key(o, e, false, true); break;
    case SEEP_OP_SYNCMAP_UPDATE: of_key(o, e, true, ok); break;
    case SEEP_OP_SYNCMAP_CLEAR:
    case SEEP_OP_SYNCPOOL_PUT: seep__order_leave(o, e->g, e->obj); break;
    case SEEP_OP_SYNCMAP_RANGE:
    case SEEP_OP_SYNCPOOL_GOT: seep__order_take(o, e->g, e->obj); break;
    case SEEP_OP_RES_OPEN: of_pool(o, e, false); break;
    case SEEP_OP_RES_CLOSE: of_pool(o, e, true); break;
    default: break;
    }
}

static void performed(struct seep_order *o, const struct seep_event *e)
{
    enum seep_op_kind kind = (enum seep_op_kind)e->g->op.kind;

    if (o->completed == e->g->id) {
        o->completed = 0;
        return;
    }
    switch (kind) {
    case SEEP_OP_SEND:
    case SEEP_OP_RECV:
    case SEEP_OP_SELECT: seep__order_sent(o, e); break;
    case SEEP_OP_CLOSE: closed(o, e); break;
    case SEEP_OP_IO_WAIT:
    case SEEP_OP_COND_WAIT: seep__order_take(o, e->g, e->obj); break;
    case SEEP_OP_IO_READY:
    case SEEP_OP_COND_SIGNAL:
    case SEEP_OP_COND_BROADCAST: add(o, e->g, e->obj); break;
    case SEEP_OP_WG_ADD: counted(o, e); break;
    case SEEP_OP_WG_WAIT: waited(o, e); break;
    default:
        if (kind < SEEP_OP_LOCK || kind > SEEP_OP_RUNLOCK)
            on_shared(o, e);
        else if (!o->lockless || is_ours(e->obj))
            on_lock(o, e);
    }
}

static void of_goroutine(struct seep_order *o, const struct seep_event *e)
{
    switch (e->kind) {
    case SEEP_EV_START: started(o, e); break;
    case SEEP_EV_OP: performed(o, e); break;
    case SEEP_EV_READY:
        if (!e->g->pending && e->g->nops)
            seep__order_completed(o, e);
        break;
    case SEEP_EV_PARK:
        if (e->g->op.kind == SEEP_OP_WG_WAIT)
            seep__order_touch(o, e, e->g, e->obj, SEEP_ACCESS_WAIT);
        else if (e->g->op.kind == SEEP_OP_SELECT)
            seep__order_offered(o, e);
        break;
    case SEEP_EV_ARM: seep__order_leave(o, e->g, e->obj); break;
    case SEEP_EV_JOIN:
        if (seep_know_have(&o->know, e->other->id))
            seep_know_tell(&o->know, e->g->id, e->other->id);
        break;
    case SEEP_EV_EXIT: seep_know_forget(&o->know, e->g->id); break;
    case SEEP_EV_OVERTAKE: seep__order_overtaken(o, e); break;
    default: break;
    }
}

void seep_order_event(struct seep_order *o, struct seep_sim *s,
                      const struct seep_event *e)
{
    o->sim = s;
    if (e->kind == SEEP_EV_FIRE)
        o->fired = e->obj ? e->obj->id : 0;
    if (o->lost || !e->g)
        return;
    if (seep_know_have(&o->know, e->g->id))
        of_goroutine(o, e);
    else
        o->lost = true;
    o->lost |= seep_know_lost(&o->know);
}

void seep_order_listen(struct seep_observer *o)
{
    o->deaf = 1u << SEEP_EV_RUN | 1u << SEEP_EV_PANIC | 1u << SEEP_EV_PREEMPT |
              1u << SEEP_EV_TIME | 1u << SEEP_EV_STEAL | 1u << SEEP_EV_HANDOFF |
              1u << SEEP_EV_MAIN_DONE | 1u << SEEP_EV_CHOICE;
    o->deaf_op = ~SEEP_DEAF_BUT(SEEP_OP_NONE, SEEP_OP_LEN, SEEP_OP_GO,
                                SEEP_OP_GOSCHED, SEEP_OP_SLEEP, SEEP_OP_WORK,
                                SEEP_OP_SYSCALL, SEEP_OP_PRINT);
    o->deaf_park = SEEP_DEAF_BUT(SEEP_OP_WG_WAIT, SEEP_OP_SELECT);
    o->deaf_ready = SEEP_DEAF_BUT(SEEP_OP_SEND, SEEP_OP_RECV, SEEP_OP_SELECT);
}

/* ---- memory ---- */

void seep_order_in_arena(struct seep_order *o, struct seep_arena *a)
{
    o->know.vectors.mem.arena = o->shadows.mem.arena = a;
}

void seep_order_clear(struct seep_order *o)
{
    seep_know_clear(&o->know);
    seep_shadows_clear(&o->shadows);
    o->lost = false;
    o->fired = o->completed = 0;
}

void seep_order_fini(struct seep_order *o)
{
    seep_know_fini(&o->know);
    seep_shadows_fini(&o->shadows);
}
