/* profile.h - what one run of a script was like, for sampling others.
 *
 * How long runs are, how many operations each goroutine performed, and where
 * goroutines met: the objects on which the order of their operations matters.
 * Goroutines are known again by their place in the family (the path), objects
 * that are made before anything is chosen by their number, later ones by what
 * they are, their name and where they are made.
 *
 * Watch one run, of random, with the observer and end the profile; tell it of
 * other runs how long they were.  All memory is on the ordinary heap. */
#ifndef SEEP_EXPLORE_PROFILE_H
#define SEEP_EXPLORE_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/trace.h"

struct seep_g;
struct seep_op;
struct seep_object;

enum { SEEP_PROFILE_NONE = UINT32_MAX };

/* A goroutine.  Children come after their creator, one after the other. */
struct seep_profile_node {
    uint32_t up;    /* its creator's node; NONE: it is main, node 0 */
    uint32_t index; /* which child of its creator, from 1 */
    uint32_t nops;  /* operations it began */
    uint32_t child, nchildren; /* its first child's node, and how many */
};

/* An operation where goroutines met. */
struct seep_profile_event {
    uint32_t node, op; /* whose, and which of its operations, from 1 */
    uint32_t seq;      /* order among all */
    uint32_t spot;
};

/* An object, or all of a kind. */
struct seep_profile_spot {
    uint64_t key;
    uint32_t first, nevents; /* its events */
};

struct seep_profile {
    struct seep_observer observer;
    uint64_t longest; /* choices of who runs, in the longest run; 0: none yet */
    uint64_t most;    /* that `longest` will be */
    uint32_t settled; /* objects up to this number are known by it */
    struct seep_profile_node *node;   /* owned, [0..nnodes) */
    struct seep_profile_event *event; /* owned, [0..nevents), by spots */
    struct seep_profile_spot *spot;   /* owned, [0..nspots) */
    uint32_t nnodes, nevents, nspots;
    struct seep_profiler *watch; /* owned: while the run goes on */
};

void seep_profile_init(struct seep_profile *p);
void seep_profile_fini(struct seep_profile *p);

/* For the observers of one run that is about to begin, with no choice made yet.
 * Whatever the profile was, it is a new one. */
struct seep_observer *seep_profile_watch(struct seep_profile *p);

/* After that run; the world is as it ended.  SEEP_ENOMEM: of goroutines and
 * objects nothing is known. */
enum seep_err seep_profile_end(struct seep_profile *p,
                               const struct seep_sim *s);

/* Another run had so many choices (seep_sim.nchoices). */
void seep_profile_add(struct seep_profile *p, uint64_t nchoices);

/* Gives the watch up; w may be NULL. */
void seep__profiler_free(struct seep_profiler *w);

/* By what an object is known again. */
uint64_t seep_profile_key(const struct seep_profile *p,
                          const struct seep_sim *s,
                          const struct seep_object *o);

/* By what a goroutine is known again: the last steps of its path; NULL: the
 * clock.  Never 0. */
uint64_t seep_profile_who(const struct seep_g *g);

/* The node of the index-th child of a node, or NONE. */
uint32_t seep_profile_child(const struct seep_profile *p, uint32_t node,
                            uint32_t index);

/* Of the node's children, the first with an index above that; NONE. */
uint32_t seep_profile_child_above(const struct seep_profile *p, uint32_t node,
                                  uint32_t index);

/* How many objects an operation is on, nil ones included, and the i-th. */
uint32_t seep_op_nobjects(const struct seep_op *op);
const struct seep_object *seep_op_object(const struct seep_op *op, uint32_t i);

/* Is the operation one for which there is a best moment?  No unlocking: to
 * unlock first or last is the same to the others. */
bool seep_op_competes(const struct seep_op *op);

#endif
