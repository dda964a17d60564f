/* held.c - goroutines that a fault keeps from their operations.
 *
 * Each has one record, from the fault until it has come back to the hook: it
 * says which of the other faults are still to be asked.  There are few, so
 * they are a list, in the order in which they began. */
#include "core/arena.h"
#include "chaos.h"

struct seep_held {
    struct seep_alarm alarm; /* first; armed: what ends it */
    struct seep_held *next;
    struct seep_g *g;
    struct seep_rule *rule; /* that keeps it */
    bool back;              /* it may go on, and will come to the hook */
    bool stalled;           /* its P does nothing: the clock ends that */
    uint64_t until_ops;     /* as seep_chaos.ops counts; 0: no limit */
};

/* One that is held again in an operation has been chosen in between, to come
 * back: what is chosen from now on is told from that.  A first time is no stop
 * (core/hook.c). */
static void note_stop(const struct seep_chaos *c, struct seep_g *g)
{
    if (c->back_g == g->id && c->back_op == g->nops)
        g->op.stops++;
}

static struct seep_held *new_held(struct seep_blow *b)
{
    struct seep_chaos *c = b->c;
    struct seep_held *h = c->spare, **last = &c->held;

    if (h)
        c->spare = h->next;
    else if (!(h = seep_chaos_alloc(c, sizeof *h)))
        return NULL;
    *h = (struct seep_held){.g = b->g, .rule = b->r};
    while (*last)
        last = &(*last)->next;
    *last = h;
    note_stop(c, b->g);
    seep_chaos_attend(c);
    return h;
}

static void forget(struct seep_chaos *c, struct seep_held *h)
{
    struct seep_held **at = &c->held;

    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    h->next = c->spare;
    c->spare = h;
    seep_chaos_attend(c);
}

static void let_go(struct seep_chaos *c, struct seep_held *h)
{
    if (h->alarm.timer.armed)
        (void)seep_sim_disarm(c->sim, &h->alarm.timer);
    h->back = true;
    seep_hook_release(c->sim, h->g);
}

static void expire(struct seep_chaos *c, struct seep_alarm *a)
{
    let_go(c, (struct seep_held *)a);
}

enum seep_outcome seep__hold(struct seep_blow *b, int64_t time, uint64_t steps)
{
    struct seep_held *h = new_held(b);

    if (!h)
        return seep_sim_no_memory(b->s, b->g);
    h->alarm.run = expire;
    h->until_ops = steps ? b->c->ops + steps : 0;
    if (time > 0 && !seep__alarm(b->c, &h->alarm, time)) {
        forget(b->c, h);
        return seep_sim_no_memory(b->s, b->g);
    }
    return seep_hook_hold(b->s, b->g);
}

enum seep_outcome seep__stall(struct seep_blow *b, struct seep_p *p,
                              int64_t time)
{
    struct seep_held *h = new_held(b);

    if (!h)
        return seep_sim_no_memory(b->s, b->g);
    h->stalled = h->back = true;
    return seep_hook_stall(b->s, b->g, p, time);
}

struct seep_rule *seep__held_next(struct seep_chaos *c, struct seep_g *g)
{
    struct seep_held *h = c->held;

    while (h && (h->g != g || !h->back))
        h = h->next;
    if (!h)
        return c->first;
    struct seep_rule *r = h->rule;
    c->back_g = g->id;
    c->back_op = g->nops;
    forget(c, h);
    if (r->bare)
        g->raise = seep_vanish;
    return r->next;
}

/* Others may have to run before its operations are up; when they cannot, the
 * one that would be next is let go. */
bool seep__held_due(struct seep_chaos *c, bool idle)
{
    struct seep_held *first = NULL;
    bool any = false;

    for (struct seep_held *h = c->held; h; h = h->next) {
        if (h->back || !h->until_ops)
            continue;
        if (c->ops >= h->until_ops) {
            let_go(c, h);
            any = true;
        } else if (!first || h->until_ops < first->until_ops) {
            first = h;
        }
    }
    if (any || !idle || !first)
        return any;
    let_go(c, first);
    return true;
}

uint32_t seep_chaos_release(struct seep_chaos *c, struct seep_rule *r)
{
    uint32_t n = 0;

    for (struct seep_held *h = c->held; h; h = h->next)
        if (h->rule == r && !h->back) {
            let_go(c, h);
            n++;
        }
    return n;
}

uint32_t seep_chaos_held(const struct seep_chaos *c, const struct seep_rule *r)
{
    uint32_t n = 0;

    for (const struct seep_held *h = c->held; h; h = h->next)
        n += h->rule == r && !h->back;
    return n;
}
