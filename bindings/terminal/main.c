/* main.c - the program: finds the command, runs it, ends with its status. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/value.h"

const struct seep_command seep_commands[] = {
    {"run", "run a script once; its verdict is the exit status",
     seep_command_run},
    {"test", "run the scenarios of files and folders", seep_command_test},
    {"explore", "look for a failing schedule", seep_command_explore},
    {"merge", "what many machines have found, as one", seep_command_merge},
    {"replay", "the very same run again", seep_command_replay},
    {"repl", "the prompt: a world to try things in", seep_command_repl},
    {"learn", "the workshop", NULL},
    {"analyze", "read goroutine dumps of real Go programs", NULL},
    {"lint", "static checks of scripts", NULL},
    {"serve", "run paced in real time, with debug pages", NULL},
    {"doc", "what scripts can call", seep_command_doc},
    {"version", "the version of this program", seep_command_version},
    {"help", "this text, or that of a command", seep_command_help},
    {NULL, NULL, NULL},
};

const struct seep_command *seep_command_find(const char *name)
{
    for (const struct seep_command *c = seep_commands; c->name; c++)
        if (!strcmp(c->name, name))
            return c;
    return NULL;
}

int seep_command_missing(const char *name)
{
    return seep_complain(NULL,
                         "this build has no command %s yet (see seep "
                         "help)",
                         name);
}

static int unknown(const char *name)
{
    const char *words[sizeof seep_commands / sizeof *seep_commands];
    size_t n = 0;

    for (const struct seep_command *c = seep_commands; c->name; c++)
        if (c->run)
            words[n++] = c->name;
    words[n] = NULL;
    const char *near = seep_value_nearest(name, words);
    if (near)
        return seep_complain(NULL,
                             "there is no command %s; did you mean %s? "
                             "(see seep help)",
                             name, near);
    const char *end = strrchr(name, '.');
    if (end && !strcmp(end, ".lua"))
        return seep_complain(NULL,
                             "there is no command %s; a script is run with: "
                             "seep run %s",
                             name, name);
    return seep_complain(NULL, "there is no command %s (see seep help)", name);
}

/* `seep --help` and `seep --version` are what people try first. */
static const char *command_name(const char *word)
{
    if (!strcmp(word, "--help") || !strcmp(word, "-h"))
        return "help";
    return strcmp(word, "--version") ? word : "version";
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        char *words[] = {(char *)(uintptr_t) "repl", NULL};
        return seep_command_repl(1, words);
    }
    const char *name = command_name(argv[1]);
    const struct seep_command *c = seep_command_find(name);
    if (c && c->run) {
        argv[1] = (char *)c->name;
        return c->run(argc - 1, argv + 1);
    }
    if (c)
        return seep_command_missing(name);
    if (*name == '-')
        return seep_complain(NULL,
                             "options stand behind the command, not "
                             "before it: %s (see seep help)",
                             name);
    return unknown(name);
}

/* Takes the places of missing standard streams, so that no file we open ends
 * up there; using them still fails, as it should. */
static void fill_streams(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd ? O_RDONLY : O_WRONLY);
}

int main(int argc, char **argv)
{
    fill_streams();
    signal(SIGPIPE, SIG_IGN);
    seep_output_outlives_signals();
    return seep_output_finish(dispatch(argc, argv));
}
