/* chapter.h - what testing one file came to, from process to process. */
#ifndef SEEP_CHAPTER_H
#define SEEP_CHAPTER_H

#include "bindings/export/results.h"

struct seep_chapter {
    size_t scenarios; /* seen, filtered out or not */
    bool usage;       /* something was wrong with what was named */
    bool memory;      /* our own ran out */
    char *complaint;  /* owned; for standard error, or NULL */
    size_t first;     /* of the results, those from here on */
};

/* Adds all that is left of the results from `first` on: no reports. */
void seep_chapter_write(struct seep_buffer *to, const struct seep_chapter *c,
                        const struct seep_results *results);

/* Back from there; the results are added, of that file. */
void seep_chapter_read(struct seep_chapter *c, struct seep_results *results,
                       const char *file, const char *bytes, size_t n);

#endif
