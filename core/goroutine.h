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
    X(RWMUTEX_LOCK, "sync.RWMutex.Lock")                                       \
    X(RWMUTEX_RLOCK, "sync.RWMutex.RLock")                                     \
    X(COND_WAIT, "sync.Cond.Wait")                                             \
    X(IO, "IO wait")                                                           \
    X(WG_WAIT, "sync.WaitGroup.Wait")                                          \
    X(FAULT, "held by chaos") /* no reason of Go's */

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

/* Begins as a struct seep_object does: an operation can be on a goroutine.
 * A million of them may be waiting: every byte here counts. */
struct seep_g {
    uint32_t magic;       /* SEEP_OBJECT_MAGIC | SEEP_OBJ_G */
    uint32_t id;          /* 1 is main; in order of start; 0: not started */
    uint32_t name;        /* in the world's names */
    uint32_t site;        /* of the go statement */
    uint8_t status;       /* enum seep_g_status */
    uint8_t wait;         /* enum seep_wait_reason, while waiting */
    bool pending : 1;     /* op is filled but not performed yet */
    bool has_kin : 1;     /* kin is its own, as it has started a goroutine */
    bool held : 1;        /* pending, and the hook is to be asked again */
    bool killed : 1;      /* by the hook: it ends, but for deferred calls */
    uint8_t host_state;   /* the host's */
    uint32_t nops;        /* operations begun: the k in (path, k) */
    struct seep_kin *kin; /* its own, or its creator's; NULL: main's creator */
    uint32_t index;       /* which child of its creator, from 1 */
    uint32_t runnable_at; /* index in the runnable list, while runnable and
                             a deciding strategy is at work */
    struct seep_g *all_next, *all_prev; /* all live ones, in order of start */
    int64_t since;          /* virtual time of the last status change */
    const char *raise;      /* a panic to raise when it goes on; static text,
                               or seep_goexit */
    struct seep_op op;      /* pending, waiting on, or last performed */
    struct seep_waiter own; /* for an operation with one case, and for the
                               global run queue */
    void *host;             /* the host's: what it runs on */
    void *host_in;          /* the host's: where op was issued */
    uint32_t host_slot;     /* the host's */
    uint32_t polls;         /* while a deciding strategy is at work: its
                               operations without effect since anybody's last
                               effect, see seep__is_spinning */
};
_Static_assert(sizeof(struct seep_g) <= 176, "it has grown");

/* What is no panic, but runtime.Goexit. */
extern const char seep_goexit[];
/* The same without deferred calls: the host ends g where it stands. */
extern const char seep_vanish[];

const char *seep_wait_text(enum seep_wait_reason r);
const char *seep_g_status_text(enum seep_g_status s);

/* Writes the stable path ("main.2.1": first child of main's second child)
 * into buf, always terminated; returns the length it needed. */
size_t seep_g_path(const struct seep_g *g, char *buf, size_t size);

/* Makes g, cleared, the next child of the goroutine whose kin record is given
 * (NULL: main, which nobody created). */
void seep_g_born(struct seep_g *g, struct seep_kin *creator);

/* Its creator's record; NULL: main. */
static inline struct seep_kin *seep_g_creator(const struct seep_g *g)
{
    return g->has_kin ? g->kin->up : g->kin;
}

/* What ends its sleep, system call or wait for input; NULL: nothing will. */
struct seep_timer *seep_g_timer(const struct seep_g *g);

/* The goroutine's own kin record, made on first use; NULL: out of memory. */
struct seep_kin *seep_g_kin(struct seep_arena *a, struct seep_g *g);

/* The goroutine has ended: frees its record, and its ancestors', as far as
 * nobody needs them any more. */
void seep_g_orphan(struct seep_arena *a, struct seep_g *g);

#endif
