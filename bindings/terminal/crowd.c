/* crowd.c - see crowd.h. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): for ppoll */
#define _GNU_SOURCE
#include "bindings/terminal/crowd.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bindings/terminal/process.h"

enum { KILLED_MOST = 16 }; /* until it is given up */

static _Noreturn void be_worker(const struct seep_crowd *c, const int pair[2],
                                pid_t parent)
{
    seep_process_end_with(parent);
    for (uint32_t i = 0; i < c->n; i++)
        if (c->hand[i].pid)
            close(c->hand[i].socket);
    close(pair[0]);
    c->work(c->context, pair[1]);
    _exit(0);
}

/* False: it cannot be started, and h has none. */
static bool start(struct seep_crowd *c, struct seep_hand *h)
{
    pid_t parent = getpid();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return false;
    pid_t pid = seep_process_fork();
    if (!pid)
        be_worker(c, pair, parent);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return false;
    }
    seep_stream_fini(&h->in);
    *h = (struct seep_hand){.pid = pid, .socket = pair[0]};
    return true;
}

void seep_crowd_start(struct seep_crowd *c, uint32_t n)
{
    for (c->n = 0; c->n < n; c->n++)
        if (!start(c, &c->hand[c->n]))
            return;
}

void seep_crowd_stop(struct seep_crowd *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        struct seep_hand *h = &c->hand[i];
        if (h->pid) {
            kill(h->pid, SIGKILL);
            (void)seep_process_wait(h->pid);
            close(h->socket);
        }
        seep_stream_fini(&h->in);
    }
    c->n = 0;
}

void seep_crowd_listen(struct seep_crowd *c, int64_t ns, const sigset_t *mask)
{
    enum { SECOND = 1000 * 1000 * 1000 };
    const struct timespec t = {.tv_sec = ns / SECOND, .tv_nsec = ns % SECOND};
    struct pollfd fd[SEEP_JOBS_MAX];

    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_hand *h = &c->hand[i];
        fd[i] = (struct pollfd){.fd = h->pid && !h->unheard ? h->socket : -1,
                                .events = POLLIN};
    }
    bool some = ppoll(fd, c->n, ns < 0 ? NULL : &t, mask) > 0;
    for (uint32_t i = 0; i < c->n; i++)
        c->hand[i].speaks = some && fd[i].revents;
}

bool seep_crowd_bury(struct seep_crowd *c, struct seep_hand *h, int *ending)
{
    *ending = seep_process_wait(h->pid);
    close(h->socket);
    h->pid = 0;
    h->speaks = false;
    return seep_process_was_killed(*ending) && ++c->killed <= KILLED_MOST &&
           start(c, h);
}
