/* portions.h - the samples of a search, handed out in portions.
 *
 * Small ones at first and towards an end, for the row may be short.  Where
 * samples learn from those before (share.h), none beyond a power of two is
 * handed out before all below it have come back. */
#ifndef SEEP_PORTIONS_H
#define SEEP_PORTIONS_H

#include "bindings/terminal/options.h"
#include "bindings/terminal/packet.h"

struct seep_portions {
    uint32_t shard, of; /* this machine's: numbers that are `shard` modulo
                           `of`; they are counted here without the others */
    bool learn;         /* from those before */
    uint64_t planned;   /* runs of the row; 0: no end */

    uint64_t given;                         /* handed out */
    uint64_t come;                          /* come back */
    uint64_t longest;                       /* choices of these... */
    uint64_t learnt;                        /* ...of numbers below... */
    uint64_t block;                         /* ...half of this power of two */
    struct seep_task orphan[SEEP_JOBS_MAX]; /* of workers that were killed */
    uint32_t norphans;
};

/* The next portion, of those below `end`, for one of so many workers; false:
 * there is none now. */
bool seep_portions_next(struct seep_portions *p, uint64_t end, uint32_t workers,
                        struct seep_task *t);

/* A run with so many choices of who runs has come back. */
void seep_portions_come(struct seep_portions *p, uint64_t nchoices);

/* The rest of a portion is for somebody else. */
void seep_portions_orphan(struct seep_portions *p, const struct seep_task *t);

#endif
