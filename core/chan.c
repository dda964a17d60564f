/* chan.c - transfers, close, and timer ticks.  See select.c for choosing. */
#include "chan.h"

#include <string.h>

#include "goroutine.h"
#include "host.h"
#include "sim.h"

void seep_chan_init(struct seep_chan *ch, uint32_t cap)
{
    memset(ch, 0, sizeof *ch);
    ch->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_CHAN;
    ch->cap = cap;
}

static inline struct seep_chan *chan_of(const struct seep_waiter *w)
{
    return (struct seep_chan *)w->obj;
}

/* The parked partner's operation is complete: it leaves its other queues. */
static inline void complete(struct seep_sim *s, struct seep_waiter *w, bool ok)
{
    struct seep_chan *ch = chan_of(w);

    w->g->op.chosen = w->index;
    w->g->op.ok = ok;
    if (w->g->op.ncase == 1 && !ch->timer)
        seep_queue_remove(&ch->q[w->dir], w);
    else
        seep_select_leave(s, w->g);
}

static inline void wake(struct seep_sim *s, struct seep_waiter *w, bool ok)
{
    complete(s, w, ok);
    seep_sim_ready(s, w->g);
}

static inline uint32_t slot_after(const struct seep_chan *ch, uint32_t n)
{
    uint32_t i = ch->head + n;

    return i >= ch->cap ? i - ch->cap : i;
}

static enum seep_outcome perform_send(struct seep_sim *s, struct seep_chan *ch,
                                      struct seep_waiter *w)
{
    if (ch->closed) {
        w->g->raise = "send on closed channel";
        return SEEP_PANICKED;
    }
    struct seep_waiter *r = ch->q[SEEP_RECV].first;
    if (r) {
        s->host_ops->move(s->host, w, r);
        wake(s, r, true);
    } else {
        s->host_ops->store(s->host, ch, slot_after(ch, ch->len), w);
        ch->len++;
    }
    return SEEP_DONE;
}

static void take_first(struct seep_sim *s, struct seep_chan *ch,
                       struct seep_waiter *w)
{
    if (ch->role == SEEP_CHAN_TIMER) {
        s->host_ops->tick(s->host, w, ch->tick);
        seep_sim_tick_taken(s, ch);
    } else {
        s->host_ops->load(s->host, ch, ch->head, w);
        ch->head = slot_after(ch, 1);
    }
    ch->len--;
}

static enum seep_outcome perform_recv(struct seep_sim *s, struct seep_chan *ch,
                                      struct seep_waiter *w)
{
    struct seep_waiter *from = ch->q[SEEP_SEND].first;

    w->g->op.ok = true;
    if (ch->len) {
        take_first(s, ch, w);
        if (from && ch->len + ch->taken < ch->cap) {
            s->host_ops->store(s->host, ch, slot_after(ch, ch->len), from);
            ch->len++;
            wake(s, from, true);
        }
    } else if (from) {
        s->host_ops->move(s->host, from, w);
        wake(s, from, true);
    } else {
        w->g->op.ok = false;
        s->host_ops->zero(s->host, w);
    }
    return SEEP_DONE;
}

enum seep_outcome seep_case_perform(struct seep_sim *s, struct seep_waiter *w)
{
    struct seep_chan *ch = chan_of(w);

    w->g->op.chosen = w->index;
    return w->dir == SEEP_SEND ? perform_send(s, ch, w)
                               : perform_recv(s, ch, w);
}

/* Takes every waiter out of q, pushing it on the LIFO list that it returns. */
static struct seep_waiter *collect(struct seep_sim *s, struct seep_queue *q,
                                   struct seep_waiter *list)
{
    struct seep_waiter *w;

    while ((w = q->first)) {
        if (w->dir == SEEP_SEND)
            w->g->raise = "send on closed channel";
        else
            s->host_ops->zero(s->host, w);
        complete(s, w, false);
        w->next = list;
        list = w;
    }
    return list;
}

void seep_chan_take(struct seep_sim *s, struct seep_chan *ch, uint32_t n)
{
    struct seep_waiter *from;

    ch->taken = n;
    while ((from = ch->q[SEEP_SEND].first) && !ch->closed &&
           ch->len + ch->taken < ch->cap) {
        s->host_ops->store(s->host, ch, slot_after(ch, ch->len), from);
        ch->len++;
        wake(s, from, true);
    }
}

void seep_chan_overtake(struct seep_sim *s, struct seep_g *g,
                        struct seep_chan *ch)
{
    seep_assert(ch->len > 1);
    s->host_ops->overtake(s->host, ch);
    seep_emit(s, SEEP_EV_OVERTAKE, g, NULL, &ch->obj, 0);
}

void seep_chan_shut(struct seep_sim *s, struct seep_chan *ch)
{
    ch->closed = true;
    /* All receivers, then all senders, made runnable last first, as Go does:
     * a select that waits both ways takes its receive. */
    struct seep_waiter *w = collect(s, &ch->q[SEEP_RECV], NULL);
    w = collect(s, &ch->q[SEEP_SEND], w);
    while (w) { /* a goroutine's own waiter may go to a run queue */
        struct seep_g *ready = w->g;
        w = w->next;
        seep_sim_ready(s, ready);
    }
}

enum seep_outcome seep_chan_close(struct seep_sim *s, struct seep_g *g)
{
    struct seep_chan *ch = (struct seep_chan *)g->op.obj;

    g->op.ok = ch && !ch->closed;
    if (ch && ch->role == SEEP_CHAN_CONTEXT && ch->closed)
        return SEEP_DONE; /* another canceller was quicker */
    if (!ch || ch->closed) {
        g->raise = ch ? "close of closed channel" : "close of nil channel";
        return SEEP_PANICKED;
    }
    seep_chan_shut(s, ch);
    return SEEP_DONE;
}

enum seep_outcome seep_chan_len(struct seep_sim *s, struct seep_g *g)
{
    const struct seep_chan *ch = (struct seep_chan *)g->op.obj;

    if (ch && ch->timer)
        seep_sim_timer_look(s, ch->timer);
    g->op.arg = !ch || seep_chan_hides(ch) ? 0 : ch->len;
    return SEEP_DONE;
}

void seep_chan_tick(struct seep_sim *s, struct seep_chan *ch, int64_t when)
{
    struct seep_waiter *r = ch->q[SEEP_RECV].first;

    if (r) {
        s->host_ops->tick(s->host, r, when);
        wake(s, r, true);
        seep_sim_tick_taken(s, ch);
    } else if (!ch->len) { /* a slow receiver misses ticks */
        ch->tick = when;
        ch->len = 1;
    }
}
