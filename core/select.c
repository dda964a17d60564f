/* select.c - choosing a case, parking on all, leaving the losers.
 *
 * The three passes of Go's selectgo: look for ready cases, take one of them
 * (uniformly: a recorded choice); else wait on every channel; when woken,
 * leave the other queues.  All cases are looked at in one instant, so a
 * select never pairs with itself. */
#include "chan.h"
#include "goroutine.h"
#include "sim.h"

/* Counts the ready cases; *only is the last of them.  Timer channels are
 * brought up to date when somebody looks (timer.h). */
static uint32_t look(struct seep_sim *s, struct seep_op *op,
                     struct seep_waiter **only)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < op->ncase; i++) {
        struct seep_waiter *w = &op->cases[i];
        const struct seep_chan *ch = (struct seep_chan *)w->obj;
        if (!ch)
            continue;
        if (ch->timer)
            seep_sim_timer_look(s, ch->timer);
        if (seep_case_ready(w)) {
            *only = w;
            n++;
        }
    }
    return n;
}

static struct seep_waiter *nth_ready(struct seep_op *op, uint32_t n)
{
    for (uint32_t i = 0;; i++)
        if (seep_case_ready(&op->cases[i]) && n-- == 0)
            return &op->cases[i];
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

/* Do two cases stand on the same end of one channel?  (Of very many cases,
 * assume so.) */
static bool has_twins(const struct seep_op *op)
{
    enum { MANY = 64 };

    if (op->ncase > MANY)
        return true;
    for (uint32_t i = 1; i < op->ncase; i++)
        for (uint32_t k = 0; k < i; k++)
            if (op->cases[i].obj && op->cases[i].obj == op->cases[k].obj &&
                op->cases[i].dir == op->cases[k].dir)
                return true;
    return false;
}

static void enqueue(struct seep_sim *s, struct seep_waiter *w)
{
    struct seep_chan *ch = (struct seep_chan *)w->obj;

    if (!ch)
        return;
    /* Room in the timer heap was made when the timer was armed. */
    if (ch->timer)
        seep_sim_timer_wanted(s, ch->timer, true);
    seep_queue_push(&ch->q[w->dir], w);
}

/* Which of two twin cases a partner finds first is as random as which ready
 * case is taken: the cases are queued from a chosen one on. */
static enum seep_outcome park(struct seep_sim *s, struct seep_g *g)
{
    struct seep_op *op = &g->op;
    uint32_t n = op->ncase, first = 0;

    if (n > 1 && has_twins(op))
        first = seep_choose(s, SEEP_CHOICE_SELECT, n);
    for (uint32_t i = first; i < n; i++)
        enqueue(s, &op->cases[i]);
    for (uint32_t i = 0; i < first; i++)
        enqueue(s, &op->cases[i]);
    return seep_sim_park(s, g, wait_reason(op));
}

static enum seep_outcome take_default(struct seep_op *op)
{
    op->chosen = SEEP_CHOSE_DEFAULT;
    return SEEP_DONE;
}

enum seep_outcome seep_chan_select(struct seep_sim *s, struct seep_g *g)
{
    struct seep_op *op = &g->op;
    struct seep_waiter *w = NULL;

    /* The plain operation, without the search: it is what most are. */
    if (op->ncase == 1 && op->obj && !((struct seep_chan *)op->obj)->timer) {
        if (seep_case_ready(op->cases))
            return seep_case_perform(s, op->cases);
        if (op->flags & SEEP_OP_DEFAULT)
            return take_default(op);
        enqueue(s, op->cases);
        return seep_sim_park(s, g, op->cases->dir == SEEP_SEND
                                       ? SEEP_WAIT_CHAN_SEND
                                       : SEEP_WAIT_CHAN_RECV);
    }
    uint32_t n = look(s, op, &w);
    if (n > 1)
        w = nth_ready(op, seep_choose(s, SEEP_CHOICE_SELECT, n));
    if (w)
        return seep_case_perform(s, w);
    return op->flags & SEEP_OP_DEFAULT ? take_default(op) : park(s, g);
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
