/* perform.c - one switch from operation kinds to the primitives. */
#include "perform.h"

#include "chan.h"
#include "cond.h"
#include "gate.h"
#include "gomap.h"
#include "mutex.h"
#include "resource.h"
#include "rwmutex.h"
#include "sim.h"
#include "syncmap.h"
#include "waitgroup.h"
#include "weak.h"

enum { WORK_SLICE = 10 * 1000 * 1000 /* ns: a P's time slice */ };

/* To the global queue's tail, as Go's Gosched. */
static enum seep_outcome gosched(struct seep_sim *s, struct seep_g *g)
{
    if (!s->gmp.nrunnable)
        return SEEP_DONE;
    seep_sim_requeue(s, g);
    return SEEP_PARKED;
}

/* Burns op.arg of virtual CPU time on this P, a slice at a time; between two
 * slices whoever waits for the P goes first. */
static enum seep_outcome work(struct seep_sim *s, struct seep_g *g)
{
    bool begun = g->op.flags & SEEP_OP_WOKEN;

    if (g->op.arg <= 0)
        return SEEP_DONE;
    g->pending = true;
    if (begun && s->gmp.nrunnable) {
        g->op.flags &= (uint8_t)~SEEP_OP_WOKEN;
        seep_emit(s, SEEP_EV_PREEMPT, g, NULL, NULL, s->p->id);
        seep_sim_requeue(s, g);
        return SEEP_DEFERRED;
    }
    int64_t slice = g->op.arg < WORK_SLICE ? g->op.arg : WORK_SLICE;
    g->op.arg -= slice;
    g->op.flags |= SEEP_OP_WOKEN;
    s->p->busy_until = s->now + slice;
    return SEEP_DEFERRED;
}

/* Go's race detector drops one in four, so that nobody counts on a pool. */
static enum seep_outcome put(struct seep_sim *s, struct seep_g *g)
{
    enum { ONE_IN = 4 };

    g->op.ok = seep_choose(s, SEEP_CHOICE_POOL, ONE_IN) < ONE_IN - 1;
    return SEEP_DONE;
}

/* The value is the host's: the latest, when memory is not weak. */
static enum seep_outcome access(struct seep_sim *s, struct seep_g *g)
{
    g->op.chosen = 0;
    if (__builtin_expect(s->weak != NULL, 0)) {
        if (g->op.kind == SEEP_OP_READ)
            seep_weak_read(s, g);
        else
            seep_weak_write(s, g);
    }
    return SEEP_DONE;
}

static enum seep_outcome start(struct seep_sim *s, struct seep_g *g)
{
    if (seep_sim_start(s, (struct seep_g *)g->op.obj) == SEEP_OK)
        return SEEP_DONE;
    seep_sim_end(s, SEEP_VERDICT_LIMIT, g, "out of memory (--mem)");
    return SEEP_OVER;
}

