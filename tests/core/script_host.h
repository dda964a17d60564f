/* script_host.h - the host of the unit tests: goroutines as lists of lines.
 *
 * A goroutine here is an array of struct line, each one operation with its
 * operands, ended by END.  Values are int64_t in the goroutine's slots.
 * Everything of a world is in the arena, the programs (constant) excepted, so
 * snapshots work as they do for the Lua binding.
 *
 *     const struct line worker[] = {RECV(A), SAY_GOT, END};
 *     const struct line body[] = {GO(worker), SEND(A, 7), END};
 *
 * Objects have letters: A is channel 0, mutex 0, waitgroup 0 or variable 0,
 * atomic 0, whichever the line is about.  What goroutines say is collected, in
 * order, in script.said.  Places: the k-th line of `worker` is worker:k.
 *
 * Running worlds is script_run.h's business. */
#ifndef SCRIPT_HOST_H
#define SCRIPT_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/atomic.h"
#include "core/chan.h"
#include "core/cond.h"
#include "core/gate.h"
#include "core/gomap.h"
#include "core/mutex.h"
#include "core/rwmutex.h"
#include "core/sim.h"
#include "core/syncmap.h"
#include "core/timer.h"
#include "core/waitgroup.h"
#include "core/weak.h"

enum { A, B, C, D, SCRIPT_OBJECTS };
enum { NIL = -1 };

/* How many timers a script may have; TIMER(n) is the channel of number n. */
enum { SCRIPT_TIMERS = 12, SCRIPT_SLOTS = 8, SCRIPT_SAID = 1024 };
#define TIMER(n) (SCRIPT_OBJECTS + (n))

#define US INT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)

/* In place of a value: the one that the goroutine was started with. */
#define MINE INT64_MIN

enum line_kind {
    /* operations of the core */
    DO_END,
    DO_SEND,
    DO_RECV,
    DO_RANGE,
    DO_SELECT,
    DO_CLOSE,
    DO_LEN,
    DO_GO,
    DO_GO_MANY,
    DO_GOSCHED,
    DO_SLEEP,
    DO_WORK,
    DO_SYSCALL,
    DO_STOP,
    DO_RESET,
    DO_LOCK,
    DO_TRY_LOCK,
    DO_UNLOCK,
    DO_ADD,
    DO_WAIT,
    DO_READ,
    DO_WRITE,
    DO_RWMUTEX,
    DO_COND,
    DO_MAP,
    DO_KEY,
    DO_SYNCMAP,
    DO_POOL,
    DO_LOAD,
    DO_STORE,
    DO_CAS,
    DO_IO,
    DO_RESOURCE,
    DO_PRINT,
    /* the host's own */
    DO_NEW_TIMER,
    DO_AFTER_FUNC,
    DO_GOEXIT,
    DO_PANIC,
    DO_PANIC_IF,
    DO_SPIN,
    DO_INSIDE,
    DO_RECOVER,
    DO_SHUT,
    DO_AGAIN,
    DO_UNTIL,
    DO_UNTIL_TIME,
    DO_UNLESS,
    DO_SAY,
    DO_SAY_MINE,
    DO_SAY_GOT,
    DO_SAY_OK,
    DO_SAY_CASE,
    DO_SAY_NOW,
    DO_SAY_RANDOM,
};

/* One case of a select. */
struct arm {
    enum seep_dir dir;
    int obj;
    int64_t value;
};

struct line {
    enum line_kind kind;
    int obj;
    enum seep_op_kind op; /* of those that share a kind */
    int64_t value, period;
    const char *text, *name; /* of prog: its file, the goroutine's name */
    const struct line *prog;
    const struct arm *arms;
    uint32_t narms;
    bool has_default;
};

/* The braces, which the formatter would take apart in each of these. */
#define FIELDS(...)                                                            \
    {                                                                          \
        __VA_ARGS__                                                            \
    }
