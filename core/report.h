/* report.h - a run explained, as plain data.
 *
 * Built after a run by core/waitfor (which watched it) and the host (which
 * knows places in the source); shown by bindings/terminal and bindings/export.
 * Nothing in it points into the arena: a report outlives its world.  All
 * strings are owned by the report; "" stands for unknown, never NULL. */
#ifndef SEEP_REPORT_H
#define SEEP_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "verdict.h"

/* A place in a script; line 0: unknown. */
struct seep_place {
    char *file;
    uint32_t line;
};

/* A goroutine as reports name it. */
struct seep_who {
    uint32_t id; /* 0: none */
    char *name;  /* as given, or "" */
    char *path;  /* stable path: "main.2.1" */
};

/* An object somebody waits for. */
struct seep_what {
    uint32_t id; /* 0: none, a nil channel */
    char *label; /* "ch#1", or "replies" when it has a name */
    char *kind;  /* "channel", "mutex"... */
    char *state; /* "unbuffered, 2 senders waiting, open" */
    struct seep_place made;
};

/* Somebody who could have woken a blocked goroutine, and what became of it. */
struct seep_waker {
    struct seep_who who;
    char *did;  /* "received 1 value", "never received" */
    char *fate; /* "exited", "waits in sync.Mutex.Lock", "still runs" */
    struct seep_place at; /* of its last operation */
    uint64_t step;        /* when it left; 0: it did not */
};

/* A goroutine that was known to be stuck for ever while others went on. */
struct seep_certain_stuck {
    uint32_t id;
    uint32_t cycle; /* so many wait for each other's locks; 0: nobody who can
                       run reaches what it waits for */
    uint64_t step;  /* when that was known */
    int64_t at;     /* the same in virtual ns */
    bool main_ran;  /* main had not ended yet */
};

/* Goroutines alive at the end that share status, reason and places. */
struct seep_stuck {
    uint32_t count;
    struct seep_who who; /* the first of them */
    uint32_t ids[8];     /* the first of them, ids[0] == who.id */
    uint32_t cycle;      /* length of the lock cycle it is in; 0: none */
    bool main;           /* the main goroutine is this one */
    bool still_running;  /* not blocked: alive at the drain horizon */
    bool after_main;     /* began to wait after main had returned */
    struct seep_certain_stuck certain; /* the first of them; id 0: none was
                                          known to be stuck before the end */
    char *wait;           /* Go's wait reason, or "running", "runnable" */
    int64_t waited;       /* virtual ns, the longest of them */
    struct seep_place at; /* where it waits */
    struct seep_place created;
    struct seep_who creator; /* id 0 for main */
    struct seep_what *what;  /* what it waits for: 1, or one a select case */
    size_t nwhat;
    char *cause; /* root-cause class, then detail after ": " */
    char *fix;   /* one suggestion */
    struct seep_waker *wakers;
    size_t nwakers;
    char *stack; /* lines "\tfile:line: in function 'f'", innermost first */
};

/* One side of a race. */
struct seep_race_access {
    struct seep_who who;
    char *what; /* "write", "read", "send", "close", "add", "wait" */
    struct seep_place at;
    uint64_t step;
};

/* Two accesses that nothing orders. */
struct seep_race_finding {
    uint32_t obj; /* the object's id */
    char *name;   /* as given, "table.field", a global's; else "file:line" */
    char *kind;   /* "shared variable", "channel"... */
    char *fix;    /* one suggestion */
    struct seep_place made;
    struct seep_race_access before, after; /* in order of the schedule */
};

/* A lock of a predicted deadlock, and how it was taken. */
struct seep_predicted_lock {
    uint32_t id; /* 0: none */
    char *name;  /* as given, or "" */
    char *label; /* "mutex#3", or "\"accounts\" mutex#3" */
    bool read;   /* for reading */
    struct seep_place at, made;
};

/* A goroutine that held one lock and took another. */
struct seep_predicted_step {
    struct seep_who who;
    struct seep_predicted_lock held, took;
};

/* A deadlock that this run shows to be possible in others.  Each goroutine
 * took what the next one held; of a `reread` the first one read twice what
 * the second one, which held nothing that matters, wrote. */
struct seep_predicted {
    bool reread;
    uint32_t count; /* with those alike, of other locks */
    char *cause;    /* root-cause class, then detail after ": " */
    char *fix;      /* one suggestion */
    struct seep_predicted_step *step;
    size_t nstep;
};

/* What nobody closed, alike in kind, name and place. */
struct seep_open {
    uint32_t count;
    char *kind;             /* "file" */
    char *name;             /* "" when it was given none */
    struct seep_who holder; /* who opened the first of them */
    struct seep_place at;
};
enum { SEEP_OPEN_MAX = 100 };

