/* fault.h - the faults that there are: one table.
 *
 * From it come the checks of plans (scripts/seep/chaos.lua), what `seep help
 * faults` lists and what the documents say.  A row:
 *
 *   name, where it can fire, where it does when its plan does not say,
 *   its arguments ("by!" must be given, "by" can be),
 *   what it must be allowed by, one line of help
 *
 * Where: operations by their names (core/op.h), and spots, at which other
 * parts of the world ask (timers, pools, connections). */
#ifndef SEEP_CHAOS_FAULT_H
#define SEEP_CHAOS_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/op.h"

/* Places that are no operation of a goroutine's: its name in plans. */
#define SEEP_SPOTS(X)                                                          \
    X(CONTEXT, "ctx")     /* an operation on a context's done channel */       \
    X(ARM, "timer.arm")   /* of a timer, ticker or after_func */               \
    X(FIRE, "timer.fire") /* the same */                                       \
    X(DIAL, "conn.dial")  /* simulated connections */                          \
    X(READ, "conn.read")                                                       \
    X(WRITE, "conn.write")                                                     \
    X(POOL, "pool.get")

enum seep_spot {
#define X(spot, name) SEEP_SPOT_##spot,
    SEEP_SPOTS(X)
#undef X
        SEEP_SPOT_COUNT
};

/* "conn.read" */
const char *seep_spot_name(enum seep_spot spot);

/* What a fault can do that Go cannot, and what has to allow it. */
enum seep_guard {
    SEEP_GUARD_NONE,
    SEEP_GUARD_LOSSY,  /* lossy = true of the channel, or unsound */
    SEEP_GUARD_UNSOUND /* unsound = true of the fault, or of its plan */
};

#define SEEP_FAULTS(X)                                                         \
    X(DELAY, "delay", "*", "*", "by!", NONE,                                   \
      "the operation can come only `by` later")                                \
    X(PAUSE, "pause", "*", "*", "by steps", NONE,                              \
      "the goroutine is kept from its operation for a time, for so many "      \
      "operations of others, or until it is released")                         \
    X(STARVE, "starve", "*", "*", "steps!", NONE,                              \
      "the goroutine does not get its turn for so many operations of others, " \
      "or until nobody else can run")                                          \
    X(STALL, "stall", "*", "*", "by!", NONE,                                   \
      "the P that the goroutine runs on does nothing for a time")              \
    X(GC_PAUSE, "gc_pause", "*", "*", "by!", NONE,                             \
      "every goroutine stops for a time")                                      \
    X(SLOW, "slow", "chan.recv select sleep work syscall",                     \
      "sleep work syscall", "by factor", NONE,                                 \
      "sleeping, working and system calls take `factor` times as long; a "     \
      "receive `by` longer")                                                   \
    X(PANIC, "panic", "*", "*", "text", NONE,                                  \
      "the operation panics; recover works")                                   \
    X(KILL, "kill", "*", "*", "deferred", NONE,                                \
      "the goroutine exits as by runtime.goexit; deferred calls run, unless "  \
      "deferred = false (unsound)")                                            \
    X(CANCEL, "cancel", "*", "ctx", "text context", NONE,                      \
      "the context is cancelled, with a cause that says so")                   \
    X(CLOSE, "close", "chan.send chan.recv chan.len select",                   \
      "chan.send chan.recv select", "", NONE,                                  \
      "the environment closes the channel")                                    \
    X(FILL, "fill", "chan.send chan.recv chan.len select",                     \
      "chan.send chan.recv select", "by! count", NONE,                         \
      "so many places of the channel's buffer (all) are taken for a time")     \
    X(DROP, "drop", "chan.send conn.write", "chan.send", "", LOSSY,            \
      "what is sent is lost")                                                  \
    X(DUPLICATE, "duplicate", "chan.send conn.write", "chan.send", "", LOSSY,  \
      "what is sent comes twice, if there is room for it")                     \
    X(REORDER, "reorder", "chan.send conn.write", "conn.write", "", LOSSY,     \
      "what is sent or written overtakes what is still on its way")            \
    X(LOSS, "loss", "conn.write", "conn.write", "count", NONE,                 \
      "what is written is lost, and so are the next ones: `count` in all")     \
    X(CORRUPT, "corrupt", "conn.write", "conn.write", "", NONE,                \
      "a byte of what is written is changed")                                  \
    X(PARTITION, "partition", "conn.dial conn.write", "conn.dial conn.write",  \
      "way", NONE,                                                             \
      "nothing comes through: there, back, or (both) at all; a dial gets no "  \
      "answer")                                                                \
    X(IO_ERROR, "io_error", "conn.dial conn.read conn.write pool.get",         \
      "conn.read conn.write", "text", NONE, "it comes to an error")            \
    X(IO_DELAY, "io_delay", "conn.dial conn.read conn.write pool.get",         \
      "conn.read conn.write", "by!", NONE, "it takes so much longer")          \
    X(EXHAUST, "exhaust", "pool.get", "pool.get", "by! count", NONE,           \
      "so many places of the pool (all) are taken for a time")                 \
    X(TIMER_SKEW, "timer_skew", "timer.arm", "timer.arm", "factor!", NONE,     \
      "the timer runs `factor` times as long")                                 \
    X(TIMER_DROP, "timer_drop", "timer.fire", "timer.fire", "", NONE,          \
      "nothing happens when the timer's time has come")                        \
    X(CLOCK_JUMP, "clock_jump", "*", "*", "by!", NONE,                         \
      "the wall clock (os.time) jumps, forward or back")                       \
    X(ALLOC_FAIL, "alloc_fail", "*", "*", "count", NONE,                       \
      "the next allocation (the `count`-th from here) fails")                  \
    X(SPURIOUS, "spurious", "cond.wait", "cond.wait", "", UNSOUND,             \
      "the wait ends although nobody has signalled")

enum seep_fault_kind {
#define X(fault, name, where, usual, args, guard, help) SEEP_FAULT_##fault,
    SEEP_FAULTS(X)
#undef X
        SEEP_FAULT_COUNT
};

struct seep_fault {
    const char *name;
    const char *where, *usual; /* names of operations and spots; "*": any
                                  operation at which others may go first */
    const char *args;
    enum seep_guard guard;
    const char *help;
};

/* By enum seep_fault_kind. */
extern const struct seep_fault seep_faults[SEEP_FAULT_COUNT];

/* The one of that name, or NULL. */
const struct seep_fault *seep_fault_find(const char *name);

/* Places as sets. */
struct seep_places {
    uint64_t ops;   /* bits: enum seep_op_kind */
    uint32_t spots; /* bits: enum seep_spot */
};

/* The places that one word of a plan's `at` means: a name ("chan.send"), what
 * stands before its dot ("chan"), or a pattern ("*.recv").  None: no place is
 * called so. */
struct seep_places seep_places_of(const char *word);

/* The same for a list of words with blanks between them. */
struct seep_places seep_places_list(const char *words);

#endif
