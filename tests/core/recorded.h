/* recorded.h - runs written down, and replayed, for the unit tests. */
#ifndef RECORDED_H
#define RECORDED_H

#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "schedule_lines.h"

struct replayed {
    struct outcome outcome;
    uint32_t applied;
};

/* Runs w to its end; a recorder makes a schedule of it. */
static inline struct outcome watch(struct script *w, struct seep_schedule *to)
{
    struct seep_recorder rec;
    struct seep_digest d;

    seep_digest_init(&d);
    seep_recorder_begin(&rec, to, &w->sim);
    d.observer.next = &rec.observer;
    w->sim.observers = &d.observer;
    struct outcome o = script_finish(w);
    o.digest = d.value;
    return o;
}

static inline struct outcome record(const struct scenario *sc,
                                    struct seep_schedule *to)
{
    struct script *w = script_open(script_arena(sc->mem), sc, NULL);

    assert_non_null(w);
    return watch(w, to);
}

/* A world that is to follow r. */
static inline struct script *open_replay(const struct scenario *sc,
                                         struct seep_replay *r)
{
    struct scenario as = *sc;
    struct seep_options opt;

    seep_replay_options(r, &opt);
    as.strategy = opt.strategy;
    as.search = opt.search;
    as.seed = opt.seed;
    as.procs = opt.procs;
    struct script *w = script_open(script_arena(sc->mem), &as, NULL);
    assert_non_null(w);
    return w;
}

/* Runs sc along s; `again` is what a recorder made of that. */
static inline struct replayed replay(const struct scenario *sc,
                                     const struct seep_schedule *s,
                                     struct seep_schedule *again)
{
    struct seep_replay r;

    assert_int_equal(seep_replay_init(&r, s), SEEP_OK);
    struct script *w = open_replay(sc, &r);
    struct replayed seen = {watch(w, again), seep_replay_applied(&w->sim)};
    seep_replay_fini(&r);
    return seen;
}

/* Three say who they are at once; then one takes one of two values. */
static const struct line sayer[] = {GOSCHED, SAY_MINE, END};
static const struct line chooser[] = {GO_MANY(sayer, 3),
                                      SLEEP(MS),
                                      SEND(A, 1),
                                      SEND(B, 2),
                                      SELECT(ON_RECV(A), ON_RECV(B)),
                                      SAY_CASE,
                                      END};
static const struct scenario choosing = {.body = chooser, .cap = {1, 1}};

#endif
