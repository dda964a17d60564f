/* history.h - an observer that remembers who did what to which object.
 *
 * A blocked goroutine's report says who could have woken it and what became
 * of each; that is only known to somebody who watched.  This is outside the
 * arena, and is made for runs that are to be explained, not for all.
 *
 * Memory: about 50 bytes a goroutine, 70 a (goroutine, object) pair, and the
 * first HISTORY_ROWS events. */
#ifndef SEEP_HISTORY_H
#define SEEP_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace.h"

/* What became of a goroutine.  Index: its id. */
struct seep_past {
    uint32_t parent, index; /* creator's id (0: main itself), which child */
    uint32_t name, site;    /* of the world's names */
    uint32_t last_site;     /* of its last operation */
    uint32_t exit_op;       /* the step at which it left; 0: it did not */
    bool goexit;
    bool waits_after_main; /* its last wait began after main had returned */
};

/* What a goroutine did with an object. */
struct seep_use {
    uint32_t obj, g; /* ids */
    uint32_t next;   /* the next use of the same object; 0: none */
    uint32_t sent, received, closed, locked, unlocked, added;
    uint32_t rlocked, runlocked; /* of a rwmutex, for reading */
    uint32_t signalled, unheard; /* of a cond; so many woke nobody */
    uint32_t opened;             /* gates */
    uint32_t rlock_site;         /* of the last read lock */
    uint32_t site;               /* of the last of these */
    uint32_t step;
    uint8_t left_by;  /* enum seep_left: how it turned away last */
    uint8_t left_dir; /* enum seep_dir: what it had offered to do */
    uint32_t left_site;
    uint32_t root_site; /* contexts: of the oldest ancestor; others: 0 */
};

/* A goroutine offered to use the object in a select and took another case. */
enum seep_left {
    SEEP_LEFT_NOT,
    SEEP_LEFT_TIMEOUT,
    SEEP_LEFT_CANCELLED,
    SEEP_LEFT_OTHER
};

/* An event as kept for the interleaving. */
struct seep_past_event {
    uint8_t kind, op, wait, obj_kind;
    bool ok;
    bool inner; /* SEEP_OP_INNER */
    bool after_main;
    int32_t chosen;
    uint32_t g, other, obj, obj_name, site;
    uint64_t step;
    int64_t now, arg;
};

struct seep_history;

/* Returns new, or NULL.  Add its observer to the sim before the run. */
struct seep_history *seep_history_new(void);
void seep_history_free(struct seep_history *h);
struct seep_observer *seep_history_observer(struct seep_history *h);

/* NULL when id was never started (or memory ran out while watching). */
const struct seep_past *seep_history_g(const struct seep_history *h,
                                       uint32_t id);

/* The uses of an object: start with u = NULL; NULL when there are no more.
 * Latest first-user first. */
const struct seep_use *seep_history_uses(const struct seep_history *h,
                                         uint32_t obj,
                                         const struct seep_use *u);

/* Did goroutine g wait on a context that does not descend from the one made
 * at `root`? */
bool seep_history_used_context(const struct seep_history *h, uint32_t g,
                               uint32_t root);

const struct seep_past_event *seep_history_events(const struct seep_history *h,
                                                  size_t *n);

#endif
