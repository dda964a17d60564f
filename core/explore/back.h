/* back.h - going back into the middle of a run.
 *
 * Two runs that follow one another in a depth-first search are the same up to
 * the choice that is made anew.  Where what they have in common takes longer
 * than to put back the bytes that it changed, the world is taken on the way,
 * and the next run starts there.  Which run is made, and what comes of it, is
 * the same: nobody can tell but by the time. */
#ifndef SEEP_EXPLORE_BACK_H
#define SEEP_EXPLORE_BACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/choose.h"

struct seep_sim;
struct seep_snapshot;
struct seep_tree;

/* So many are kept at most, and so many bytes of all. */
enum { SEEP_BACK_MOST = 16, SEEP_BACK_BYTES = 128 << 20 };

/* A moment between two steps. */
struct seep_milestone {
    uint32_t depth;         /* choices of the tree met before it */
    uint32_t spent, resume; /* of the tree (tree.h), then */
    uint64_t steps;
    struct seep_snapshot *world, *watch; /* owned */
    char *bytes;                         /* owned: of what else there was */
    struct seep_beside beside;
};

/* Those on the path of a tree.  Zeroed is empty. */
struct seep_back {
    struct seep_milestone milestone[SEEP_BACK_MOST]; /* by depth, [0..n) */
    uint32_t n;
    uint32_t sparse; /* how often there was no room for more */
    uint32_t apart;  /* so many steps lie between them; 0: as it pays */
};

/* Forgets the milestones at which more than `depth` choices had been met. */
void seep_back_cut(struct seep_back *b, uint32_t depth);

/* Forgets all. */
void seep_back_forget(struct seep_back *b);

/* Between two steps of a run of t's: takes the moment if it is worth it.
 * Returns the steps before which it need not be asked again. */
uint64_t seep_back_keep(struct seep_tree *t, struct seep_sim *s,
                        const struct seep_beside *beside);

/* Before a run: puts the latest moment back that the run's path goes through.
 * False: there is none, and the run has to be begun. */
bool seep_back_go(struct seep_tree *t, struct seep_arena *world,
                  const struct seep_beside *beside);

#endif
