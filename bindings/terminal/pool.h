/* pool.h - items of work, each done by one of several processes.
 *
 * What they say is heard in the order of the items, as if one process had done
 * one after the other.  An item whose process was killed is done again by
 * another one. */
#ifndef SEEP_POOL_H
#define SEEP_POOL_H

#include <stdint.h>

#include "bindings/export/buffer.h"

struct seep_pool {
    const char *command; /* for complaints */
    uint32_t jobs;       /* processes, at most SEEP_JOBS_MAX */
    size_t n;            /* items */
    /* In one of the processes: does item i and adds what there is to say. */
    void (*work)(void *context, size_t i, struct seep_buffer *out);
    /* Here: what was said of item i; the bytes are only lent. */
    void (*told)(void *context, const char *bytes, size_t n);
    void *context;
};

/* 0, or the exit status after saying why not all items were done. */
int seep_pool_run(const struct seep_pool *pool);

#endif
