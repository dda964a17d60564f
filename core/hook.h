/* hook.h - whoever may come in between: what chaos is to the core.
 *
 * One hook a world, in the arena with all that it remembers; without one
 * nothing is asked.  It sees every operation when its goroutine begins it, and
 * may do something to the world, keep the goroutine from it, or answer for it.
 * What it decides is asked through seep_choose_fault, so that it is recorded,
 * replayed and shrunk like any other choice. */
#ifndef SEEP_HOOK_H
#define SEEP_HOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "op.h"

struct seep_g;
struct seep_object;
struct seep_p;
struct seep_sim;
struct seep_timer;

struct seep_hook {
    /* g, which runs, begins g->op, or comes back to it after it was `held`.
     * True: the operation came to *r; it is performed later, when g is held,
     * or never.  False: it is performed now. */
    bool (*op)(struct seep_hook *h, struct seep_sim *s, struct seep_g *g,
               enum seep_outcome *r);

    /* Nothing can run before time moves on.  True: now something can. */
    bool (*idle)(struct seep_hook *h, struct seep_sim *s);

    /* A timer of the hook's own (SEEP_TIMER_HOOK) has gone off. */
    void (*alarm)(struct seep_hook *h, struct seep_sim *s,
                  struct seep_timer *t);

    /* t is about to be armed: the delay that it gets instead. */
    int64_t (*arming)(struct seep_hook *h, struct seep_sim *s,
                      struct seep_timer *t, int64_t delay);

    /* t has come: is what it would do to be left out? */
    bool (*drops)(struct seep_hook *h, struct seep_sim *s,
                  struct seep_timer *t);

    /* A name for fault number n, as SEEP_EV_FAULT has it. */
    const char *(*fault)(const struct seep_hook *h, uint32_t n);
};

/* ---- for the hook, besides what sim.h offers (hook.c) ---- */

/* Keeps g, which runs, from its operation: it waits until seep_hook_release,
 * and then comes back to hook->op. */
enum seep_outcome seep_hook_hold(struct seep_sim *s, struct seep_g *g);
void seep_hook_release(struct seep_sim *s, struct seep_g *g);

/* The same while its P does nothing else, for so long; of NULL every P. */
enum seep_outcome seep_hook_stall(struct seep_sim *s, struct seep_g *g,
                                  struct seep_p *p, int64_t d);

/* g, which waits in a channel operation, a select or a sleep, stops waiting
 * and panics (goroutine.h, raise). */
void seep_hook_interrupt(struct seep_sim *s, struct seep_g *g,
                         const char *raise);

#endif
