/* perform.h - carrying out an operation record: for sim.c, and inline for
 * hosts that want the usual case to be quick. */
#ifndef SEEP_PERFORM_H
#define SEEP_PERFORM_H

#include <stdbool.h>
#include <stdint.h>

#include "sim.h"

typedef enum seep_outcome seep_performer(struct seep_sim *s, struct seep_g *g);

/* What performs an operation, by its kind; NULL: nobody. */
extern seep_performer *const seep_performers[SEEP_OP_COUNT];

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

/* What may come to nothing says in op.ok that it did not. */
static inline bool seep_op_is_try(uint8_t kind)
{
    const uint64_t tries =
        UINT64_C(1) << SEEP_OP_TRY_LOCK | UINT64_C(1) << SEEP_OP_RW_TRY_LOCK |
        UINT64_C(1) << SEEP_OP_TRY_RLOCK | UINT64_C(1) << SEEP_OP_ATOMIC_CAS |
        UINT64_C(1) << SEEP_OP_SYNCMAP_UPDATE;

    return tries >> kind & 1;
}

/* A default case taken or a try that failed shows nothing to anybody. */
static inline bool seep_op_had_effect(const struct seep_op *op, uint8_t kind)
{
    if (kind == SEEP_OP_SELECT)
        return op->chosen != SEEP_CHOSE_DEFAULT;
    return seep_op_has_effect(kind) && (op->ok || !seep_op_is_try(kind));
}

/* seep_perform, for one who knows that g->op.kind is `kind`. */
static __attribute__((always_inline)) inline enum seep_outcome
seep_perform_as(struct seep_sim *s, struct seep_g *g, uint8_t kind)
{
    enum seep_outcome r = seep_performers[kind](s, g);

    if (r == SEEP_PARKED) {
        if (kind == SEEP_OP_GOSCHED) /* no wait: still runnable */
            seep_sim_polled(s, g);
        return r;
    }
    if (seep_op_had_effect(&g->op, kind))
        seep_sim_progress(s);
    else
        seep_sim_polled(s, g);
    if (r != SEEP_DEFERRED)
        seep_emit(s, SEEP_EV_OP, g, NULL, g->op.obj, g->op.chosen);
    return r;
}

/* seep_sim_op, for one who knows the kind: when it is a constant, the compiler
 * decides what the kind decides. */
static __attribute__((always_inline)) inline enum seep_outcome
seep_sim_op_as(struct seep_sim *s, struct seep_g *g, uint8_t kind)
{
    if (__builtin_expect(s->steps >= s->last_step || s->observers ||
                             seep_sim_may_defer(s),
                         0))
        return seep_sim_op(s, g);
    seep_sim_count(s, g);
    enum seep_outcome r;
    if (__builtin_expect(seep_sim_is_hooked(s, kind), 0) &&
        s->hook->op(s->hook, s, g, &r))
        return r;
    return seep_perform_as(s, g, kind);
}

#endif
