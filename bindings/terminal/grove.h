/* grove.h - the tree of a search, as who hands out its work has it: the parts
 * of it (core/explore/parts.h), or, where other machines have their own, of
 * those pieces that are this one's (core/explore/cut.h).  Runs are packets. */
#ifndef SEEP_GROVE_H
#define SEEP_GROVE_H

#include "bindings/export/partial.h"
#include "bindings/terminal/packet.h"

struct seep_grove {
    struct seep_parts parts;
    uint32_t shard, of, workers; /* this machine, from 0, of so many */
    bool by_bounds, reduced;     /* dfs; dpor */
    bool cuts;                   /* it is searched in pieces, and... */
    uint32_t npieces;            /* ...so many have been told */
    bool ready;                  /* parts can be given: there is a tree, and
                                    all pieces are known */
    uint32_t root, bound;        /* of the run taken last */
};

/* For the row's tree, if it has one that this machine searches in parts. */
void seep_grove_init(struct seep_grove *g, const struct seep_row_order *row,
                     uint32_t workers, uint32_t shard, uint32_t of);
void seep_grove_fini(struct seep_grove *g);

/* The task to cut the tree: the pieces come, one a packet.  Again, if whoever
 * was at it is gone. */
struct seep_task seep_grove_cut(struct seep_grove *g);
/* A piece has come; takes what p owns.  False: out of memory. */
bool seep_grove_piece(struct seep_grove *g, struct seep_packet *p);

/* A part for somebody to work at (seep_parts_give). */
struct seep_part *seep_grove_give(struct seep_grove *g, bool ahead);
/* A run of it has come; takes what p owns.  False: out of memory. */
bool seep_grove_come(struct seep_grove *g, struct seep_part *x,
                     struct seep_packet *p);

/* The next run, with whether it is the last; false: it has not come yet. */
bool seep_grove_take(struct seep_grove *g, struct seep_packet *p);
/* There are more machines than pieces, and this one has none. */
bool seep_grove_has_none(const struct seep_grove *g);

/* Writes down of which piece the run taken last was. */
void seep_grove_note(const struct seep_grove *g, struct seep_partial *to);

#endif
