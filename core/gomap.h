/* gomap.h - a Go map: what is fatal about it.
 *
 * As in Go (runtime/map.go) a write is two steps, between which others can
 * run: it sets a flag and clears it again.  Whoever finds it set - a reader, an
 * iteration at one of its steps, another writer - ends the run; recover cannot
 * catch that.  Unlike Go an empty map is no exception.  Keys and values are
 * the host's. */
#ifndef SEEP_GOMAP_H
#define SEEP_GOMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"

struct seep_g;
struct seep_sim;

struct seep_map {
    struct seep_object obj;
    bool writing;    /* a write has begun and not ended */
    uint32_t places; /* the host keeps it: where an iteration can begin */
};

/* On the caller's memory.  The caller numbers and names obj. */
void seep_map_init(struct seep_map *m);

/* The operations, on g->op; called by perform.c only.  The first step of an
 * iteration has op.arg 1, and its result op.chosen, in [0, places), is where
 * it begins: a recorded choice. */
enum seep_outcome seep_map_read(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_map_next(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_map_write(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_map_written(struct seep_sim *s, struct seep_g *g);

#endif
