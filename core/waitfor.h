/* waitfor.h - the wait-for graph of locks: who waits for whose unlock.
 *
 * A mutex has one holder, a rwmutex may have many readers; those are known
 * from a history only. */
#ifndef SEEP_WAITFOR_H
#define SEEP_WAITFOR_H

#include <stdbool.h>
#include <stdint.h>

struct seep_g;
struct seep_history;
struct seep_inquiry;
struct seep_rwmutex;

enum { SEEP_HOLDERS_MAX = 64 };

/* Whose unlock g waits for, as ids; how many, 0 when it waits for none.  h may
 * be NULL. */
uint32_t seep__holders(const struct seep_history *h, const struct seep_g *g,
                       uint32_t id[SEEP_HOLDERS_MAX]);

/* Those that hold the read lock. */
uint32_t seep__readers(const struct seep_history *h,
                       const struct seep_rwmutex *rw,
                       uint32_t id[SEEP_HOLDERS_MAX]);

/* Where reader id last took its read lock; 0: unknown. */
uint32_t seep__read_site(const struct seep_history *h,
                         const struct seep_rwmutex *rw, uint32_t id);

/* How many goroutines wait for each other's locks, q->g among them, on the
 * shortest way round; 0: it is in no cycle. */
uint32_t seep__lock_cycle(const struct seep_inquiry *q);

#endif
