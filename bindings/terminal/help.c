/* help.c - `seep help` and `seep version`.  Defaults are asked for, not
 * copied: what is printed is what holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bindings/export/buffer.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/options.h"
#include "core/explore/strategies.h"

#ifndef SEEP_VERSION
#define SEEP_VERSION "0.1.0"
#endif

static void add_run_usage(struct seep_buffer *t)
{
    seep_buffer_add(
        t,
        "usage: seep run [OPTIONS] FILE [-- ARGS]\n"
        "\n"
        "Runs the script once, with its main chunk as the main goroutine, and\n"
        "prints the verdict.  What the script prints goes to standard output,\n"
        "the report to standard error.  ARGS are the script's table arg.\n"
        "The same file, seed and options give the same bytes, everywhere.\n"
        "\n"
        "  --chaos FILE       arm the faults of a plan (seep doc chaos); may "
        "be\n"
        "                     given several times\n"
        "  --dry-run          let no fault fire: say where they could\n"
        "  --no-races         look neither for data races nor for locks taken\n"
        "                     in two orders: channel operations then take "
        "half\n"
        "                     the time\n");
}

static void add_test_usage(struct seep_buffer *t)
{
    seep_buffer_add(
        t,
        "usage: seep test [OPTIONS] PATH...\n"
        "\n"
        "Runs the scenarios of the files, and of all *.lua in the folders\n"
        "(except folders called lib and files without scenarios).  Each runs\n"
        "first under the default schedule, then under searched ones, until\n"
        "its expectations are decided.  Results are TAP on standard output.\n"
        "\n"
        "  --chaos FILE       arm the faults of a plan in every scenario\n"
        "  --filter PATTERN   only scenarios whose \"file: name\" contains\n"
        "                     PATTERN, or fits it (with * ? [...])\n"
        "  --no-races         do not look for data races: none is found, and\n"
        "                     runs take less time\n"
        "  --junit FILE       write the results as JUnit XML too\n"
        "  --json FILE        write the results as JSON too\n"
        "  --runs N           searched runs of each scenario, in place of "
        "what\n"
        "                     it asks for\n"
        "  --jobs N           files in N processes; results are the same for\n"
        "                     any number; default all processors\n"
        "\n"
        "A scenario that asks for no number of runs gets 100, and at most\n"
        "20,000,000 steps over all of them.\n");
}

static void add_explore_usage(struct seep_buffer *t)
{
    seep_buffer_add(
        t,
        "usage: seep explore [OPTIONS] PATH... [-- ARGS]\n"
        "\n"
        "Looks for a run that does not pass: of a plain script, or of each\n"
        "scenario of a file in turn, whatever it expects; of a folder, in all\n"
        "its *.lua (but those in folders called lib).  The first one found is\n"
        "shrunk to the smallest schedule that fails alike, and shown with the\n"
        "line that replays it.  What the script prints is dropped.\n"
        "\n"
        "  --chaos FILE       arm the faults of a plan\n"
        "  --runs N           at most N runs\n"
        "  --time D           at most so long for each by the clock on the\n"
        "                     wall; how many runs that is depends on the\n"
        "                     machine, what each comes to does not\n"
        "  --all              go on behind the first failure: all that differ\n"
        "                     in verdict, cause, objects or places, with\n"
        "                     their numbers of runs\n"
        "  --filter PATTERN   only scenarios whose \"file: name\" contains\n"
        "                     PATTERN, or fits it (with * ? [...])\n"
        "  --json FILE        write what was found as JSON too\n"
        "  --shard K/N        part K of a search on N machines; wants --json,\n"
        "                     and seep merge puts the files together\n"
        "  --no-races         do not look for data races\n"
        "  --jobs N           in N processes; results are the same for any\n"
        "                     number; default all processors\n"
        "\n");
    seep_buffer_add(t, "Without --runs and --time it is ");
    seep_buffer_add_grouped(t, SEEP_HUNT_RUNS);
    seep_buffer_add(t, " runs, and at most ");
    seep_buffer_add_grouped(t, SEEP_HUNT_STEPS);
    seep_buffer_add(t, "\nsteps over all of them.\n");
}

/* "  --name VALUE   text (default: " */
static void add_option(struct seep_buffer *t, const char *option,
                       const char *text)
{
    seep_buffer_addf(t, "  %-18s %s", option, text);
}

static void add_number(struct seep_buffer *t, unsigned long long v)
{
    seep_buffer_add(t, "; default ");
    seep_buffer_add_grouped(t, v);
    seep_buffer_add(t, "\n");
}

