/* shards.h - a search made by many machines: their files, and the merge.
 *
 * Machine k of n makes the samples whose numbers are k - 1 modulo n, or its
 * pieces of a tree (cut.h); of a row with samples and a tree the first one
 * makes all that is the tree's.  It writes down what came of each run
 * (partial.h).  The merge takes the runs in the order of the row, or of the
 * tree (pieces.h). */
#ifndef SEEP_SHARDS_H
#define SEEP_SHARDS_H

#include <jansson.h>

#include "bindings/export/partial.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/subject.h"

enum { SEEP_SHARDS_MAX = 10000 };

struct seep_shards {
    const char *command; /* for complaints */
    json_t **shard;      /* owned: documents, [0..n) by number */
    uint32_t n;
    char **argv; /* owned; of `seep explore`, the documents' strings */
    int argc;
};

/* Reads all files.  0, or the exit status after saying what is wrong. */
int seep_shards_read(struct seep_shards *x, char **path, int n);
void seep_shards_fini(struct seep_shards *x);

/* Is the script what they have run?  Else says so; 0 or the exit status. */
int seep_shards_check(const struct seep_shards *x, const char *path,
                      uint32_t digest);

/* As seep_crew_search, of the runs that are there. */
void seep_shards_search(const struct seep_shards *x,
                        const struct seep_subject *subject,
                        struct seep_findings *f);

#endif
