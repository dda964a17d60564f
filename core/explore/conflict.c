/* conflict.c - footprints, and the table of what conflicts. */
#include "conflict.h"

#include "core/chan.h"
#include "core/goroutine.h"
#include "core/mutex.h"
#include "core/rwmutex.h"
#include "core/timer.h"
#include "core/waitgroup.h"

/* ---- the table ---- */

#define BIT(how) (1u << SEEP_TOUCH_##how)
#define ENDS (BIT(SEND) | BIT(RECV) | BIT(TRY))
#define LOCKS (BIT(LOCK) | BIT(TRY_LOCK))
#define RLOCKS (BIT(RLOCK) | BIT(TRY_RLOCK))
#define TRIES (BIT(TRY_LOCK) | BIT(TRY_RLOCK) | BIT(TRY_FAILED))
#define HOLDS (BIT(LOCK) | BIT(RLOCK))
#define FOREIGNS (BIT(FOREIGN) | BIT(RFOREIGN))
#define UNLOCKS (BIT(UNLOCK) | BIT(RUNLOCK) | FOREIGNS)
#define DONES (BIT(DONE) | BIT(DONE_ALL))
#define ALL                                                                    \
    (BIT(READ) | BIT(WRITE) | ENDS | LOCKS | RLOCKS | TRIES | UNLOCKS |        \
     BIT(ADD) | DONES | BIT(WAIT) | BIT(COUNT) | BIT(END) | BIT(AWAIT))

/* [what was done][what might have come before it].  A mutex is locked by LOCK,
 * a RWMutex read by RLOCK; who waits for a lock could not have come before the
 * unlock, nor before a try that failed. */
static const uint32_t conflicts[SEEP_TOUCHES] = {
    [SEEP_TOUCH_READ] = ALL & ~BIT(READ) & ~BIT(AWAIT),
    [SEEP_TOUCH_WRITE] = ALL,
    [SEEP_TOUCH_SEND] = BIT(READ) | BIT(WRITE) | BIT(SEND) | BIT(TRY),
    [SEEP_TOUCH_RECV] = BIT(READ) | BIT(WRITE) | BIT(RECV) | BIT(TRY),
    [SEEP_TOUCH_TRY] = BIT(READ) | BIT(WRITE) | ENDS,
    [SEEP_TOUCH_LOCK] = BIT(READ) | BIT(WRITE) | HOLDS | TRIES | FOREIGNS,
    [SEEP_TOUCH_TRY_LOCK] = BIT(READ) | BIT(WRITE) | HOLDS | TRIES | UNLOCKS,
    [SEEP_TOUCH_RLOCK] = BIT(READ) | BIT(WRITE) | LOCKS | BIT(TRY_FAILED) |
                         FOREIGNS,
    [SEEP_TOUCH_TRY_RLOCK] = BIT(READ) | BIT(WRITE) | LOCKS | BIT(TRY_FAILED) |
                             BIT(UNLOCK) | FOREIGNS,
    [SEEP_TOUCH_TRY_FAILED] = BIT(READ) | BIT(WRITE) | BIT(UNLOCK) | FOREIGNS,
    [SEEP_TOUCH_UNLOCK] = BIT(READ) | BIT(WRITE) | TRIES | FOREIGNS,
    [SEEP_TOUCH_RUNLOCK] = BIT(READ) | BIT(WRITE) | BIT(TRY_LOCK) | FOREIGNS,
    [SEEP_TOUCH_FOREIGN] = BIT(READ) | BIT(WRITE) | TRIES | UNLOCKS,
    [SEEP_TOUCH_RFOREIGN] = BIT(READ) | BIT(WRITE) | TRIES | UNLOCKS,
    [SEEP_TOUCH_ADD] = BIT(READ) | BIT(WRITE) | DONES | BIT(WAIT),
    [SEEP_TOUCH_DONE] = BIT(READ) | BIT(WRITE) | BIT(ADD) | BIT(DONE_ALL),
    [SEEP_TOUCH_DONE_ALL] = BIT(READ) | BIT(WRITE) | BIT(ADD) | BIT(DONE_ALL) |
                            BIT(WAIT),
    [SEEP_TOUCH_WAIT] = BIT(READ) | BIT(WRITE) | BIT(ADD) | BIT(DONE_ALL),
    [SEEP_TOUCH_COUNT] = BIT(READ) | BIT(WRITE),
    [SEEP_TOUCH_END] = ALL & ~BIT(AWAIT),
    [SEEP_TOUCH_AWAIT] = BIT(WRITE),
};

/* Besides conflicts: [what was done][what comes after it in any case].  (A
 * writer comes first and then waits for readers to unlock.) */
