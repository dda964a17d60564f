/* op.h - operations as data.
 *
 * What a goroutine is about to do is a record on the goroutine, filled by the
 * host, performed by sim.c: at once, or after the scheduler has chosen this
 * goroutine.  Policies, faults, traces and race checks all see this one
 * stream.  Nothing here performs anything. */
#ifndef SEEP_OP_H
#define SEEP_OP_H

#include <stdbool.h>
#include <stdint.h>

struct seep_object;
struct seep_timer;
struct seep_waiter;

/* kind, name in plans and traces, flags:
 *   P: a scheduling point (a strategy may run another goroutine first)
 *   E: an effect others can see (no E for long means no progress) */
#define SEEP_OP_KINDS(X)                                                       \
    X(NONE, "none", 0)                                                         \
    X(SEND, "chan.send", SEEP_OP_P | SEEP_OP_E)                                \
    X(RECV, "chan.recv", SEEP_OP_P | SEEP_OP_E)                                \
    X(SELECT, "select", SEEP_OP_P | SEEP_OP_E)                                 \
    X(CLOSE, "chan.close", SEEP_OP_P | SEEP_OP_E)                              \
    X(LEN, "chan.len", SEEP_OP_P)                                              \
    X(GO, "go", SEEP_OP_E)                                                     \
    X(EXIT, "exit", SEEP_OP_E)                                                 \
    X(GOSCHED, "gosched", SEEP_OP_P)                                           \
    X(SLEEP, "sleep", SEEP_OP_P | SEEP_OP_E)                                   \
    X(WORK, "work", SEEP_OP_P | SEEP_OP_E)                                     \
    X(SYSCALL, "syscall", SEEP_OP_P | SEEP_OP_E)                               \
    X(TIMER_STOP, "timer.stop", SEEP_OP_P | SEEP_OP_E)                         \
    X(TIMER_RESET, "timer.reset", SEEP_OP_P | SEEP_OP_E)                       \
    X(LOCK, "mutex.lock", SEEP_OP_P | SEEP_OP_E)                               \
    X(TRY_LOCK, "mutex.try_lock", SEEP_OP_P | SEEP_OP_E)                       \
    X(UNLOCK, "mutex.unlock", SEEP_OP_P | SEEP_OP_E)                           \
    X(RW_LOCK, "rwmutex.lock", SEEP_OP_P | SEEP_OP_E)                          \
    X(RW_TRY_LOCK, "rwmutex.try_lock", SEEP_OP_P | SEEP_OP_E)                  \
    X(RW_UNLOCK, "rwmutex.unlock", SEEP_OP_P | SEEP_OP_E)                      \
    X(RLOCK, "rwmutex.rlock", SEEP_OP_P | SEEP_OP_E)                           \
    X(TRY_RLOCK, "rwmutex.try_rlock", SEEP_OP_P | SEEP_OP_E)                   \
    X(RUNLOCK, "rwmutex.runlock", SEEP_OP_P | SEEP_OP_E)                       \
    X(COND_DRAW, "cond.draw", SEEP_OP_P | SEEP_OP_E)                           \
    X(COND_WAIT, "cond.wait", SEEP_OP_P | SEEP_OP_E)                           \
    X(COND_SIGNAL, "cond.signal", SEEP_OP_P | SEEP_OP_E)                       \
    X(COND_BROADCAST, "cond.broadcast", SEEP_OP_P | SEEP_OP_E)                 \
    X(IO_WAIT, "io.wait", SEEP_OP_P | SEEP_OP_E)                               \
    X(IO_READY, "io.ready", SEEP_OP_P | SEEP_OP_E)                             \
    X(RES_OPEN, "resource.open", SEEP_OP_E)                                    \
    X(RES_CLOSE, "resource.close", SEEP_OP_P | SEEP_OP_E)                      \
    X(WG_ADD, "waitgroup.add", SEEP_OP_P | SEEP_OP_E)                          \
    X(WG_WAIT, "waitgroup.wait", SEEP_OP_P | SEEP_OP_E)                        \
    X(READ, "read", SEEP_OP_P)                                                 \
    X(WRITE, "write", SEEP_OP_P | SEEP_OP_E)                                   \
    X(ATOMIC_LOAD, "atomic.load", SEEP_OP_P)                                   \
    X(ATOMIC_STORE, "atomic.store", SEEP_OP_P | SEEP_OP_E)                     \
    X(ATOMIC_ADD, "atomic.add", SEEP_OP_P | SEEP_OP_E)                         \
    X(ATOMIC_SWAP, "atomic.swap", SEEP_OP_P | SEEP_OP_E)                       \
    X(ATOMIC_CAS, "atomic.cas", SEEP_OP_P | SEEP_OP_E)                         \
    X(MAP_READ, "map.read", SEEP_OP_P)                                         \
    X(MAP_LEN, "map.len", SEEP_OP_P)                                           \
    X(MAP_NEXT, "map.next", SEEP_OP_P)                                         \
    X(MAP_WRITE, "map.write", SEEP_OP_P | SEEP_OP_E)                           \
    X(MAP_WRITTEN, "map.written", SEEP_OP_P | SEEP_OP_E)                       \
    X(SYNCMAP_LOAD, "syncmap.load", SEEP_OP_P)                                 \
    X(SYNCMAP_STORE, "syncmap.store", SEEP_OP_P | SEEP_OP_E)                   \
    X(SYNCMAP_UPDATE, "syncmap.update", SEEP_OP_P | SEEP_OP_E)                 \
    X(SYNCMAP_CLEAR, "syncmap.clear", SEEP_OP_P | SEEP_OP_E)                   \
    X(SYNCMAP_RANGE, "syncmap.range", SEEP_OP_P)                               \
    X(SYNCPOOL_PUT, "syncpool.put", SEEP_OP_P | SEEP_OP_E)                     \
    X(SYNCPOOL_GET, "syncpool.get", SEEP_OP_P | SEEP_OP_E)                     \
    X(SYNCPOOL_GOT, "syncpool.got", SEEP_OP_E)                                 \
    X(PRINT, "print", SEEP_OP_E)

