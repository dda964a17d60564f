/* wall.h - the time that really passes.  No result depends on it. */
#ifndef SEEP_WALL_H
#define SEEP_WALL_H

#include <stdint.h>
#include <time.h>

/* In ns, from a beginning that means nothing; never goes back. */
static inline int64_t seep_wall_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

#endif
