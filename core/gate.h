/* gate.h - what network input and output waits at, as Go's netpoller does.
 *
 * A gate is open while its end of a simulated connection is ready (there is
 * something to read, or room to write, or an error to hear of).  Who comes to
 * a shut one waits with Go's reason "IO wait" until it is opened or a deadline
 * passes.  What flows through is the host's affair (scripts/seep/net.lua); it
 * looks again after every wait, since others may have been quicker. */
#ifndef SEEP_GATE_H
#define SEEP_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"
#include "waiter.h"

struct seep_g;
struct seep_sim;

struct seep_gate {
    struct seep_object obj;
    bool open;
    bool accepts;     /* a listener's: connections come through it */
    uint32_t maker;   /* the goroutine that made the connection; 0: unknown */
    int64_t deadline; /* of all who wait here, in place of their own: it may be
                         set while one is on its way here; 0: none */
    struct seep_queue q;
};

void seep_gate_init(struct seep_gate *gate);

/* On g->op; called by perform.c only.  op.arg of a wait is its deadline in
 * virtual time, or SEEP_TIME_NEVER; op.ok is false when that came first. */
enum seep_outcome seep_gate_wait(struct seep_sim *s, struct seep_g *g);

/* Wakes all who wait; the gate stays open if op.arg is not 0. */
enum seep_outcome seep_gate_open(struct seep_sim *s, struct seep_g *g);

/* The deadline of g, which waits at a gate, has come. */
void seep_gate_expire(struct seep_sim *s, struct seep_g *g);

#endif