enum { SEEP_OP_P = 1, SEEP_OP_E = 2 };

enum seep_op_kind {
#define X(kind, name, flags) SEEP_OP_##kind,
    SEEP_OP_KINDS(X)
#undef X
        SEEP_OP_COUNT
};

/* Sets of kinds are 64 bits (perform.h). */
_Static_assert(SEEP_OP_COUNT <= 64, "a kind for each bit");

enum seep_op_flags {
    SEEP_OP_DEFAULT = 1, /* select: has a default case, never parks */
    SEEP_OP_RANGE = 2,   /* recv: made by a range loop */
    SEEP_OP_WOKEN = 4,   /* performed again after a wake-up (locks, waits) */
    SEEP_OP_INNER = 8,   /* of the library, in the course of some call; known
                            only while somebody watches */
    SEEP_OP_BEATEN = 16, /* lock: was woken, and another one was quicker */
    SEEP_OP_AGAIN = 32,  /* send: its value will be sent once more */
};

/* chosen, when a select took its default case */
enum { SEEP_CHOSE_DEFAULT = -1 };

struct seep_op {
    uint8_t kind;   /* enum seep_op_kind */
    uint8_t flags;  /* enum seep_op_flags */
    uint16_t ncase; /* send, recv: 1; select: number of cases, nil ones too */
    uint32_t site;  /* where, in the world's sites; 0 while nobody watches,
                       or does not ask (siteless, sim.h) */
    struct seep_object *obj; /* what it is on; select: NULL */
    union {
        struct seep_waiter *cases; /* send, recv, select: ncase of them */
        struct seep_timer *timer;  /* sleep, syscall, io.wait: what ends it */
    };
    int64_t arg;    /* duration, delta...; afterwards the numeric result */
    int32_t chosen; /* result of select: index of the case, or default;
                       of a waitgroup's add: the delta */
    bool ok;        /* result: received a sent value, took the lock, put its
                       new value in the place of the old one... */
    uint32_t stops : 24; /* how often its goroutine has stopped, or drawn a
                            number, since it began it; being kept out of a
                            lock is no stop */
};

/* What performing an operation came to. */
enum seep_outcome {
    SEEP_DONE,     /* results are in the op record */
    SEEP_PARKED,   /* the goroutine waits: suspend it */
    SEEP_DEFERRED, /* not performed yet, another goroutine goes first: suspend
                    */
    SEEP_PANICKED, /* raise seep_g.raise in the goroutine */
    SEEP_OVER,     /* the run has ended: unwind */
};

const char *seep_op_name(enum seep_op_kind k);

#endif
