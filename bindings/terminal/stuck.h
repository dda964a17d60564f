/* stuck.h - one group of stuck goroutines as a block of text. */
#ifndef SEEP_STUCK_H
#define SEEP_STUCK_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"
#include "core/report.h"

/* Who waits, where, for what, who could have helped, the cause and a fix. */
void seep_stuck_add(struct seep_buffer *t, const struct seep_stuck *s,
                    const struct seep_show *how);

/* Stack lines as a report holds them, behind `indent` blanks. */
void seep_stack_add(struct seep_buffer *t, const char *stack, unsigned indent);

#endif
