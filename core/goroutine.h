/* goroutine.h - G: what the scheduler knows of a goroutine.
 *
 * The memory is the host's (in the Lua binding a G is the handle userdata),
 * inside the arena.  A G is on exactly one of: a run queue (runnable), a P
 * (running), wait queues or a timer (waiting), nothing (dead). */
#ifndef SEEP_GOROUTINE_H
#define SEEP_GOROUTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "op.h"
#include "waiter.h"

struct seep_arena;
struct seep_timer;

enum seep_g_status {
    SEEP_G_NEW,      /* made, not started (an AfterFunc not yet due) */
    SEEP_G_RUNNABLE, /* in a run queue */
    SEEP_G_RUNNING,  /* on a P */
    SEEP_G_WAITING,  /* parked; `wait` says why */
    SEEP_G_SYSCALL,  /* in a system call, without its P */
    SEEP_G_DEAD,
};

/* Go's wait reasons, to the letter (runtime/runtime2.go, waitReasonStrings). */
#define SEEP_WAIT_REASONS(X)                                                   \
    X(NONE, "")                                                                \
    X(CHAN_RECV, "chan receive")                                               \
    X(CHAN_SEND, "chan send")                                                  \
    X(CHAN_RECV_NIL, "chan receive (nil chan)")                                \
    X(CHAN_SEND_NIL, "chan send (nil chan)")                                   \
    X(SELECT, "select")                                                        \
    X(SELECT_NO_CASES, "select (no cases)")                                    \
    X(SLEEP, "sleep")                                                          \
    X(MUTEX_LOCK, "sync.Mutex.Lock")                                           \
    X(WG_WAIT, "sync.WaitGroup.Wait")

enum seep_wait_reason {
#define X(reason, text) SEEP_WAIT_##reason,
    SEEP_WAIT_REASONS(X)
#undef X
};

/* A goroutine's place in the family: kept while it or a descendant lives, so
 * that a child can name its creator after the creator is gone.  Made only for
 * goroutines that start others. */
struct seep_kin {
    struct seep_kin *up; /* NULL: the main goroutine */
    uint32_t index;      /* the up-th goroutine's index-th child, from 1 */
    uint32_t children;   /* started so far */
    uint32_t refs;       /* the goroutine itself and its children's */
    uint32_t id, name, site;
};

/* Begins as a struct seep_object does: an operation can be on a goroutine. */
struct seep_g {
    uint32_t magic;   /* SEEP_OBJECT_MAGIC | SEEP_OBJ_G */
    uint32_t id;      /* 1 is main; in order of start; 0: not started */
    uint32_t name;    /* in the world's names */
    uint32_t site;    /* of the go statement */
    uint8_t status;   /* enum seep_g_status */
    uint8_t wait;     /* enum seep_wait_reason, while waiting */
    bool pending;     /* op is filled but not performed yet */
    bool spinning;    /* ran long without an operation; see sim.h */
    uint32_t nops;    /* operations begun: the k in (path, k) */
    struct seep_kin *up;  /* its creator's; NULL: main */
    struct seep_kin *kin; /* its own; NULL until it starts a goroutine */
    uint32_t index;       /* which child of its creator, from 1 */
    uint32_t runnable_at; /* index in the runnable list, while runnable and
                             a deciding strategy is at work */
    struct seep_g *next;  /* in the global run queue */
    struct seep_g *all_next, *all_prev; /* all live ones, in order of start */
    int64_t since;        /* virtual time of the last status change */
    const char *raise;    /* a panic to raise when it goes on; static text */
    struct seep_timer *timer; /* what ends its sleep or system call */
    struct seep_op op;    /* pending, waiting on, or last performed */
    struct seep_waiter own; /* the waiter of an operation with one case */
    void *host;           /* the host's: what it runs on */
    void *host_op;        /* the host's: where op finds its operands */
    void *host_in;        /* the host's: where op was issued */
    uint32_t host_slot;   /* the host's, like the next */
    uint8_t host_state;
};

const char *seep_wait_text(enum seep_wait_reason r);
const char *seep_g_status_text(enum seep_g_status s);

/* Writes the stable path ("main.2.1": first child of main's second child)
 * into buf, always terminated; returns the length it needed. */
size_t seep_g_path(const struct seep_g *g, char *buf, size_t size);

/* The goroutine's own kin record, made on first use; NULL: out of memory. */
struct seep_kin *seep_g_kin(struct seep_arena *a, struct seep_g *g);

/* Drops one reference, and every ancestor nobody needs any more. */
void seep_kin_drop(struct seep_arena *a, struct seep_kin *k);

#endif
