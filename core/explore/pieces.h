/* pieces.h - the runs of a tree that machines have searched in pieces (cut.h),
 * in the order in which one alone would have made them.
 *
 * That is piece by piece, with no preemption first, then with one...  A piece
 * that has been searched whole is not searched again with more; one alone would
 * do that, and so its runs come once more.  Where something is missing, for a
 * machine has stopped before its end, it is left out; and from there on nothing
 * comes twice. */
#ifndef SEEP_EXPLORE_PIECES_H
#define SEEP_EXPLORE_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum seep_segment_state {
    SEEP_SEGMENT_OPEN,    /* there may be more */
    SEEP_SEGMENT_BOUNDED, /* all with so many preemptions */
    SEEP_SEGMENT_WHOLE    /* all */
};

/* Runs that a machine made one after the other, of one piece. */
struct seep_segment {
    uint32_t bound, piece; /* ascending */
    uint64_t runs;
    uint8_t state; /* enum seep_segment_state */
};

/* What a machine has made. */
struct seep_machine {
    const struct seep_segment *segment; /* borrowed, [0..n) */
    size_t n;
    bool closed; /* it came to its end */

    size_t at;     /* the next segment, and... */
    uint64_t from; /* ...the number of its first run */
};

struct seep_pieces {
    struct seep_machine *machine; /* borrowed, [0..nmachines) */
    uint32_t nmachines, npieces;
    struct {
        uint64_t from, to;
    } * whole; /* owned, [0..npieces): its runs, when it was searched whole */
    uint32_t bound, piece; /* where it is: in that piece... */
    uint64_t from, to;     /* ...with these runs of its machine still to come */
    bool gap;              /* something was missing */
};

/* Of n machines each has one of n pieces that stand side by side; which,
 * changes as if by chance, for pieces often come in twos or threes, one of them
 * large. Whose piece i is, and the j-th of machine k's. */
uint32_t seep_piece_owner(uint32_t i, uint32_t n);
uint32_t seep_piece_of(uint32_t k, uint32_t j, uint32_t n);

/* False: out of memory. */
bool seep_pieces_init(struct seep_pieces *o, struct seep_machine *machine,
                      uint32_t nmachines, uint32_t npieces);
void seep_pieces_fini(struct seep_pieces *o);

/* The next run, as the number of a machine and that of a run there.  False:
 * there is none; if nothing was missing, that is all. */
bool seep_pieces_next(struct seep_pieces *o, uint32_t *machine, uint64_t *run);

#endif
