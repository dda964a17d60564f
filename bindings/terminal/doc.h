/* doc.h - the texts of the interface, looked up. */
#ifndef SEEP_DOC_H
#define SEEP_DOC_H

#include <stdbool.h>

#include "bindings/export/buffer.h"

/* Adds what `seep doc NAME` shows, for NULL what `seep doc` does.  False:
 * there is no such topic, and what was added are names to try instead, as
 * "; did you mean a, b?", or nothing. */
bool seep_doc_add(struct seep_buffer *t, const char *name, bool color);

/* Calls f with the name of every topic and of every module. */
void seep_doc_names(void (*f)(void *context, const char *name), void *context);

#endif
