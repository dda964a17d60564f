/* sampled.h - searches of unit-test programs by strategies that sample. */
#ifndef SAMPLED_H
#define SAMPLED_H

#include "core/explore/search.h"
#include "core/explore/strategies.h"
#include "script_run.h"

/* The number, from 1, of the first run that does not pass, of at most `limit`;
 * 0: all did.  The first is random and profiled.  sc: strategy and search are
 * set here, its seed begins the runs'. */
uint32_t sampled(const char *strategy, const struct scenario *sc,
                 uint32_t limit);

/* The mean of that over 20 searches; those that find nothing count as twice
 * the limit. */
double sampled_mean(const char *strategy, const struct line *body,
                    uint32_t limit);

/* A search that has made the first run of the scenario; release with fini. */
void sampled_search(struct seep_search *x, const struct scenario *sc);

#endif
