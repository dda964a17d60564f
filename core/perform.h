/* perform.h - carrying out an operation record.  For sim.c. */
#ifndef SEEP_PERFORM_H
#define SEEP_PERFORM_H

#include <stdbool.h>
#include <stdint.h>

#include "op.h"

struct seep_g;
struct seep_sim;

/* Performs g->op for g, which runs.  Counts it as progress or as a poll. */
enum seep_outcome seep_perform(struct seep_sim *s, struct seep_g *g);

/* Is g's pending operation a lock that it cannot have now?  While a strategy
 * decides, performing it is to wait, with the operation still pending. */
bool seep_op_is_shut_out(const struct seep_g *g);

/* Is k a scheduling point? */
static inline bool seep_op_is_point(uint8_t k)
{
#define X(kind, name, flags)                                                   \
    | ((uint64_t)(((flags)&SEEP_OP_P) != 0) << SEEP_OP_##kind)
    const uint64_t points = 0 SEEP_OP_KINDS(X);
#undef X
    return points >> k & 1;
}

static inline bool seep_op_has_effect(uint8_t k)
{
#define X(kind, name, flags)                                                   \
    | ((uint64_t)(((flags)&SEEP_OP_E) != 0) << SEEP_OP_##kind)
    const uint64_t effects = 0 SEEP_OP_KINDS(X);
#undef X
    return effects >> k & 1;
}

#endif
