/* markdown.h - a run, or test results, for an issue or a merge request.
 *
 * GitHub's dialect: tables, fenced code. */
#ifndef SEEP_MARKDOWN_H
#define SEEP_MARKDOWN_H

#include "bindings/export/results.h"
#include "bindings/export/buffer.h"
#include "core/report.h"

/* One run: what --report FILE.md holds. */
void seep_markdown_report(struct seep_buffer *t, const struct seep_report *r);

/* All scenarios; the failing ones with their runs. */
void seep_markdown_results(struct seep_buffer *t, const struct seep_results *r);

#endif
