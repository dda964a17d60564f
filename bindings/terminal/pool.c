/* pool.c - see pool.h: one item at a time for each, through a socket. */
#include "bindings/terminal/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/packet.h"

enum { KILLED_MOST = 16, READ = 64 << 10 };

struct hand {
    pid_t pid; /* 0: there is none */
    int socket;
    bool busy;
    size_t item;
    struct seep_stream in;
};

/* What was said of an item, until it is its turn. */
struct said {
    char *bytes; /* owned */
    size_t n;
    bool there;
};

struct crowd {
    const struct seep_pool *pool;
    struct hand hand[SEEP_JOBS_MAX];
    uint32_t nhands;
    struct said *said; /* owned, [0..n) */
    size_t next;       /* item to hand out */
    size_t turn;       /* item to be told */
    size_t again[SEEP_JOBS_MAX];
    uint32_t nagain, killed;
    int status;
};

/* ---- a worker ---- */

static void write_all(int socket, const void *bytes, size_t n)
{
    const char *s = bytes;

    while (n) {
        ssize_t k = write(socket, s, n);
        if (k < 0 && errno != EINTR)
            _exit(0);
        s += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
}

static bool read_item(int socket, size_t *item)
{
    ssize_t n;

    do
        n = read(socket, item, sizeof *item);
    while (n < 0 && errno == EINTR);
    return n == sizeof *item;
}

static _Noreturn void work(const struct seep_pool *p, int socket)
{
    size_t item;

    while (read_item(socket, &item)) {
        struct seep_buffer out = {0};
        p->work(p->context, item, &out);
        if (out.failed)
            _exit(SEEP_EXIT_LIMIT);
        write_all(socket, &out.n, sizeof out.n);
        write_all(socket, out.s, out.n);
        seep_buffer_fini(&out);
    }
    _exit(0);
}

/* ---- the others ---- */

static bool start(struct crowd *c, struct hand *h)
{
    pid_t parent = getpid();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return false;
    seep_output_flush();
    pid_t pid = fork();
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        for (uint32_t i = 0; i < c->nhands; i++)
            if (c->hand[i].pid)
                close(c->hand[i].socket);
        close(pair[0]);
        work(c->pool, pair[1]);
    }
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return false;
    }
    seep_stream_fini(&h->in);
    *h = (struct hand){.pid = pid, .socket = pair[0]};
    return true;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static void stop(struct hand *h)
{
    if (h->pid) {
        close(h->socket);
        kill(h->pid, SIGKILL);
        wait_for(h->pid);
    }
    seep_stream_fini(&h->in);
}

static int complain(const struct crowd *c, int status)
{
    seep_output_heed_signals(); /* of which the process died too, then */
    if (WIFEXITED(status) && WEXITSTATUS(status) == SEEP_EXIT_LIMIT)
        return seep_complain_memory(c->pool->command);
    seep_complain(c->pool->command, "a process came to a bad end");
    return SEEP_EXIT_INTERNAL;
}

/* Its end of the socket is closed: only who was killed is replaced. */
static void bury(struct crowd *c, struct hand *h)
{
    int status = wait_for(h->pid);
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;

    h->pid = 0;
    close(h->socket);
    if (h->busy)
        c->again[c->nagain++] = h->item;
    h->busy = false;
    if (!killed || ++c->killed > KILLED_MOST || !start(c, h))
        c->status = complain(c, status);
}

static bool next_item(struct crowd *c, size_t *item)
{
    if (c->nagain) {
        *item = c->again[--c->nagain];
        return true;
    }
    *item = c->next;
    return c->next < c->pool->n && ++c->next;
}

static void hand_out(struct crowd *c)
{
    for (uint32_t i = 0; i < c->nhands; i++) {
        struct hand *h = &c->hand[i];
        if (!h->pid || h->busy || !next_item(c, &h->item))
            continue;
        h->busy = true;
        /* When it fails, the end of its socket will be read. */
        (void)!write(h->socket, &h->item, sizeof h->item);
    }
}

/* Is all of it there?  Then it is put where it belongs. */
static void unpack(struct crowd *c, struct hand *h)
{
    struct seep_stream *in = &h->in;
    size_t n;

    if (in->n < sizeof n)
        return;
    memcpy(&n, in->bytes, sizeof n);
    if (in->n < sizeof n + n)
        return;
    struct said *s = &c->said[h->item];
    s->bytes = malloc(n + 1);
    if (!s->bytes) {
        c->status = seep_complain_memory(c->pool->command);
        return;
    }
    memcpy(s->bytes, in->bytes + sizeof n, n);
    s->n = n;
    s->there = true;
    in->n = in->from = 0;
    h->busy = false;
}

static void hear(struct crowd *c, struct hand *h)
{
    if (!seep_stream_room(&h->in, READ)) {
        c->status = seep_complain_memory(c->pool->command);
        return;
    }
    ssize_t n = read(h->socket, h->in.bytes + h->in.n, READ);
    if (n > 0) {
        h->in.n += (size_t)n;
        unpack(c, h);
    } else if (!n || errno != EINTR) {
        bury(c, h);
    }
}

static void listen_all(struct crowd *c)
{
    struct pollfd fd[SEEP_JOBS_MAX];

    for (uint32_t i = 0; i < c->nhands; i++)
        fd[i] = (struct pollfd){.fd = c->hand[i].pid ? c->hand[i].socket : -1,
                                .events = POLLIN};
    if (poll(fd, c->nhands, -1) <= 0)
        return;
    for (uint32_t i = 0; i < c->nhands; i++)
        if (fd[i].revents && c->hand[i].pid)
            hear(c, &c->hand[i]);
}

static void tell(struct crowd *c)
{
    for (; c->turn < c->pool->n && c->said[c->turn].there; c->turn++) {
        struct said *s = &c->said[c->turn];
        c->pool->told(c->pool->context, s->bytes, s->n);
        free(s->bytes);
        s->bytes = NULL;
    }
}

static void start_all(struct crowd *c)
{
    while (c->nhands < c->pool->jobs && c->nhands < c->pool->n &&
           start(c, &c->hand[c->nhands]))
        c->nhands++;
    if (!c->nhands && c->pool->n) {
        seep_complain(c->pool->command, "cannot start a process: %s",
                      strerror(errno));
        c->status = SEEP_EXIT_LIMIT;
    }
}

int seep_pool_run(const struct seep_pool *pool)
{
    struct crowd *c = calloc(1, sizeof *c);
    struct said *said = calloc(pool->n + 1, sizeof *said);
    int status = SEEP_EXIT_LIMIT;

    if (c && said) {
        c->pool = pool;
        c->said = said;
        start_all(c);
        for (; !c->status && c->turn < pool->n; tell(c)) {
            hand_out(c);
            listen_all(c);
        }
        for (uint32_t i = 0; i < c->nhands; i++)
            stop(&c->hand[i]);
        status = c->status;
    } else {
        seep_complain_memory(pool->command);
    }
    for (size_t i = 0; said && i < pool->n; i++)
        free(said[i].bytes);
    free(said);
    free(c);
    return status;
}
