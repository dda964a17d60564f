/* signature.h - what tells one failure from another, as one line.
 *
 * Two runs fail alike when their verdicts, the causes, the objects and the
 * places are the same; how many goroutines it hit and in which order does not
 * matter, nor do numbers that a schedule changes. */
#ifndef SEEP_SIGNATURE_H
#define SEEP_SIGNATURE_H

#include "bindings/export/buffer.h"
#include "core/report.h"

/* Adds the signature of a run that was watched. */
void seep_signature_add(struct seep_buffer *t, const struct seep_report *r);

#endif
