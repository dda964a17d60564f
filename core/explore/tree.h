/* tree.h - the choices of runs as a tree, searched depth first.
 *
 * A run follows the path of choices that the tree holds and goes on by itself
 * from its end; then the tree takes the deepest choice that has something left
 * to try and cuts off what lay below.  What is worth trying is the strategy's
 * business: dfs.c tries everything, dpor.c only what can make a difference. */
#ifndef SEEP_EXPLORE_TREE_H
#define SEEP_EXPLORE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "back.h"
#include "conflict.h"
#include "core/choose.h"

/* Sets of goroutines of a run are 64 bits: its first 63 goroutines, and the
 * clock, which can go first when time is free. */
enum { SEEP_TREE_CLOCK = 63, SEEP_TREE_GOROUTINES };

/* From there on a path goes on at random, which is fair: a program that goes
 * round for as long as others are not let in would never end. */
enum { SEEP_TREE_DEPTH = 1000 };

/* A choice on the path.  RUN: alternatives are goroutines, told by their slot
 * (seep_tree_slot); else numbers. */
struct seep_node {
    uint8_t kind;     /* enum seep_choice_kind */
    uint32_t n;       /* alternatives */
    uint32_t chosen;  /* RUN: a slot; else: the alternative */
    uint32_t spent;   /* preemptions on the way here */
    uint8_t standard; /* RUN: the slot that goes on, or alternative 0 */
    bool preempts;    /* RUN: another one than it would be a preemption */
    uint32_t event;   /* dpor: how many there were before it */
    uint64_t enabled, todo, done, asleep; /* RUN: sets of slots */
    struct seep_footprint *print;         /* dpor: of the enabled, by rank */
};

/* A choice of a path as it is told to somebody else, who searches from there
 * (parts.h): what does not follow from the choices before it. */
struct seep_step {
    uint32_t n, chosen;
    uint8_t kind, standard;
    uint64_t enabled, todo, done, asleep;
};

/* What is to be tried at a choice: one of `can`, `first` if it is among them;
 * unless one of them is put down already.  can 0: all that are enabled. */
struct seep_wish {
    uint32_t node, first;
    uint64_t can;
};

struct seep_tree {
    struct seep_node *node; /* the path, [0..n) */
    uint32_t n, cap;
    uint32_t top;           /* it never goes back to the choices before that */
    uint32_t highest;       /* the first choice that was made anew */
    struct seep_step *lead; /* owned, [0..nlead): what the first run follows */
    uint32_t nlead;
    struct seep_wish *wish; /* owned, [0..nwish): of choices before `top`, in
                               their order, each once */
    uint32_t nwish, cap_wish;
    uint32_t depth;   /* choices met by the present run */
    uint32_t first_g; /* id of its main goroutine */
    uint32_t resume;  /* who ran before local work went first; 0: none did */
    uint32_t spent;   /* preemptions so far */
    bool cut;         /* something was not looked at: no proof */
    bool strayed;     /* the run did not come by where it had come by before */
    struct seep_back back; /* moments on the path to go back to */
};

void seep_tree_init(struct seep_tree *t);
void seep_tree_fini(struct seep_tree *t);

/* Of a new tree: its first run follows the path of n choices, and only what
 * lies behind the first `top` of them is searched.  False: out of memory. */
bool seep_tree_enter(struct seep_tree *t, const struct seep_step *path,
                     uint32_t n, uint32_t top);

/* Writes down the path of the next run, all t->n choices. */
void seep_tree_tell(const struct seep_tree *t, struct seep_step *path);

/* Before a run of s. */
void seep_tree_begin(struct seep_tree *t, const struct seep_sim *s);

/* The slot of g (NULL: the clock) in the present run, or SEEP_TREE_GOROUTINES:
 * no room. */
uint32_t seep_tree_slot(const struct seep_tree *t, const struct seep_g *g);

/* The node for choice c: the one on the path, or a new one at its end, with
 * `*is_new` set and nothing chosen yet.  NULL: too deep, too many goroutines,
 * out of memory, or strayed; the caller takes the default. */
struct seep_node *seep_tree_meet(struct seep_tree *t, const struct seep_sim *s,
                                 const struct seep_choice *c, bool *is_new);

/* A node is new, and open: if the run follows somebody else's path, so does
 * the node. */
void seep_tree_led(struct seep_tree *t, struct seep_node *v);

/* Puts down what is to be tried at choice number i: there, or among the
 * wishes. */
void seep_tree_want(struct seep_tree *t, uint32_t i, uint64_t can,
                    uint32_t first);

/* The same for a set: what it becomes. */
uint64_t seep_tree_wanted(uint64_t todo, uint64_t enabled, uint64_t can,
                          uint32_t first);

/* Is there a goroutine that computes on to its next operation, or whose
 * operation touches nothing?  It commutes with all others, so that to let it
 * go first leaves nothing out, and it is no choice.  *i: the alternative.
 * Nothing commutes with the clock: false when time is free. */
bool seep_tree_local(struct seep_tree *t, const struct seep_sim *s,
                     const struct seep_choice *c, uint32_t *i);

/* What the run does where there is no node. */
uint32_t seep_tree_beyond(struct seep_sim *s, const struct seep_choice *c);

/* What the run does at v, which has something chosen: the alternative. */
uint32_t seep_tree_follow(struct seep_tree *t, const struct seep_sim *s,
                          const struct seep_choice *c,
                          const struct seep_node *v);

/* Chooses anew, if there is something left to try. */
bool seep_step_advance(struct seep_step *v);

/* After a run: makes the path that of the next one.  False: all was tried. */
bool seep_tree_next(struct seep_tree *t);

/* How much of the tree has been searched, from 0 to 1: what is not known yet
 * is taken to be as large as what lies beside it (Knuth, Math. Comp. 1975).
 * A guess, and for dpor a high one, for choices are still added. */
double seep_tree_explored(const struct seep_tree *t);

/* One of the set's slots, `first` if it is among them. */
static inline uint32_t seep_slot_of(uint64_t set, uint32_t first)
{
    return set >> first & 1 ? first : (uint32_t)__builtin_ctzll(set);
}

/* The footprint of an enabled slot of the node. */
static inline struct seep_footprint *seep_node_print(const struct seep_node *v,
                                                     uint32_t slot)
{
    uint64_t below = v->enabled & ((UINT64_C(1) << slot) - 1);

    return &v->print[__builtin_popcountll(below)];
}

#endif
