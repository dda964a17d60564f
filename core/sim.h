/* sim.h - the world: step loop, operations, clock, limits, verdict.
 *
 * The life of an operation: the host fills seep_g.op of the running goroutine
 * and calls seep_sim_op.  The operation is performed at once, or the strategy
 * lets another goroutine go first (SEEP_DEFERRED) and the step loop performs
 * it later.  Whoever blocks is parked in queues and made ready by a partner,
 * a timer, or never.
 *
 * Everything here lives in the arena; observers and the host do not. */
#ifndef SEEP_SIM_H
#define SEEP_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "choose.h"
#include "err.h"
#include "gmp.h"
#include "goroutine.h"
#include "hook.h"
#include "host.h"
#include "names.h"
#include "resource.h"
#include "rng.h"
#include "storm.h"
#include "timer.h"
#include "trace.h"
#include "verdict.h"
#include "vigil.h"

struct seep_arena;
struct seep_chan;
struct seep_round;
struct seep_weak;

/* How often the host looks for goroutines that nobody can wake any more, while
 * others go on. */
enum seep_leak_checks { SEEP_LOOK_SOME, SEEP_LOOK_NEVER, SEEP_LOOK_ALWAYS };

struct seep_options {
    uint64_t seed;
    uint32_t procs;     /* virtual P's, 1..SEEP_P_MAX */
    uint64_t max_steps; /* steps: operations, instructions by the 25, and
                           bytes of memory asked for by the 128 */
    int64_t drain;      /* virtual ns after main; 0: end with main */
    int64_t timeout;    /* virtual ns for the whole run */
    struct seep_storm_limits storm;
    uint64_t livelock; /* polls in a row, or SEEP_INSTRUCTIONS_A_POLL as many
                          instructions, that make one; SEEP_POLLS_FIRST or
                          more */
    bool weak_memory;  /* unordered reads may see old values: see weak.h */
    enum seep_leak_checks look;
    const struct seep_strategy *strategy;
    uint32_t depth; /* the strategy's parameter; 0: its own default */
    void *search;   /* the strategy's memory between runs; may be NULL */
    uint64_t sweep; /* the point at which a fault that sweeps fires; 0: drawn */
    bool swarms; /* of a plan's faults, some that are drawn sit this run out */
    bool free_time; /* computing takes any time: while a strategy decides, the
                       clock may move at every step */
};

enum { SEEP_SIM_NOTES = 10 };

/* Polls (operations without effect) after which time moves on. */
enum { SEEP_POLLS_FIRST = 10 * 1000, SEEP_INSTRUCTIONS_A_POLL = 125 };

/* The defaults that `seep help run` names. */
struct seep_options seep_options_default(void);

struct seep_sim {
    struct seep_arena *arena;
    const struct seep_host_ops *host_ops;
    void *host;
    struct seep_observer *observers; /* NULL: nobody watches */
    struct seep_hook *hook;          /* NULL: nobody comes in between */
    uint64_t hooked;        /* the kinds of operations that it is asked about */
    struct seep_weak *weak; /* NULL: reads see the latest value */
    struct seep_options opt;
    struct seep_names names;
    struct seep_gmp gmp;
    struct seep_timers timers;
    struct seep_resources resources;
    struct seep_storm storm;
    struct seep_rng rng_run, rng_select, rng_script, rng_map, rng_read;

    int64_t now;        /* virtual ns */
    int64_t idled;      /* the last moment that came when nothing could run */
    uint64_t steps;     /* what max_steps limits */
    uint64_t charged;   /* of these, what was no operation: computing, memory */
    uint64_t last_step; /* at which an operation has to look up; 0: over */
    uint64_t volume;    /* of memory, at the last tick */
    uint64_t polls;     /* operations without effect since the last effect */
    uint64_t quiet;     /* instructions since the last operation with effect */
    uint64_t spin_live; /* bytes in use when it last grew while spinning */
    uint64_t spin_at;   /* polls at which to look for spinning next */
    uint32_t spin_looks; /* at a spinning world since the last effect */
    uint32_t effects;    /* so far, round and round */
    uint32_t fired;      /* alarms that went off at this instant */
    bool siteless;       /* nobody asks where an operation was written */
    bool deferring;      /* operations may have to let others go first */
    bool single;         /* each operation is a turn of its own: set before
                            seep_sim_restart; who goes when does not change */
    bool preempted;      /* the running goroutine's slice ended */
    bool drew;           /* random numbers that nobody explores */
    bool main_done, main_goexit, over;

