/* syncmap.h - sync.Map: what of it others can see.
 *
 * Keys and values are the host's.  An operation on a key is on that key's own
 * object, made by the host when the key is first used, so that a store comes
 * before the load that sees it, and not before those of other keys. */
#ifndef SEEP_SYNCMAP_H
#define SEEP_SYNCMAP_H

#include <stdint.h>

#include "object.h"
#include "op.h"

struct seep_g;
struct seep_sim;

struct seep_syncmap {
    struct seep_object obj;
    uint32_t places; /* the host keeps it: where a range can begin */
};

struct seep_syncmap_key {
    struct seep_object obj;
    struct seep_syncmap *of;
};

/* On the caller's memory.  The caller numbers and names obj. */
void seep_syncmap_init(struct seep_syncmap *m);
void seep_syncmap_key_init(struct seep_syncmap_key *k, struct seep_syncmap *of);

/* The operations, on g->op; called by perform.c only.  An update reads, and
 * writes when the host says that it applies: then op.ok.  A range begins at
 * place op.chosen of [0, places): a recorded choice. */
enum seep_outcome seep_syncmap_update(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_syncmap_range(struct seep_sim *s, struct seep_g *g);

#endif
