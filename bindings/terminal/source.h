/* source.h - the script file, read whole and found to be text. */
#ifndef SEEP_SOURCE_H
#define SEEP_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "bindings/export/buffer.h"

struct seep_source {
    char *text;    /* owned; terminated */
    size_t length; /* without the terminator */
};

/* Reads path.  False: `why` says "PATH: what is wrong with it", one line, and
 * src is empty. */
bool seep_source_read(struct seep_source *src, const char *path,
                      struct seep_buffer *why);
void seep_source_fini(struct seep_source *src);

/* Does the word stand in the text, as a word of its own? */
bool seep_source_mentions(const struct seep_source *src, const char *word);

#endif
