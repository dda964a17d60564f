/* live.h - a world that lives on: the prompt's.
 *
 * One simulation in which each input is a goroutine, started by a goroutine
 * of the session's own that waits for ever.  Nothing moves but in
 * seep_live_go.  Its position is a number of moments: each is one turn of one
 * goroutine, at most one operation of its, or one move of the clock.
 *
 * Everything that came from outside - inputs, picks, interrupts - stands on a
 * tape with its moment, so any earlier position can be had again: from a
 * snapshot before it, by playing the tape on (tape.c).
 *
 * Nothing here prints but the script, and what inputs come to, to `out`. */
#ifndef SEEP_LUA_LIVE_H
#define SEEP_LUA_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/report.h"
#include "core/sim.h"
#include "world.h"

struct seep_live;
struct seep_schedule;

struct seep_live_options {
    struct seep_world_options world;
    struct seep_options sim; /* max_steps: of one input or command */
    const char *path;        /* beside which modules are looked for */
    size_t history;          /* bytes of snapshots that are kept at most */
    /* An input came to an error; borrowed texts, several lines of stack. */
    void (*failed)(void *context, uint32_t input, const char *text,
                   const char *stack);
    void *context;
};

/* Returns new; NULL: `why` says it in one line.  One a process, and no other
 * world beside it. */
struct seep_live *seep_live_new(const struct seep_live_options *opt,
                                struct seep_load_error *why);
void seep_live_free(struct seep_live *v);

/* The world, to be looked at.  Its goroutine number 1 is the session's. */
struct seep_sim *seep_live_sim(struct seep_live *v);
uint64_t seep_live_moment(const struct seep_live *v);
/* Operations begun so far: what reports call a step. */
uint64_t seep_live_step(const struct seep_live *v);

/* ---- inputs ---- */

struct seep_live_input {
    const char *code; /* as the reader has it */
    size_t length;
    const char *names; /* of variables it declares */
    const char *chunk; /* "=[3]", "@file.lua" */
    const char *text;  /* as it was typed; for seep_live_said */
};

/* Starts the goroutine of an input, which is next to run.  Returns its number
 * as an input, from 1; 0: no memory, or the world is over. */
uint32_t seep_live_start(struct seep_live *v, const struct seep_live_input *in);
/* The number that the next input will have. */
uint32_t seep_live_next(const struct seep_live *v);
/* Input k as it was typed. */
const char *seep_live_said(const struct seep_live *v, uint32_t k);
/* How the world was when input k was started; for the next number, how it is.
 * False: there is no such input. */
struct seep_live_start_of {
    struct seep_live_input input; /* borrowed until the tape changes */
    int64_t now;                  /* virtual ns */
    bool quiet;                   /* nothing could happen */
    bool blocked;                 /* the input before it had not ended */
    uint32_t others; /* goroutines that lived, the session's aside */
};
bool seep_live_start_of(const struct seep_live *v, uint32_t k,
                        struct seep_live_start_of *to);
/* Input k's goroutine; NULL: it has ended. */
struct seep_g *seep_live_input_g(const struct seep_live *v, uint32_t k);

/* ---- running ---- */

enum seep_live_end {
    SEEP_LIVE_THERE,   /* what was waited for has come */
    SEEP_LIVE_QUIET,   /* nothing can happen any more */
    SEEP_LIVE_STOPPED, /* interrupted from outside */
    SEEP_LIVE_LIMIT,   /* as many steps as one command may take */
    SEEP_LIVE_OVER,    /* the world has ended, see its verdict */
    SEEP_LIVE_LOST     /* a call never came back: all is as it was before */
};

/* Until when to go on; whatever comes first. */
struct seep_live_until {
    uint32_t input;  /* 0, or this input has ended */
    uint64_t moment; /* 0, or it is this one */
    uint64_t step;   /* 0, or so many operations have begun */
    /* NULL, or it says so, asked after each moment. */
    bool (*there)(void *context, struct seep_live *v);
    void *context;
};

enum seep_live_end seep_live_go(struct seep_live *v,
                                const struct seep_live_until *until);

/* For a signal handler: what runs, or is next to, stops soon. */
void seep_live_interrupt(void);
/* It was not meant for what comes now. */
void seep_live_calm(void);

/* Ends input k's goroutine, which was running when it was interrupted, as
 * runtime.goexit does, as soon as it goes on. */
void seep_live_give_up(struct seep_live *v, uint32_t k);

/* g, which can go on, goes first now.  False: no memory. */
bool seep_live_pick(struct seep_live *v, const struct seep_g *g);

/* Nothing can happen before virtual time `when`, or it has come. */
bool seep_live_clock_waits(struct seep_live *v, int64_t when);
/* Moves the clock forward to `when`, before which nothing can happen.  False:
 * something can, or there is no memory. */
bool seep_live_set_clock(struct seep_live *v, int64_t when);

/* Can nothing happen any more, by itself? */
bool seep_live_is_quiet(struct seep_live *v);

/* Draws from this seed from now on; has so many virtual processors.  False: no
 * memory. */
bool seep_live_seed(struct seep_live *v, uint64_t seed);
bool seep_live_procs(struct seep_live *v, uint32_t n);

/* From now on that strategy says who goes first, if nobody is picked.  False:
 * none of that name decides run by run, or there is no memory. */
bool seep_live_strategy(struct seep_live *v, const char *name);
/* The name of the present one. */
const char *seep_live_decides(const struct seep_live *v);

