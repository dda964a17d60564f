/* results.h - what testing scenarios came to: data for the exporters. */
#ifndef SEEP_RESULTS_H
#define SEEP_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/export/insight.h"
#include "core/report.h"

enum seep_result_status {
    SEEP_RESULT_OK,
    SEEP_RESULT_FAILED,
    SEEP_RESULT_LIMIT,      /* only limits: nothing was found out */
    SEEP_RESULT_UNREADABLE, /* the file could not be loaded */
};

enum { SEEP_RESULT_NAME = 160, SEEP_RESULT_LINE = 640 };

/* One scenario, or a file that could not be used (name: ""). */
struct seep_result {
    const char *file; /* borrowed until the command ends */
    char name[SEEP_RESULT_NAME];
    uint32_t line;
    enum seep_result_status status;
    uint32_t runs, planned; /* done; asked for */
    uint32_t first;   /* run, those given up included, that did not pass, and
                         fits or breaks an expectation; 0: none */
    bool budget_used; /* why runs < planned */
    uint64_t steps;   /* over all runs */
    uint64_t found[SEEP_VERDICT_EXIT + 1]; /* runs by verdict */
    char problem[SEEP_RESULT_LINE];        /* what was not met; "": nothing */
    uint64_t points;      /* of a sweep: there are so many... */
    uint64_t broken;      /* ...and at so many the run did not pass */
    char *sweep;          /* owned; these, as a table, or NULL */
    char *unmet;          /* owned; all of its kind, plain, a line each */
    bool shown;           /* report and detail are of one telling run... */
    uint64_t seed;        /* ...made with this seed... */
    const char *strategy; /* ...and strategy; "" when not shown */
    char *schedule;       /* owned; of that run, one line, or NULL */
    struct seep_insight insight; /* of that schedule */
    bool proven;                 /* all schedules that differ were run */
    struct seep_report report;
    char *detail; /* owned; the report as plain text, or NULL */
    char *run;    /* owned; report and insight as JSON, instead of these */
};

struct seep_results {
    struct seep_result *list; /* owned */
    size_t n, cap;
};

/* A new, cleared result at the end; valid until the next is added.  NULL: out
 * of memory. */
struct seep_result *seep_results_add(struct seep_results *r, const char *file);
void seep_results_fini(struct seep_results *r);

/* How many of them came to that. */
uint32_t seep_results_count(const struct seep_results *r,
                            enum seep_result_status status);

/* "ok", "failed", "limit", "unreadable" */
const char *seep_result_text(enum seep_result_status s);

#endif
