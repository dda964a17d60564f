/* mate.c - see mate.h. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): for CPU_COUNT */
#define _GNU_SOURCE
#include "bindings/terminal/mate.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/output.h"

static _Noreturn void be_worker(const struct seep_worker_job *job, int socket,
                                pid_t parent, const struct seep_mate *others,
                                uint32_t n)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    seep_interrupt_child();
    for (uint32_t i = 0; i < n; i++)
        if (others[i].socket >= 0)
            close(others[i].socket);
    seep_worker_run(job, socket);
}

bool seep_mate_start(struct seep_mate *m, const struct seep_worker_job *job,
                     const struct seep_mate *others, uint32_t n)
{
    pid_t parent = getpid();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return false;
    seep_output_flush();
    pid_t pid = fork();
    if (!pid)
        be_worker(job, pair[1], parent, others, n);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return false;
    }
    seep_stream_fini(&m->in);
    *m = (struct seep_mate){.pid = pid, .socket = pair[0]};
    return true;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

void seep_mate_stop(struct seep_mate *m)
{
    if (m->pid) {
        kill(m->pid, SIGKILL);
        wait_for(m->pid);
        close(m->socket);
    }
    seep_stream_fini(&m->in);
    *m = (struct seep_mate){.socket = -1};
}

bool seep_mate_bury(struct seep_mate *m)
{
    int status = wait_for(m->pid);

    m->pid = 0;
    close(m->socket);
    m->socket = -1;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/* What cannot be sent does no harm: the end of its socket will be read. */
static void send_all(struct seep_mate *m, const void *from, size_t size)
{
    size_t n = 0;

    while (n < size) {
        ssize_t k = write(m->socket, (const char *)from + n, size - n);
        if (k < 0 && errno != EINTR)
            return;
        n += k > 0 ? (size_t)k : 0;
    }
}

void seep_mate_give(struct seep_mate *m, const struct seep_task *t,
                    struct seep_part *part)
{
    m->busy = true;
    m->task = *t;
    m->part = part;
    send_all(m, t, sizeof *t);
    if (part)
        send_all(m, part->path, part->n * sizeof *part->path);
}

uint32_t seep_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);

    return n < 1 ? 1 : n > SEEP_JOBS_MAX ? SEEP_JOBS_MAX : (uint32_t)n;
}
