/* show_chaos.h - what a plan of faults came to, for people. */
#ifndef SEEP_TERMINAL_SHOW_CHAOS_H
#define SEEP_TERMINAL_SHOW_CHAOS_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"

/* Adds the faults, where they could fire and where they did; nothing when
 * none was armed. */
void seep_show_chaos(struct seep_buffer *t, const struct seep_report *r,
                     const struct seep_show *how);

#endif
