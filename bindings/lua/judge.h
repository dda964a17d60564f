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

/* What the patterns of scenario i ask for that not every run knows. */
struct seep_judge_needs {
    bool cause;     /* what only a watched run knows */
    bool deadlock;  /* one that may be partial */
    bool partial;   /* one that is */
    bool predicted; /* one that is only foreseen */
};
struct seep_judge_needs seep_judge_needs(uint32_t i);

#endif
