/* options.h - the command line of the commands that run scripts. */
#ifndef SEEP_TERMINAL_OPTIONS_H
#define SEEP_TERMINAL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/lua/world.h"
#include "bindings/terminal/color.h"
#include "core/sim.h"

/* Which options a command takes. */
enum {
    SEEP_FOR_RUN = 1, /* bits of a set */
    SEEP_FOR_TEST = 2,
    SEEP_FOR_REPLAY = 4,
    SEEP_FOR_EXPLORE = 8,
    SEEP_FOR_MERGE = 16,
    SEEP_FOR_REPL = 32
};

/* Ranges of the options, in the words of `seep help run` too. */
enum { SEEP_JOBS_MAX = 64, SEEP_RUNS_MAX = 1000 * 1000 * 1000 };
#define SEEP_MEM_MIN (UINT64_C(64) << 10)
#define SEEP_MEM_MAX (UINT64_C(64) << 30)

/* Of snapshots that the prompt keeps, to step back in time. */
#define SEEP_HISTORY_DEFAULT ((size_t)256 << 20)

struct seep_settings {
    const char *command; /* "run", "test" */
    struct seep_options sim;
    struct seep_world_options world; /* out, argc, argv: the command's */
    enum seep_color_when color;
    uint32_t nchaos;
    const char *chaos[SEEP_PLANS_MAX]; /* files of plans */
    const char *report;     /* file to write, or NULL; in .md or .json */
    const char *report_too; /* the last one given before in the other form */
    bool quiet, verbose, ascii, linear;
    bool raceless;                     /* do not look for data races */
    const char *strategy;              /* by name; NULL: not given */
    const char *schedule;              /* replay; or a file's name */
    const char *filter, *junit, *json; /* test; NULL: not given */
    int64_t time;                      /* explore; wall ns */
    const char *load;                  /* repl: a file; NULL: not given */
    size_t history;                    /* repl: bytes */
    uint32_t shard, of;                /* explore; of 0: not given */
    char **operand; /* the words before "--", in argv's memory */
    char **rest;    /* the words behind "--" */
    int noperands, nrest;
    uint32_t jobs, runs; /* test, explore; 0: not given */
    bool all;            /* explore: not only the first failure */
    bool realtime;       /* repl: virtual time goes on with the wall clock */
    bool help;           /* asked for: nothing else counts */
};

/* Reads the command line of command argv[0] into s, whatever that held before;
 * it borrows the words from argv.  `what`: the options that the command takes.
 * Returns 0, or the exit status after one line on standard error. */
int seep_options_read(struct seep_settings *s, unsigned what, int argc,
                      char **argv);

#endif
