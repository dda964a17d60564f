/* dpor.h - one schedule of each kind that can make a difference.
 *
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014).
 * A run is watched; where two of its operations conflict (conflict.h) and
 * could have come the other way round, that way is put down to be tried.  What
 * differs only in the order of operations that commute is run once, so that an
 * exhausted search is a proof for the schedules of this program with these
 * inputs: nothing is left out unless tree.cut is set.
 *
 * Two traps (exploration.md 4), each of which would lose behaviours: arrivals
 * at the two ends of a channel commute, so the event of the one must not be
 * ordered after the other's, only what they do next; and all immediate races
 * count, not just the last.
 *
 * When time is free it draws one run and proves nothing.  Where it falls short
 * besides: of programs that unlock what another goroutine has
 * locked, it may miss some of the ways in which that is fatal; and of programs
 * that use simulated connections it proves nothing. */
#ifndef SEEP_EXPLORE_DPOR_H
#define SEEP_EXPLORE_DPOR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/trace.h"
#include "counts.h"
#include "tree.h"

/* What a goroutine knows of every other one's events: how many of them. */
struct seep_dpor_clock {
    uint16_t at[SEEP_TREE_GOROUTINES];
};

struct seep_dpor_event {
    uint32_t slot, index; /* the slot's index-th event, from 1 */
    int32_t node;         /* the choice that led to it; -1: there was none */
    struct seep_footprint print;
    struct seep_dpor_clock clock;
};

/* So many choices in a row go to one goroutine, then another one has a turn:
 * one that goes round until others do something must not take a whole run. */
enum { SEEP_DPOR_EVENTS = 8192, SEEP_DPOR_TURNS = 32 };

/* What is known of the present run; in the arena, aside. */
struct seep_dpor_run {
    struct seep_arena *arena;
    struct seep_dpor_event *event; /* [0..n) */
    uint32_t n, cap, ng;
    struct seep_dpor_clock clock[SEEP_TREE_GOROUTINES]; /* by slot */
    struct seep_dpor_clock past;          /* of all, when time last moved */
    uint32_t index[SEEP_TREE_GOROUTINES]; /* of the slot's last event */
    uint32_t last[SEEP_TREE_GOROUTINES];  /* the slot's last event */
    uint64_t met, met_on_chan;   /* made runnable by the present operation */
    struct seep_footprint woken; /* and the channels that these left */
    uint64_t asleep;             /* now, and what they are about to do */
    struct seep_footprint sleeper[SEEP_TREE_GOROUTINES];
    struct seep_dpor_value *value; /* in buffers: who sent them */
    uint32_t nvalue, value_cap;
    struct seep_counts counts; /* is the run calm? */
    struct {
        uint32_t creator, index; /* who had made so many events then */
    } born[SEEP_TREE_GOROUTINES];
    uint32_t turn;  /* the slot chosen last, and... */
    uint32_t turns; /* ...how often in a row, choices being open */
    int32_t node;   /* of the choice just made; -1: none */
    bool blind;     /* too long, or out of memory: watches no more */
};

struct seep_dpor {
    struct seep_tree tree;
    struct seep_observer observer;
    struct seep_dpor_run *run; /* NULL: there was no room */
    bool redundant; /* all that could go on had been tried: given up */

    bool exact; /* a run was not calm: counters are looked at closely... */
    bool anew;  /* ...from the next run on, the first of a new search */
    uint64_t nredundant; /* such runs */
};

void seep_dpor_init(struct seep_dpor *d);
void seep_dpor_fini(struct seep_dpor *d);

/* Give d to the run as opt.search, and see to what the strategy asks of who
 * runs it (choose.h).  A run may be made again before the next one is. */

/* After each run: is there another one?  When not: all that matters has been
 * run, unless tree.cut is set.  Runs that were `redundant` came to nothing. */
bool seep_dpor_next(struct seep_dpor *d);

extern const struct seep_strategy seep_strategy_dpor;

#endif
