/* bugs.h - unit-test programs with a bug that few schedules show.
 *
 * The kernels of programs that the literature measures strategies with, as in
 * SCTBench (Thomson, Donaldson, Betts: "Concurrency testing using schedule
 * bounding", PPoPP 2014).  A run that does not pass has met the bug. */
#ifndef BUGS_H
#define BUGS_H

#include "script_host.h"

/* Who sets two variables is seen halfway, once the first n - 1 setters have
 * all stopped before their second write. */
static const struct line setter[] = {WRITE(A, 1), WRITE(B, -1), END};
static const struct line checker[] = {READ(A), END_UNLESS(1), READ(B),
                                      PANIC_IF(0, "set by half"), END};
static const struct line reorder_4[] = {GO_MANY(setter, 3), GO(checker), END};
static const struct line reorder_10[] = {GO_MANY(setter, 9), GO(checker), END};

/* The same, but the checker comes late. */
static const struct line late_checker[] = {READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(C),
                                           READ(A),
                                           END_UNLESS(1),
                                           READ(B),
                                           PANIC_IF(0, "set by half"),
                                           END};
static const struct line late_10[] = {GO_MANY(setter, 9), GO(late_checker),
                                      END};

/* The same under locks: a lock for each of the variables. */
static const struct line stages[] = {
    LOCK(A), WRITE(A, 1), UNLOCK(A), LOCK(B), WRITE(B, 2), UNLOCK(B), END};
static const struct line reader[] = {
    LOCK(A), READ(A), UNLOCK(A), END_UNLESS(1),
    LOCK(B), READ(B), UNLOCK(B), PANIC_IF(0, "one stage of two"),
    END};
static const struct line twostage_20[] = {GO_MANY(stages, 19), GO(reader), END};

/* Two locks in two orders. */
static const struct line a_then_b[] = {LOCK(A), LOCK(B), UNLOCK(B), UNLOCK(A),
                                       END};
static const struct line b_then_a[] = {LOCK(B), LOCK(A), UNLOCK(A), UNLOCK(B),
                                       END};
static const struct line abba[] = {GO(a_then_b), GO(b_then_a), GO(a_then_b),
                                   END};

/* The same, but each of the two only begins in a phase of its own: the third
 * goroutine has to be stopped twice, and both others halfway. */
static const struct line phases[] = {
    LOCK(A),   WRITE(A, 1), UNLOCK(A),   LOCK(A),   WRITE(A, 2),
    UNLOCK(A), LOCK(A),     WRITE(A, 0), UNLOCK(A), END};
static const struct line in_phase_1[] = {LOCK(A),       READ(A),   UNLOCK(A),
                                         END_UNLESS(1), LOCK(A),   LOCK(B),
                                         UNLOCK(B),     UNLOCK(A), END};
static const struct line in_phase_2[] = {LOCK(A),       READ(A),   UNLOCK(A),
                                         END_UNLESS(2), LOCK(B),   LOCK(A),
                                         UNLOCK(A),     UNLOCK(B), END};
static const struct line phase[] = {GO(in_phase_1), GO(in_phase_2), GO(phases),
                                    END};

/* A driver is stopped while a request comes in: A is the flag that says so and
 * the count of what goes on, B that it has stopped. */
static const struct line request[] = {LOAD(A),
                                      END_UNLESS(0),
                                      ADD(A, 1),
                                      LOAD(B),
                                      PANIC_IF(1, "it has stopped"),
                                      DONE(A),
                                      END};
static const struct line stop[] = {STORE(A, 1), DONE(A), WAIT(A), STORE(B, 1),
                                   END};
static const struct line bluetooth[] = {ADD(A, 1), GO(stop), GO(request), END};

/* One appends what another erases between its two looks at it. */
static const struct line append[] = {
    LOCK(A), LOCK(B), READ(A), UNLOCK(B), UNLOCK(A), END_UNLESS(0),
    LOCK(A), LOCK(B), READ(A), UNLOCK(B), UNLOCK(A), PANIC_IF(1, "erased"),
    END};
static const struct line erase[] = {
    LOCK(B),   READ(B), UNLOCK(B),   LOCK(B),   WRITE(A, 1),
    UNLOCK(B), LOCK(B), WRITE(A, 2), UNLOCK(B), END};
static const struct line stringbuffer[] = {GO(append), GO(erase), END};

#endif
