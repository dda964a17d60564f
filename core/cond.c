/* cond.c - see cond.h. */
#include "cond.h"

#include <string.h>

#include "sim.h"

void seep_cond_init(struct seep_cond *c)
{
    memset(c, 0, sizeof *c);
    c->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_COND;
}

static struct seep_cond *cond_of(const struct seep_g *g)
{
    return (struct seep_cond *)g->op.obj;
}

/* Tickets go round: is a before b? */
static bool before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

enum seep_outcome seep_cond_draw(struct seep_sim *s, struct seep_g *g)
{
    (void)s;
    g->op.arg = cond_of(g)->drawn++;
    return SEEP_DONE;
}

enum seep_outcome seep_cond_wait(struct seep_sim *s, struct seep_g *g)
{
    struct seep_cond *c = cond_of(g);

    if ((g->op.flags & SEEP_OP_WOKEN) || before((uint32_t)g->op.arg, c->served))
        return SEEP_DONE;
    return seep_sim_wait(s, g, &c->q, SEEP_WAIT_COND_WAIT);
}

/* Its ticket must not cost anybody else a signal. */
bool seep_cond_skip(struct seep_g *g)
{
    struct seep_cond *c = cond_of(g);

    if (before((uint32_t)g->op.arg, c->served) || c->nleft == SEEP_COND_LEFT)
        return false;
    c->left[c->nleft++] = (uint32_t)g->op.arg;
    g->op.flags |= SEEP_OP_WOKEN;
    return true;
}

/* Does nobody wait with it any more?  Then it is forgotten. */
static bool has_left(struct seep_cond *c, uint32_t ticket)
{
    for (uint32_t i = 0; i < c->nleft; i++) {
        if (c->left[i] != ticket)
            continue;
        c->left[i] = c->left[--c->nleft];
        return true;
    }
    return false;
}

static void wake(struct seep_sim *s, struct seep_cond *c, struct seep_waiter *w)
{
    seep_queue_remove(&c->q, w);
    seep_sim_wake(s, w->g);
}

enum seep_outcome seep_cond_signal(struct seep_sim *s, struct seep_g *g)
{
    struct seep_cond *c = cond_of(g);

    uint32_t ticket;

    do {
        g->op.chosen = c->served != c->drawn; /* 0: nobody to hear it */
        if (c->served == c->drawn)
            return SEEP_DONE;
        ticket = c->served++;
    } while (has_left(c, ticket));
    for (struct seep_waiter *w = c->q.first; w; w = w->next)
        if ((uint32_t)w->g->op.arg == ticket) {
            wake(s, c, w);
            break;
        }
    return SEEP_DONE;
}

enum seep_outcome seep_cond_broadcast(struct seep_sim *s, struct seep_g *g)
{
    struct seep_cond *c = cond_of(g);

    g->op.chosen = (int32_t)(c->drawn - c->served - c->nleft);
    c->nleft = 0;
    c->served = c->drawn;
    while (c->q.first)
        wake(s, c, c->q.first);
    return SEEP_DONE;
}
