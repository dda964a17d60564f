/* timer.h - the virtual clock's alarms.
 *
 * By the rules of Go 1.23 (time/sleep.go, runtime/time.go): a channel timer
 * stands in the heap only while some goroutine is blocked on its channel; at
 * any other time it is brought up to date when somebody looks.  So the heap
 * holds exactly the alarms that can make something run, and the world is
 * quiescent when it is empty.  A timer nobody refers to can be collected.
 *
 * A legacy timer behaves as before Go 1.23: its channel is a buffer of one
 * that is filled when the time comes and that neither stop nor reset empties,
 * and from then on it is not armed.  It is brought up to date in the same way,
 * as nobody can tell the difference.
 *
 * Times are nanoseconds of virtual time since the run began. */
#ifndef SEEP_TIMER_H
#define SEEP_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "object.h"

struct seep_arena;

/* A deadline that never comes (a sleep of math.huge). */
#define SEEP_TIME_NEVER INT64_MAX

enum seep_timer_kind {
    SEEP_TIMER_WAKE, /* target: a sleeping struct seep_g */
    SEEP_TIMER_CHAN, /* target: the struct seep_chan it ticks into */
    SEEP_TIMER_GO,   /* target: a struct seep_g to start (AfterFunc) */
    SEEP_TIMER_HOOK, /* target: the hook's affair (hook.h) */
};

struct seep_timer {
    struct seep_object obj; /* numbered when a script can see the timer */
    int64_t when;
    int64_t period;    /* ticker; 0: once */
    uint64_t seq;      /* order of arming, which breaks ties */
    uint32_t heap_pos; /* place in the heap, from 1; 0: not in it */
    uint8_t kind;      /* enum seep_timer_kind */
    bool armed;        /* set and not yet fired or stopped */
    bool legacy;       /* a channel timer by the rules before Go 1.23 */
    bool fired; /* a one-shot channel timer: it has, since it was armed */
    void *target;
    struct seep_timer *next, *prev; /* in the list of armed channel and
                                       AfterFunc timers, for reports */
};

struct seep_timer_slot {
    int64_t when;
    struct seep_timer *t;
};

/* A 4-ary heap by (when, seq). */
struct seep_timers {
    struct seep_timer_slot *heap; /* [0..count) */
    uint32_t count, cap;
    uint32_t nremoved; /* from the heap so far, round and round */
    uint64_t next_seq;
    struct seep_timer *armed; /* list head */
    uint32_t narmed;
};

/* Makes room for all armed timers and one more: putting an armed timer into
 * the heap later cannot fail. */
enum seep_err seep_timers_reserve(struct seep_timers *h, struct seep_arena *a);
void seep_timers_add(struct seep_timers *h, struct seep_timer *t);
void seep_timers_remove(struct seep_timers *h, struct seep_timer *t);
/* t, which is in the heap, has got another time or seq. */
void seep_timers_move(struct seep_timers *h, struct seep_timer *t);

/* The earliest deadline, or SEEP_TIME_NEVER. */
int64_t seep_timers_next(const struct seep_timers *h);

/* How many timers are due at `now`, and the n-th of them: the 0th is the first
 * armed of the earliest, the others come in the heap's own order.  O(n). */
uint32_t seep_timers_due(const struct seep_timers *h, int64_t now);
struct seep_timer *seep_timers_due_nth(const struct seep_timers *h, int64_t now,
                                       uint32_t n);
/* In the same order the first of them that is such a one; NULL: none.  O(n). */
struct seep_timer *
seep_timers_due_such(const struct seep_timers *h, int64_t now,
                     bool (*which)(const struct seep_timer *));

/* The list of armed timers that reports show. */
void seep_timers_list(struct seep_timers *h, struct seep_timer *t);
void seep_timers_unlist(struct seep_timers *h, struct seep_timer *t);

#endif
