/* show.h - a report for people, as text. */
#ifndef SEEP_SHOW_H
#define SEEP_SHOW_H

#include <stdbool.h>

#include "bindings/export/buffer.h"
#include "bindings/terminal/options.h"
#include "core/report.h"

/* How to show it. */
struct seep_show {
    bool color, ascii;
    bool linear;    /* one line an event instead of columns */
    bool verbose;   /* every step, every stack */
    unsigned width; /* columns of the terminal */
};

/* As the options say, for what goes to `to`.  What is not a terminal has the
 * same width everywhere. */
struct seep_show seep_show_for(const struct seep_settings *s, FILE *to);

/* One line: the run, its verdict, its length. */
void seep_show_verdict(struct seep_buffer *t, const struct seep_report *r,
                       const struct seep_show *how);

/* The whole report; `how` says how much of it. */
void seep_show_report(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how);

/* Adds "  label     part", a line of a report, unless there is nothing in
 * part; that is emptied. */
void seep_show_part(struct seep_buffer *t, const struct seep_show *how,
                    const char *label, struct seep_buffer *part);

#endif