/* Takes the 0 of a last unit away: "10m0s" is said "10m". */
static void cut_zero(struct seep_buffer *d, const char *end)
{
    size_t n = strlen(end);

    if (d->n > n && !strcmp(d->s + d->n - n, end)) {
        d->n -= n - 1;
        d->s[d->n] = '\0';
    }
}

static void add_duration(struct seep_buffer *t, int64_t ns)
{
    struct seep_buffer d = {0};

    seep_buffer_add_duration(&d, ns);
    cut_zero(&d, "m0s");
    cut_zero(&d, "h0m");
    seep_buffer_addf(t, "; default %s\n", seep_buffer_string(&d));
    t->failed |= d.failed;
    seep_buffer_fini(&d);
}

static void add_size(struct seep_buffer *t, size_t bytes)
{
    if (bytes % ((size_t)1 << 30))
        seep_buffer_addf(t, "; default %zu MiB\n", bytes >> 20);
    else
        seep_buffer_addf(t, "; default %zu GiB\n", bytes >> 30);
}

static void add_limits(struct seep_buffer *t)
{
    struct seep_options o = seep_options_default();
    struct seep_world_options w = seep_world_options_default();

    add_option(t, "--max-steps N",
               "steps until the run is cut: operations,\n"
               "                     and instructions by "
               "the 25");
    add_number(t, o.max_steps);
    add_option(t, "--livelock N",
               "operations without effect in a row, by anybody,\n"
               "                     that make a livelock");
    add_number(t, o.livelock);
    add_option(t, "--mem SIZE", "memory of the world, as 512M or 4G");
    add_size(t, w.mem);
    add_option(t, "--timeout D", "virtual time of the whole run");
    add_duration(t, o.timeout);
    add_option(t, "--drain D",
               "virtual time that goroutines get after main\n"
               "                     has returned, or can never go on; "
               "0s ends\n"
               "                     as Go does");
    add_duration(t, o.drain);
}

static void add_common(struct seep_buffer *t, bool searches)
{
    struct seep_options o = seep_options_default();

    add_option(t, "--seed N", "seed of all random choices");
    add_number(t, o.seed);
    add_option(t, "--strategy NAME",
               searches ? "how runs are chosen, see below; default auto, or\n"
                          "                     what the scenario says\n"
                        : "who runs when, see below; default default\n");
    add_option(t, "--procs N", "virtual processors (GOMAXPROCS), 1 to 64");
    add_number(t, o.procs);
    add_option(t, "--free-time",
               "computing takes any time: a timer may fire at every\n"
               "                     step, if the strategy decides\n");
    add_option(t, "--weak-memory",
               "a read that nothing orders may see old values,\n"
               "                     as Go's memory model allows\n");
    add_option(t, "--leak-checks HOW",
               "none, some or all: looks for goroutines that\n"
               "                     nobody who can run will ever wake, "
               "whenever time is\n"
               "                     about to move; some, the default, keeps "
               "that cheap\n");
    add_limits(t);
    seep_buffer_add(
        t,
        "  --allow LIST       let host libraries in: io, os, ffi; default "
        "none\n"
        "  --report FILE      write the report too: .md or .json (or twice,\n"
        "                     for both)\n"
        "  --color WHEN       auto, always or never; default auto\n"
        "  --ascii            pictures without box-drawing characters\n"
        "  --linear           one line an event instead of columns\n"
        "  -q, --quiet        only the verdict\n"
        "  -v, --verbose      up to 500 events, all groups, all races\n"
        "  -h, --help         this text\n"
        "\n"
        "Durations are written as in Go: 250ms, 1h2m3.5s.\n");
}

/* Those for a search, or those that a run alone has a use for. */
static void add_strategies(struct seep_buffer *t, bool searches)
{
    const struct seep_strategy_row *row = seep_strategy_rows;

    seep_buffer_add(t, "\nStrategies:\n");
    for (; row->name; row++)
        if (searches || row->way <= SEEP_WAY_SAMPLE)
            seep_buffer_addf(t, "  %-9s %s\n", row->name, row->what);
}

static void add_statuses(struct seep_buffer *t)
{
    seep_buffer_add(
        t, "Exit status: 0 pass, or all expectations met; 1 a finding, or an\n"
           "expectation not met; 2 wrong usage or unreadable input; 3 a limit\n"
           "was hit; 70 an internal error.\n");
}

static void add_overview(struct seep_buffer *t)
{
    seep_buffer_add(t, "seep: a deterministic sandbox for Go-style "
                       "concurrency, scripted in Lua\n\n"
                       "usage: seep COMMAND ...\n\n");
    for (const struct seep_command *c = seep_commands; c->name; c++)
        if (c->run)
            seep_buffer_addf(t, "  %-9s %s\n", c->name, c->summary);
    seep_buffer_add(t, "\nseep help COMMAND says more.\n");
    add_statuses(t);
}

