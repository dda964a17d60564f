/* inquiry.c - see inquiry.h: objects and goroutines in the words of reports,
 * and the choice of who looks into what. */
#include "chan.h"

#include <stdlib.h>

#include "cond.h"
#include "explain.h"
#include "gate.h"
#include "history.h"
#include "inquiry.h"
#include "mutex.h"
#include "rwmutex.h"
#include "sim.h"
#include "text.h"
#include "waitfor.h"
#include "waitgroup.h"

enum { MOST_WAKERS = 8 };

void seep__conclude(struct seep_inquiry *q, char *cause, const char *fix)
{
    seep_text_free(q->k->cause);
    seep_text_free(q->k->fix);
    q->k->cause = cause;
    q->k->fix = seep_text("%s", fix);
}

char *seep__label(const struct seep_inquiry *q, const struct seep_object *o)
{
    const char *prefix = seep_object_kind_prefix(seep_object_kind(o));

    if (o->name)
        return seep_text("\"%s\" %s#%u", seep_name_text(&q->s->names, o->name),
                         prefix, o->id);
    return seep_text("%s#%u", prefix, o->id);
}

char *seep__name(const struct seep_inquiry *q, uint32_t id)
{
    const struct seep_g *g = q->h ? NULL : seep__living(q, id);
    const char *name = g ? seep_name_text(&q->s->names, g->name) : "";

    if (!g)
        return seep__who_text(q->s, q->h, id);
    return id == 1 ? seep_text("main")
           : *name ? seep_text("g%u \"%s\"", id, name)
                   : seep_text("g%u", id);
}

/* ---- what it waits for ---- */

static uint32_t waiters(const struct seep_queue *q)
{
    uint32_t n = 0;

    for (const struct seep_waiter *w = q->first; w; w = w->next)
        n++;
    return n;
}

static char *chan_state(const struct seep_chan *ch)
{
    uint32_t r = waiters(&ch->q[SEEP_RECV]), t = waiters(&ch->q[SEEP_SEND]);
    uint32_t cap = seep_chan_cap(ch);

    switch (ch->role) {
    case SEEP_CHAN_POOL: return seep_text("no connection is left");
    case SEEP_CHAN_PERMIT: return seep_text("not as much is left");
    case SEEP_CHAN_MEMBERS:
        return seep_text("%u of %u members, %u waiting to start one", ch->len,
                         cap, t);
    default: break;
    }
    char *s = cap ? seep_text("buffer %u of %u", ch->len, cap)
                  : seep_text("unbuffered");

    seep_text_add(&s, ", %s", ch->closed ? "closed" : "open");
    if (r)
        seep_text_add(&s, ", %u receiver%s waiting", r, r == 1 ? "" : "s");
    if (t)
        seep_text_add(&s, ", %u sender%s waiting", t, t == 1 ? "" : "s");
    return s;
}

static char *mutex_state(const struct seep_inquiry *q,
                         const struct seep_mutex *m)
{
    bool once = seep_object_kind(&m->obj) == SEEP_OBJ_ONCE;

    if (!m->locked)
        return seep_text(once ? "not running" : "unlocked");
    char *owner = seep__who_text(q->s, q->h, m->owner);
    char *at = seep__site_text(q->s, m->owner_site);
    char *s = seep_text("%s by %s at %s, %u waiting",
                        once ? "called" : "locked", owner, at, waiters(&m->q));
    seep_text_free(owner);
    seep_text_free(at);
    return s;
}

static char *rwmutex_state(const struct seep_inquiry *q,
                           const struct seep_rwmutex *rw)
{
    uint32_t n = waiters(&rw->q) + waiters(&rw->w.q) + (rw->draining != NULL);
    char *s;

    if (rw->writing && !rw->draining) {
        char *owner = seep__who_text(q->s, q->h, rw->w.owner);
        char *at = seep__site_text(q->s, rw->w.owner_site);
        s = seep_text("locked for writing by %s at %s", owner, at);
        seep_text_free(owner);
        seep_text_free(at);
    } else if (rw->reading) {
        s = seep_text("%u reading%s", rw->reading,
                      rw->draining ? ", a writer waits for them" : "");
    } else {
        s = seep_text("unlocked");
    }
    seep_text_add(&s, ", %u waiting", n);
    return s;
}

static char *state(const struct seep_inquiry *q, const struct seep_object *o)
{
    switch (seep_object_kind(o)) {
    case SEEP_OBJ_CHAN: return chan_state((const struct seep_chan *)o);
    case SEEP_OBJ_ONCE:
    case SEEP_OBJ_MUTEX: return mutex_state(q, (const struct seep_mutex *)o);
    case SEEP_OBJ_RWMUTEX:
        return rwmutex_state(q, (const struct seep_rwmutex *)o);
    case SEEP_OBJ_COND:
        return seep_text("%u waiting",
                         waiters(&((const struct seep_cond *)o)->q));
    case SEEP_OBJ_GATE:
        return seep_text("%u waiting",
                         waiters(&((const struct seep_gate *)o)->q));
    case SEEP_OBJ_WAITGROUP:
        if (((const struct seep_waitgroup *)o)->call)
            return seep_text("a call that is not over");
        return seep_text("counter %lld",
                         (long long)((const struct seep_waitgroup *)o)->count);
    default: return seep_text("%s", "");
    }
}

