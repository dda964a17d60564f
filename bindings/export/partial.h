/* partial.h - what one of many machines has found of a search.
 *
 * All runs that it made, track by track (core/explore/share.h), so that a merge
 * can take them in the order of the row, as if one machine had made them.  Of a
 * tree that the machines share the first track is in segments, each of a piece
 * (core/explore/pieces.h). */
#ifndef SEEP_PARTIAL_H
#define SEEP_PARTIAL_H

#include <jansson.h>

#include "bindings/export/findings.h"
#include "bindings/export/json.h"
#include "core/explore/pieces.h"

enum { SEEP_PARTIAL_TRACKS = 2 };

/* Runs of a track, the machine's share of it, in order. */
struct seep_partial_track {
    char *letter;      /* owned, [0..n): 'a' + verdict; upper case: redundant */
    uint64_t *steps;   /* owned, [0..n) */
    uint32_t *failure; /* owned, [0..n): of findings, from 1; 0: none */
    size_t n, cap;
};

struct seep_partial {
    struct seep_partial_track track[SEEP_PARTIAL_TRACKS];
    uint32_t npieces; /* of the tree, of all machines; 0: it is not shared */
    struct seep_segment *segment; /* owned, [0..nsegments) */
    size_t nsegments, cap_segments;
    bool closed; /* the track DEPTH has been run to its end... */
    bool proven; /* ...and that is a proof */
    bool failed; /* memory of our own ran out */
};

void seep_partial_fini(struct seep_partial *p);

/* Adds a run; failure: the number of its failure, from 1, or 0. */
void seep_partial_add(struct seep_partial *p, unsigned track, uint8_t verdict,
                      bool redundant, uint64_t steps, size_t failure);

/* The run added last was of that piece, with that bound; the piece's state
 * after it. */
void seep_partial_segment(struct seep_partial *p, uint32_t bound,
                          uint32_t piece, enum seep_segment_state state);

/* As an object of the document, which holds the findings besides. */
void seep_partial_put(struct seep_json *j, const char *key,
                      const struct seep_partial *p);

/* Back from there; false: it is not as it must be, or out of memory. */
bool seep_partial_get(struct seep_partial *p, const json_t *v);

#endif
