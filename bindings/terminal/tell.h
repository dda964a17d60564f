/* tell.h - what exploring came to, for people. */
#ifndef SEEP_TELL_H
#define SEEP_TELL_H

#include "bindings/export/findings.h"
#include "bindings/terminal/show.h"

/* The failures with their reports and replay lines, and as the last line how
 * many there were in how many runs.  `quiet`: no reports. */
void seep_tell_findings(struct seep_buffer *t, const struct seep_findings *f,
                        const struct seep_show *how, bool quiet);

/* That line alone; with how->verbose a second one. */
void seep_tell_summary(struct seep_buffer *t, const struct seep_findings *f,
                       const struct seep_show *how);

#endif