static const uint32_t follows[SEEP_TOUCHES] = {
    [SEEP_TOUCH_UNLOCK] = LOCKS | RLOCKS | BIT(UNLOCK),
    [SEEP_TOUCH_FOREIGN] = LOCKS | RLOCKS,
    [SEEP_TOUCH_LOCK] = BIT(UNLOCK),
    [SEEP_TOUCH_TRY_FAILED] = LOCKS | RLOCKS,
    [SEEP_TOUCH_DONE] = BIT(WAIT),
    [SEEP_TOUCH_COUNT] = BIT(AWAIT),
    [SEEP_TOUCH_END] = BIT(AWAIT),
};

static bool related(const struct seep_footprint *a,
                    const struct seep_footprint *b, const uint32_t *table)
{
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t j = 0; j < b->n; j++)
            if (a->touch[i].obj == b->touch[j].obj &&
                table[a->touch[i].how] >> b->touch[j].how & 1)
                return true;
    return false;
}

bool seep_conflict(const struct seep_footprint *a,
                   const struct seep_footprint *b)
{
    if (a->wild || b->wild)
        return !seep_footprint_empty(a) && !seep_footprint_empty(b);
    return related(a, b, conflicts);
}

bool seep_orders(const struct seep_footprint *a, const struct seep_footprint *b)
{
    return seep_conflict(a, b) || related(a, b, follows);
}

/* ---- footprints ---- */

static void add_id(struct seep_footprint *f, uint32_t id,
                   enum seep_touch_how how)
{
    if (f->n < SEEP_TOUCH_MAX)
        f->touch[f->n++] = (struct seep_touch){.obj = id, .how = (uint8_t)how};
    else
        f->wild = true;
}

static void add(struct seep_footprint *f, const struct seep_object *o,
                enum seep_touch_how how)
{
    if (o)
        add_id(f, o->id, how);
}

/* Nobody sends on a context's channel. */
static bool only_ends(const struct seep_object *o)
{
    return o && ((const struct seep_chan *)o)->role == SEEP_CHAN_CONTEXT;
}

/* A context ends: it would not have by itself, had one above it ended before.
 * What ends with it is told by closes of their own. */
static void add_end(struct seep_footprint *f, const struct seep_chan *ch)
{
    const uint32_t KIN = UINT32_C(1)
                         << 31; /* contexts, among the objects' ids */

    add(f, &ch->obj, SEEP_TOUCH_END);
    add_id(f, KIN | ch->kin, SEEP_TOUCH_WRITE);
    while ((ch = ch->above) && !f->wild)
        add_id(f, KIN | ch->kin, SEEP_TOUCH_READ);
}

/* An arm of a select; the only one if it is `plain`. */
static void add_arm(struct seep_footprint *f, const struct seep_waiter *w,
                    bool plain)
{
    if (only_ends(w->obj))
        add(f, w->obj, plain ? SEEP_TOUCH_AWAIT : SEEP_TOUCH_READ);
    else if (plain)
        add(f, w->obj, w->dir == SEEP_SEND ? SEEP_TOUCH_SEND : SEEP_TOUCH_RECV);
    else
        add(f, w->obj, SEEP_TOUCH_TRY);
}

void seep_footprint_add_arms(struct seep_footprint *f, const struct seep_g *g)
{
    if (g->op.kind != SEEP_OP_SELECT || g->op.ncase < 2)
        return;
    for (uint32_t i = 0; i < g->op.ncase; i++)
        add_arm(f, &g->op.cases[i], false);
}

/* Whoever waits first at the other end leaves with what it waits for. */
static void add_partner(struct seep_footprint *f, const struct seep_waiter *w)
{
    const struct seep_chan *ch = (const struct seep_chan *)w->obj;

    if (ch && ch->q[!w->dir].first)
        seep_footprint_add_arms(f, ch->q[!w->dir].first->g);
}

static bool is_plain(const struct seep_op *op)
{
    return op->ncase == 1 && !(op->flags & SEEP_OP_DEFAULT);
}

static void add_cases(struct seep_footprint *f, const struct seep_op *op,
                      bool performed)
{
    for (uint32_t i = 0; i < op->ncase; i++) {
        add_arm(f, &op->cases[i], is_plain(op));
        if (!performed)
            add_partner(f, &op->cases[i]);
    }
}

static void add_waiters(struct seep_footprint *f, const struct seep_object *o)
{
    const struct seep_chan *ch = (const struct seep_chan *)o;

    for (int dir = 0; ch && dir < 2; dir++)
        for (const struct seep_waiter *w = ch->q[dir].first; w && !f->wild;
             w = w->next)
            seep_footprint_add_arms(f, w->g);
}

/* What gave and takes of a counter is worth depends on where it stands. */
static enum seep_touch_how how_added(const struct seep_op *op, bool performed)
{
    const struct seep_waitgroup *wg = (const struct seep_waitgroup *)op->obj;
    int64_t delta = performed ? op->chosen : op->arg;
    int64_t count = performed ? op->arg : wg->count + op->arg;

    if (count < 0 || delta < -1 || !delta)
        return SEEP_TOUCH_WRITE;
    if (delta > 0)
        return SEEP_TOUCH_ADD;
    return count ? SEEP_TOUCH_DONE : SEEP_TOUCH_DONE_ALL;
}

