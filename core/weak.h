/* weak.h - weak memory: what else a read that nothing orders may see.
 *
 * By the Go memory model (go.dev/ref/mem) a read of a variable sees any write
 * of it that does not happen after the read and that no other write comes
 * between: not only the latest one, when the two are not ordered.  Which one
 * is a recorded choice (SEEP_CHOICE_READ); 0 is the latest.  A program without
 * races never has one.
 *
 * What is here takes part in the run, so it is in the arena: what each
 * goroutine knows (order.h), and who wrote the last values of each variable.
 * The values are the host's, which keeps as many old ones.
 *
 * Only the last SEEP_WEAK_KEPT values can be seen, and nobody sees an old one
 * more than SEEP_WEAK_PATIENCE times in a row: what waits for a value gets it
 * in the end, as it would on any machine.  Two reads are independent of each
 * other, as the model has it: the second may see what is older.  Values are
 * seen whole. */
#ifndef SEEP_WEAK_H
#define SEEP_WEAK_H

#include <stdint.h>

struct seep_arena;
struct seep_event;
struct seep_g;
struct seep_sim;
struct seep_weak;

enum { SEEP_WEAK_KEPT = 8, SEEP_WEAK_PATIENCE = 16 };

/* In the arena; NULL: out of memory.  What was written before counts as
 * written before everything. */
struct seep_weak *seep_weak_new(struct seep_arena *a);
void seep_weak_free(struct seep_weak *w);

/* Follows the run; sim.c tells it of every event. */
void seep_weak_event(struct seep_weak *w, struct seep_sim *s,
                     const struct seep_event *e);

/* On g->op; called by perform.c only.  A variable's values are numbered: 0 is
 * what it held at first.  op.chosen, which is 0, becomes, of a write, the
 * number of the new value; of a read, how much older than the latest its value
 * is: 0, that one itself; then op.arg is the number of the value it sees. */
void seep_weak_read(struct seep_sim *s, struct seep_g *g);
void seep_weak_write(struct seep_sim *s, struct seep_g *g);

/* Where the host keeps value number i, in [0, SEEP_WEAK_KEPT). */
static inline uint32_t seep_weak_place(int64_t i)
{
    return (uint32_t)(i % SEEP_WEAK_KEPT);
}

#endif