/* All but the channel operations, which have to be quick. */
static __attribute__((noinline)) enum seep_outcome dispatch(struct seep_sim *s,
                                                            struct seep_g *g)
{
    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_CLOSE: return seep_chan_close(s, g);
    case SEEP_OP_LEN: return seep_chan_len(s, g);
    case SEEP_OP_GO: return start(s, g);
    case SEEP_OP_GOSCHED: return gosched(s, g);
    case SEEP_OP_SLEEP:
    case SEEP_OP_SYSCALL: return seep_clock_sleep(s, g);
    case SEEP_OP_WORK: return work(s, g);
    case SEEP_OP_TIMER_STOP: return seep_clock_stop(s, g);
    case SEEP_OP_TIMER_RESET: return seep_clock_reset(s, g);
    case SEEP_OP_LOCK: return seep_mutex_lock(s, g);
    case SEEP_OP_TRY_LOCK: return seep_mutex_try_lock(s, g);
    case SEEP_OP_UNLOCK: return seep_mutex_unlock(s, g);
    case SEEP_OP_RW_LOCK: return seep_rwmutex_lock(s, g);
    case SEEP_OP_RW_TRY_LOCK: return seep_rwmutex_try_lock(s, g);
    case SEEP_OP_RW_UNLOCK: return seep_rwmutex_unlock(s, g);
    case SEEP_OP_RLOCK: return seep_rwmutex_rlock(s, g);
    case SEEP_OP_TRY_RLOCK: return seep_rwmutex_try_rlock(s, g);
    case SEEP_OP_RUNLOCK: return seep_rwmutex_runlock(s, g);
    case SEEP_OP_COND_WAIT: return seep_cond_wait(s, g);
    case SEEP_OP_COND_SIGNAL: return seep_cond_signal(s, g);
    case SEEP_OP_COND_BROADCAST: return seep_cond_broadcast(s, g);
    case SEEP_OP_IO_WAIT: return seep_gate_wait(s, g);
    case SEEP_OP_IO_READY: return seep_gate_open(s, g);
    case SEEP_OP_RES_OPEN: return seep_resource_open(s, g);
    case SEEP_OP_RES_CLOSE: return seep_resource_close(s, g);
    case SEEP_OP_WG_ADD: return seep_waitgroup_add(s, g);
    case SEEP_OP_WG_WAIT: return seep_waitgroup_wait(s, g);
    case SEEP_OP_MAP_READ: return seep_map_read(s, g);
    case SEEP_OP_MAP_NEXT: return seep_map_next(s, g);
    case SEEP_OP_MAP_WRITE: return seep_map_write(s, g);
    case SEEP_OP_MAP_WRITTEN: return seep_map_written(s, g);
    case SEEP_OP_SYNCMAP_UPDATE: return seep_syncmap_update(s, g);
    case SEEP_OP_SYNCMAP_RANGE: return seep_syncmap_range(s, g);
    case SEEP_OP_SYNCPOOL_PUT: return put(s, g);
    case SEEP_OP_SYNCPOOL_GET:
    case SEEP_OP_SYNCPOOL_GOT:
    case SEEP_OP_SYNCMAP_LOAD:
    case SEEP_OP_SYNCMAP_STORE:
    case SEEP_OP_SYNCMAP_CLEAR:
    case SEEP_OP_READ:
    case SEEP_OP_WRITE: return access(s, g);
    case SEEP_OP_MAP_LEN:
    case SEEP_OP_ATOMIC_LOAD:
    case SEEP_OP_ATOMIC_STORE:
    case SEEP_OP_ATOMIC_ADD:
    case SEEP_OP_ATOMIC_SWAP:
    case SEEP_OP_PRINT: return SEEP_DONE; /* the host does the rest */
    case SEEP_OP_ATOMIC_CAS:
        g->op.ok = s->host_ops->applies(s->host, g);
        return SEEP_DONE;
    case SEEP_OP_SEND:
    case SEEP_OP_RECV:
    case SEEP_OP_SELECT:
    case SEEP_OP_NONE:
    case SEEP_OP_EXIT:
    case SEEP_OP_COUNT: break;
    }
    seep_assert(!"an operation that nobody performs");
    return SEEP_OVER;
}

/* A default case taken or a try that failed shows nothing to anybody. */
static inline bool progress(const struct seep_op *op)
{
    if (op->kind < SEEP_OP_SELECT)
        return true;
    if (op->kind == SEEP_OP_SELECT)
        return op->chosen != SEEP_CHOSE_DEFAULT;
    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_TRY_LOCK:
    case SEEP_OP_RW_TRY_LOCK:
    case SEEP_OP_TRY_RLOCK:
    case SEEP_OP_ATOMIC_CAS:
    case SEEP_OP_SYNCMAP_UPDATE: return op->ok;
    default: return seep_op_has_effect(op->kind);
    }
}

bool seep_op_is_shut_out(const struct seep_g *g)
{
    const struct seep_object *o = g->op.obj;

    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_LOCK: return ((const struct seep_mutex *)o)->locked;
    case SEEP_OP_RW_LOCK:
        return !(g->op.flags & SEEP_OP_WOKEN) &&
               ((const struct seep_rwmutex *)o)->w.locked;
    case SEEP_OP_RLOCK: return ((const struct seep_rwmutex *)o)->writing;
    default: return false;
    }
}

enum seep_outcome seep_perform(struct seep_sim *s, struct seep_g *g)
{
    bool on_chans = g->op.kind >= SEEP_OP_SEND && g->op.kind <= SEEP_OP_SELECT;
    enum seep_outcome r = on_chans ? seep_chan_select(s, g) : dispatch(s, g);

    if (r == SEEP_PARKED) {
        if (g->op.kind == SEEP_OP_GOSCHED) /* no wait: still runnable */
            seep_sim_polled(s, g);
        return r;
    }
    if (progress(&g->op))
        seep_sim_progress(s);
    else
        seep_sim_polled(s, g);
    if (r != SEEP_DEFERRED)
        seep_emit(s, SEEP_EV_OP, g, NULL, g->op.obj, g->op.chosen);
    return r;
}
