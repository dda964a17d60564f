/* select.c - choosing a case, parking on all, leaving the losers.
 *
 * The three passes of Go's selectgo: look for ready cases, take one of them
 * (uniformly: a recorded choice); else wait on every channel; when woken,
 * leave the other queues.  All cases are looked at in one instant, so a
 * select never pairs with itself. */
#include "chan.h"
#include "goroutine.h"
#include "sim.h"

/* Timer channels are brought up to date when somebody looks (timer.h): all of
 * them first, since a tick can go to a goroutine that waits for it in a select
 * of its own, which then leaves the other channels. */
static inline void look_at_timers(struct seep_sim *s, const struct seep_op *op)
{
    for (uint32_t i = 0; i < op->ncase; i++) {
        const struct seep_chan *ch = (struct seep_chan *)op->cases[i].obj;
        if (__builtin_expect(ch && ch->timer, 0))
            seep_sim_timer_look(s, ch->timer);
    }
}

/* Counts the ready cases; *nth is the one with that index among them, if there
 * are so many. */
static inline uint32_t look(struct seep_op *op, uint32_t index,
                            struct seep_waiter **nth)
{
    struct seep_waiter *end = op->cases + op->ncase;
    uint32_t n = 0;

    for (struct seep_waiter *w = op->cases; w < end; w++) {
        if (w->obj && seep_case_ready(w) && n++ == index)
            *nth = w;
    }
    return n;
}

static enum seep_wait_reason wait_reason(const struct seep_op *op)
{
    const struct seep_waiter *w = op->cases;

    if (op->ncase == 0)
        return SEEP_WAIT_SELECT_NO_CASES;
    if (op->ncase > 1)
        return SEEP_WAIT_SELECT;
    if (w->dir == SEEP_SEND)
        return w->obj ? SEEP_WAIT_CHAN_SEND : SEEP_WAIT_CHAN_SEND_NIL;
    return w->obj ? SEEP_WAIT_CHAN_RECV : SEEP_WAIT_CHAN_RECV_NIL;
}

/* True: it has a twin, another case of its select on this end of the channel,
 * which then is the last in the queue. */
static inline bool enqueue(struct seep_sim *s, struct seep_waiter *w)
{
    struct seep_chan *ch = (struct seep_chan *)w->obj;

    if (!ch)
        return false;
    /* Room in the timer heap was made when the timer was armed. */
    if (ch->timer)
        seep_sim_timer_wanted(s, ch->timer, true);
    struct seep_queue *q = &ch->q[w->dir];
    bool twin = q->last && q->last->g == w->g;
    seep_queue_push(q, w);
    return twin;
}

/* Which of two twin cases a partner finds first is as random as which ready
 * case is taken: the cases are queued from a chosen one on. */
static void mix_twins(struct seep_sim *s, struct seep_g *g)
{
    uint32_t n = g->op.ncase, first = seep_choose(s, SEEP_CHOICE_SELECT, n);

    if (!first)
        return;
    seep_select_leave(s, g);
    for (uint32_t i = 0; i < n; i++)
        (void)enqueue(s, &g->op.cases[(first + i) % n]);
}

static enum seep_outcome park(struct seep_sim *s, struct seep_g *g)
{
    struct seep_op *op = &g->op;
    bool twins = false;

    for (uint32_t i = 0; i < op->ncase; i++)
        twins |= enqueue(s, &op->cases[i]);
    if (twins)
        mix_twins(s, g);
    return seep_sim_park(s, g, wait_reason(op));
}

static enum seep_outcome take_default(struct seep_op *op)
{
    op->chosen = SEEP_CHOSE_DEFAULT;
    return SEEP_DONE;
}

static __attribute__((noinline)) enum seep_outcome
choose_case(struct seep_sim *s, struct seep_g *g)
{
    struct seep_op *op = &g->op;
    struct seep_waiter *w = NULL;

    look_at_timers(s, op);
    uint32_t n = look(op, 0, &w);
    uint32_t pick = seep_choose(s, SEEP_CHOICE_SELECT, n);
    if (pick)
        (void)look(op, pick, &w);
    if (w)
        return seep_case_perform(s, w);
    return op->flags & SEEP_OP_DEFAULT ? take_default(op) : park(s, g);
}

enum seep_outcome seep_chan_select(struct seep_sim *s, struct seep_g *g)
{
    struct seep_waiter *w = &g->own;
    struct seep_chan *ch = (struct seep_chan *)g->op.obj;

    /* A plain send or receive, which most are, needs no search. */
    if (!ch || ch->timer)
        return choose_case(s, g);
    if (seep_case_ready(w))
        return seep_case_perform(s, w);
    seep_queue_push(&ch->q[w->dir], w);
    return seep_sim_park(
        s, g, w->dir == SEEP_SEND ? SEEP_WAIT_CHAN_SEND : SEEP_WAIT_CHAN_RECV);
}

void seep_select_leave(struct seep_sim *s, struct seep_g *g)
{
    struct seep_op *op = &g->op;

    for (uint32_t i = 0; i < op->ncase; i++) {
        struct seep_waiter *w = &op->cases[i];
        if (!w->queued)
            continue;
        struct seep_chan *ch = (struct seep_chan *)w->obj;
        seep_queue_remove(&ch->q[w->dir], w);
        if (ch->timer)
            seep_sim_timer_wanted(s, ch->timer, false);
    }
}
