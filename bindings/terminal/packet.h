/* packet.h - what a worker tells of a run, through a socket.
 *
 * Both ends are the same program, so it is told as it lies in memory. */
#ifndef SEEP_PACKET_H
#define SEEP_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/terminal/stream.h"
#include "bindings/terminal/subject.h"
#include "core/explore/share.h"

/* Tasks of the track DEPTH, but of its tree: a part of it, or to cut it. */
enum { SEEP_TASK_PART = SEEP_TRACKS, SEEP_TASK_CUT };

/* What a worker is to do: to make runs of one track, from number `first` on;
 * or a part (parts.h), whose path follows; or to cut a tree (cut.h) and tell
 * its pieces, one a packet. */
struct seep_task {
    uint32_t track;        /* enum seep_track, or SEEP_TASK_... */
    uint64_t first;        /* those before it need not be told */
    uint64_t count;        /* so many, or so many pieces; of the track DEPTH
                              all there are */
    uint64_t longest;      /* search.h: below the last power of two */
    struct seep_part part; /* its pointers mean nothing */
};

/* A run; or a piece: its number, its path in `part.step`, preemptions in
 * `part.highest`, whether it is the last, and in `proven` whether dpor has to
 * be exact. */
struct seep_packet {
    struct seep_tried tried;
    uint64_t number; /* in its track, of this machine's */
    bool last,
        proven;      /* of the track DEPTH: there is no other; it is a proof */
    double share;    /* of the tree that is searched; below 0: unknown */
    uint64_t *fresh; /* owned: hand-offs not seen before by this worker */
    uint32_t nfresh;
    struct seep_part_run part; /* of a part; `what` means nothing */
};
void seep_packet_fini(struct seep_packet *p);

/* Adds p, unless there is no memory: to->failed. */
void seep_packet_write(struct seep_stream *to, const struct seep_packet *p);

/* The next one that is there whole; the caller owns what it points to, which
 * is NULL where there was no memory: from->failed.  False: none is. */
bool seep_packet_read(struct seep_stream *from, struct seep_packet *p);

#endif
