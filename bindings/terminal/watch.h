/* watch.h - a search, as somebody sees it go on.
 *
 * What it comes to is in the findings; this is only shown meanwhile. */
#ifndef SEEP_WATCH_H
#define SEEP_WATCH_H

#include "bindings/export/findings.h"
#include "bindings/terminal/packet.h"
#include "core/explore/handoffs.h"

enum { SEEP_WATCH_MS = 100 }; /* between two times that it is shown */

/* How the search stands. */
struct seep_standing {
    const struct seep_findings *findings; /* borrowed */
    char strategy[24];                    /* of the last run */
    double share;      /* of the tree, searched; below 0: unknown */
    uint64_t distinct; /* traces... */
    uint64_t once;     /* ...that were seen once... */
    uint64_t samples;  /* ...in so many samples */
    uint64_t handoffs; /* pairs of goroutines at objects */
    int64_t elapsed;   /* ns */
    bool over;         /* show nothing any more */
};

/* Who watches. */
struct seep_watcher {
    /* NULL: nobody does. */
    void (*show)(void *context, const struct seep_standing *s);
    void *context;
};

struct seep_watch {
    struct seep_watcher by;
    struct seep_standing standing;
    int64_t begun, shown; /* when (wall.h) */
    struct seep_set64 traces, handoffs;
    struct seep_set64 sampled, again; /* traces of samples; met again */
};

/* Begins; f is borrowed until the end. */
void seep_watch_init(struct seep_watch *w, const struct seep_watcher *by,
                     const struct seep_findings *f);
void seep_watch_fini(struct seep_watch *w);

/* A run has been made; it need not be its turn yet. */
void seep_watch_heard(struct seep_watch *w, const struct seep_packet *p);
/* The run is now part of the findings. */
void seep_watch_taken(struct seep_watch *w, const struct seep_packet *p);

/* Shows how it stands, if that is long ago. */
void seep_watch_show(struct seep_watch *w);
/* Shows nothing any more. */
void seep_watch_over(struct seep_watch *w);

#endif
