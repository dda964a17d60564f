/* runnable.c - who can run, and who waits: parking, waking, queues.
 *
 * DESIGN
 *
 * Whoever can run is in one of Go's run queues (gmp.h).  While a strategy
 * decides, it is also in one list, from which that chooses:
 *
 *      runnable[0 .. neligible)   those that may go first
 *      [neligible .. nrunnable)   those that only poll, and give way
 *
 * Such a strategy says who comes to a lock before whom.  So who cannot have it
 * is not runnable, and all who wait are let in when it is free, but for those
 * that surely came before: seep_sim_shut_out. */
#include "sim_inside.h"

#include "arena.h"
#include "chan.h"
#include "cond.h"
#include "gate.h"
#include "mutex.h"
#include "perform.h"
#include "rwmutex.h"
#include "waitgroup.h"

/* ---- the queues, and the list a deciding strategy chooses from ---- */

enum seep_err seep__reserve_runnable(struct seep_sim *s, uint32_t n)
{
    uint32_t cap = s->runnable_cap ? s->runnable_cap : 16;

    if (n <= s->runnable_cap)
        return SEEP_OK;
    while (cap < n)
        cap *= 2;
    void *p = seep_arena_realloc(s->arena, s->runnable,
                                 s->runnable_cap * sizeof *s->runnable,
                                 cap * sizeof *s->runnable);
    if (!p)
        return SEEP_ENOMEM;
    s->runnable = p;
    s->runnable_cap = cap;
    return SEEP_OK;
}

static void list_at(struct seep_sim *s, uint32_t i, struct seep_g *g)
{
    s->runnable[i] = g;
    g->runnable_at = i;
}

/* A goroutine's polls are counted in the low bits; the others tell since which
 * effect. */
static uint32_t polls_since(const struct seep_sim *s)
{
    return s->effects << SEEP_POLL_BITS;
}

bool seep__is_spinning(const struct seep_sim *s, const struct seep_g *g)
{
    return seep_g_spun(g) &&
           g->polls >> SEEP_POLL_BITS == polls_since(s) >> SEEP_POLL_BITS;
}

void seep__has_spun(struct seep_sim *s, struct seep_g *g)
{
    g->polls = polls_since(s) | SEEP_POLLS_SPINNING;
}

void seep_sim_polled(struct seep_sim *s, struct seep_g *g)
{
    s->polls++;
    if (g->polls >> SEEP_POLL_BITS != polls_since(s) >> SEEP_POLL_BITS)
        g->polls = polls_since(s);
    g->polls += !seep__is_spinning(s, g);
}

void seep__listed(struct seep_sim *s, struct seep_g *g)
{
    uint32_t at = s->gmp.nrunnable - 1;

    if (!s->opt.strategy->decides)
        return;
    if (!seep__is_spinning(s, g)) {
        if (s->neligible < at)
            list_at(s, at, s->runnable[s->neligible]);
        at = s->neligible++;
    }
    list_at(s, at, g);
}

void seep__unlisted(struct seep_sim *s, struct seep_g *g)
{
    uint32_t at = g->runnable_at;

    if (!s->opt.strategy->decides)
        return;
    if (at < s->neligible) {
        list_at(s, at, s->runnable[--s->neligible]);
        at = s->neligible;
    }
    if (at < s->gmp.nrunnable)
        list_at(s, at, s->runnable[s->gmp.nrunnable]);
}

/* Who is runnable already, when a deciding strategy takes over. */
void seep__list_runnables(struct seep_sim *s)
{
    uint32_t n = 0;

    for (struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->status != SEEP_G_RUNNABLE)
            continue;
        g->runnable_at = n;
        s->runnable[n++] = g;
    }
    seep_assert(n == s->gmp.nrunnable);
    s->neligible = n;
}

void seep__runnable(struct seep_sim *s, struct seep_g *g)
{
    g->status = SEEP_G_RUNNABLE;
    g->wait = SEEP_WAIT_NONE;
    g->since = s->now;
}

void seep_sim_ready_on(struct seep_sim *s, struct seep_g *g, struct seep_p *p)
{
    seep_assert(g->status == SEEP_G_WAITING || g->status == SEEP_G_SYSCALL ||
                g->status == SEEP_G_NEW);
    seep__runnable(s, g);
    if (p)
        seep_gmp_put(&s->gmp, p, g, true);
    else
        seep_gmp_put_global(&s->gmp, g);
    seep__listed(s, g);
    seep_emit(s, SEEP_EV_READY, g, s->running, NULL, 0);
}

void seep_sim_ready(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_ready_on(s, g, s->p);
}

