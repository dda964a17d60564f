/* crew.c - see crew.h.
 *
 * The lane DEPTH is one worker's, which tells all its runs; when it is far
 * ahead of the row it is not listened to, and so waits.  Samples are handed
 * out in portions, none beyond what fits into the ring, and where samples
 * learn from those before (share.h), none beyond a power of two before all
 * below it are there. */
#include "bindings/terminal/crew.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bindings/terminal/complain.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/ring.h"
#include "bindings/terminal/worker.h"
#include "core/explore/handoffs.h"
#include "core/explore/share.h"

enum {
    PORTION_MOST = 256,  /* samples of a task */
    KILLED_MOST = 16,    /* workers, until it is given up */
    TICK_MS = 100,       /* between two looks at the progress */
    READ = 256 << 10,
};

struct mate {
    pid_t pid;  /* 0: there is none */
    int socket; /* -1: none */
    bool busy;
    bool fresh;            /* has been given nothing yet */
    struct seep_task task; /* what it is at; `first` is the next expected */
    struct seep_stream in;
};

/* A portion that nobody is at, for its worker was killed. */
struct orphan {
    struct seep_task task;
    bool there;
};

struct crew {
    const struct seep_crew_options *how;
    struct seep_worker_job job;
    struct seep_findings *f;
    struct seep_row_order row;
    enum seep_lane lane; /* of the run that the row waits for */
    struct seep_ring ring[SEEP_LANES];
    struct mate mate[SEEP_JOBS_MAX];
    uint32_t nmates;
    struct orphan orphan[SEEP_JOBS_MAX];
    bool depth_given, depth_told; /* handed out; all of it has come */
    uint64_t given;               /* samples handed out */
    uint64_t come;                /* samples that have come back */
    uint64_t longest;             /* choices of these */
    uint32_t killed;
    bool broken;
    int64_t begun, looked;
    struct seep_standing standing;
    struct seep_set64 digests, again, handoffs;
};

static int64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* ---- processes ---- */

static _Noreturn void be_worker(struct crew *c, int socket, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    seep_interrupt_child();
    for (uint32_t i = 0; i < c->nmates; i++)
        if (c->mate[i].socket >= 0)
            close(c->mate[i].socket);
    seep_worker_run(&c->job, socket);
}

static bool start(struct crew *c, struct mate *m)
{
    pid_t parent = getpid();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return false;
    seep_output_flush();
    pid_t pid = fork();
    if (!pid)
        be_worker(c, pair[1], parent);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return false;
    }
    seep_stream_fini(&m->in);
    *m = (struct mate){.pid = pid, .socket = pair[0]};
    return true;
}

