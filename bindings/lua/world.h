/* world.h - a Lua script in an arena: load it, run it, judge it.
 *
 * One world a process.  Loading runs the prelude and compiles the script once;
 * every run then starts from a restored snapshot, so runs are independent and
 * cheap.  Nothing here prints, except what the script itself prints, to `out`.
 *
 *   load -> run            a plain script: its chunk is the main goroutine
 *   load -> collect -> run_scenario (many times) -> judge
 */
#ifndef SEEP_WORLD_H
#define SEEP_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/report.h"
#include "core/sim.h"

struct seep_observer;
struct seep_schedule;
struct seep_world;

enum { SEEP_ALLOW_IO = 1, SEEP_ALLOW_OS = 2, SEEP_ALLOW_FFI = 4 };

/* A plan of faults: a Lua chunk that returns it. */
struct seep_plan_source {
    const char *path, *text;
    size_t length;
};

enum { SEEP_PLANS_MAX = 8 };

struct seep_world_options {
    size_t mem;           /* byte limit of the arena */
    unsigned allow;       /* SEEP_ALLOW_*: host libraries let in */
    uint64_t fail_alloc;  /* fail the Nth allocation of each run; 0: none */
    bool fail_ever_after; /* and all later ones */
    FILE *out;            /* what scripts print; NULL: nowhere */
    int argc;             /* the script's `arg` table */
    char **argv;
    struct seep_plan_source plan[SEEP_PLANS_MAX]; /* read by seep_world_new */
    uint32_t nplans;
    bool dry; /* faults do not fire: where they could is only counted */
};

struct seep_world_options seep_world_options_default(void);

/* Why a script could not be loaded: one line, "file:line: message". */
struct seep_load_error {
    bool no_memory; /* exit status 3 rather than 2 */
    char text[512];
};

/* Makes the world and compiles `source` (length bytes, Lua text; path is what
 * the user called it, and what reports show).  NULL: see err. */
struct seep_world *seep_world_new(const struct seep_world_options *opt,
                                  const char *path, const char *source,
                                  size_t length, struct seep_load_error *err);
void seep_world_free(struct seep_world *w);

/* Runs the chunk as the main goroutine to its verdict.  With `explain` the
 * run is watched: causes, wakers and rows are filled.  What the script prints
 * goes to `out` only when `print` is set.  The report is the caller's. */
void seep_world_run(struct seep_world *w, const struct seep_options *opt,
                    bool explain, bool print, struct seep_report *report);

/* For a signal handler: the run under way, or else the next one, stops for a
 * call of `then`, which must not return. */
void seep_world_interrupt(void (*then)(void));

/* Are data races looked for, and locks taken in different orders?  They are,
 * unless this says no. */
void seep_world_look_for_races(struct seep_world *w, bool yes);

/* Are there plans of the command line's? */
bool seep_world_has_plans(const struct seep_world *w);

/* Is one of them a sweep? */
bool seep_world_sweeps(const struct seep_world *w);

/* How many scenarios the chunk declared in the last seep_world_run. */
uint32_t seep_world_scenario_calls(const struct seep_world *w);

/* From now on each run writes its schedule down there; NULL: no more. */
void seep_world_record(struct seep_world *w, struct seep_schedule *to);

/* From now on each run's digest (trace.h) is put there; NULL: no more. */
void seep_world_fold(struct seep_world *w, uint64_t *to);

/* From now on each run has this observer too; NULL: no more. */
void seep_world_watch(struct seep_world *w, struct seep_observer *o);

/* How many choices of who runs the last run had (seep_sim.nchoices). */
uint64_t seep_world_choices(const struct seep_world *w);

/* What the strategy had to look at in the last run, beside its steps: little,
 * unless many goroutines can run at once. */
uint64_t seep_world_weighed(const struct seep_world *w);

/* 32 bits of what the script says. */
uint32_t seep_world_digest(const struct seep_world *w);

/* The same of any text. */
uint32_t seep_world_digest_of(const char *source, size_t length);

/* Was the allocation that was to fail reached in the last run? */
bool seep_world_alloc_failed(const struct seep_world *w);

/* ---- scenarios ---- */

/* What a quantifier of `expect` asks of the runs. */
enum seep_quantifier { SEEP_ALWAYS, SEEP_SOMETIMES, SEEP_NEVER };

struct seep_expectation {
    enum seep_quantifier quantifier;
    bool pass;      /* a run with any finding cannot match it */
    char text[160]; /* for people: "leak { count = 2, wait = chan send }" */
};

enum { SEEP_EXPECT_MAX = 16 };

struct seep_scenario {
    char name[160];
    uint32_t line;           /* of the scenario{...} call */
    struct seep_options sim; /* seed, procs, drain, timeout filled in */
    int weak_memory;         /* -1: as the command line has it */
    char strategy[32];       /* core/explore/portfolio.h */
    char *schedule;          /* owned; NULL: it is searched */
    uint32_t runs;           /* explored runs asked for */
    bool chaos;              /* it has a plan of faults */
    bool sweep;              /* which is a sweep */
    struct seep_expectation expect[SEEP_EXPECT_MAX];
    uint32_t nexpect;
};

/* Runs the chunk once to collect its scenarios (base: the command line's
 * options).  A chunk that fails is reported as by seep_world_run: then false
 * and the report is filled. */
bool seep_world_collect(struct seep_world *w, const struct seep_options *base,
                        struct seep_report *report);
uint32_t seep_world_scenarios(const struct seep_world *w);
const struct seep_scenario *seep_world_scenario(const struct seep_world *w,
                                                uint32_t i);

/* One run of scenario i under opt.  matched[k] tells whether the run matches
 * the pattern of expectation k; NULL: none is looked at.  report may be NULL
 * when nobody will look; the run is watched when it must be (a cause is asked
 * for) or on `explain`. A check that belongs to all runs together
 * (check.sometimes, reachable) is collected in the world: see seep_world_unmet.
 */
void seep_world_run_scenario(struct seep_world *w, uint32_t i,
                             const struct seep_options *opt, bool explain,
                             bool *matched, struct seep_report *report);

/* After the runs of a scenario: the n-th check.sometimes / check.reachable
 * that no run fulfilled ("file:line: message"), or NULL.  Forgotten by
 * seep_world_forget. */
const char *seep_world_unmet(const struct seep_world *w, uint32_t n);
void seep_world_forget(struct seep_world *w);

#endif
