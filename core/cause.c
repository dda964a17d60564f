/* cause.c - why a goroutine is stuck: what it waits for, who could have woken
 * it and what became of each, the class of the cause, one suggestion.
 *
 * The class comes from the object's state and history alone, so the same
 * schedule always gets the same explanation. */
#include <stdlib.h>
#include <string.h>

#include "chan.h"
#include "explain.h"
#include "history.h"
#include "mutex.h"
#include "sim.h"
#include "text.h"
#include "waitgroup.h"

enum { MOST_WAKERS = 8 };

struct inquiry {
    struct seep_sim *s;
    const struct seep_history *h;
    struct seep_g *g;
    struct seep_stuck *k;
};

/* What to do about a wait of which nothing more is known. */
#define UNWATCHED "run it watched to learn who could have woken it"

static void conclude(struct inquiry *q, char *cause, const char *fix)
{
    seep_text_free(q->k->cause);
    seep_text_free(q->k->fix);
    q->k->cause = cause;
    q->k->fix = seep_text("%s", fix);
}

/* "replies" ch#1, or ch#1. */
static char *label(struct seep_sim *s, const struct seep_object *o)
{
    const char *prefix = seep_object_kind_prefix(seep_object_kind(o));

    if (o->name)
        return seep_text("\"%s\" %s#%u", seep_name_text(&s->names, o->name),
                         prefix, o->id);
    return seep_text("%s#%u", prefix, o->id);
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
    char *s = ch->cap ? seep_text("buffer %u of %u", ch->len, ch->cap)
                      : seep_text("unbuffered");

    seep_text_add(&s, ", %s", ch->closed ? "closed" : "open");
    if (r)
        seep_text_add(&s, ", %u receiver%s waiting", r, r == 1 ? "" : "s");
    if (t)
        seep_text_add(&s, ", %u sender%s waiting", t, t == 1 ? "" : "s");
    return s;
}

static char *mutex_state(struct inquiry *q, const struct seep_mutex *m)
{
    if (!m->locked)
        return seep_text("unlocked");
    char *owner = seep__who_text(q->s, q->h, m->owner);
    char *at = seep__site_text(q->s, m->owner_site);
    char *s =
        seep_text("locked by %s at %s, %u waiting", owner, at, waiters(&m->q));
    seep_text_free(owner);
    seep_text_free(at);
    return s;
}

static char *state(struct inquiry *q, const struct seep_object *o)
{
    switch (seep_object_kind(o)) {
    case SEEP_OBJ_CHAN: return chan_state((const struct seep_chan *)o);
    case SEEP_OBJ_MUTEX: return mutex_state(q, (const struct seep_mutex *)o);
    case SEEP_OBJ_WAITGROUP:
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
        default: break;
        }
    return seep_object_kind_text(seep_object_kind(o));
}

static void add_what(struct inquiry *q, const struct seep_object *o)
{
    struct seep_stuck *k = q->k;
    struct seep_what *more = realloc(k->what, (k->nwhat + 1) * sizeof *more);

    if (!more)
        return;
    k->what = more;
    k->what[k->nwhat++] =
        o ? (struct seep_what){.id = o->id,
                               .label = label(q->s, o),
                               .kind = seep_text("%s", kind_text(o)),
                               .state = state(q, o),
                               .made = seep__place(q->s, o->site)}
          : (struct seep_what){.label = seep_text("nilchan"),
                               .kind = seep_text("nil channel"),
                               .state = seep_text("never ready"),
                               .made = seep__place(q->s, 0)};
}

/* ---- who could have woken it ---- */

static char *did_text(const struct seep_use *u)
{
    char *t = seep_text("%s", "");
    const struct {
        uint32_t n;
        const char *text;
    } did[] = {{u->received, "received"},    {u->sent, "sent"},
               {u->closed, "closed it"},     {u->locked, "locked it"},
               {u->unlocked, "unlocked it"}, {u->added, "counted"}};

    for (size_t i = 0; i < sizeof did / sizeof *did; i++) {
        if (!did[i].n)
            continue;
        seep_text_add(&t, "%s%s", *t ? ", " : "", did[i].text);
        if (i < 2)
            seep_text_add(&t, " %u value%s", did[i].n,
                          did[i].n == 1 ? "" : "s");
    }
    if (u->left_by == SEEP_LEFT_TIMEOUT)
        seep_text_add(&t, "%sleft its select through a timeout",
                      *t ? ", then " : "");
    else if (u->left_by == SEEP_LEFT_CANCELLED)
        seep_text_add(&t, "%sleft its select because its context was done",
                      *t ? ", then " : "");
    else if (u->left_by == SEEP_LEFT_OTHER)
        seep_text_add(&t, "%stook another case of its select",
                      *t ? ", then " : "");
    return t;
}

