/* trace.h - the event stream: what a run did, for those who watch.
 *
 * Nothing an observer knows flows back into the run, and a run without
 * observers does not pay for them.  Decisions are cheap to keep, events are
 * not: a report is made by running again with an observer. */
#ifndef SEEP_TRACE_H
#define SEEP_TRACE_H

#include <stddef.h>
#include <stdint.h>

struct seep_g;
struct seep_object;
struct seep_sim;

#define SEEP_EVENTS(X)                                                         \
    X(START, "start")         /* g was created (by `other`) */                 \
    X(RUN, "run")             /* a P takes g up; arg: the P */                 \
    X(OP, "op")               /* g performed g->op */                          \
    X(PARK, "park")           /* g waits; g->wait says why */                  \
    X(READY, "ready")         /* g can run; other: who woke it, or NULL */     \
    X(EXIT, "exit")           /* g is dead */                                  \
    X(PANIC, "panic")         /* an uncaught panic in g */                     \
    X(PREEMPT, "preempt")     /* g's time slice ended */                       \
    X(TIME, "time")           /* the clock moved; arg: to */                   \
    X(ARM, "arm")             /* g armed a timer that scripts can see */       \
    X(FIRE, "fire")           /* a timer fired (object, if it has one) */      \
    X(RESIZE, "resize")       /* g made or removed an element of the object */ \
    X(STEAL, "steal")         /* g was stolen; arg: from P << 16 | to P */     \
    X(HANDOFF, "handoff")     /* g's P was handed off in a system call */      \
    X(MAIN_DONE, "main done") /* main returned; the others go on */            \
    X(CHOICE, "choice")       /* not the default: `other` goes before g; or    \
                                 arg: enum seep_choice_kind << 32 | which,     \
                                 of g's operation (NULL: the clock); 0: the    \
                                 clock moves before g */                       \
    X(FAULT, "fault")         /* what a plan does to g (NULL: to the world);   \
                                 object: to which; arg: its number */          \
    X(OVERTAKE, "overtake") /* what g sent last overtakes the value before */  \
    X(JOIN, "join")         /* g is about to end, and the host knows that      \
                               `other` has waited for it */

enum seep_event_kind {
#define X(kind, text) SEEP_EV_##kind,
    SEEP_EVENTS(X)
#undef X
};

struct seep_event {
    enum seep_event_kind kind;
    uint64_t step;
    int64_t now;
    struct seep_g *g;
    struct seep_g *other;
    struct seep_object *obj;
    int64_t arg;
};

struct seep_observer {
    void (*event)(struct seep_observer *o, struct seep_sim *s,
                  const struct seep_event *e);
    struct seep_observer *next; /* the list is the caller's */
    /* What it need not be told: kinds of events; and of OP, PARK and READY,
     * kinds of operations.  Bits; 0: all is of interest. */
    uint32_t deaf;
    uint64_t deaf_op, deaf_park, deaf_ready;
    /* Bytes from here that are of the present run, when a run can be gone on
     * with in its middle (explore/back.h); 0: it has to see all of it. */
    size_t size;
};

/* All bits but those of the listed kinds of operations. */
#define SEEP_DEAF_BUT(...)                                                     \
    seep_deaf_but((const uint8_t[]){__VA_ARGS__},                              \
                  sizeof(const uint8_t[]){__VA_ARGS__})
static inline uint64_t seep_deaf_but(const uint8_t *op, size_t n)
{
    uint64_t mask = 0;

    while (n-- > 0)
        mask |= UINT64_C(1) << op[n];
    return ~mask;
}

const char *seep_event_text(enum seep_event_kind k);

/* An observer that folds every event into 64 bits: equal for equal runs. */
struct seep_digest {
    struct seep_observer observer;
    uint64_t value;
};

void seep_digest_init(struct seep_digest *d);

#endif
