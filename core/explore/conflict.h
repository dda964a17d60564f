/* conflict.h - which operations do not commute.
 *
 * Two operations of different goroutines conflict when doing them in the other
 * order could make a difference to anybody.  What an operation has to do with
 * which objects is its footprint; the table of what conflicts is in
 * conflict.c, after exploration.md 4.  Channels have two ends: a send and a
 * receive on one channel commute, however they meet, two sends do not. */
#ifndef SEEP_EXPLORE_CONFLICT_H
#define SEEP_EXPLORE_CONFLICT_H

#include <stdbool.h>
#include <stdint.h>

struct seep_g;

/* What an operation does to an object. */
enum seep_touch_how {
    SEEP_TOUCH_READ,
    SEEP_TOUCH_WRITE,
    SEEP_TOUCH_SEND,
    SEEP_TOUCH_RECV,
    SEEP_TOUCH_TRY, /* an arm of a select of several, or with a default */
    SEEP_TOUCH_LOCK,
    SEEP_TOUCH_TRY_LOCK,
    SEEP_TOUCH_RLOCK,
    SEEP_TOUCH_TRY_RLOCK,
    SEEP_TOUCH_TRY_FAILED, /* of a held lock, for which others wait */
    SEEP_TOUCH_UNLOCK,
    SEEP_TOUCH_RUNLOCK,
    SEEP_TOUCH_FOREIGN,  /* the same two of what somebody else has locked: only
                          */
    SEEP_TOUCH_RFOREIGN, /* who knows the run can tell (dpor.c) */
    SEEP_TOUCH_ADD,
    SEEP_TOUCH_DONE,     /* takes from a counter, and leaves something */
    SEEP_TOUCH_DONE_ALL, /* leaves nothing */
    SEEP_TOUCH_WAIT,
    SEEP_TOUCH_COUNT, /* ADD and DONE where nobody sees the order: counts.h */
    SEEP_TOUCH_END,   /* closes what nobody sends on */
    SEEP_TOUCH_AWAIT, /* waits for such a count or end, and for nothing else */
    SEEP_TOUCHES
};

struct seep_touch {
    uint32_t obj; /* its id */
    uint8_t how;  /* enum seep_touch_how */
};

enum { SEEP_TOUCH_MAX = 14 };

/* Of one operation; a value, without references. */
struct seep_footprint {
    uint16_t n;
    bool wild; /* conflicts with everything: there was no room */
    struct seep_touch touch[SEEP_TOUCH_MAX];
};

/* Of g's operation, which is pending (when performed it would, as the world is
 * now, have to do with these objects) or has just been performed.  A partner
 * that waits in a select of several cases leaves all its channels, so these
 * count too; of a performed operation they must be added by the caller
 * (seep_footprint_add_arms), who has seen whom it woke. */
void seep_footprint_of(struct seep_footprint *f, const struct seep_g *g,
                       bool performed);

/* Adds the channels of g's select, which somebody's operation completed. */
void seep_footprint_add_arms(struct seep_footprint *f, const struct seep_g *g);

/* Nothing that anybody could notice: commutes with everything. */
static inline bool seep_footprint_empty(const struct seep_footprint *f)
{
    return !f->n && !f->wild;
}

/* a has been performed or is about to be: could b have come before it, and
 * would that make a difference? */
bool seep_conflict(const struct seep_footprint *a,
                   const struct seep_footprint *b);

/* Is a known to whoever performs b later, though they need not conflict?  (An
 * unlock and the lock that follows: never open at the same time.) */
bool seep_orders(const struct seep_footprint *a,
                 const struct seep_footprint *b);

#endif
