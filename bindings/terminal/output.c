/* output.c - see output.h. */
#include "bindings/terminal/output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bindings/lua/world.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"

static int lost; /* the errno of the first failure */

void seep_output_flush(void)
{
    errno = 0;
    if (fflush(stdout) && !lost)
        lost = errno ? errno : EIO;
}

/* A pipe whose reader has gone away. */
static bool reader_left(void)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return lost == EPIPE || (poll(&p, 1, 0) == 1 && p.revents & POLLERR);
}

/* ---- signals ---- */

static volatile sig_atomic_t caught;

static void die(void)
{
    seep_output_flush();
    signal(caught, SIG_DFL);
    raise(caught);
}

/* No run has stopped for it: nothing runs, or a reader does not read. */
static void die_at_last(int sig)
{
    (void)sig;
    signal(caught, SIG_DFL);
    raise(caught);
}

/* The stream may be in the middle of a print: not now, but soon. */
static void on_signal(int sig)
{
    enum { SECONDS = 3 };

    caught = sig;
    seep_world_interrupt(die);
    signal(SIGALRM, die_at_last);
    alarm(SECONDS);
}

void seep_output_heed_signals(void)
{
    if (caught)
        die();
}

void seep_output_outlives_signals(void)
{
    static const int sig[] = {SIGINT, SIGTERM, SIGHUP};
    const struct sigaction act = {.sa_handler = on_signal,
                                  .sa_flags = SA_RESTART | SA_RESETHAND};
    struct sigaction before;

    for (size_t i = 0; i < sizeof sig / sizeof *sig; i++)
        if (!sigaction(sig[i], NULL, &before) && before.sa_handler != SIG_IGN)
            sigaction(sig[i], &act, NULL);
}

/* ---- the end ---- */

int seep_output_finish(int status)
{
    seep_output_heed_signals();
    seep_output_flush();
    if (!lost && ferror(stdout))
        lost = EIO; /* inside a script's print, which did not look */
    if (!lost || reader_left())
        return status;
    seep_complain(NULL, "cannot write to standard output: %s", strerror(lost));
    return SEEP_EXIT_USAGE;
}
