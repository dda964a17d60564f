/* perform.c - one table from operation kinds to the primitives. */
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
    g->op.stops++;
    seep_sim_compute(s, g, slice);
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
static enum seep_outcome read(struct seep_sim *s, struct seep_g *g)
{
    g->op.chosen = 0;
    if (s->weak)
        seep_weak_read(s, g);
    return SEEP_DONE;
}

static enum seep_outcome write(struct seep_sim *s, struct seep_g *g)
{
    g->op.chosen = 0;
    if (s->weak)
        seep_weak_write(s, g);
    return SEEP_DONE;
}

static enum seep_outcome start(struct seep_sim *s, struct seep_g *g)
{
    if (seep_sim_start(s, (struct seep_g *)g->op.obj) == SEEP_OK)
        return SEEP_DONE;
    return seep_sim_no_memory(s, g);
}

static enum seep_outcome compare_and_swap(struct seep_sim *s, struct seep_g *g)
{
    g->op.ok = s->host_ops->applies(s->host, g);
    return SEEP_DONE;
}

/* The host does all when it takes the results. */
static enum seep_outcome leave_to_host(struct seep_sim *s, struct seep_g *g)
{
    (void)s;
    (void)g;
    return SEEP_DONE;
}

seep_performer *const seep_performers[SEEP_OP_COUNT] = {
    [SEEP_OP_SEND] = seep_chan_select,
    [SEEP_OP_RECV] = seep_chan_select,
    [SEEP_OP_SELECT] = seep_chan_select,
    [SEEP_OP_CLOSE] = seep_chan_close,
    [SEEP_OP_LEN] = seep_chan_len,
    [SEEP_OP_GO] = start,
    [SEEP_OP_GOSCHED] = gosched,
    [SEEP_OP_SLEEP] = seep_clock_sleep,
    [SEEP_OP_WORK] = work,
    [SEEP_OP_SYSCALL] = seep_clock_sleep,
    [SEEP_OP_TIMER_STOP] = seep_clock_stop,
    [SEEP_OP_TIMER_RESET] = seep_clock_reset,
    [SEEP_OP_LOCK] = seep_mutex_lock,
    [SEEP_OP_TRY_LOCK] = seep_mutex_try_lock,
    [SEEP_OP_UNLOCK] = seep_mutex_unlock,
    [SEEP_OP_RW_LOCK] = seep_rwmutex_lock,
    [SEEP_OP_RW_TRY_LOCK] = seep_rwmutex_try_lock,
    [SEEP_OP_RW_UNLOCK] = seep_rwmutex_unlock,
    [SEEP_OP_RLOCK] = seep_rwmutex_rlock,
    [SEEP_OP_TRY_RLOCK] = seep_rwmutex_try_rlock,
    [SEEP_OP_RUNLOCK] = seep_rwmutex_runlock,
    [SEEP_OP_COND_DRAW] = seep_cond_draw,
    [SEEP_OP_COND_WAIT] = seep_cond_wait,
    [SEEP_OP_COND_SIGNAL] = seep_cond_signal,
    [SEEP_OP_COND_BROADCAST] = seep_cond_broadcast,
    [SEEP_OP_IO_WAIT] = seep_gate_wait,
    [SEEP_OP_IO_READY] = seep_gate_open,
    [SEEP_OP_RES_OPEN] = seep_resource_open,
    [SEEP_OP_RES_CLOSE] = seep_resource_close,
    [SEEP_OP_WG_ADD] = seep_waitgroup_add,
    [SEEP_OP_WG_WAIT] = seep_waitgroup_wait,
    [SEEP_OP_READ] = read,
    [SEEP_OP_WRITE] = write,
    [SEEP_OP_ATOMIC_LOAD] = leave_to_host,
    [SEEP_OP_ATOMIC_STORE] = leave_to_host,
    [SEEP_OP_ATOMIC_ADD] = leave_to_host,
    [SEEP_OP_ATOMIC_SWAP] = leave_to_host,
    [SEEP_OP_ATOMIC_CAS] = compare_and_swap,
    [SEEP_OP_MAP_READ] = seep_map_read,
    [SEEP_OP_MAP_LEN] = leave_to_host,
    [SEEP_OP_MAP_NEXT] = seep_map_next,
    [SEEP_OP_MAP_WRITE] = seep_map_write,
    [SEEP_OP_MAP_WRITTEN] = seep_map_written,
    [SEEP_OP_SYNCMAP_LOAD] = leave_to_host,
    [SEEP_OP_SYNCMAP_STORE] = leave_to_host,
    [SEEP_OP_SYNCMAP_UPDATE] = seep_syncmap_update,
    [SEEP_OP_SYNCMAP_CLEAR] = leave_to_host,
    [SEEP_OP_SYNCMAP_RANGE] = seep_syncmap_range,
    [SEEP_OP_SYNCPOOL_PUT] = put,
    [SEEP_OP_SYNCPOOL_GET] = leave_to_host,
    [SEEP_OP_SYNCPOOL_GOT] = leave_to_host,
    [SEEP_OP_PRINT] = leave_to_host,
};

bool seep_op_is_shut_out(const struct seep_g *g)
{
    const struct seep_object *o = g->op.obj;

    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_LOCK:
        return !(g->op.flags & SEEP_OP_WOKEN) &&
               ((const struct seep_mutex *)o)->locked;
    case SEEP_OP_RW_LOCK:
        return !(g->op.flags & SEEP_OP_WOKEN) &&
               ((const struct seep_rwmutex *)o)->w.locked;
    case SEEP_OP_RLOCK:
        return !(g->op.flags & SEEP_OP_WOKEN) &&
               ((const struct seep_rwmutex *)o)->writing;
    default: return false;
    }
}

enum seep_outcome seep_perform(struct seep_sim *s, struct seep_g *g)
{
    seep_assert(seep_performers[g->op.kind] ||
                !"an operation that nobody performs");
    return seep_perform_as(s, g, g->op.kind);
}
