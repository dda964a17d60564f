/* proof.h - who of those that wait can never be woken: proof.c finds it. */
#ifndef SEEP_LUA_PROOF_H
#define SEEP_LUA_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "host.h"

struct seep_proof {
    struct seep_g **suspect; /* owned, [0..n), in order of start */
    bool *stuck;             /* owned, [0..n): the answer */
    bool *bereft; /* owned, [0..n): nobody will give it what it waits for, so
                     that it does not count that somebody could */
    uint32_t n;
    bool failed; /* out of memory: nothing is proven */
};

/* Lists the suspects. */
void seep_proof_begin(struct seep_proof *p, const struct seep_sim *s);
/* Finds the answer; L is the running thread. */
void seep_proof_make(lua_State *L, struct seep_proof *p);
/* Tells those who want to know it. */
void seep_proof_tell(const struct seep_proof *p);
void seep_proof_fini(struct seep_proof *p);

/* In steps, what it costs to make one now. */
uint64_t seep_proof_cost(const struct seep_sim *s);
/* Can it be made without the watchdog cutting in? */
bool seep_proof_is_small(const struct seep_sim *s);

/* Nothing can run: looks whether main waits for ever, if it is time to
 * (core/vigil.h). */
void seep_lua_keep_vigil(struct seep_lua *w);

#endif
