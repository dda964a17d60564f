/* live_inside.h - struct seep_live, for the files that make it up. */
#ifndef SEEP_LUA_LIVE_INSIDE_H
#define SEEP_LUA_LIVE_INSIDE_H

#include "host.h"
#include "live.h"
#include "world_inside.h"

struct seep_followed;

/* What came from outside, and when. */
enum seep_tape_kind {
    SEEP_TAPE_INPUT,     /* code, names, chunk: starts a goroutine */
    SEEP_TAPE_PICK,      /* a: the goroutine that goes first */
    SEEP_TAPE_SEED,      /* a: of all that is drawn from now on */
    SEEP_TAPE_STRATEGY,  /* a: who decides, a row of seep_strategy_rows, 0: the
                            default; its depth << 32 */
    SEEP_TAPE_FOLLOW,    /* follow: a schedule that decides */
    SEEP_TAPE_PROCS,     /* a: so many virtual processors */
    SEEP_TAPE_CLOCK,     /* a: virtual time is this now */
    SEEP_TAPE_INTERRUPT, /* a: which look of the hook stopped the turn */
    SEEP_TAPE_GIVE_UP    /* a: the input */
};

struct seep_tape_entry {
    enum seep_tape_kind kind;
    uint64_t moment; /* before which it happened; INTERRUPT: in which */
    uint64_t a;
    char *code, *names, *chunk, *text; /* owned; INPUT only */
    size_t length;
    struct seep_followed *follow; /* owned; FOLLOW only */
    struct seep_g *g; /* INPUT: its goroutine, once it has been started */
    uint64_t step;    /* INPUT: how the world was, as in live.h */
    int64_t now;
    bool quiet, blocked;
    uint32_t others;
};

/* The world at a moment of the past, after so many entries of the tape. */
struct seep_past_world {
    uint64_t moment, step;
    uint32_t played, ninputs;
    struct seep_snapshot *world; /* owned */
};

/* A future that is not the present one. */
struct seep_live_fork {
    char name[64];
    struct seep_tape_entry *tape; /* owned, as are its texts */
    uint32_t ntape, cap_tape, played, ninputs;
    uint64_t moment;
    struct seep_snapshot *world; /* owned */
};

struct seep_live {
    struct seep_lua_prompt prompt; /* first: host.c calls it */
    struct seep_live_options opt;
    struct seep_world *w;
    struct seep_snapshot *base; /* moment 0: no input yet */
    uint64_t moment;
    struct seep_live_lore *lore; /* in the arena, always at the same place */

    struct seep_tape_entry *tape; /* [0..ntape), owned, by moment */
    uint32_t ntape, cap_tape;
    uint32_t played; /* of it, so many are part of the world as it is */
    uint32_t ninputs;

    struct seep_past_world *past; /* [0..npast), owned, by moment */
    uint32_t npast, cap_past;
    uint64_t past_next;      /* the moment at which the next one is due */
    size_t past_bytes, high; /* high: most bytes of the arena ever used */

    struct seep_live_fork *fork; /* [0..nforks), owned */
    uint32_t nforks;
    char branch[64]; /* the name of the present one */

    uint64_t looks;        /* of the hook in this turn */
    uint64_t stopped_at;   /* the last of them that asked for a stop */
    bool quiet;            /* the past is played again: nothing is told */
    bool trying;           /* futures are: seep_live_try */
    uint64_t steps_before; /* this command began at */
    uint64_t safe_moment;  /* where a call that never comes back... */
    uint32_t safe_played;  /* ...takes us back to */
    struct seep_snapshot *looked;   /* from look to look_end */
    struct seep_observer *watchers; /* while the past is done again for them */
    bool placed;                    /* they ask where operations stand */
};

/* What the strategy remembers of this world, in the arena: see future.c. */
struct seep_live_lore {
    uint32_t pick; /* the goroutine that goes first now; 0: nobody is picked */
    uint32_t row;  /* else: of seep_strategy_rows; 0: Go's own order */
    bool follows;  /* else a schedule */
};
extern const struct seep_strategy seep__live_strategy;
bool seep__live_lore(struct seep_live *v);

/* Who decides from now on: a row of seep_strategy_rows; a schedule.  False: no
 * memory. */
bool seep__live_decide(struct seep_live *v, uint32_t row, uint32_t depth);
bool seep__live_follow(struct seep_live *v, struct seep_followed *f);

/* A schedule ready to be followed; NULL: no memory. */
struct seep_followed *seep__followed_new(const struct seep_schedule *schedule);
struct seep_followed *seep__followed_copy(const struct seep_followed *f);
void seep__followed_free(struct seep_followed *f);

/* Makes it happen now, and puts it on the tape, which gets texts and such of
 * its own.  False: no memory. */
bool seep__live_happen(struct seep_live *v, struct seep_tape_entry e);
bool seep__live_happens(struct seep_live *v, enum seep_tape_kind kind,
                        uint64_t a);

/* Has somebody asked for a stop? */
bool seep__live_interrupted(void);

/* Appends to the tape at the present moment; false: out of memory.  What lay
 * ahead, after going back, is forgotten. */
bool seep__tape_add(struct seep_live *v, const struct seep_tape_entry *e);
void seep__tape_cut(struct seep_live *v, uint32_t n);
/* Does what the tape says happened before the present moment. */
void seep__tape_apply(struct seep_live *v);
/* The next entry, if it interrupts the present turn. */
const struct seep_tape_entry *seep__tape_interrupt(const struct seep_live *v);

void seep__forks_fini(struct seep_live *v);

/* Frees an entry's texts; gives it texts of its own in place of those that it
 * borrows (false: no memory, it has none). */
void seep__tape_free(struct seep_tape_entry *e);
bool seep__tape_own(struct seep_tape_entry *e);

/* One moment. */
bool seep__live_turn(struct seep_live *v);
/* Makes e happen in the world. */
bool seep__live_do(struct seep_live *v, struct seep_tape_entry *e);
/* Snapshots of the past (past.c): notes the present one when it is due;
 * forgets those after a moment; all; the nearest one before a moment, or
 * before a step, NULL: the beginning is. */
void seep__past_note(struct seep_live *v);
void seep__past_forget(struct seep_live *v, uint64_t after);
void seep__past_fini(struct seep_live *v);
const struct seep_past_world *
seep__past_before(const struct seep_live *v, uint64_t moment, uint32_t played);
const struct seep_past_world *seep__past_before_step(const struct seep_live *v,
                                                     uint64_t step);

/* Restores a snapshot; memory that it did not use is as new. */
void seep__live_put_back(struct seep_live *v,
                         const struct seep_snapshot *world);

/* Whoever is to watch the past played again begins to. */
void seep__live_watch(struct seep_live *v);
/* The world as it was at that moment, after so many entries of the tape. */
void seep__live_restore(struct seep_live *v, uint64_t moment, uint32_t played);

#endif