    struct seep_g *running; /* whose turn it is; NULL between turns */
    struct seep_p *p;       /* the P it runs on */
    struct seep_g *main;
    struct seep_g *all_first, *all_last; /* live goroutines, by start */
    uint32_t last_g; /* the id of whoever had the last turn */
    uint32_t nlive, next_g, next_obj, main_id;
    uint32_t peak; /* most goroutines alive at once */
    uint64_t nstarted;

    /* The runnable ones, first the eligible and then those that only poll,
     * in no particular but the same order; kept only while the strategy
     * decides, as is what it remembers of the run. */
    struct seep_g **runnable;
    uint32_t neligible;
    void *lore;
    struct seep_round *round; /* round.h; NULL: never looked */
    uint64_t nchoices;        /* of who runs, so far */
    uint64_t ndraws;          /* choices of anything else */
    uint64_t weighed; /* by the sixteen: who could have been chosen there */
    uint32_t settled; /* objects made before the first of these: the same
                         ones in every run */
    struct seep_waiter *spare; /* the last select's cases, for the next */
    uint32_t runnable_cap, nspare;

    int64_t main_ended; /* virtual time */
    struct seep_vigil vigil;
    struct seep_verdict verdict;
    uint32_t note[SEEP_SIM_NOTES]; /* names: texts for the report */
    uint32_t nnotes;               /* with those that found no room */
};

/* On the caller's memory (inside the arena).  Borrows arena, host. */
enum seep_err seep_sim_init(struct seep_sim *s, struct seep_arena *arena,
                            const struct seep_host_ops *ops, void *host,
                            const struct seep_options *opt);

/* Changes seed, limits and strategy before a run: after a restore. */
enum seep_err seep_sim_configure(struct seep_sim *s,
                                 const struct seep_options *opt);

/* Draws everything from this seed, from now on. */
void seep_sim_seed(struct seep_sim *s, uint64_t seed);

/* Sets g up as a new goroutine, created by the running one (or as main when
 * there is none yet).  It starts with seep_sim_start. */
enum seep_err seep_sim_prepare(struct seep_sim *s, struct seep_g *g,
                               uint32_t name, uint32_t site);

/* Makes a prepared goroutine runnable.  SEEP_ENOMEM: it was not started. */
enum seep_err seep_sim_start(struct seep_sim *s, struct seep_g *g);

/* The same when room has been made before: cannot fail. */
void seep_sim_enter(struct seep_sim *s, struct seep_g *g);

/* Makes room for one goroutine more, so that it can enter later. */
enum seep_err seep_sim_reserve_start(struct seep_sim *s);

/* The cases of a select of n: g->own for one, else from the arena (NULL: out
 * of memory).  Owned by the operation; the host frees them when it is over. */
struct seep_waiter *seep_sim_cases(struct seep_sim *s, struct seep_g *g,
                                   uint32_t n);
void seep_sim_cases_free(struct seep_sim *s, struct seep_g *g);

/* Gives o its number (and name and site). */
void seep_sim_number(struct seep_sim *s, struct seep_object *o, uint32_t name,
                     uint32_t site);

/* Begins and, if nothing may come in between, performs g->op (kind and
 * operands filled by the host) for the running goroutine g. */
enum seep_outcome seep_sim_op(struct seep_sim *s, struct seep_g *g);

/* One step: picks a goroutine and lets it run until it blocks, defers or
 * ends; or moves the clock.  False: the run is over, see s->verdict. */
bool seep_sim_step(struct seep_sim *s);

/* The host counted n instructions of the running goroutine. */
enum seep_tick {
    SEEP_TICK_ON,
    SEEP_TICK_ASIDE,   /* others have their turns; its P stays its own */
    SEEP_TICK_PREEMPT, /* its time slice is over */
    SEEP_TICK_OVER
};
enum seep_tick seep_sim_tick(struct seep_sim *s, uint32_t n);