#define END FIELDS(.kind = DO_END)
#define SEND(c, v) FIELDS(.kind = DO_SEND, .obj = (c), .value = (v))
#define RECV(c) FIELDS(.kind = DO_RECV, .obj = (c))
/* Once the channel is closed, goes on behind the next AGAIN. */
#define RANGE(c) FIELDS(.kind = DO_RANGE, .obj = (c))
#define ON_RECV(c) FIELDS(.dir = SEEP_RECV, .obj = (c))
#define ON_SEND(c, v) FIELDS(.dir = SEEP_SEND, .obj = (c), .value = (v))
#define ARMS(...)                                                              \
    (const struct arm[])                                                       \
    {                                                                          \
        __VA_ARGS__                                                            \
    }
#define SELECT_OF(dflt, ...)                                                   \
    FIELDS(.kind = DO_SELECT, .arms = ARMS(__VA_ARGS__),                       \
           .narms = sizeof(ARMS(__VA_ARGS__)) / sizeof(struct arm),            \
           .has_default = (dflt))
#define SELECT(...) SELECT_OF(false, __VA_ARGS__)
#define SELECT_ELSE(...) SELECT_OF(true, __VA_ARGS__)
#define SELECT_NOTHING FIELDS(.kind = DO_SELECT)
#define CLOSE(c) FIELDS(.kind = DO_CLOSE, .obj = (c))
#define LEN(c) FIELDS(.kind = DO_LEN, .obj = (c))
#define GO(p) FIELDS(.kind = DO_GO, .prog = (p), .text = #p)
#define GO_WITH(p, v)                                                          \
    FIELDS(.kind = DO_GO, .prog = (p), .text = #p, .value = (v))
#define GO_AS(n, p) FIELDS(.kind = DO_GO, .prog = (p), .text = #p, .name = (n))
/* n of them; their own values are 1 to n. */
#define GO_MANY(p, n)                                                          \
    FIELDS(.kind = DO_GO_MANY, .prog = (p), .text = #p, .value = (n))
#define GOSCHED FIELDS(.kind = DO_GOSCHED)
#define SLEEP(d) FIELDS(.kind = DO_SLEEP, .value = (d))
#define WORK(d) FIELDS(.kind = DO_WORK, .value = (d))
#define SYSCALL(d) FIELDS(.kind = DO_SYSCALL, .value = (d))
#define NEW_TIMER(t, d) FIELDS(.kind = DO_NEW_TIMER, .obj = (t), .value = (d))
#define NEW_TICKER(t, d)                                                       \
    FIELDS(.kind = DO_NEW_TIMER, .obj = (t), .value = (d), .period = (d))
#define AFTER_FUNC(t, d, p)                                                    \
    FIELDS(.kind = DO_AFTER_FUNC, .obj = (t), .value = (d), .prog = (p),       \
           .text = #p)
#define STOP(t) FIELDS(.kind = DO_STOP, .obj = (t))
#define RESET(t, d) FIELDS(.kind = DO_RESET, .obj = (t), .value = (d))
#define LOCK(m) FIELDS(.kind = DO_LOCK, .obj = (m))
#define TRY_LOCK(m) FIELDS(.kind = DO_TRY_LOCK, .obj = (m))
#define UNLOCK(m) FIELDS(.kind = DO_UNLOCK, .obj = (m))
/* An operation on rwmutex m: RW(RLOCK, m). */
#define RW(op_, m) FIELDS(.kind = DO_RWMUTEX, .obj = (m), .op = SEEP_OP_##op_)
/* A ticket of cond c, and waiting with it. */
#define DRAW(c) FIELDS(.kind = DO_COND, .obj = (c), .op = SEEP_OP_COND_DRAW)
#define COND_WAIT(c)                                                           \
    FIELDS(.kind = DO_COND, .obj = (c), .op = SEEP_OP_COND_WAIT)
#define SIGNAL(c) FIELDS(.kind = DO_COND, .obj = (c), .op = SEEP_OP_COND_SIGNAL)
#define BROADCAST(c)                                                           \
    FIELDS(.kind = DO_COND, .obj = (c), .op = SEEP_OP_COND_BROADCAST)
/* At gate k, until that time; open it for good, or wake who waits only. */
#define IO_WAIT(k, t)                                                          \
    FIELDS(.kind = DO_IO, .obj = (k), .op = SEEP_OP_IO_WAIT, .value = (t))
#define IO_OPEN(k)                                                             \
    FIELDS(.kind = DO_IO, .obj = (k), .op = SEEP_OP_IO_READY, .value = 1)
#define IO_WAKE(k) FIELDS(.kind = DO_IO, .obj = (k), .op = SEEP_OP_IO_READY)
#define SHUT(k) FIELDS(.kind = DO_SHUT, .obj = (k))
#define RES_OPEN(r)                                                            \
    FIELDS(.kind = DO_RESOURCE, .obj = (r), .op = SEEP_OP_RES_OPEN)
#define RES_CLOSE(r)                                                           \
    FIELDS(.kind = DO_RESOURCE, .obj = (r), .op = SEEP_OP_RES_CLOSE)
#define ADD(g, n) FIELDS(.kind = DO_ADD, .obj = (g), .value = (n))
#define DONE(g) ADD(g, -1)
#define WAIT(g) FIELDS(.kind = DO_WAIT, .obj = (g))
#define READ(x) FIELDS(.kind = DO_READ, .obj = (x))
#define WRITE(x, v) FIELDS(.kind = DO_WRITE, .obj = (x), .value = (v))
/* Operations of maps; MAP_BEGIN is an iteration's first step, whose place
 * SAY_CASE says. */
#define MAP_DO(op, m)                                                          \
    FIELDS(.kind = DO_MAP, .obj = (m), .value = SEEP_OP_MAP_##op)
#define MAP_BEGIN(m)                                                           \
    FIELDS(.kind = DO_MAP, .obj = (m), .value = SEEP_OP_MAP_NEXT, .period = 1)
/* Of sync.map's key k: UPDATE(k, true) is one that applies. Of the sync.map. */
#define KEY_DO(op_, k)                                                         \
    FIELDS(.kind = DO_KEY, .obj = (k), .op = SEEP_OP_SYNCMAP_##op_)
#define UPDATE(k, applies)                                                     \
    FIELDS(.kind = DO_KEY, .obj = (k), .period = (applies),                    \
           .op = SEEP_OP_SYNCMAP_UPDATE)
#define SYNCMAP_DO(op_) FIELDS(.kind = DO_SYNCMAP, .op = SEEP_OP_SYNCMAP_##op_)
#define POOL_DO(op_, x)                                                        \
    FIELDS(.kind = DO_POOL, .obj = (x), .op = SEEP_OP_SYNCPOOL_##op_)
/* Of the atomic variable x; CAS: from the value `old` to v. */
#define READ_ATOMIC(x) FIELDS(.kind = DO_READ, .obj = (x), .period = 1)
#define WRITE_ATOMIC(x, v)                                                     \
    FIELDS(.kind = DO_WRITE, .obj = (x), .value = (v), .period = 1)
#define LOAD(x) FIELDS(.kind = DO_LOAD, .obj = (x))
#define STORE(x, v) FIELDS(.kind = DO_STORE, .obj = (x), .value = (v))
#define CAS(x, old, v)                                                         \
    FIELDS(.kind = DO_CAS, .obj = (x), .value = (v), .period = (old))
#define PRINT FIELDS(.kind = DO_PRINT)
#define GOEXIT FIELDS(.kind = DO_GOEXIT)
#define PANIC(t) FIELDS(.kind = DO_PANIC, .text = (t))
/* Panics if the value read is v. */
#define PANIC_IF(v, t) FIELDS(.kind = DO_PANIC_IF, .value = (v), .text = (t))
/* Computes for n instructions (a multiple of 1000). */
#define SPIN(n) FIELDS(.kind = DO_SPIN, .value = (n))
/* The next operation is made where the host cannot suspend. */
#define INSIDE FIELDS(.kind = DO_INSIDE)
/* From here on a panic is said, and the goroutine goes on. */
#define RECOVER FIELDS(.kind = DO_RECOVER)
/* Back to the first line until it was run n times; 0: for ever. */
#define AGAIN(n) FIELDS(.kind = DO_AGAIN, .value = (n))
/* Back to the first line until the value read is v, or the time is t. */
#define UNTIL(v) FIELDS(.kind = DO_UNTIL, .value = (v))
#define UNTIL_TIME(t) FIELDS(.kind = DO_UNTIL_TIME, .value = (t))
/* Ends the goroutine unless the value read is v. */
#define END_UNLESS(v) FIELDS(.kind = DO_UNLESS, .value = (v))
#define SAY(t) FIELDS(.kind = DO_SAY, .text = (t))
#define SAY_MINE FIELDS(.kind = DO_SAY_MINE)
/* The value received, or "closed"; "yes" or "no"; "@5": after 5 ms. */
#define SAY_GOT FIELDS(.kind = DO_SAY_GOT)
#define SAY_OK FIELDS(.kind = DO_SAY_OK)
#define SAY_CASE FIELDS(.kind = DO_SAY_CASE)
#define SAY_NOW FIELDS(.kind = DO_SAY_NOW)
/* A random number below n: "r3". */
#define SAY_RANDOM(n) FIELDS(.kind = DO_SAY_RANDOM, .value = (n))

/* A goroutine: its place in its program, and its values. */
struct fake {
    struct seep_g g;
    const struct line *prog;
    const char *file;
    uint32_t pc;
    uint32_t rounds, done; /* of AGAIN; of GO_MANY and SPIN */
    int64_t mine, got;
    int64_t slot[SCRIPT_SLOTS]; /* values offered to send */
    int32_t chosen;
    bool ok, awaits, recovers, inside;
    uint64_t seen; /* the results of all its operations */
};

struct script_timer {
    struct seep_timer t;
    struct seep_chan chan;
    const struct line *line; /* AFTER_FUNC's, to start it again */
};

struct script {
    struct seep_sim sim;
    struct seep_chan chan[SCRIPT_OBJECTS];
    struct seep_mutex mutex[SCRIPT_OBJECTS];
    struct seep_rwmutex rw[SCRIPT_OBJECTS];
    struct seep_cond cond[SCRIPT_OBJECTS];
    struct seep_gate gate[SCRIPT_OBJECTS];
    struct seep_resource resource[SCRIPT_OBJECTS];
    struct seep_waitgroup wg[SCRIPT_OBJECTS];
    struct seep_object object[SCRIPT_OBJECTS];
    int64_t var[SCRIPT_OBJECTS];
    int64_t old[SCRIPT_OBJECTS][SEEP_WEAK_KEPT]; /* for weak memory */
    struct seep_syncmap syncmap;
    struct seep_syncmap_key key[SCRIPT_OBJECTS];
    struct seep_object ticket[SCRIPT_OBJECTS]; /* of a sync.pool */
    struct seep_map map[SCRIPT_OBJECTS];
    struct seep_atomic atomic[SCRIPT_OBJECTS];
    int64_t atom[SCRIPT_OBJECTS]; /* their values */
    struct script_timer timer[SCRIPT_TIMERS];
    char said[SCRIPT_SAID];
    uint32_t nsaid;
    uint64_t seen; /* by those that have ended */
};

extern const struct seep_host_ops script_host_ops;

/* A goroutine of `prog`, prepared but not started; NULL: out of memory. */
struct fake *script_prepare(struct script *w, const struct line *prog,
                            const char *file, const char *name);

/* Frees a goroutine that will not run again, and all that it holds. */
void script_drop(struct script *w, struct fake *f);

/* ---- script_fill.c ---- */

/* Fills f's operation as the line says; false: out of memory, or the line asks
 * for none. */
bool script_fill(struct script *w, struct fake *f, const struct line *l);

/* Prepares the goroutine that the timer of an AFTER_FUNC line will start;
 * false: out of memory. */
bool script_prepare_func(struct script *w, struct script_timer *t);

/* ---- script_seen.c ---- */

/* Adds what came of the line, which f has just done, to what f has seen. */
void script_remember(struct fake *f, const struct line *l);

/* What f has seen; a panic, and where it stands, are part of that. */
uint64_t script_seen_of(const struct fake *f);

/* What all goroutines saw, each for itself, and what the variables are: equal
 * for runs that differ in nothing that anybody could notice. */
uint64_t script_seen(const struct script *w);
/* The same for one that lives. */
uint64_t script_seen_by(const struct script *w, uint32_t id);

#endif
