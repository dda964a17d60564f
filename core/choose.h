/* choose.h - the one source of choice.
 *
 * Whatever the program does not fix - who runs next, which ready select case,
 * the order of equal timers, a random number - is one call here.  Alternative
 * 0 is what the default schedule does.  A strategy answers; an observer sees
 * every answer, and an execution is its list of answers other than 0. */
#ifndef SEEP_CHOOSE_H
#define SEEP_CHOOSE_H

#include <stdbool.h>
#include <stdint.h>

struct seep_g;
struct seep_sim;

enum seep_choice_kind {
    SEEP_CHOICE_RUN,    /* which runnable goroutine goes on */
    SEEP_CHOICE_SELECT, /* which ready case, in order of the cases */
    SEEP_CHOICE_TIMER,  /* which of the timers due at this instant */
    SEEP_CHOICE_POOL, /* is what is put into a sync.pool kept (the last: no) */
    SEEP_CHOICE_MAP,  /* where an iteration of a map, or a range, begins */
};

/* A way of searching schedules.  Stateless: its state is in the arena. */
struct seep_strategy {
    const char *name;
    /* Ask at every scheduling point; else the run queues decide. */
    bool decides;
    /* Picks in [0, n), n >= 2. */
    uint32_t (*pick)(struct seep_sim *s, enum seep_choice_kind kind,
                     uint32_t n);
};

/* Go's own order; select cases and where maps begin drawn from the seed. */
extern const struct seep_strategy seep_strategy_default;
/* Uniform over the runnable goroutines at every operation. */
extern const struct seep_strategy seep_strategy_random;

/* The strategy of that name, or NULL. */
const struct seep_strategy *seep_strategy_find(const char *name);

/* An answer in [0, n); n >= 1.  With n = 1 nobody is asked. */
uint32_t seep_choose(struct seep_sim *s, enum seep_choice_kind kind,
                     uint32_t n);

/* One of the runnable goroutines, `standard` being the default schedule's. */
struct seep_g *seep_choose_g(struct seep_sim *s, struct seep_g *standard);

/* 64 random bits of the script's own stream (math.random). */
uint64_t seep_random(struct seep_sim *s);

#endif
