/* color.h - colour, where it is wanted.
 *
 * Colour never carries meaning alone: without it every word still stands. */
#ifndef SEEP_COLOR_H
#define SEEP_COLOR_H

#include <stdbool.h>
#include <stdio.h>

#include "bindings/export/buffer.h"

enum seep_color_when { SEEP_COLOR_AUTO, SEEP_COLOR_ALWAYS, SEEP_COLOR_NEVER };

enum seep_color { SEEP_GOOD, SEEP_BAD, SEEP_WARN, SEEP_DIM, SEEP_STRONG };

/* "auto", "always" or "never". */
bool seep_color_parse(const char *s, enum seep_color_when *when);

/* Shall what goes to `to` be coloured?  With auto: on a terminal, unless the
 * environment says NO_COLOR or TERM=dumb. */
bool seep_color_wanted(enum seep_color_when when, FILE *to);

/* Adds s (as it is) in a colour, or plainly when `on` is false. */
void seep_color_add(struct seep_buffer *t, bool on, enum seep_color c,
                    const char *s);

#endif
