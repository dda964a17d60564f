/* script.h - from a file name to a world, with all complaints made. */
#ifndef SEEP_SCRIPT_H
#define SEEP_SCRIPT_H

#include "bindings/lua/world.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/source.h"

/* The world of a script that has been read.  NULL: *status is the exit
 * status, and `why` says "file:line: message" in one line. */
struct seep_world *seep_script_load(const struct seep_settings *s,
                                    const char *path,
                                    const struct seep_source *src,
                                    struct seep_buffer *why, int *status);

/* The exit status that a verdict stands for. */
int seep_script_status(const struct seep_report *r);

/* Can all files that are to be written be written?  0, or the exit status
 * after saying which one cannot. */
int seep_script_check_files(const struct seep_settings *s);

/* Writes t to path and frees it.  Returns status, or the one for a file that
 * could not be written, after saying so. */
int seep_script_write(const struct seep_settings *s, const char *path,
                      struct seep_buffer *t, int status);

/* The same for --report, when it was given: of one run. */
int seep_script_write_report(const struct seep_settings *s,
                             const struct seep_report *r, int status);

/* Does the file name ask for Markdown (else JSON)? */
bool seep_script_is_markdown(const char *path);

#endif
