/* findings.h - what exploring came to: data for those who show it. */
#ifndef SEEP_FINDINGS_H
#define SEEP_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/export/buffer.h"
#include "bindings/export/insight.h"
#include "core/report.h"

struct seep_partial;

/* Why a search was over. */
#define SEEP_ENDS(X)                                                           \
    X(FAILURE, "failure")         /* the first one, and that was enough */     \
    X(PROVEN, "proven")           /* all schedules that differ were run */     \
    X(EXHAUSTED, "exhausted")     /* there is no other run; not a proof */     \
    X(RUNS, "runs")               /* as many as were asked for */              \
    X(STEPS, "steps")             /* the budget of steps is used up */         \
    X(TIME, "time")               /* the time is up */                         \
    X(INTERRUPTED, "interrupted") /* by the person, or by another program */   \
    X(BROKEN, "broken")           /* its processes ended too often */

enum seep_end {
#define X(kind, text) SEEP_END_##kind,
    SEEP_ENDS(X)
#undef X
};
const char *seep_end_text(enum seep_end end);

/* Runs that fail alike. */
struct seep_failure {
    char *signature;   /* owned; signature.h */
    uint64_t runs;     /* so many */
    uint64_t first;    /* the first of them, from 1... */
    uint64_t seed;     /* ...with this seed... */
    char strategy[24]; /* ...and strategy */
    char *recorded;    /* owned; its schedule, as a line... */
    uint64_t digest;   /* ...and what its events come to (trace.h) */
    char *schedule;    /* owned; the smallest that fails alike, or NULL */
    bool shrunk;       /* it is smaller than the recorded one */
    struct seep_report report; /* of its run, if `schedule` */
    struct seep_insight insight;
};

/* Of a script, or of one of its scenarios. */
struct seep_findings {
    const char *file;   /* borrowed until the command ends */
    char name[160];     /* of the scenario; "": the script itself */
    uint32_t line;      /* of the scenario */
    uint32_t scenario;  /* its number, from 1; 0: the script itself */
    char strategy[32];  /* that was asked for */
    uint64_t seed;      /* also */
    uint64_t planned;   /* runs asked for; 0: as many as there is time */
    uint64_t runs;      /* that came to something */
    uint64_t redundant; /* and those that had been seen before */
    uint64_t steps;     /* over all */
    uint64_t found[SEEP_VERDICT_EXIT + 1]; /* runs by verdict */
    int64_t time;                          /* asked for, ns; 0: none */
    enum seep_end end;
    struct seep_failure *failure; /* owned; [0..n), in order of `first` */
    size_t n, cap;
    bool all;                     /* were all looked for? */
    bool limited;                 /* steps are budgeted too */
    struct seep_partial *partial; /* owned; of a shard, or NULL */
    bool failed;                  /* memory of our own ran out */
};

void seep_findings_fini(struct seep_findings *f);

/* The failure of that signature, which it takes; a new one has no runs yet.
 * NULL: out of memory. */
struct seep_failure *seep_findings_failure(struct seep_findings *f,
                                           char *signature);

/* Was every run cut by a limit? */
bool seep_findings_inconclusive(const struct seep_findings *f);

/* "x.lua", or "x.lua: scenario" */
void seep_findings_subject(struct seep_buffer *t,
                           const struct seep_findings *f);

/* Which part of a search on many machines it was. */
struct seep_shard {
    uint32_t shard, of; /* of 0: all of it */
    int argc;
    char **argv;     /* the command */
    uint32_t script; /* its digest */
};

/* n of them as JSON: what --json FILE holds. */
void seep_findings_json(struct seep_buffer *t, const struct seep_findings *f,
                        size_t n, const struct seep_shard *shard);

#endif
