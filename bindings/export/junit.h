/* junit.h - test results in the XML that build servers read.
 *
 * One testsuite a file, one testcase a scenario.  No times: the same tests
 * give the same bytes. */
#ifndef SEEP_JUNIT_H
#define SEEP_JUNIT_H

#include "bindings/export/results.h"
#include "bindings/export/buffer.h"

void seep_junit_results(struct seep_buffer *t, const struct seep_results *r);

#endif