static char *fate_text(struct seep_sim *s, const struct seep_past *p,
                       uint32_t id)
{
    if (p && p->exit_op)
        return seep_text(p->goexit ? "left through Goexit" : "returned");
    const struct seep_g *g = seep__live(s, id);
    if (!g)
        return seep_text("is gone");
    if (g->status == SEEP_G_WAITING)
        return seep_text("is stuck itself in %s",
                         seep_wait_text((enum seep_wait_reason)g->wait));
    return seep_text("is still running");
}

static void add_waker(struct inquiry *q, uint32_t id, char *did, uint32_t site)
{
    struct seep_stuck *k = q->k;
    const struct seep_past *p = seep_history_g(q->h, id);
    struct seep_waker *more =
        k->nwakers < MOST_WAKERS
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
                            .fate = fate_text(q->s, p, id),
                            .at = seep__place(q->s, site),
                            .step = p ? p->exit_op : 0};
}

static bool is_partner(const struct seep_use *u, enum seep_dir waits)
{
    bool left = u->left_by && u->left_dir != waits;

    return left || (waits == SEEP_SEND ? u->received : u->sent);
}

/* Everybody else who used the other end of the channel. */
static const struct seep_use *add_partners(struct inquiry *q,
                                           const struct seep_object *o,
                                           enum seep_dir waits)
{
    const struct seep_use *last = NULL, *u = NULL;

    while ((u = seep_history_uses(q->h, o->id, u))) {
        if (u->g == q->g->id || !is_partner(u, waits))
            continue;
        if (!last || u->step > last->step)
            last = u;
        add_waker(q, u->g, did_text(u), u->left_by ? u->left_site : u->site);
    }
    return last;
}

/* ---- channels ---- */

static void send_cause(struct inquiry *q, const struct seep_chan *ch,
                       const struct seep_use *last)
{
    const struct seep_past *p = last ? seep_history_g(q->h, last->g) : NULL;
    const char *full = ch->cap ? "buffer full, " : "";
    char *name = label(q->s, &ch->obj);

    if (!q->h) {
        conclude(q, seep_text("%sno receiver left", full), UNWATCHED);
    } else if (!last) {
        conclude(q,
                 seep_text("%sno receiver left: nobody ever received from %s",
                           full, name),
                 "start a receiver, or give the channel room for every send");
    } else {
        char *who = seep__who_text(q->s, q->h, last->g);
        char *at =
            seep__site_text(q->s, last->left_by ? last->left_site : last->site);
        if (last->left_by == SEEP_LEFT_TIMEOUT)
            conclude(q,
                     seep_text("%sno receiver left: receiver left through "
                               "timeout (%s at %s)",
                               full, who, at),
                     "give the channel a buffer of 1, so that a late send "
                     "does not wait, or let the sender select on a context");
        else if (last->left_by == SEEP_LEFT_CANCELLED)
            conclude(q,
                     seep_text("%sno receiver left: receiver left when its "
                               "context was done (%s at %s)",
                               full, who, at),
                     "let the sender select on the same context's done()");
        else if (!p || !p->exit_op)
            conclude(q,
                     seep_text("%sno receiver left: %s, which received at %s, "
                               "is stuck itself",
                               full, who, at),
                     "look at that goroutine first");
        else if (last->received == 1)
            conclude(q,
                     seep_text("%sno receiver left: receiver left after the "
                               "first value (%s at %s)",
                               full, who, at),
                     "give the channel room for every sender (chan(n)), or "
                     "let senders select on a context that is cancelled");
        else
            conclude(q,
                     seep_text("%sno receiver left: %s received %u values, "
                               "last at %s, and left",
                               full, who, last->received, at),
                     "receive until the channel is closed, or cancel the "
                     "senders through a context when leaving early");
        seep_text_free(who);
        seep_text_free(at);
    }
    seep_text_free(name);
}