/* One step of the interleaving, for the columns of ui.md. */
struct seep_row {
    uint64_t step;
    int64_t now;         /* virtual ns */
    struct seep_who who; /* id 0: the world itself (the clock) */
    uint32_t lane;       /* index into lanes */
    char *text;          /* "send ch#1", "recv ch#1 => ok", "go worker" */
    char mark;           /* 0, 'p' parks, 'w' woken, 'x' exits, 'g' starts: of
                            `go` the one at to_lane, else the row's own */
    int32_t to_lane;     /* a message, a wake-up or a start goes there... */
    int32_t from_lane;   /* ... or comes from there; -1: none */
    bool relevant;       /* a context switch or part of the cause */
    bool after_main;
    uint32_t more; /* rows like this one that follow and are not relevant only
                      because they are so many */
    struct seep_place at;
    char *why; /* last column: "no receiver yet", "held by main" */
};

/* A column: goroutines of one creation site. */
struct seep_lane {
    char *title; /* "main", "worker x40", "g5" */
    uint32_t count;
};

/* A fault of a plan, and how it went. */
struct seep_fault_report {
    uint32_t number; /* from 1: reports call it f1 */
    char *text;      /* "delay 1ms..5ms" */
    char *where;     /* its selectors: "at chan.send, p 0.2" */
    char *line;      /* of its plan */
    uint64_t points; /* where it could fire */
    uint64_t hits;   /* where it did */
    bool removed;    /* before the run was over */
};

/* One firing. */
struct seep_hit_report {
    uint32_t number; /* of the fault */
    uint64_t step;
    int64_t now;
    struct seep_who who;
    char *text; /* "delay 3ms at chan.send jobs" */
    struct seep_place at;
};

/* The same run without its faults. */
struct seep_without {
    bool known;    /* it has been made */
    bool needed;   /* it came to something else: the failure needs the faults */
    char *verdict; /* "pass", "leak"...; NULL: unknown */
    uint64_t step; /* at which the two first differ... */
    char *with, *instead; /* ...and by what; NULL: they do not */
};

enum { SEEP_SAMPLES = 64 };

struct seep_chaos_report {
    uint64_t seed; /* the plans' own */
    bool dry;      /* nothing was to fire */
    struct seep_fault_report *faults;
    size_t nfaults;
    struct seep_hit_report *hits; /* the first of them, in their order */
    size_t nhits;
    uint64_t all_hits;
    uint64_t looks;              /* at the hypothesis; 0: there was none */
    double sample[SEEP_SAMPLES]; /* what it returned besides, over the run */
    size_t nsamples;
    struct seep_without without;
};

struct seep_report {
    enum seep_verdict_kind verdict;
    bool livelock;       /* a further finding */
    bool cut;            /* by the step limit: inconclusive */
    char *limit;         /* a further finding: what ended it; NULL: no limit */
    char *text;          /* panic value, limit, failed check... */
    struct seep_who who; /* in whom it happened; id 0: nobody */
    struct seep_place at;
    struct seep_place created; /* where `who` was started... */
    struct seep_who creator;   /* ... and by whom; id 0: main, a timer */
    char *stack;       /* of a panic or failed check, as in seep_stuck */
    int32_t exit_code; /* verdict EXIT */

    char *script; /* file name as given */
    uint64_t seed;
    const char *strategy;
    uint64_t steps;
    uint64_t operations;    /* of these; what rows count as steps */
    int64_t now;            /* virtual ns at the end */
    uint32_t started, peak; /* goroutines: all ever, most at once */

    struct seep_stuck *stuck; /* at the end; sorted by first id */
    size_t nstuck;
    uint32_t nstuck_goroutines; /* sum of the counts */

    struct seep_race_finding *races; /* in order of discovery */
    size_t nraces;

    struct seep_certain_stuck *certain; /* by id */
    size_t ncertain;

    struct seep_predicted *predicted; /* no finding: it did not happen */
    size_t npredicted;

    struct seep_open *open; /* in order of opening */
    size_t nopen;
    uint32_t open_cut; /* so many more that do not fit */

    char *storm; /* a further finding, in words; NULL: none */

    struct seep_chaos_report *chaos; /* NULL: no fault was armed */

    struct seep_row *rows; /* empty unless the run was watched */
    size_t nrows;
    bool rows_cut; /* they end before the run does: it was too long */
    struct seep_lane *lanes;
    size_t nlanes;

    char **notes; /* "timer made at x.lua:3 is still pending" */
    size_t nnotes;
};

/* Frees what the report owns and clears it.  A zeroed report is valid. */
void seep_report_fini(struct seep_report *r);

#endif
