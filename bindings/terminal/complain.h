/* complain.h - messages to the person at the terminal. */
#ifndef SEEP_COMPLAIN_H
#define SEEP_COMPLAIN_H

#include "bindings/export/buffer.h"

/* One line on standard error, "seep COMMAND: ..." (without a command: "seep:
 * ..."), whatever the arguments hold.  Returns the exit status for usage. */
int seep_complain(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for memory of our own that ran out; the status for limits. */
int seep_complain_memory(const char *command);

/* The same for a file that cannot be written; err is an errno. */
int seep_complain_file(const char *command, const char *path, int err);

/* Writes t to standard error and frees it; says so when it is cut. */
void seep_complain_text(struct seep_buffer *t);

#endif
