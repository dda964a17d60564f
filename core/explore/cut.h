/* cut.h - a tree cut into pieces, for many machines that do not talk.
 *
 * All of them make the same cut, each for itself; then each searches the pieces
 * that are its own.  A piece is a path: all that lies behind it.  Together the
 * pieces are the whole tree, and they stand in its order.
 *
 * The largest piece is cut where its first run has its first choice, into one
 * for each alternative, until there are enough or all are single runs.  How
 * large one is, is guessed from its first run, so that every piece costs one
 * run to know.
 *
 * At the choices above the pieces all alternatives are tried: then nothing that
 * is found in one piece asks for another.  So does dfs everywhere.  dpor would
 * leave some out, and has runs in their place that it gives up as seen before;
 * the others are as many as without the cut, for what was tried earlier at a
 * choice above is asleep in a piece, whoever it was that tried it.  (Runs that
 * end before all have come to their end are no whole ones, and may be more.)
 *
 * The cut knows no bounds on preemptions; a piece tells how many are on the way
 * to it.
 *
 * Makes no run. */
#ifndef SEEP_EXPLORE_CUT_H
#define SEEP_EXPLORE_CUT_H

#include <stdbool.h>
#include <stdint.h>

#include "tree.h"

struct seep_piece {
    struct seep_step *path; /* owned: [0..n), then as far as its first run
                               goes before it has a choice, [n..way) */
    uint32_t n, way;
    uint32_t spent; /* preemptions on the path; when another alternative... */
    bool forks;     /* ...is chosen at the last of [0..way), if there is one: */
    bool preempts;  /* whether that is a preemption, but for the standard */
    bool known;     /* its first run was made, and... */
    uint32_t size;  /* ...its logarithm is guessed to be this */
};

/* No tree has more; many more cannot be looked at one by one. */
enum { SEEP_PIECES_MOST = 1 << 24 };

struct seep_cut {
    struct seep_piece *piece; /* owned, [0..n), in the tree's order */
    uint32_t n, cap, want;
    uint32_t next; /* the one whose first run is to be made */
    bool failed;   /* out of memory */
};

/* Into `want` pieces, or a few more. */
void seep_cut_init(struct seep_cut *c, uint32_t want);
void seep_cut_fini(struct seep_cut *c);

/* The piece whose first run is to be made; NULL: it has been cut. */
const struct seep_piece *seep_cut_next(struct seep_cut *c);

/* That run was made, and this is the tree after it. */
void seep_cut_come(struct seep_cut *c, const struct seep_tree *t);

/* So many for a search by that many machines; reduced: by dpor. */
uint32_t seep_cut_for(uint32_t machines, bool reduced);

#endif
