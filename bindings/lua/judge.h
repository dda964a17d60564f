/* judge.h - does a run match a scenario's patterns? */
#ifndef SEEP_LUA_JUDGE_H
#define SEEP_LUA_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

struct seep_report;

/* In a world just restored: sets matched[k] for each quantifier of scenario i
 * (from 0).  False: the judge itself ran out of memory. */
bool seep_judge(uint32_t i, const struct seep_report *r, bool *matched,
                uint32_t nmatched);

/* Does a pattern of scenario i ask for what only a watched run knows? */
bool seep_judge_needs_cause(uint32_t i);

/* Does one ask for deadlocks that are only foreseen? */
bool seep_judge_needs_prediction(uint32_t i);

#endif