/* Makes the world ready for a new main goroutine, once the one that loaded
 * the script has ended: clock, counts and verdict start anew. */
enum seep_err seep_sim_restart(struct seep_sim *s,
                               const struct seep_options *opt);

/* Changes the number of P's, 1..SEEP_P_MAX, while a goroutine runs, which goes
 * on: on the first P, if its own is no more. */
enum seep_err seep_sim_set_procs(struct seep_sim *s, uint32_t n);

/* Ends the run.  The first verdict stays; text is copied. */
void seep_sim_end(struct seep_sim *s, enum seep_verdict_kind kind,
                  struct seep_g *g, const char *text);

/* ---- for the primitives of this folder ---- */

/* Has the report say a text of the host's (a name), which is no finding. */
void seep_sim_note(struct seep_sim *s, uint32_t name);

/* Ends the run: by what Go calls a fatal error, which recover cannot catch;
 * because an allocation failed.  Returns what g's operation came to. */
enum seep_outcome seep_sim_fatal(struct seep_sim *s, struct seep_g *g,
                                 const char *text);
enum seep_outcome seep_sim_no_memory(struct seep_sim *s, struct seep_g *g);

enum seep_outcome seep_sim_park(struct seep_sim *s, struct seep_g *g,
                                enum seep_wait_reason why);

/* The same, after queueing g at q's end with its own place. */
enum seep_outcome seep_sim_wait(struct seep_sim *s, struct seep_g *g,
                                struct seep_queue *q,
                                enum seep_wait_reason why);

void seep_sim_ready(struct seep_sim *s, struct seep_g *g);

/* The same, and when g runs its operation is performed again: as a lock must
 * be, which may have gone to somebody else meanwhile. */
void seep_sim_wake(struct seep_sim *s, struct seep_g *g);

/* The same with a P to queue on; NULL: the global queue. */
void seep_sim_ready_on(struct seep_sim *s, struct seep_g *g, struct seep_p *p);

/* The running g, which has just begun to wait or put its operation off, runs
 * on as if it had not: for a host that cannot suspend it here. */
void seep_sim_take_back(struct seep_sim *s, struct seep_g *g);

/* g leaves whatever queue its operation has put it into. */
void seep_sim_leave_queues(struct seep_sim *s, struct seep_g *g);

/* From now on h is asked about operations of these kinds (bits); NULL: nobody
 * is. */
void seep_sim_set_hook(struct seep_sim *s, struct seep_hook *h, uint64_t kinds);

/* The running g keeps a P busy for d: its own, or, when a strategy decides and
 * all that runs does so on the first P, another one that has nothing to do. */
void seep_sim_compute(struct seep_sim *s, struct seep_g *g, int64_t d);

/* The running g goes to the global queue's tail and its P is free. */
void seep_sim_requeue(struct seep_sim *s, struct seep_g *g);

/* Something happened that others can see. */
static inline void seep_sim_progress(struct seep_sim *s)
{
    s->polls = s->quiet = 0;
    s->spin_looks = 0;
    s->spin_at = SEEP_POLLS_FIRST;
    s->effects++;
    s->neligible = s->gmp.nrunnable; /* who polls may find something now */
}

/* g performed an operation without effect. */
void seep_sim_polled(struct seep_sim *s, struct seep_g *g);

/* Did nothing that g last did have an effect, for so long that others went
 * first?  While a strategy decides. */
enum { SEEP_POLL_BITS = 8, SEEP_POLLS_SPINNING = 16 };
static inline bool seep_g_spun(const struct seep_g *g)
{
    return (g->polls & ((1u << SEEP_POLL_BITS) - 1)) >= SEEP_POLLS_SPINNING;
}

/* For locks while a strategy decides: a goroutine that cannot have the lock
 * is not runnable, whatever it comes first or last, and one that could not be
 * given it is not either.  g begins to wait with its operation pending.
 *
 * Whether it has come to the lock before another one is for the strategy to
 * say, and so it may be let in first or last.  But when time has moved since
 * because nothing could run, it surely waits: it is settled, and is served as
 * Go serves who waits.  op.arg is when it began to. */
enum seep_outcome seep_sim_shut_out(struct seep_sim *s, struct seep_g *g,
                                    struct seep_queue *q,
                                    enum seep_wait_reason why);
