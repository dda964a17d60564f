/* stuck.h - a group of stuck goroutines as a block of text. */
#ifndef SEEP_STUCK_H
#define SEEP_STUCK_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"
#include "core/report.h"

/* Who waits, where, for what, who could have helped, the cause and a fix.
 * n: so many groups that only names keep apart.  `cut`: the run
 * was ended in the middle, so that running is no fault. */
void seep_stuck_add(struct seep_buffer *t, const struct seep_stuck *s, size_t n,
                    bool cut, const struct seep_show *how);

#endif