static const char *kind_text(const struct seep_object *o)
{
    if (seep_object_kind(o) == SEEP_OBJ_CHAN)
        switch (((const struct seep_chan *)o)->role) {
        case SEEP_CHAN_TIMER:
            return ((const struct seep_chan *)o)->timer->period
                       ? "ticker's channel"
                       : "timer's channel";
        case SEEP_CHAN_CONTEXT: return "context's done channel";
        case SEEP_CHAN_POOL: return "pool";
        case SEEP_CHAN_PERMIT: return "semaphore";
        case SEEP_CHAN_MEMBERS: return "errgroup";
        default: break;
        }
    if (seep_object_kind(o) == SEEP_OBJ_WAITGROUP &&
        ((const struct seep_waitgroup *)o)->call)
        return "singleflight";
    return seep_object_kind_text(seep_object_kind(o));
}

/* Its state as told of the last one who waited for it: to count the waiters
 * of a crowded object anew for each of them would take for ever. */
static char *state_text(const struct seep_inquiry *q,
                        const struct seep_object *o)
{
    for (size_t i = 0; q->last && i < q->last->nwhat; i++)
        if (q->last->what[i].id == o->id)
            return seep_text("%s", q->last->what[i].state);
    return state(q, o);
}

void seep__add_what(struct seep_inquiry *q, const struct seep_object *o)
{
    struct seep_stuck *k = q->k;
    struct seep_what *more = realloc(k->what, (k->nwhat + 1) * sizeof *more);

    if (!more)
        return;
    k->what = more;
    k->what[k->nwhat++] =
        o ? (struct seep_what){.id = o->id,
                               .label = seep__label(q, o),
                               .kind = seep_text("%s", kind_text(o)),
                               .state = state_text(q, o),
                               .made = seep__place(q->s, o->site)}
          : (struct seep_what){.label = seep_text("nilchan"),
                               .kind = seep_text("nil channel"),
                               .state = seep_text("never ready"),
                               .made = seep__place(q->s, 0)};
}

/* ---- who could have woken it ---- */

bool seep__is_cut(const struct seep_sim *s)
{
    if (s->verdict.limited)
        return true;
    switch (s->verdict.kind) {
    case SEEP_VERDICT_PANIC:
    case SEEP_VERDICT_FATAL:
    case SEEP_VERDICT_ASSERTION:
    case SEEP_VERDICT_LIVELOCK:
    case SEEP_VERDICT_EXIT: return true;
    case SEEP_VERDICT_RACE: return s->verdict.livelock;
    case SEEP_VERDICT_PARTIAL_DEADLOCK: return !s->main_done || s->opt.drain;
    default: return false;
    }
}

bool seep__has_alarm(const struct seep_g *g)
{
    const struct seep_timer *t = seep_g_timer(g);

    if (t)
        return t->armed && t->when != SEEP_TIME_NEVER;
    for (uint32_t i = 0; i < g->op.ncase; i++) {
        const struct seep_chan *ch = (struct seep_chan *)g->op.cases[i].obj;
        if (ch && ch->timer && ch->timer->armed &&
            ch->timer->when != SEEP_TIME_NEVER)
            return true;
    }
    return false;
}

static enum seep_fate fate_of(const struct seep_sim *s, const struct seep_g *g)
{
    if (!g)
        return SEEP_FATE_LEFT;
    if (g->status != SEEP_G_WAITING || seep__has_alarm(g))
        return SEEP_FATE_ON;
    return seep__is_cut(s) ? SEEP_FATE_CUT : SEEP_FATE_STUCK;
}

enum seep_fate seep__fate(const struct seep_inquiry *q, uint32_t id)
{
    const struct seep_past *p = seep_history_g(q->h, id);

    return p && p->exit_op ? SEEP_FATE_LEFT
                           : fate_of(q->s, seep__living(q, id));
}

static char *fate_text(const struct seep_inquiry *q, const struct seep_past *p,
                       uint32_t id)
{
    const struct seep_sim *s = q->s;

    if (p && p->exit_op)
        return seep_text(p->goexit ? "left through Goexit" : "returned");
    const struct seep_g *g = seep__living(q, id);
    if (!g)
        return seep_text("is gone");
    const char *wait = seep_wait_text((enum seep_wait_reason)g->wait);
    switch (fate_of(s, g)) {
    case SEEP_FATE_STUCK: return seep_text("is stuck itself in %s", wait);
    case SEEP_FATE_CUT: return seep_text("waits itself in %s", wait);
    default: break;
    }
    if (g->status != SEEP_G_WAITING)
        return seep_text("is still running");
    return seep_text(seep_g_timer(g) ? "sleeps" : "waits for a timer");
}