static void add_small(struct seep_buffer *t, const char *name)
{
    if (!strcmp(name, "replay"))
        seep_buffer_add(
            t,
            "usage: seep replay FILE --schedule S [-- ARGS]\n"
            "\n"
            "Makes the run again that a report's replay line is of, and shows\n"
            "its report.  S is that line's schedule, or the name of a file "
            "that\n"
            "holds one.  Of a script that has been edited since, it does what\n"
            "can still be done, and says so; -v also says what the run's "
            "events\n"
            "come to in 64 bits.  Takes the options of seep run\n"
            "for limits and for what is shown (see seep help run).\n");
    else if (!strcmp(name, "repl"))
        seep_buffer_add(
            t,
            "usage: seep [repl [OPTIONS] [FILE] [-- ARGS]]\n"
            "\n"
            "The prompt: each input is a goroutine of one world, which stands\n"
            "still while nothing runs.  :help there says what can be done.\n"
            "FILE is run first.  Without a terminal, inputs are read from\n"
            "standard input, and the exit status says what they came to.\n"
            "Takes the options of seep run that concern the world, and\n"
            "\n"
            "  --load FILE        run this file first, too\n"
            "  --realtime         at a terminal: virtual time goes on while\n"
            "                     nothing runs, as fast as the wall clock's\n"
            "  --history SIZE     memory for going back in time; default\n"
            "                     256 MiB\n"
            "\n"
            "--max-steps is of each input; default 8,000,000.  Start-up\n"
            "file: seep/init.lua below $XDG_CONFIG_HOME; what was typed is\n"
            "kept in seep/history below\n"
            "$XDG_STATE_HOME.\n");
    else if (!strcmp(name, "merge"))
        seep_buffer_add(
            t, "usage: seep merge [OPTIONS] FILE...\n"
               "\n"
               "The FILEs are what seep explore --shard K/N --json FILE has "
               "written,\n"
               "for all K from 1 to N.  Prints what one search would have "
               "printed.\n"
               "The script must lie where it lay, and be the same.\n"
               "\n"
               "  --json FILE        write what was found as JSON too\n"
               "  --report FILE      write it as .md or .json too\n"
               "  -q, -v, --color, --ascii, --linear: see seep help explore\n");
    else if (!strcmp(name, "doc"))
        seep_buffer_add(
            t,
            "usage: seep doc [TOPIC]\n"
            "\n"
            "Without a topic: all of them, by module.  A topic is a module\n"
            "(time), a name (chan, context.with_timeout, mutex:lock) or the\n"
            "last part of one (lock).\n");
    else if (!strcmp(name, "version"))
        seep_buffer_add(t, "usage: seep version\n\n"
                           "Prints the version of this program.\n");
    else
        seep_buffer_add(t, "usage: seep help [COMMAND]\n\n"
                           "Prints what the program, or one command, does.\n");
}

int seep_help_print(const struct seep_command *c)
{
    struct seep_buffer t = {0};
    bool test = c && c->run == seep_command_test;
    bool explore = c && c->run == seep_command_explore;

    if (!c) {
        add_overview(&t);
    } else if (test || explore || c->run == seep_command_run) {
        if (test)
            add_test_usage(&t);
        else if (explore)
            add_explore_usage(&t);
        else
            add_run_usage(&t);
        seep_buffer_add(&t, "\n");
        add_common(&t, test || explore);
        add_strategies(&t, test || explore);
        seep_buffer_add(&t, "\n");
        add_statuses(&t);
    } else {
        add_small(&t, c->name);
    }
    fputs(seep_buffer_string(&t), stdout);
    int status = t.failed ? seep_complain_memory("help") : SEEP_EXIT_PASS;
    seep_buffer_fini(&t);
    return status;
}

int seep_command_help(int argc, char **argv)
{
    if (argc > 2)
        return seep_complain("help", "one COMMAND, not also \"%s\"", argv[2]);
    if (argc < 2)
        return seep_help_print(NULL);
    if (strcmp(argv[1], "faults") == 0)
        return seep_help_faults();
    const struct seep_command *c = seep_command_find(argv[1]);
    if (!c)
        return seep_complain("help", "there is no command %s (see seep help)",
                             argv[1]);
    if (!c->run)
        return seep_command_missing(c->name);
    return seep_help_print(c);
}

int seep_command_version(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--help") != 0 &&
        strcmp(argv[1], "-h") != 0)
        return seep_complain("version", "there is nothing to add, not \"%s\"",
                             argv[1]);
    if (argc > 1)
        return seep_help_print(seep_command_find("version"));
    puts("seep " SEEP_VERSION);
    return SEEP_EXIT_PASS;
}
