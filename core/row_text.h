/* row_text.h - what happens in a row of the picture, in words. */
#ifndef SEEP_ROW_TEXT_H
#define SEEP_ROW_TEXT_H

#include "remark.h"

/* Returns new: "send jobs", "recv ch#1 (closed)", "go worker", "returns"... of
 * event i; of a wake-up what the operation that waited came to. */
char *seep__row_text(const struct seep_remarks *m, size_t i);

#endif
