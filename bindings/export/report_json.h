/* report_json.h - runs and test results as JSON.
 *
 * Keys and order are part of the interface: names may be added, never lost.
 * Durations are whole nanoseconds, places are {file, line} with line 0 for
 * unknown. */
#ifndef SEEP_REPORT_JSON_H
#define SEEP_REPORT_JSON_H

#include "bindings/export/results.h"
#include "bindings/export/buffer.h"
#include "bindings/export/json.h"
#include "core/report.h"

/* One run: what --report FILE.json holds. */
void seep_report_json(struct seep_buffer *t, const struct seep_report *r);

/* The same as an object inside another document. */
void seep_report_json_put(struct seep_json *j, const char *key,
                          const struct seep_report *r);

/* "found": runs by verdict, [0..SEEP_VERDICT_EXIT], as an object. */
void seep_report_json_found(struct seep_json *j, const uint64_t *found);

/* Of a result that is shown, what its JSON holds of the run; new, NULL: out of
 * memory. */
char *seep_result_run_json(const struct seep_result *r);

/* All scenarios: what --json FILE holds. */
void seep_results_json(struct seep_buffer *t, const struct seep_results *r);

#endif
