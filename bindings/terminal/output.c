/* output.c - see output.h. */
#include "bindings/terminal/output.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

int seep_output_finish(int status)
{
    seep_output_flush();
    if (!lost && ferror(stdout))
        lost = EIO; /* inside a script's print, which did not look */
    if (!lost || reader_left())
        return status;
    seep_complain(NULL, "cannot write to standard output: %s", strerror(lost));
    return SEEP_EXIT_USAGE;
}