static void context_cause(struct inquiry *q, const struct seep_chan *ch)
{
    char *at = seep__site_text(q->s, ch->obj.site);
    char *root = seep__site_text(q->s, ch->root_site);

    if (ch->root_maker &&
        seep_history_used_context(q->h, ch->root_maker, ch->root_site))
        conclude(q,
                 seep_text("context chain broken: the context made at %s does "
                           "not descend from the one its maker was given, so "
                           "a cancel from above stops there",
                           root),
                 "derive it from the context the function was given");
    else
        conclude(q,
                 seep_text("context never cancelled: made at %s, and its "
                           "cancel was never called",
                           at),
                 "defer(cancel) where the context is made");
    seep_text_free(at);
    seep_text_free(root);
}

static void timer_cause(struct inquiry *q, const struct seep_chan *ch)
{
    char *at = seep__site_text(q->s, ch->obj.site);

    if (ch->timer->period)
        conclude(q,
                 seep_text("ticker never stopped: made at %s; its loop waits "
                           "for a next tick that %s",
                           at,
                           ch->timer->armed ? "always comes" : "never comes"),
                 "leave the loop through a done channel or a context, and "
                 "defer(ticker, \"stop\")");
    else
        conclude(q,
                 seep_text("timer never stopped: made at %s, due %s", at,
                           ch->timer->armed ? "later than the run was watched"
                                            : "never: it was stopped"),
                 "wait for a done channel or a context beside the timer");
    seep_text_free(at);
}

static void recv_cause(struct inquiry *q, const struct seep_chan *ch,
                       const struct seep_use *last)
{
    char *name = label(q->s, &ch->obj);

    if (ch->role == SEEP_CHAN_CONTEXT)
        context_cause(q, ch);
    else if (ch->role == SEEP_CHAN_TIMER)
        timer_cause(q, ch);
    else if (q->g->op.flags & SEEP_OP_RANGE)
        conclude(q,
                 seep_text("channel never closed: the range over %s waits for "
                           "a close (an input never closed)",
                           name),
                 "close the channel after its last send: the sender defers "
                 "the close");
    else if (!q->h)
        conclude(q, seep_text("no sender left"), UNWATCHED);
    else if (!last)
        conclude(q, seep_text("no sender left: nobody ever sent on %s", name),
                 "send on the channel or close it on every path");
    else
        conclude(q,
                 seep_text("no sender left: those who sent on %s are gone or "
                           "stuck",
                           name),
                 "close the channel after its last send, so that receivers "
                 "go on");
    seep_text_free(name);
}

static void chan_cause(struct inquiry *q)
{
    const struct seep_op *op = &q->g->op;
    const struct seep_waiter *decisive = NULL;
    const struct seep_use *last = NULL;

    for (uint32_t i = 0; i < op->ncase; i++) {
        const struct seep_waiter *w = &op->cases[i];
        add_what(q, w->obj);
        if (!w->obj)
            continue;
        const struct seep_use *u =
            add_partners(q, w->obj, (enum seep_dir)w->dir);
        const struct seep_chan *ch = (struct seep_chan *)w->obj;
        /* A context that should have ended the wait says most. */
        if (!decisive || ch->role == SEEP_CHAN_CONTEXT) {
            decisive = w;
            last = u;
        }
    }
    if (!decisive)
        conclude(q,
                 seep_text("nil channel: nothing is ever sent or received "
                           "on it"),
                 "make the channel with chan() before it is used (a "
                 "background context's done() is nil, too)");
    else if (decisive->dir == SEEP_SEND)
        send_cause(q, (struct seep_chan *)decisive->obj, last);
    else
        recv_cause(q, (struct seep_chan *)decisive->obj, last);
}

/* ---- locks ---- */

/* Whom does g wait for, if it waits for a lock? */
static struct seep_g *holder(struct seep_sim *s, const struct seep_g *g)
{
    if (g->status != SEEP_G_WAITING || g->wait != SEEP_WAIT_MUTEX_LOCK)
        return NULL;
    return seep__live(s, ((const struct seep_mutex *)g->op.obj)->owner);
}

static uint32_t lock_cycle(struct seep_sim *s, const struct seep_g *g)
{
    uint32_t n = 0;
    const struct seep_g *i = g;

    do {
        i = holder(s, i);
        if (!i || ++n > s->nlive)
            return 0;
    } while (i != g);
    return n;
}

