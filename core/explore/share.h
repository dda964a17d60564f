/* share.h - one row of runs (portfolio.h), made by several at once.
 *
 * A row has tracks.  A sample depends on its number alone (search.h), so that
 * everybody can make some.  What a depth-first search runs next depends on the
 * runs before: its tree is shared in parts (parts.h).  Whoever has all the
 * tracks puts their runs into the order of the row, which is the same for any
 * number of workers. */
#ifndef SEEP_EXPLORE_SHARE_H
#define SEEP_EXPLORE_SHARE_H

#include <stdbool.h>
#include <stdint.h>

#include "parts.h"
#include "portfolio.h"

enum seep_track {
    SEEP_TRACK_DEPTH,  /* and the first run; all, if the row is not shared */
    SEEP_TRACK_SAMPLE, /* numbers from 0 */
    SEEP_TRACKS,
    SEEP_TRACK_NONE = SEEP_TRACKS /* the row is at its end */
};

/* The order of a row. */
struct seep_row_order {
    struct seep_portfolio p; /* never runs anything */
    bool whole;              /* all in the track DEPTH */
    bool parted;             /* a tree's runs are made in parts; the first run
                                of the row is not among them, unless `whole` */
    bool closed, proven;     /* that track is at its end */
    uint64_t n[SEEP_TRACKS]; /* runs asked for, of each */
};

/* shared: there are several to make it. */
void seep_row_init(struct seep_row_order *row, const char *strategy,
                   const struct seep_options *base, bool shared);
void seep_row_fini(struct seep_row_order *row);

/* Can its tree be cut into pieces, for machines that do not talk (cut.h)? */
bool seep_row_cuts(const struct seep_row_order *row);

/* The track of the row's next run; its number there is row->n[track] - 1. */
enum seep_track seep_row_next(struct seep_row_order *row);

/* The run asked for last, of the track DEPTH, was that track's last one. */
void seep_row_close(struct seep_row_order *row, bool proven);

/* Must samples wait until all before are known?  Those from a power of two on
 * learn from those with smaller numbers. */
bool seep_row_learns(const struct seep_row_order *row);

/* What a worker makes: one track alone. */
struct seep_share {
    struct seep_portfolio p;
    enum seep_track track;
    bool whole;
    uint32_t base; /* of the part that it is at */
    bool bounded;  /* something of that was left out, for the bound */
};

void seep_share_init(struct seep_share *x, enum seep_track track, bool whole,
                     const char *strategy, const struct seep_options *base);
void seep_share_fini(struct seep_share *x);

/* As seep_portfolio_next.  Of a run that is not made all others know what they
 * need, except that sample 0 must be made when the row learns. */
bool seep_share_next(struct seep_share *x, struct seep_options *opt);

/* To make a part of the row's tree: the options of its runs.  False: out of
 * memory. */
bool seep_share_enter(struct seep_share *x, const struct seep_part *part,
                      struct seep_options *opt);
/* After each run: sets what parts.h wants to know of the tree.  `last`: this
 * was the last run that the part was to make. */
void seep_share_go_on(struct seep_share *x, bool last, struct seep_part_run *r);
/* Has a run of dpor's, which was not exact, shown that it must be? */
bool seep_share_anew(const struct seep_share *x);
const struct seep_tree *seep_share_tree(const struct seep_share *x);

/* How long the runs were that others made, below the last power of two. */
void seep_share_learn(struct seep_share *x, uint64_t longest);

#endif