bool seep__wants_waker(const struct seep_inquiry *q)
{
    return q->k->nwakers < MOST_WAKERS;
}

void seep__add_waker(struct seep_inquiry *q, uint32_t id, char *did,
                     uint32_t site)
{
    struct seep_stuck *k = q->k;
    const struct seep_past *p = seep_history_g(q->h, id);
    struct seep_waker *more =
        seep__wants_waker(q)
            ? realloc(k->wakers, (k->nwakers + 1) * sizeof *more)
            : NULL;

    if (!more) {
        seep_text_free(did);
        return;
    }
    k->wakers = more;
    k->wakers[k->nwakers++] =
        (struct seep_waker){.who = seep__who(q->s, q->h, id),
                            .did = did,
                            .fate = fate_text(q, p, id),
                            .at = seep__place(q->s, site),
                            .step = p ? p->exit_op : 0};
}

/* ---- sleep, spinning ---- */

static bool sleeps_for_ever(const struct seep_g *g)
{
    const struct seep_timer *t = seep_g_timer(g);

    return t && t->when == SEEP_TIME_NEVER;
}

static void sleep_cause(struct seep_inquiry *q)
{
    bool never = sleeps_for_ever(q->g);

    seep__conclude(q,
                   never ? seep_text("sleeps for ever: the duration has no end")
                         : seep_text("sleeps past the end of the run"),
                   "wait for a done channel or a context beside the timer");
}

static void running_cause(struct seep_inquiry *q)
{
    if (!q->s->main_done && !q->s->verdict.livelock)
        seep__conclude(q,
                       seep_text("cut short: the run ended before it went on"),
                       "look at what ended the run");
    else
        seep__conclude(
            q, seep_text("spinning: it runs without ever waiting or ending"),
            "block on a channel or a context instead of polling");
}

static void waiting_cause(struct seep_inquiry *q)
{
    switch ((enum seep_wait_reason)q->g->wait) {
    case SEEP_WAIT_CHAN_RECV:
    case SEEP_WAIT_CHAN_SEND:
    case SEEP_WAIT_CHAN_RECV_NIL:
    case SEEP_WAIT_CHAN_SEND_NIL:
    case SEEP_WAIT_SELECT: seep__chan_cause(q); break;
    case SEEP_WAIT_SELECT_NO_CASES:
        seep__conclude(q, seep_text("empty select: it waits for nothing"),
                       "give the select a case, such as a context's done()");
        break;
    case SEEP_WAIT_MUTEX_LOCK:
        if (q->g->op.kind == SEEP_OP_LOCK)
            seep__mutex_cause(q);
        else
            seep__rwmutex_cause(q);
        break;
    case SEEP_WAIT_RWMUTEX_LOCK:
    case SEEP_WAIT_RWMUTEX_RLOCK: seep__rwmutex_cause(q); break;
    case SEEP_WAIT_COND_WAIT: seep__cond_cause(q); break;
    case SEEP_WAIT_IO: seep__io_cause(q); break;
    case SEEP_WAIT_WG_WAIT: seep__waitgroup_cause(q); break;
    case SEEP_WAIT_SLEEP: sleep_cause(q); break;
    case SEEP_WAIT_FAULT:
        seep__conclude(q,
                       seep_text("held: a fault keeps it from its operation"),
                       "let it go on (release), or give the fault a time");
        break;
    case SEEP_WAIT_NONE: break;
    }
}

/* A channel operation on nil channels only. */
static bool waits_for_nothing(const struct seep_g *g)
{
    bool on_chans = g->op.kind == SEEP_OP_SEND || g->op.kind == SEEP_OP_RECV ||
                    g->op.kind == SEEP_OP_SELECT;

    for (uint32_t i = 0; i < g->op.ncase; i++)
        if (g->op.cases[i].obj)
            return false;
    return on_chans;
}

/* Does its wait have no end whatever the others do? */
static bool is_certain(const struct seep_inquiry *q)
{
    const struct seep_g *g = q->g;

    if (q->k->cycle || q->k->certain.id)
        return true;
    if (g->wait == SEEP_WAIT_SLEEP)
        return sleeps_for_ever(g);
    return waits_for_nothing(g);
}

void seep__find_cause(struct seep_inquiry *q)
{
    const struct seep_g *g = q->g;
    struct seep_stuck *k = q->k;

    k->cause = seep_text("%s", "");
    k->fix = seep_text("%s", "");
    if (g->status != SEEP_G_WAITING) {
        running_cause(q);
        return;
    }
    k->cycle = seep__lock_cycle(q);
    if (!k->cycle) /* which needs a history */
        k->cycle = k->certain.cycle;
    waiting_cause(q);
    if (seep__is_cut(q->s) && !is_certain(q))
        seep__conclude(q, seep_text("cut short: the run ended while it waited"),
                       "look at what ended the run");
}