static void mutex_cause(struct inquiry *q)
{
    const struct seep_mutex *m = (struct seep_mutex *)q->g->op.obj;
    const struct seep_past *p = seep_history_g(q->h, m->owner);
    uint32_t cycle = lock_cycle(q->s, q->g);
    char *owner = seep__who_text(q->s, q->h, m->owner);
    char *at = seep__site_text(q->s, m->owner_site);
    char *name = label(q->s, &m->obj);

    add_what(q, &m->obj);
    if (m->locked)
        add_waker(q, m->owner, seep_text("locked it"), m->owner_site);
    if (!m->locked)
        conclude(q,
                 seep_text("waits its turn: %s is free, and a waiter before it "
                           "has been woken",
                           name),
                 "nothing: the run ended before it could go on");
    else if (m->owner == q->g->id)
        conclude(q,
                 seep_text("locked by itself: it already holds %s since %s",
                           name, at),
                 "a Go mutex is not re-entrant: unlock before calling code "
                 "that locks");
    else if (cycle)
        conclude(q,
                 seep_text("lock cycle of %u: %s is held by %s since %s, which "
                           "waits for a lock of this cycle",
                           cycle, name, owner, at),
                 "take the locks in the same order everywhere");
    else if (!q->h)
        conclude(q, seep_text("held by %s since %s", owner, at), UNWATCHED);
    else if (!p || p->exit_op)
        conclude(q,
                 seep_text("holder exited while holding %s: %s locked it at "
                           "%s and never unlocked it",
                           name, owner, at),
                 "defer(mu, \"unlock\") right after the lock");
    else
        conclude(q,
                 seep_text("holder blocked: %s holds %s since %s and is stuck "
                           "itself",
                           owner, name, at),
                 "do not block while holding a lock");
    seep_text_free(owner);
    seep_text_free(at);
    seep_text_free(name);
}

/* ---- waitgroups ---- */

static void waitgroup_cause(struct inquiry *q)
{
    const struct seep_waitgroup *wg = (struct seep_waitgroup *)q->g->op.obj;
    const struct seep_use *u = NULL;

    add_what(q, &wg->obj);
    while ((u = seep_history_uses(q->h, wg->obj.id, u)))
        if (u->g != q->g->id)
            add_waker(q, u->g, did_text(u), u->site);
    conclude(q,
             seep_text("counter stuck at %lld: %lld more done than came were "
                       "due",
                       (long long)wg->count, (long long)wg->count),
             "defer(wg, \"done\") first thing in every goroutine that is "
             "counted");
}

/* ---- sleep, spinning ---- */

static void sleep_cause(struct inquiry *q)
{
    bool never = q->g->timer && q->g->timer->when == SEEP_TIME_NEVER;

    conclude(q,
             never ? seep_text("sleeps for ever: the duration has no end")
                   : seep_text("sleeps past the end of the run"),
             "wait for a done channel or a context beside the timer");
}

void seep__find_cause(struct seep_sim *s, const struct seep_history *h,
                      struct seep_g *g, struct seep_stuck *k)
{
    struct inquiry q = {s, h, g, k};

    k->cause = seep_text("%s", "");
    k->fix = seep_text("%s", "");
    if (g->status != SEEP_G_WAITING && !s->main_done && !s->verdict.livelock) {
        conclude(&q, seep_text("cut short: the run ended before it went on"),
                 "look at what ended the run");
        return;
    }
    if (g->status != SEEP_G_WAITING) {
        conclude(&q,
                 seep_text("spinning: it runs without ever waiting or ending"),
                 "block on a channel or a context instead of polling");
        return;
    }
    switch ((enum seep_wait_reason)g->wait) {
    case SEEP_WAIT_CHAN_RECV:
    case SEEP_WAIT_CHAN_SEND:
    case SEEP_WAIT_CHAN_RECV_NIL:
    case SEEP_WAIT_CHAN_SEND_NIL:
    case SEEP_WAIT_SELECT: chan_cause(&q); break;
    case SEEP_WAIT_SELECT_NO_CASES:
        conclude(&q, seep_text("empty select: it waits for nothing"),
                 "give the select a case, such as a context's done()");
        break;
    case SEEP_WAIT_MUTEX_LOCK: mutex_cause(&q); break;
    case SEEP_WAIT_WG_WAIT: waitgroup_cause(&q); break;
    case SEEP_WAIT_SLEEP: sleep_cause(&q); break;
    case SEEP_WAIT_NONE: break;
    }
    if (g->op.kind != SEEP_OP_LOCK)
        return;
    k->cycle = lock_cycle(s, g);
}
