/* lockorder.h - an observer that foresees deadlocks among locks.
 *
 * From one run in which all went well it tells of others in which it would
 * not:
 *
 *   cycle   each of several goroutines took a lock while it held one that the
 *           next of them took as well: if each had its first lock at the same
 *           moment, all would wait for ever.
 *   reread  a goroutine took a read lock while it held that read lock already,
 *           and another one took it for writing: a writer that comes between
 *           the two waits for the first and keeps the second out.
 *
 * (The first is Havelund's goodlock, SPIN 2000, with what is held kept for
 * each place as iGoodLock does: Joshi, Park, Sen, Naik, PLDI 2009.)
 *
 * It is none when two of them hold one lock, not both for reading, that keeps
 * them apart; when both only read what they have in common; or when anything
 * but the locks of scripts themselves (order.h) orders what the goroutines
 * did: go statements, channels, waitgroups, what is atomic.
 *
 * Lives outside the arena.  A run without nested locks costs a few
 * instructions a lock; from the first nested one on, the order is kept. */
#ifndef SEEP_LOCKORDER_H
#define SEEP_LOCKORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "object.h"
#include "trace.h"

/* Goroutines in one cycle; what is foreseen of one run. */
enum { SEEP_FORESEEN_STEPS = 16, SEEP_FORESEEN_MAX = 32 };

/* A lock, and how it was taken. */
struct seep_taken {
    uint32_t lock; /* the object's id; 0: none */
    uint32_t site; /* where; 0 when the run was watched siteless (sim.h) */
    bool read;
};

/* A goroutine that held one lock and took another. */
struct seep_foreseen_step {
    uint32_t g;
    struct seep_taken held, took;
};

struct seep_foreseen {
    bool reread;    /* step 0 reads twice, step 1 writes and holds none;
                       otherwise each took what the next one held */
    uint32_t count; /* with those alike, of other locks made at the same
                       places */
    uint32_t n;
    struct seep_foreseen_step step[SEEP_FORESEEN_STEPS];
};

struct seep_arena;
struct seep_lockorder;

/* Returns new, or NULL.  It keeps all it knows in that arena; NULL: on the
 * ordinary heap.  Add its observer to the sim before the run. */
struct seep_lockorder *seep_lockorder_new(struct seep_arena *a);
void seep_lockorder_free(struct seep_lockorder *lo);
struct seep_observer *seep_lockorder_observer(struct seep_lockorder *lo);

/* Forgets the run: ready for another one. */
void seep_lockorder_clear(struct seep_lockorder *lo);

/* After a run: looks for what may happen in others; how many they are, in
 * order of discovery.  lo may be NULL: none. */
size_t seep_lockorder_foresee(struct seep_lockorder *lo);
const struct seep_foreseen *seep_lockorder_get(const struct seep_lockorder *lo,
                                               size_t i);

/* Who holds a lock now, at most `most` of them; was it ever given back by
 * somebody else than who had it?  lo may be NULL: nobody, no. */
uint32_t seep_lockorder_holders(const struct seep_lockorder *lo, uint32_t id,
                                uint32_t *g, uint32_t most);
bool seep_lockorder_is_passed(const struct seep_lockorder *lo, uint32_t id);

/* Was there too much to keep or to compare?  What it found holds. */
bool seep_lockorder_lost(const struct seep_lockorder *lo);

/* What is known of a lock that was taken. */
const struct seep_object *seep_lockorder_lock(const struct seep_lockorder *lo,
                                              uint32_t id);

#endif