static void start_all(struct crew *c)
{
    uint32_t n = c->how->jobs;

    for (uint32_t i = 0; i < n; i++)
        c->mate[i].socket = -1;
    for (c->nmates = 0; c->nmates < n; c->nmates++)
        if (!start(c, &c->mate[c->nmates]))
            break;
    if (c->nmates)
        return;
    seep_complain("explore", "cannot start a process: %s", strerror(errno));
    c->broken = true;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static void stop(struct mate *m)
{
    if (m->pid) {
        kill(m->pid, SIGKILL);
        wait_for(m->pid);
        close(m->socket);
    }
    seep_stream_fini(&m->in);
    *m = (struct mate){.socket = -1};
}

/* What it was at is for another one. */
static void adopt(struct crew *c, const struct mate *m)
{
    if (m->busy && m->task.lane == SEEP_LANE_DEPTH) {
        c->depth_given = false;
    } else if (m->busy && m->task.count) {
        for (uint32_t i = 0; i < SEEP_JOBS_MAX; i++)
            if (!c->orphan[i].there) {
                c->orphan[i] = (struct orphan){m->task, true};
                return;
            }
    }
}

/* Its end of the socket is closed.  Only who was killed from outside is
 * replaced: what else ends a worker would end the next one too. */
static void bury(struct crew *c, struct mate *m)
{
    int status = wait_for(m->pid);
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;

    m->pid = 0;
    close(m->socket);
    m->socket = -1;
    adopt(c, m);
    if (killed && ++c->killed <= KILLED_MOST && start(c, m))
        return;
    m->busy = false;
    seep_complain("explore",
                  killed ? "processes of this search were killed too often"
                         : "a process of this search came to a bad end");
    c->broken = true;
}

/* ---- tasks ---- */

static bool send_task(struct mate *m, const struct seep_task *t)
{
    size_t n = 0;

    while (n < sizeof *t) {
        ssize_t k = write(m->socket, (const char *)t + n, sizeof *t - n);
        if (k < 0 && errno != EINTR)
            return false; /* the end of its socket will be read */
        n += k > 0 ? (size_t)k : 0;
    }
    return true;
}

static void give(struct mate *m, const struct seep_task *t)
{
    m->busy = true;
    m->task = *t;
    (void)send_task(m, t);
}

/* The end of those samples that may be made before all below are there. */
static uint64_t horizon(const struct crew *c)
{
    uint64_t end = 1;

    if (!seep_row_learns(&c->row))
        return UINT64_MAX;
    while (end <= c->come)
        end *= 2;
    return c->come == c->given || end > c->given ? end : c->given;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The next portion of samples; small at first, for the row may be short. */
static bool next_samples(struct crew *c, struct seep_task *t)
{
    for (uint32_t i = 0; i < SEEP_JOBS_MAX; i++)
        if (c->orphan[i].there) {
            c->orphan[i].there = false;
            *t = c->orphan[i].task;
            return true;
        }
    uint64_t end = least(c->ring[SEEP_LANE_SAMPLE].head + SEEP_RING,
                         c->f->planned ? c->f->planned : UINT64_MAX);
    end = least(end, horizon(c));
    if (c->given >= end)
        return false;
    uint64_t portion = c->given / (2 * c->nmates) + 1;
    *t = (struct seep_task){
        .lane = SEEP_LANE_SAMPLE,
        .first = c->given,
        .count = least(least(portion, PORTION_MOST), end - c->given),
        .longest = c->longest};
    c->given += t->count;
    return true;
}

static bool next_task(struct crew *c, struct seep_task *t)
{
    if (!c->depth_given) {
        c->depth_given = true;
        *t = (struct seep_task){.lane = SEEP_LANE_DEPTH,
                                .first = c->ring[SEEP_LANE_DEPTH].head};
        return true;
    }
    return !c->row.whole && next_samples(c, t);
}

static void hand_out(struct crew *c)
{
    struct seep_task t;

    for (uint32_t i = 0; i < c->nmates; i++)
        if (c->mate[i].pid && !c->mate[i].busy && next_task(c, &t))
            give(&c->mate[i], &t);
}

/* ---- what comes back ---- */

static void note_sample(struct crew *c, struct mate *m,
                        const struct seep_packet *p)
{
    c->come++;
    if (p->tried.nchoices > c->longest)
        c->longest = p->tried.nchoices;
    m->task.first++;
    m->busy = --m->task.count > 0;
}

static void sort_in(struct crew *c, struct mate *m, struct seep_packet *p)
{
    enum seep_lane lane = (enum seep_lane)m->task.lane;

    if (lane == SEEP_LANE_SAMPLE) {
        note_sample(c, m, p);
    } else if (p->last) {
        m->busy = false;
        c->depth_told = true;
    }
    for (uint32_t i = 0; i < p->nfresh; i++)
        seep_set64_add(&c->handoffs, p->fresh[i]);
    c->standing.handoffs = c->handoffs.n;
    seep_ring_put(&c->ring[lane], p);
}

/* Is the next packet one that has room? */
static void unpack(struct crew *c, struct mate *m)
{
    struct seep_packet p;

    while (m->in.n - m->in.from >= sizeof p &&
           seep_packet_read(&m->in, &p))
        sort_in(c, m, &p);
    c->f->failed |= m->in.failed;
}

/* The lane's worker may be heard: what it says fits into the ring. */
static bool may_speak(const struct crew *c, const struct mate *m)
{
    const struct seep_ring *r = &c->ring[SEEP_LANE_DEPTH];
    uint64_t most = READ / sizeof(struct seep_packet) + 1;

    return m->pid && (m->task.lane == SEEP_LANE_SAMPLE || !m->busy ||
                      seep_ring_fits(r, c->told_depth + most));
}
