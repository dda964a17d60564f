/* gate.c - see gate.h. */
#include "gate.h"

#include <string.h>

#include "sim.h"

void seep_gate_init(struct seep_gate *gate)
{
    memset(gate, 0, sizeof *gate);
    gate->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_GATE;
}

static struct seep_gate *gate_of(const struct seep_g *g)
{
    return (struct seep_gate *)g->op.obj;
}

/* ---- waiting ---- */

enum seep_outcome seep_gate_wait(struct seep_sim *s, struct seep_g *g)
{
    struct seep_gate *gate = gate_of(g);

    if (g->op.flags & SEEP_OP_WOKEN)
        return SEEP_DONE;
    if (gate->deadline)
        g->op.arg = gate->deadline;
    g->op.ok = g->op.arg > s->now;
    if (gate->open || !g->op.ok)
        return SEEP_DONE;
    g->op.timer = NULL;
    if (g->op.arg != SEEP_TIME_NEVER &&
        seep_sim_set_timer(s, g, g->op.arg - s->now) != SEEP_OK)
        return seep_sim_no_memory(s, g);
    g->op.flags |= SEEP_OP_WOKEN;
    return seep_sim_wait(s, g, &gate->q, SEEP_WAIT_IO);
}

/* ---- waking ---- */

static void wake(struct seep_sim *s, struct seep_g *g, bool ok)
{
    seep_queue_remove(&gate_of(g)->q, &g->own);
    seep_sim_drop_timer(s, g);
    g->op.ok = ok;
    seep_sim_wake(s, g);
}

enum seep_outcome seep_gate_open(struct seep_sim *s, struct seep_g *g)
{
    struct seep_gate *gate = gate_of(g);

    gate->open = gate->open || g->op.arg;
    while (gate->q.first)
        wake(s, gate->q.first->g, true);
    return SEEP_DONE;
}

void seep_gate_expire(struct seep_sim *s, struct seep_g *g)
{
    wake(s, g, false);
}
