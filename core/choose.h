/* choose.h - the one source of choice.
 *
 * Whatever the program does not fix - who runs next, which ready select case,
 * the order of equal timers, a random number - is one call here.  Alternative
 * 0 is what the default schedule does.  A strategy answers; an observer sees
 * every answer, and an execution is its list of answers other than 0. */
#ifndef SEEP_CHOOSE_H
#define SEEP_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct seep_arena;
struct seep_g;
struct seep_observer;
struct seep_sim;

enum seep_choice_kind {
    SEEP_CHOICE_RUN,    /* which runnable goroutine goes on */
    SEEP_CHOICE_SELECT, /* which ready case, in order of the cases */
    SEEP_CHOICE_TIMER,  /* which of the timers due at this instant */
    SEEP_CHOICE_POOL, /* is what is put into a sync.pool kept (the last: no) */
    SEEP_CHOICE_MAP,  /* where an iteration of a map, or a range, begins */
    SEEP_CHOICE_RANDOM, /* how far from what the seed draws (math.random) */
    SEEP_CHOICE_READ,   /* which value an unordered read sees; see weak.h */
    SEEP_CHOICE_WAITER, /* which of those that began to wait at the same time,
                           before it moved, is the first in the queue */
    SEEP_CHOICE_FAULT,  /* which fault fires: its number, or 0 for not now */
};

/* What a strategy is asked. */
struct seep_choice {
    enum seep_choice_kind kind;
    uint32_t n; /* alternatives, at least 2 */
    /* RUN: alternative 0, the default schedule's.  Others: whose operation
     * it is; NULL: the clock's. */
    struct seep_g *g;
};

/* RUN: the goroutine of alternative i.  What it would do next is in its op
 * when it is `pending`; otherwise it computes on to its next operation.  NULL,
 * which the last alternative can be when time is free: the clock moves to the
 * next alarm. */
struct seep_g *seep_choice_g(const struct seep_sim *s,
                             const struct seep_choice *c, uint32_t i);

/* What of a run there is beside the arena of its world: an arena of those who
 * watch, and pieces of memory. */
struct seep_beside {
    struct seep_arena *watch;
    struct {
        void *at;
        size_t size;
    } piece[4];
    uint32_t n;
};

/* A way of searching schedules.  What it remembers of a run is in the arena,
 * at seep_sim.lore, in the room aside (seep_arena_aside), or a replay by
 * another strategy would not be the very same run; what it remembers between
 * runs is at seep_options.search, and is the searcher's. */
struct seep_strategy {
    const char *name;
    /* Ask at every scheduling point; else the run queues decide. */
    bool decides;
    /* Before a run; makes its lore.  NULL: it needs none. */
    enum seep_err (*begin)(struct seep_sim *s);
    /* Picks in [0, c->n). */
    uint32_t (*pick)(struct seep_sim *s, const struct seep_choice *c);
    /* It is asked whether faults fire, too: a choice with n - 1 the number of
     * the fault, and 0 or that to answer.  Else they fire as drawn. */
    bool faults;
    /* Who has to watch the run, of that search.  NULL: nobody. */
    struct seep_observer *(*observer)(void *search);
    /* After a run, the world as it ended.  NULL: it does not matter. */
    void (*ended)(struct seep_sim *s);
    /* Of those that go back (explore/back.h), else NULL.  Between two steps:
     * may keep the moment; returns the steps before which it need not be asked
     * again.  And in place of the beginning of a run: puts a moment of an
     * earlier one back, after which the run is in its middle; false: there is
     * none. */
    uint64_t (*keep)(struct seep_sim *s, const struct seep_beside *beside);
    bool (*back)(void *search, struct seep_arena *world,
                 const struct seep_beside *beside);
};

/* Go's own order; select cases, where maps begin and what weak memory shows
 * drawn from the seed. */
extern const struct seep_strategy seep_strategy_default;
/* Uniform over the runnable goroutines at every operation. */
extern const struct seep_strategy seep_strategy_random;

/* What random answers to any choice; the one way to draw select cases, timers
 * and the like, whatever a strategy does about who runs. */
uint32_t seep_choice_draw(struct seep_sim *s, const struct seep_choice *c);

/* An answer in [0, n); n >= 1.  With n = 1 nobody is asked. */
uint32_t seep_choose(struct seep_sim *s, enum seep_choice_kind kind,
                     uint32_t n);

/* `standard`, which is the default schedule's, or one of the eligible
 * goroutines that could go first.  NULL: the clock is to move. */
struct seep_g *seep_choose_g(struct seep_sim *s, struct seep_g *standard);

/* Does fault number n (from 1), which would if `drawn`, fire in g's operation;
 * NULL: at this instant of the clock?  Whatever fires is a deviation: it has
 * its place in the schedule, and what is not listed there does not fire. */
bool seep_choose_fault(struct seep_sim *s, struct seep_g *g, uint32_t n,
                       bool drawn);

/* 64 random bits of the script's own stream (math.random). */
uint64_t seep_random(struct seep_sim *s);

/* A number in [0, n), n >= 1, from 64 such bits.  Of a few kinds, all are
 * explored; of more, only what the seed draws (seep_sim.drew). */
enum { SEEP_RANDOM_FEW = 12 };
double seep_random_below(struct seep_sim *s, uint64_t bits, double n);

#endif
