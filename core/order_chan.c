/* order_chan.c - what sends, receives and selects say about order.
 *
 *   buffered     send k leaves the sender's stamp in slot k % cap and takes
 *                what receive k - cap left there; receive k leaves the
 *                receiver's and takes what send k left
 *   unbuffered   the two meet, and know the same afterwards
 *   closed       a receive takes what the close left
 *   timers       a receive takes what the arming left
 *
 * A partner that was parked has its operation completed by the other's: both
 * are accounted for when it is readied, and the event of the other, which
 * follows at once, is passed over. */
#include "chan.h"
#include "order.h"
#include "sim.h"
#include "timer.h"

/* The buffer's slots; `before`: values in it before the operation that is
 * accounted for, which matters when the run began with some. */
static struct seep_slots *slots_of(struct seep_order *o,
                                   const struct seep_chan *ch, uint32_t before)
{
    struct seep_shadow *w = seep__order_shadow(o, &ch->obj);
    struct seep_slots *q = w ? seep_shadow_slots(&o->shadows, w, before) : NULL;

    o->lost |= !q;
    return q;
}

/* id's value goes into the next slot, or comes out of it. */
static void through(struct seep_order *o, uint32_t id,
                    const struct seep_chan *ch, enum seep_dir dir,
                    uint32_t before)
{
    struct seep_slots *q = ch->cap ? slots_of(o, ch, before) : NULL;

    if (!q)
        return;
    struct seep_stamp *slot = seep_shadow_slot(
        &o->shadows, q, dir == SEEP_SEND ? q->sent++ : q->received++, ch->cap);
    if (slot)
        seep_know_exchange(&o->know, id, slot);
    else
        o->lost = true;
}

/* The case that was chosen; NULL: none, or no such operation. */
static const struct seep_waiter *chosen(const struct seep_g *g)
{
    const struct seep_op *op = &g->op;

    if (op->kind != SEEP_OP_SEND && op->kind != SEEP_OP_RECV &&
        op->kind != SEEP_OP_SELECT)
        return NULL;
    if (op->chosen < 0 || op->chosen >= op->ncase)
        return NULL;
    return op->cases[op->chosen].obj ? &op->cases[op->chosen] : NULL;
}

void seep__order_offered(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_op *op = &e->g->op;

    for (uint32_t i = 0; i < op->ncase; i++)
        if (op->cases[i].obj && op->cases[i].dir == SEEP_SEND)
            seep__order_touch(o, e, e->g, op->cases[i].obj, SEEP_ACCESS_SEND);
}

void seep__order_sent(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_waiter *w = chosen(e->g);
    uint32_t id = e->g->id;

    if (e->g->op.chosen == SEEP_CHOSE_DEFAULT)
        seep__order_offered(o, e);
    if (!w)
        return;
    const struct seep_chan *ch = (struct seep_chan *)w->obj;
    if (w->dir == SEEP_SEND) {
        seep__order_touch(o, e, e->g, &ch->obj, SEEP_ACCESS_SEND);
        if (!ch->closed) /* else it panicked */
            through(o, id, ch, SEEP_SEND, ch->len - 1);
    } else if (ch->role == SEEP_CHAN_TIMER) {
        seep__order_take(o, e->g, &ch->timer->obj);
    } else if (e->g->op.ok) {
        through(o, id, ch, SEEP_RECV, ch->len + 1);
    } else {
        seep__order_take(o, e->g, &ch->obj);
    }
}

void seep__order_overtaken(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_chan *ch = (struct seep_chan *)e->obj;
    struct seep_slots *q = slots_of(o, ch, ch->len);

    if (!q || q->sent < 2)
        return;
    struct seep_stamp *a =
        seep_shadow_slot(&o->shadows, q, q->sent - 1, ch->cap);
    struct seep_stamp *b =
        seep_shadow_slot(&o->shadows, q, q->sent - 2, ch->cap);
    if (a && b) {
        struct seep_stamp newest = *a;
        *a = *b;
        *b = newest;
    }
}

/* The value went from one to the other, and both are done.  With a buffer it
 * is as if it had gone through that: who was not parked came first. */
static void handed_over(struct seep_order *o, const struct seep_event *e,
                        const struct seep_chan *ch, enum seep_dir dir)
{
    uint32_t parked = e->g->id, came = e->other->id;

    seep__order_touch(o, e, dir == SEEP_SEND ? e->g : e->other, &ch->obj,
                      SEEP_ACCESS_SEND);
    o->completed = came;
    if (!ch->cap) {
        seep_know_meet(&o->know, parked, came);
        return;
    }
    through(o, came, ch, dir == SEEP_SEND ? SEEP_RECV : SEEP_SEND, ch->len);
    through(o, parked, ch, dir, ch->len);
}

void seep__order_completed(struct seep_order *o, const struct seep_event *e)
{
    const struct seep_waiter *w = chosen(e->g);

    if (!w)
        return;
    const struct seep_chan *ch = (struct seep_chan *)w->obj;
    if (ch->role == SEEP_CHAN_TIMER)
        seep__order_take(o, e->g, &ch->timer->obj);
    else if (!e->other || !seep_know_have(&o->know, e->other->id))
        o->lost |= e->other != NULL;
    else if (e->g->op.ok)
        handed_over(o, e, ch, (enum seep_dir)w->dir);
    else if (w->dir == SEEP_SEND) /* closed: it panics */
        seep__order_touch(o, e, e->g, &ch->obj, SEEP_ACCESS_SEND);
    else
        seep_know_tell(&o->know, e->other->id, e->g->id);
}