/* Whoever computes on P's from number i on may run on. */
void seep__come_back(struct seep_sim *s, uint32_t i, int64_t done)
{
    for (; i < s->gmp.np; i++) {
        struct seep_p *p = s->gmp.p[i];
        struct seep_g *g = p->cur;
        if (!g || p->busy_until > done)
            continue;
        p->cur = NULL;
        p->busy_until = 0;
        seep__runnable(s, g);
        seep_gmp_put(&s->gmp, s->gmp.p[0], g, false);
        seep__listed(s, g);
    }
}

void seep_sim_wake(struct seep_sim *s, struct seep_g *g)
{
    g->op.flags |= SEEP_OP_WOKEN;
    g->pending = true;
    seep_sim_ready(s, g);
}

void seep_sim_requeue(struct seep_sim *s, struct seep_g *g)
{
    g->op.stops++;
    seep__runnable(s, g);
    s->p->cur = NULL;
    seep_gmp_put_global(&s->gmp, g);
    seep__listed(s, g);
}

static enum seep_outcome park(struct seep_sim *s, struct seep_g *g,
                              enum seep_wait_reason why)
{
    g->status = SEEP_G_WAITING;
    g->wait = (uint8_t)why;
    g->since = s->now;
    if (s->p->cur == g)
        s->p->cur = NULL;
    seep_emit(s, SEEP_EV_PARK, g, NULL, g->op.obj, 0);
    return SEEP_PARKED;
}

enum seep_outcome seep_sim_park(struct seep_sim *s, struct seep_g *g,
                                enum seep_wait_reason why)
{
    g->op.stops++;
    return park(s, g, why);
}

static void enqueue(struct seep_g *g, struct seep_queue *q)
{
    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    seep_queue_push(q, &g->own);
}

enum seep_outcome seep_sim_wait(struct seep_sim *s, struct seep_g *g,
                                struct seep_queue *q, enum seep_wait_reason why)
{
    enqueue(g, q);
    return seep_sim_park(s, g, why);
}

/* ---- locks while a strategy decides ---- */

enum seep_outcome seep_sim_shut_out(struct seep_sim *s, struct seep_g *g,
                                    struct seep_queue *q,
                                    enum seep_wait_reason why)
{
    g->pending = true;
    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    if (g->op.flags & SEEP_OP_BEATEN) {
        seep_queue_push_front(q, &g->own);
    } else {
        g->op.arg = s->now;
        seep_queue_push(q, &g->own);
    }
    return park(s, g, why);
}

uint32_t seep_sim_let_in(struct seep_sim *s, struct seep_queue *q)
{
    struct seep_waiter *w;
    uint32_t n = 0;

    /* The one that waits for longest is to be the next by default. */
    for (; (w = q->last) && !seep_sim_settled(s, w->g); n++) {
        seep_queue_remove(q, w);
        seep_sim_ready(s, w->g);
    }
    return n;
}

void seep_sim_crowd_out(struct seep_sim *s, const struct seep_object *o)
{
    for (uint32_t i = s->gmp.nrunnable; i-- > 0;) {
        struct seep_g *g = s->runnable[i];
        if (!g->pending || g->op.obj != o || !seep_op_is_shut_out(g))
            continue;
        seep_gmp_take(&s->gmp, g);
        seep__unlisted(s, g);
        (void)seep_perform(s, g);
    }
}

/* The only queue that an operation on something else than channels and locks
 * waits in. */
static struct seep_queue *queue_of(const struct seep_op *op)
{
    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_IO_WAIT: return &((struct seep_gate *)op->obj)->q;
    case SEEP_OP_COND_WAIT: return &((struct seep_cond *)op->obj)->q;
    default: return &((struct seep_waitgroup *)op->obj)->q;
    }
}

/* Out of whatever queue its operation put g into. */
void seep_sim_leave_queues(struct seep_sim *s, struct seep_g *g)
{
    if (g->op.ncase) {
        seep_select_leave(s, g);
    } else if (g->op.kind == SEEP_OP_RW_LOCK || g->op.kind == SEEP_OP_RLOCK) {
        seep_rwmutex_leave(s, g);
    } else if (g->own.queued && g->op.kind == SEEP_OP_LOCK) {
        seep_mutex_leave((struct seep_mutex *)g->op.obj, g);
    } else if (g->own.queued && g->op.obj) {
        seep_queue_remove(queue_of(&g->op), &g->own);
    }
    seep_sim_drop_timer(s, g);
}

void seep_sim_take_back(struct seep_sim *s, struct seep_g *g)
{
    if (g->status == SEEP_G_RUNNABLE) { /* gosched */
        seep_gmp_take(&s->gmp, g);
        seep__unlisted(s, g);
    }
    seep_sim_leave_queues(s, g);
    g->pending = false;
    g->status = SEEP_G_RUNNING;
    g->wait = SEEP_WAIT_NONE;
    s->p->busy_until = 0;
    s->p->cur = g;
}
