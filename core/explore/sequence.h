/* sequence.h - the order in which a run's goroutines did what they did, and a
 * strategy by which another run keeps to it.
 *
 * A schedule (schedule.h) belongs to one program.  When the same goroutines
 * run in another one, which starts them in another way - a session of the
 * prompt, saved as a scenario -, its deviations are others; the order is the
 * same.  So the order is kept here, and the other program's schedule is
 * recorded while it is followed.
 *
 * It is kept to as far as the other program lets it: alarms that go off at
 * other times can make it stray.
 *
 * Goroutines are named by their paths.  main is the one that starts others and
 * does nothing else that matters: of what it does only the starts of its
 * children have a place in the order. */
#ifndef SEEP_EXPLORE_SEQUENCE_H
#define SEEP_EXPLORE_SEQUENCE_H

#include "core/trace.h"
#include "replay.h"
#include "schedule.h"

/* A goroutine was taken up, performed an operation, began to wait in it or
 * ended; or main started a child. */
struct seep_sequence_item {
    uint64_t at; /* twice its operations begun, and 1 when the last of them is
                    done and it is taken up behind it; START: the child's
                    number, twice */
    uint32_t path;
    uint8_t kind; /* enum seep_event_kind: RUN, OP, PARK, EXIT, START */
};

struct seep_sequence {
    struct seep_observer observer;   /* of the run whose order it is to be */
    struct seep_sequence_item *item; /* [0..n), owned, as they came */
    uint32_t n, cap;
    /* Of other choices than who runs, the answers; and the paths. */
    struct seep_schedule others;
    const struct seep_g *fresh; /* was just taken up; only compared */
    bool whole; /* main is one of the goroutines whose order it is */
    bool cut;   /* not all of it: out of memory, or too long */
};

/* Empty, on the caller's memory. */
void seep_sequence_init(struct seep_sequence *o);
void seep_sequence_fini(struct seep_sequence *o);

/* Only what main's k-th child and its descendants did is left, and that child
 * is main from now on.  SEEP_ENOMEM: it is cut. */
enum seep_err seep_sequence_below(struct seep_sequence *o, uint32_t k);

/* What a run that follows it knows.  Borrows the order until fini. */
struct seep_follow {
    struct seep_observer observer;
    struct seep_sequence *order;
    uint32_t npath;
    uint32_t *first, *head; /* [0..npath), owned: a path's first item, and the
                               first that has not come yet; n: none */
    uint32_t *next;         /* [0..n), owned: the next one of its path */
    struct seep_replay others;
    const struct seep_g *taken_g;    /* only compared */
    struct seep_sequence_item taken; /* last taken up, and may yet be put back:
                                        not counted; at 0 path 0: nobody */
};

/* SEEP_ENOMEM: nothing is to be freed. */
enum seep_err seep_follow_init(struct seep_follow *f, struct seep_sequence *o);
void seep_follow_fini(struct seep_follow *f);

/* seep_options.search is the seep_follow.  For one run at a time, which is not
 * gone back in. */
extern const struct seep_strategy seep_strategy_follow;

#endif
