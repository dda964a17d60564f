/* resource.h - what must be closed: files, connections, places of a pool.
 *
 * The world keeps a list of the open ones, in order of opening, so that what
 * nobody closed is reported by kind and line when the run is over. */
#ifndef SEEP_RESOURCE_H
#define SEEP_RESOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"

struct seep_g;
struct seep_sim;

struct seep_resource {
    struct seep_object obj; /* name: which one; site: where it was opened */
    uint32_t kind;          /* what it is, in the world's names */
    uint32_t holder;        /* the goroutine that opened it */
    uint32_t pool; /* the id of the pool it is a place of; 0: of none */
    bool open;
    struct seep_resource *next, *prev; /* while open */
};

struct seep_resources {
    struct seep_resource *first, *last;
    uint32_t count;
};

void seep_resource_init(struct seep_resource *r, uint32_t kind);

/* On g->op; called by perform.c only.  op.ok of a close: it was open. */
enum seep_outcome seep_resource_open(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_resource_close(struct seep_sim *s, struct seep_g *g);

#endif
