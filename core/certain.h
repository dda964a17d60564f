/* certain.h - goroutines known to be stuck for ever while others still run.
 *
 * There are two ways to know it:
 *
 *   a cycle   goroutines wait for each other's locks.  This observer sees it
 *             at the moment it closes.
 *   a proof   nobody who can run reaches what the goroutine waits for.  The
 *             host finds that out and tells it by seep_certain_add.
 *
 * A proof holds for good.  A cycle can still be broken by a third goroutine,
 * as any may unlock: one whose member goes on is forgotten, and locks that
 * were ever given back by somebody else than their holder make none.
 *
 * Lives outside the arena.  A run in which nobody waits for a lock costs an
 * instruction or two an event. */
#ifndef SEEP_CERTAIN_H
#define SEEP_CERTAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seep_arena;
struct seep_certain;
struct seep_g;
struct seep_lockorder;
struct seep_observer;
struct seep_sim;

/* One goroutine, and when it was found. */
struct seep_certainty {
    uint32_t g;
    uint32_t cycle; /* so many wait for each other; 0: by a proof */
    uint32_t first; /* goroutine whose wait closed the cycle */
    uint64_t step;
    int64_t now;
    bool main_ran; /* had main not ended yet? */
};

/* Returns new, or NULL.  Read locks are known from lo, whose observer comes
 * before this one in the list; lo may be NULL: cycles of writers only.  It
 * keeps all it knows in that arena; NULL: on the ordinary heap. */
struct seep_certain *seep_certain_new(struct seep_lockorder *lo,
                                      struct seep_arena *a);
void seep_certain_free(struct seep_certain *c);
struct seep_observer *seep_certain_observer(struct seep_certain *c);

/* Forgets the run: ready for another one. */
void seep_certain_clear(struct seep_certain *c);

/* It is proven that g, which waits, can never be woken. */
void seep_certain_add(struct seep_certain *c, const struct seep_sim *s,
                      const struct seep_g *g);

/* Is that known of goroutine id? */
bool seep_certain_knows(const struct seep_certain *c, uint32_t id);

/* All that are stuck, in order of discovery; c may be NULL: none. */
size_t seep_certain_count(const struct seep_certain *c);
const struct seep_certainty *seep_certain_get(const struct seep_certain *c,
                                              size_t i);

/* So many of which it was proven went on all the same: a bug of seep. */
uint32_t seep_certain_broken(const struct seep_certain *c);

#endif
