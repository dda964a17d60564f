/* progress.h - how a search stands, as a line of the terminal that is written
 * over, and is gone when the search is. */
#ifndef SEEP_PROGRESS_H
#define SEEP_PROGRESS_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/watch.h"

/* Is there a terminal to show it on, and does the person want it? */
bool seep_progress_wanted(const struct seep_settings *s);

/* For struct seep_watcher; context: the settings. */
void seep_progress_show(void *context, const struct seep_standing *s);

/* The line, not wider than so many columns; ASCII only. */
void seep_progress_line(struct seep_buffer *t, const struct seep_standing *s,
                        unsigned width);

#endif