/* All in q that are not settled may try again.  Returns how many. */
uint32_t seep_sim_let_in(struct seep_sim *s, struct seep_queue *q);
static inline bool seep_sim_settled(const struct seep_sim *s,
                                    const struct seep_g *g)
{
    return g->op.arg < s->idled;
}
/* Those that are about to take o, which they cannot have now, wait for it. */
void seep_sim_crowd_out(struct seep_sim *s, const struct seep_object *o);

/* May an operation be put off, so that another goroutine goes first? */
static inline bool seep_sim_may_defer(const struct seep_sim *s)
{
    return s->deferring || s->polls >= s->spin_at;
}

static inline bool seep_sim_is_hooked(const struct seep_sim *s, uint8_t kind)
{
    return s->hooked >> kind & 1;
}

/* May somebody come in between, so that what begins is not done at once? */
static inline bool seep_sim_may_suspend(const struct seep_sim *s)
{
    return seep_sim_may_defer(s) || s->hook;
}

/* Counts an operation that g begins. */
static inline void seep_sim_count(struct seep_sim *s, struct seep_g *g)
{
    g->nops++;
    g->op.stops = 0;
    s->steps++;
}

/* Counts n steps of work that is no operation. */
static inline void seep_sim_charge(struct seep_sim *s, uint64_t n)
{
    s->steps += n;
    s->charged += n;
}

/* Timers (clock.c). */
enum seep_err seep_sim_arm(struct seep_sim *s, struct seep_timer *t,
                           int64_t delay);
bool seep_sim_disarm(struct seep_sim *s, struct seep_timer *t);
void seep_sim_timer_look(struct seep_sim *s, struct seep_timer *t);
void seep_sim_timer_wanted(struct seep_sim *s, struct seep_timer *t,
                           bool wanted);
/* What is to end g's sleep, system call or wait: makes and arms it; disarms
 * and frees it, if there is one. */
enum seep_err seep_sim_set_timer(struct seep_sim *s, struct seep_g *g,
                                 int64_t delay);
void seep_sim_drop_timer(struct seep_sim *s, struct seep_g *g);
void seep_sim_tick_taken(struct seep_sim *s, struct seep_chan *ch);
enum seep_outcome seep_clock_sleep(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_clock_stop(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_clock_reset(struct seep_sim *s, struct seep_g *g);
bool seep_clock_advance(struct seep_sim *s);
/* Time is free, and an alarm could go off now. */
bool seep__clock_is_open(const struct seep_sim *s);
static inline bool seep_clock_is_open(const struct seep_sim *s)
{
    return __builtin_expect(s->opt.free_time, 0) && seep__clock_is_open(s);
}

/* Nothing can run for now: between two steps. */
static inline void seep_sim_quiet(struct seep_sim *s)
{
    if (s->host_ops->quiet)
        s->host_ops->quiet(s->host);
}

static inline bool seep__hears(const struct seep_observer *o,
                               enum seep_event_kind kind,
                               const struct seep_g *g)
{
    if (o->deaf >> kind & 1)
        return false;
    switch (kind) {
    case SEEP_EV_OP: return !(o->deaf_op >> g->op.kind & 1);
    case SEEP_EV_PARK: return !(o->deaf_park >> g->op.kind & 1);
    case SEEP_EV_READY: return !(o->deaf_ready >> g->op.kind & 1);
    default: return true;
    }
}

/* Tells weak memory, and the observers from o on. */
void seep__emit(struct seep_sim *s, struct seep_observer *o,
                enum seep_event_kind kind, struct seep_g *g,
                struct seep_g *other, struct seep_object *obj, int64_t arg);

/* Tells the observers, if there are any, and weak memory.  Most events are
 * for nobody, which is found out here, where the kind is a constant. */
static inline void seep_emit(struct seep_sim *s, enum seep_event_kind kind,
                             struct seep_g *g, struct seep_g *other,
                             struct seep_object *obj, int64_t arg)
{
    struct seep_observer *o = s->observers;

    while (__builtin_expect(o != NULL, 0) && !seep__hears(o, kind, g))
        o = o->next;
    if (__builtin_expect(o || s->weak, 0))
        seep__emit(s, o, kind, g, other, obj, arg);
}

#endif
