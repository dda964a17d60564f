/* command.h - the commands of the program, and how they end. */
#ifndef SEEP_COMMAND_H
#define SEEP_COMMAND_H

#include <stddef.h>

/* Exit statuses, as the README has them. */
enum seep_exit {
    SEEP_EXIT_PASS = 0,
    SEEP_EXIT_FINDING = 1,   /* or an unmet expectation */
    SEEP_EXIT_USAGE = 2,     /* or unreadable input */
    SEEP_EXIT_LIMIT = 3,     /* of the run, or of the machine's memory */
    SEEP_EXIT_INTERNAL = 70, /* a bug in seep */
};

struct seep_command {
    const char *name;
    const char *summary; /* one line */
    /* argv[0] is the command's name; returns an exit status.  NULL: this
     * build has no such command yet. */
    int (*run)(int argc, char **argv);
};

/* All of them, in the order of `seep help`; ends with a NULL name. */
extern const struct seep_command seep_commands[];
/* NULL: there is none of that name. */
const struct seep_command *seep_command_find(const char *name);

int seep_command_run(int argc, char **argv);
int seep_command_test(int argc, char **argv);
int seep_command_explore(int argc, char **argv);
int seep_command_merge(int argc, char **argv);
int seep_command_replay(int argc, char **argv);
int seep_command_repl(int argc, char **argv);
int seep_command_doc(int argc, char **argv);
int seep_command_version(int argc, char **argv);
int seep_command_help(int argc, char **argv);

/* Prints what `seep help NAME` prints, for NULL what `seep help` does.  The
 * exit status. */
int seep_help_print(const struct seep_command *c);

/* The table of faults, for `seep help faults`; the exit status. */
int seep_help_faults(void);

/* Says that a command of the interface is not in this build; status 2. */
int seep_command_missing(const char *name);

#endif