/* A channel timer is, to others, its channel. */
static const struct seep_object *seen_as(const struct seep_object *o)
{
    const struct seep_timer *t = (const struct seep_timer *)o;

    return t->kind == SEEP_TIMER_CHAN
               ? &((const struct seep_chan *)t->target)->obj
               : o;
}

/* A try that fails only because somebody has the lock for writing. */
static enum seep_touch_how how_tried(const struct seep_op *op, bool performed)
{
    const struct seep_rwmutex *rw = (const struct seep_rwmutex *)op->obj;
    bool mutex = op->kind == SEEP_OP_TRY_LOCK;
    bool held = mutex ? ((const struct seep_mutex *)op->obj)->locked
                      : rw->w.locked;

    if (held && !(performed && op->ok))
        return SEEP_TOUCH_TRY_FAILED;
    return op->kind == SEEP_OP_TRY_RLOCK ? SEEP_TOUCH_TRY_RLOCK
                                         : SEEP_TOUCH_TRY_LOCK;
}

void seep_footprint_of(struct seep_footprint *f, const struct seep_g *g,
                       bool performed)
{
    const struct seep_op *op = &g->op;
    const struct seep_object *o = op->obj;

    f->n = 0;
    f->wild = !performed && !g->pending && g->raise; /* may end the run */
    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_SEND:
    case SEEP_OP_RECV:
    case SEEP_OP_SELECT: add_cases(f, op, performed); break;
    case SEEP_OP_CLOSE:
        if (only_ends(o))
            add_end(f, (const struct seep_chan *)o);
        else
            add(f, o, SEEP_TOUCH_WRITE);
        if (!performed)
            add_waiters(f, o);
        break;
    case SEEP_OP_TIMER_STOP:
    case SEEP_OP_TIMER_RESET: add(f, seen_as(o), SEEP_TOUCH_WRITE); break;
    case SEEP_OP_LOCK:
    case SEEP_OP_RW_LOCK:
        if (!(op->flags & SEEP_OP_WOKEN)) /* else its readers have left */
            add(f, o, SEEP_TOUCH_LOCK);
        break;
    case SEEP_OP_RLOCK: add(f, o, SEEP_TOUCH_RLOCK); break;
    case SEEP_OP_TRY_LOCK:
    case SEEP_OP_RW_TRY_LOCK:
    case SEEP_OP_TRY_RLOCK: add(f, o, how_tried(op, performed)); break;
    case SEEP_OP_UNLOCK:
    case SEEP_OP_RW_UNLOCK: add(f, o, SEEP_TOUCH_UNLOCK); break;
    case SEEP_OP_RUNLOCK: add(f, o, SEEP_TOUCH_RUNLOCK); break;
    case SEEP_OP_WG_ADD: add(f, o, how_added(op, performed)); break;
    case SEEP_OP_WG_WAIT: add(f, o, SEEP_TOUCH_WAIT); break;
    case SEEP_OP_LEN:
    case SEEP_OP_READ:
    case SEEP_OP_ATOMIC_LOAD:
    case SEEP_OP_MAP_READ:
    case SEEP_OP_MAP_LEN:
    case SEEP_OP_MAP_NEXT:
    case SEEP_OP_SYNCMAP_LOAD:
    case SEEP_OP_SYNCMAP_RANGE: add(f, o, SEEP_TOUCH_READ); break;
    case SEEP_OP_COND_DRAW:
    case SEEP_OP_COND_WAIT:
    case SEEP_OP_COND_SIGNAL:
    case SEEP_OP_COND_BROADCAST:
    case SEEP_OP_IO_WAIT:
    case SEEP_OP_IO_READY:
    case SEEP_OP_RES_CLOSE:
    case SEEP_OP_WRITE:
    case SEEP_OP_ATOMIC_STORE:
    case SEEP_OP_ATOMIC_ADD:
    case SEEP_OP_ATOMIC_SWAP:
    case SEEP_OP_ATOMIC_CAS:
    case SEEP_OP_MAP_WRITE:
    case SEEP_OP_MAP_WRITTEN:
    case SEEP_OP_SYNCMAP_STORE:
    case SEEP_OP_SYNCMAP_UPDATE:
    case SEEP_OP_SYNCMAP_CLEAR:
    case SEEP_OP_SYNCPOOL_PUT:
    case SEEP_OP_SYNCPOOL_GET:
    case SEEP_OP_SYNCPOOL_GOT: add(f, o, SEEP_TOUCH_WRITE); break;
    case SEEP_OP_NONE:
    case SEEP_OP_GO:
    case SEEP_OP_EXIT:
    case SEEP_OP_GOSCHED:
    case SEEP_OP_SLEEP:
    case SEEP_OP_WORK:
    case SEEP_OP_SYSCALL:
    case SEEP_OP_RES_OPEN:
    case SEEP_OP_PRINT:
    case SEEP_OP_COUNT: break;
    }
}
