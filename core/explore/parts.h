/* parts.h - a depth-first search made by several at once.
 *
 * The search is cut into parts: a path to begin with, and how far up it may go
 * back.  Who works at a part tells its runs one by one; after so many it stops,
 * tells the path that would come next, and what is left becomes another part.
 *
 * The runs are taken in the order that one alone would make them in, and so
 * are the same, and as many, for any number of workers.  While the part that
 * is taken from is worked at, others are begun ahead of their turn: those that
 * will come next, as far as is known.  For dfs that is certain.  A run of
 * dpor's can put down something else to be tried before that, at a choice
 * above its part: it tells of such wishes, they are granted when it is taken,
 * and what was begun on another assumption is dropped.
 *
 * What is searched may also be some of the pieces of a tree (cut.h), one after
 * the other; with each bound, those are that were not searched whole before.
 *
 * Makes no run and knows no process.  Runs are the caller's: what it hands in
 * it gets back. */
#ifndef SEEP_EXPLORE_PARTS_H
#define SEEP_EXPLORE_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tree.h"

/* Runs of a part, first and at most. */
enum { SEEP_PART_FIRST = 8, SEEP_PART_MOST = 256 };

/* What is behind a run of a part. */
enum seep_part_end {
    SEEP_PART_ON,    /* another one */
    SEEP_PART_SPLIT, /* another one, which is for another part */
    SEEP_PART_DONE,  /* none: its tree has been searched */
    SEEP_PART_ANEW   /* none: dpor begins anew (seep_dpor.anew); where only
                        pieces are searched, it is over, and no proof */
};

struct seep_part_run {
    uint32_t number;            /* in its part */
    uint8_t end;                /* enum seep_part_end */
    bool cut, bounded, strayed; /* so far, of the tree or of dfs */
    uint32_t nwish, nstep, highest;
    struct seep_wish *wish; /* owned: those that are new */
    struct seep_step *step; /* owned: SPLIT: the path of the next run */
    void *what;             /* the caller's */
};

enum seep_part_state { SEEP_PART_WAITS, SEEP_PART_GIVEN, SEEP_PART_OVER };

struct seep_part {
    struct seep_step *path; /* owned, [0..n) */
    uint32_t n, top;        /* of the path: it never goes back to [0..top) */
    uint32_t base;          /* of the path: [0..base) leads to its piece */
    uint32_t bound;         /* of dfs */
    bool exact;             /* of dpor */
    uint32_t budget;        /* runs */

    uint8_t state;             /* enum seep_part_state */
    bool dropped;              /* nobody wants it: freed when it is over */
    struct seep_part_run *run; /* owned, [0..nrun): those that have come */
    uint32_t nrun, taken;
    struct seep_part *rest; /* what is left behind a split, in the list */
    struct seep_part *next; /* in the list of all */
};

/* What is searched: all behind a path. */
struct seep_root {
    struct seep_step *path; /* owned, [0..n) */
    uint32_t n, spent;      /* preemptions on it */
    bool cut, bounded;      /* something was left out; for the bound */
    bool whole;             /* nothing was: it has been searched */
};

struct seep_parts {
    bool by_bounds; /* dfs: all with no preemption, with one... */
    uint32_t workers;
    void (*drop)(void *what); /* of a run that is not taken */

    struct seep_root *root; /* owned, [0..nroots), in the tree's order */
    uint32_t nroots, at;    /* the present one */

    struct seep_step *spine; /* owned, [0..n): above the present part */
    struct seep_step *place; /* owned: to look for what could be begun */
    uint32_t n, cap, cap_place;
    struct seep_part *present; /* the one that runs are taken from; NULL: none
                                  is left, or memory is out */
    struct seep_part *first;   /* all that are wanted, by age */
    struct seep_part *dropped; /* those that somebody is still at */
    uint32_t bound;
    bool exact;
    bool closed, proven; /* there is nothing more; it is a proof */
    bool failed;         /* out of memory */
};

void seep_parts_init(struct seep_parts *p, bool by_bounds, uint32_t workers,
                     void (*drop)(void *what));
void seep_parts_fini(struct seep_parts *p);

/* First: this piece is to be searched, after those that were added before.  An
 * empty path is the whole tree.  Takes the path. */
void seep_parts_add(struct seep_parts *p, struct seep_step *path, uint32_t n,
                    uint32_t spent);
/* All have been added.  When there are none, it is closed. */
void seep_parts_begin(struct seep_parts *p);

/* A part for somebody to work at; ahead: though it may not be its turn.  NULL:
 * there is none now.  It stays where it is until it has ended or was lost. */
struct seep_part *seep_parts_give(struct seep_parts *p, bool ahead);

/* A run of the part has come, after those with smaller numbers; takes what r
 * owns.  Made again, it is dropped.  After an end that is not ON the part must
 * not be referred to any more. */
void seep_parts_come(struct seep_parts *p, struct seep_part *x,
                     const struct seep_part_run *r);

/* Whoever was at it is gone: it is for somebody else, from the start.  Nor
 * must the part be referred to any more. */
void seep_parts_lost(struct seep_parts *p, struct seep_part *x);

/* Takes the next run, false: it has not come yet.  Afterwards p->closed says
 * whether it was the last one. */
bool seep_parts_take(struct seep_parts *p, void **what);

/* Has root number i been searched as far as bound b goes? */
bool seep_parts_passed(const struct seep_parts *p, uint32_t i, uint32_t b);

#endif
