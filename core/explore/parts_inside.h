/* parts_inside.h - what the files of parts share: parts.c (the order of the
 * runs, and what has come of them) and parts_ahead.c (what to begin next). */
#ifndef SEEP_EXPLORE_PARTS_INSIDE_H
#define SEEP_EXPLORE_PARTS_INSIDE_H

#include "parts.h"

/* A new part, in the list; NULL: p->failed. */
struct seep_part *seep__parts_new(struct seep_parts *p,
                                  const struct seep_step *path, uint32_t n,
                                  uint32_t top, uint32_t base, uint32_t budget);

/* Nobody wants it any more; somebody may still be at it. */
void seep__parts_drop(struct seep_parts *p, struct seep_part *x);

/* The path gets room for n; false: p->failed. */
bool seep__parts_room(struct seep_parts *p, struct seep_step **path,
                      uint32_t *cap, uint32_t n);

/* The part that is all behind the path, or NULL. */
struct seep_part *seep__parts_find(const struct seep_parts *p,
                                   const struct seep_step *path, uint32_t n);

/* May what is behind path a come after what is behind path b? */
bool seep__parts_after(const struct seep_step *a, uint32_t na,
                       const struct seep_step *b, uint32_t nb);

/* The first root from number i on that is to be searched with the present
 * bound; p->nroots: there is none. */
uint32_t seep__parts_open(const struct seep_parts *p, uint32_t i);

#endif
