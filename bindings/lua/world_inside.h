/* world_inside.h - struct seep_world, for the files that make it up.
 *
 * Everything here is outside the arena: it is what survives a restore. */
#ifndef SEEP_LUA_WORLD_INSIDE_H
#define SEEP_LUA_WORLD_INSIDE_H

#include <setjmp.h>
#include <signal.h>

#include "core/certain.h"
#include "core/explore/recorder.h"
#include "core/history.h"
#include "core/lockorder.h"
#include "core/race.h"
#include "core/snapshot.h"
#include "core/trace.h"
#include "host.h"
#include "judge.h"
#include "world.h"

/* A module read by require: the same text in every run. */
struct seep_module {
    struct seep_module *next;
    char *path;
    char *text; /* NULL: there is no such file */
    size_t length;
};

/* A check.sometimes or check.reachable, over all runs. */
struct seep_seen {
    struct seep_seen *next;
    bool met;
    char text[];
};

/* How much is looked for goroutines that can never be woken (proof.c). */
struct seep_looks {
    enum seep_leak_checks how;
    uint64_t free, spent; /* in steps: so many whatever the run does; so far */
};

/* Of a scenario: what its expectations need to know. */
struct seep_question {
    struct seep_judge_needs needs;
    bool clean[SEEP_EXPECT_MAX]; /* which match a pass with no finding */
};

struct seep_world {
    struct seep_world_options opt;
    char *path; /* of the script, as given */
    struct seep_arena *arena;
    struct seep_snapshot *loaded;    /* the chunk compiled */
    struct seep_snapshot *collected; /* the scenarios declared */
    struct seep_arena *watch;        /* those who watch, with all they know: */
    struct seep_race *races;         /* of the last run */
    struct seep_lockorder *locks;    /* also */
    struct seep_certain *certain;    /* also */
    struct seep_looks looks;         /* at the present run, for those */
    bool closely;                    /* somebody asks for them */
    bool sweeps;                     /* a plan of the command line does */
    struct seep_recorder recorder;   /* of the present one, if `record` */
    struct seep_schedule *record;    /* the caller's */
    struct seep_digest folder;       /* also, if `fold` */
    struct seep_observer *watcher;   /* the caller's, or NULL */
    uint64_t *fold;                  /* the caller's */
    uint32_t digest;                 /* of the script's text */
    bool raceless;                   /* neither is looked for */
    struct seep_module *modules;
    struct seep_seen *seen;
    struct seep_scenario *scenarios;
    uint32_t nscenarios, cap_scenarios;
    struct seep_question *questions; /* by scenario */
    bool collecting;
    bool contrasting;       /* a run is being made again without its faults */
    bool alloc_failed;      /* in the last run */
    uint64_t weighed;       /* sim.h: in the last run */
    char panic_stack[4096]; /* of the goroutine that panicked */
};

/* The one world of this process. */
extern struct seep_world *seep_world;

/* Where runs start from (world.c).  When a script may read files, the kernel
 * writes into its buffers, which must not be guarded.  Returns new, or NULL. */
struct seep_snapshot *seep_world__take_base(struct seep_world *w);

/* Runs scenario i (from 1), or for 0 the chunk, from that snapshot
 * (world_run.c).  watched: the report explains; print: output is shown. */
void seep_world__run(struct seep_world *w, const struct seep_snapshot *from,
                     const struct seep_options *opt, uint32_t i, bool watched,
                     bool print, struct seep_report *report);
/* After a run that a fault may have spoilt: the same without faults, from
 * there; the report tells what came of it. */
void seep_world__run_without(struct seep_world *w,
                             const struct seep_options *opt, uint32_t i,
                             const struct seep_snapshot *from,
                             struct seep_report *report);

/* Before a run; closely: it is short and somebody will read about it. */
void seep_looks_begin(struct seep_looks *k, enum seep_leak_checks how,
                      bool closely);

/* Forgets the scenarios that were collected. */
void seep_world_drop_scenarios(struct seep_world *w);

/* Steps the world until the run is over; false: the watchdog had to cut in,
 * and the world's memory means nothing any more.  beside, if not NULL: moments
 * on the way are kept to go back to (choose.h). */
bool seep_watchdog_run(struct seep_sim *s, const struct seep_beside *beside);
/* The same for any work that steps s. */
bool seep_watchdog_call(struct seep_sim *s, void (*work)(void *), void *arg);
/* When there will be no more runs. */
void seep_watchdog_stop(void);

#endif
