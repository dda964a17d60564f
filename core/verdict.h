/* verdict.h - what one run came to.
 *
 * A run ends in exactly one verdict: the first of this table that applies.
 * The table is in the order of api.md, section 3. */
#ifndef SEEP_VERDICT_H
#define SEEP_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

struct seep_g;

#define SEEP_VERDICTS(X)                                                       \
    X(NONE, "none") /* still running */                                        \
    X(PANIC, "panic")                                                          \
    X(FATAL, "fatal")                                                          \
    X(ASSERTION, "assertion")                                                  \
    X(ABORTED, "aborted") /* the hypothesis of a plan did not hold */          \
    X(DEADLOCK, "deadlock")                                                    \
    X(LEAK, "leak")                                                            \
    X(PARTIAL_DEADLOCK, "partial-deadlock")                                    \
    X(RACE, "race")                                                            \
    X(LIVELOCK, "livelock")                                                    \
    X(RESOURCE, "resource")                                                    \
    X(STORM, "storm")                                                          \
    X(LIMIT, "limit")                                                          \
    X(VACUOUS, "vacuous")                                                      \
    X(PASS, "pass")                                                            \
    X(EXIT, "exit") /* runtime.exit: the script set the status */

enum seep_verdict_kind {
#define X(kind, text) SEEP_VERDICT_##kind,
    SEEP_VERDICTS(X)
#undef X
};

enum { SEEP_VERDICT_TEXT = 512 };

struct seep_verdict {
    enum seep_verdict_kind kind;
    bool livelock;                /* a further finding: something spins */
    bool limited;                 /* a limit ended it, whatever it came to */
    bool cut;                     /* that of steps: says nothing of the rest */
    uint32_t g;                   /* the goroutine it happened in; 0: none */
    uint32_t site;                /* where, if known */
    int32_t exit_code;            /* of runtime.exit */
    char text[SEEP_VERDICT_TEXT]; /* panic value, limit... cut when long */
};

const char *seep_verdict_text(enum seep_verdict_kind k);

#endif
