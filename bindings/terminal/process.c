/* process.c - see process.h. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): for CPU_COUNT */
#define _GNU_SOURCE
#include "bindings/terminal/process.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/terminal/options.h"
#include "bindings/terminal/output.h"

/* Whoever started us may have had us ignore that children end; then nobody
 * could wait for them. */
pid_t seep_process_fork(void)
{
    (void)signal(SIGCHLD, SIG_DFL);
    seep_output_flush();
    return fork();
}

int seep_process_wait(pid_t pid)
{
    int ending;

    while (waitpid(pid, &ending, 0) < 0)
        if (errno != EINTR)
            return -1;
    return ending;
}

bool seep_process_was_killed(int ending)
{
    return WIFSIGNALED(ending) && WTERMSIG(ending) == SIGKILL;
}

void seep_process_end_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it has ended already */
        _exit(0);
}

uint32_t seep_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);

    return n < 1 ? 1 : n > SEEP_JOBS_MAX ? SEEP_JOBS_MAX : (uint32_t)n;
}
