/* hook.c - see hook.h.
 *
 * To be held is no stop of an operation's (op.h): what is decided behind it
 * keeps its place in the schedule when the fault is left out. */
#include "hook.h"

#include "perform.h"
#include "sim.h"

enum seep_outcome seep_hook_hold(struct seep_sim *s, struct seep_g *g)
{
    g->pending = true;
    g->held = true;
    g->status = SEEP_G_WAITING;
    g->wait = SEEP_WAIT_FAULT;
    g->since = s->now;
    if (s->p->cur == g)
        s->p->cur = NULL;
    return SEEP_DEFERRED;
}

/* While a strategy decides, who is kept out of a lock is not runnable. */
void seep_hook_release(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_ready(s, g);
    if (s->opt.strategy->decides && seep_op_is_shut_out(g))
        seep_sim_crowd_out(s, g->op.obj);
}

static void keep_busy(struct seep_sim *s, struct seep_p *p, int64_t d)
{
    int64_t until = d > SEEP_TIME_NEVER - s->now ? SEEP_TIME_NEVER : s->now + d;

    if (p->busy_until < until)
        p->busy_until = until;
}

enum seep_outcome seep_hook_stall(struct seep_sim *s, struct seep_g *g,
                                  struct seep_p *p, int64_t d)
{
    if (p)
        keep_busy(s, p, d);
    for (uint32_t i = 0; !p && i < s->gmp.np; i++)
        keep_busy(s, s->gmp.p[i], d);
    g->pending = true;
    g->held = true;
    return SEEP_DEFERRED;
}

void seep_hook_interrupt(struct seep_sim *s, struct seep_g *g,
                         const char *raise)
{
    seep_sim_leave_queues(s, g);
    g->raise = raise;
    seep_sim_ready(s, g);
}