/* Goes on as the schedule says, until nothing can happen or so many steps have
 * been made.  False: no memory. */
bool seep_live_follow(struct seep_live *v, const struct seep_schedule *s,
                      uint64_t steps);

/* Goes on under these options (seed, strategy, search, depth) until nothing can
 * happen, on no tape: the caller takes it back (seep_live_return).  What was
 * chosen is put down in `took`, which is initialized, and in *races how many
 * data races there were. */
enum seep_live_end seep_live_try(struct seep_live *v,
                                 const struct seep_options *opt,
                                 struct seep_schedule *took, size_t *races);

/* ---- back in time ---- */

/* n moments back.  What came after is not forgotten: going on repeats it,
 * until something else comes from outside. */
void seep_live_back(struct seep_live *v, uint64_t n);
/* To where operation number `step` has just begun, which lies behind. */
void seep_live_to_step(struct seep_live *v, uint64_t step);
/* To before the n-th last input, which is forgotten.  False: there are not so
 * many. */
bool seep_live_undo(struct seep_live *v, uint32_t n);
/* To the beginning; all is forgotten. */
void seep_live_reset(struct seep_live *v);
/* Does all of it again, from the beginning to here, and prints again. */
void seep_live_replay(struct seep_live *v);

/* What scripts print, and what inputs come to, goes nowhere. */
void seep_live_mute(struct seep_live *v, bool mute);

/* Tries something out: from return on it has not happened. */
struct seep_live_mark;
struct seep_live_mark *seep_live_mark(struct seep_live *v); /* NULL: memory */
void seep_live_return(struct seep_live *v, const struct seep_live_mark *m);
void seep_live_mark_free(struct seep_live_mark *m);

/* Was somebody picked, or who goes first drawn, on the way here? */
bool seep_live_by_hand(const struct seep_live *v);

/* How many data races the session has had so far: it is done again for that,
 * from its beginning. */
size_t seep_live_races(struct seep_live *v);

/* To where the last input had just been started, which must have been; and the
 * step that this was. */
void seep_live_to_start(struct seep_live *v);
uint64_t seep_live_start_step(const struct seep_live *v);

/* Does going on repeat something? */
bool seep_live_repeats(const struct seep_live *v);

/* What the snapshots take, and how many there are. */
size_t seep_live_history(const struct seep_live *v, uint32_t *n);

/* Several futures side by side (fork.c).  The present one has a name, at first
 * "main"; fork keeps it under another name as it is now.  False: out of
 * memory, or (switch) there is none of that name. */
bool seep_live_fork(struct seep_live *v, const char *name);
bool seep_live_switch(struct seep_live *v, const char *name);
/* Forgets the one of that name, if there is one. */
void seep_live_drop(struct seep_live *v, const char *name);
/* The present one becomes as the one of that name is, and is not kept. */
bool seep_live_take(struct seep_live *v, const char *name);
const char *seep_live_branch(const struct seep_live *v);
/* The i-th of the others; NULL: there are no more. */
const char *seep_live_fork_name(const struct seep_live *v, uint32_t i,
                                uint64_t *moment);

/* How many faults have fired; and what the last one is, as "delay 5ms",
 * borrowed until the world moves ("": it is not known). */
uint64_t seep_live_faults(const struct seep_live *v, const char **last);

/* Where g is, without touching the world.  False: unknown. */
bool seep_live_place(struct seep_live *v, const struct seep_g *g, char *file,
                     size_t size, uint32_t *line);

/* ---- looking ---- */

/* From here to the end what is asked of the world may take its memory: it is
 * put back afterwards.  False: there is no memory for that. */
bool seep_live_look(struct seep_live *v);
void seep_live_look_end(struct seep_live *v);

/* The whole run so far, done again and watched: fills *r, the caller's. */
void seep_live_explain(struct seep_live *v, struct seep_report *r);

/* The same for an observer of the caller's, which is all that watches.  False:
 * no memory. */
bool seep_live_watch(struct seep_live *v, struct seep_observer *o);

/* Those proven never to go on; how many there are, of which at most `max` are
 * written to id. */
uint32_t seep_live_proven(struct seep_live *v, uint32_t *id, uint32_t max);

/* Calls f for every object that something alive can reach, in an order that is
 * the same every time; the world is as it was when f is called. */
void seep_live_objects(struct seep_live *v,
                       void (*f)(void *context, const struct seep_object *o),
                       void *context);

/* A context, as a tree shows it. */
struct seep_live_context {
    unsigned depth;
    const char *made_by; /* "WithCancel" */
    const char *state;   /* "open", "canceled"; "": it never ends */
    uint32_t id;         /* of its done channel; 0: nobody asked for it */
    int64_t deadline;    /* virtual ns; -1: none */
    uint32_t waiters;
};

/* The same for contexts, each behind its parent. */
void seep_live_contexts(struct seep_live *v,
                        void (*f)(void *to, const struct seep_live_context *c),
                        void *to);

/* Calls f with every field name of what `path` names ("", "a.b", "a.b:" for
 * methods), without running anything. */
void seep_live_names(struct seep_live *v, const char *path,
                     void (*f)(void *context, const char *name, bool function),
                     void *context);

/* The stack of a live goroutine, lines "\tfile:line: in ..."; to be called
 * between look and look_end. */
void seep_live_stack(struct seep_live *v, struct seep_g *g, char *text,
                     size_t size);

/* 64 bits of all memory that the world consists of. */
uint64_t seep_live_digest(const struct seep_live *v);

#endif
