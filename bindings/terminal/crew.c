/* crew.c - see crew.h.
 *
 * The track DEPTH is one worker's, which tells all its runs; when it is far
 * ahead of the row it is not listened to, and so waits.  Of samples none is
 * handed out that would not fit into the ring. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): for ppoll and CPU_COUNT */
#define _GNU_SOURCE
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

#include "bindings/export/partial.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/portions.h"
#include "bindings/terminal/ring.h"
#include "bindings/terminal/worker.h"
#include "core/explore/handoffs.h"
#include "core/explore/share.h"

enum {
    KILLED_MOST = 16, /* workers, until it is given up */
    TICK_MS = 100,    /* between two looks at the progress */
    READ = 256 << 10,
};

struct mate {
    pid_t pid;  /* 0: there is none */
    int socket; /* -1: none */
    bool busy;
    struct seep_task task; /* what it is at; `first` is the next expected */
    struct seep_stream in;
};

struct crew {
    const struct seep_crew_options *how;
    struct seep_worker_job job;
    struct seep_findings *f;
    struct seep_row_order row;
    enum seep_track track; /* of the run that the row waits for */
    struct seep_ring ring[SEEP_TRACKS];
    struct mate mate[SEEP_JOBS_MAX];
    uint32_t nmates;
    struct seep_portions portions; /* of samples */
    bool depth_given;              /* somebody is at it, or it is done */
    uint64_t told; /* of the track DEPTH: the end of what came */
    uint32_t killed;
    bool broken;
    int64_t begun, looked;
    struct seep_standing standing;
    char strategy[24]; /* of the last run */
    struct seep_set64 digests, handoffs;
    struct seep_set64 sampled, again; /* digests of samples; met again */
};

static int64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* Shows how it stands; over: shows nothing any more. */
static void look(struct crew *c, bool over)
{
    int64_t t = now();

    if (!c->how->progress ||
        (!over && t - c->looked < TICK_MS * INT64_C(1000000)))
        return;
    c->looked = t;
    c->standing.elapsed = t - c->begun;
    c->standing.over = over;
    c->how->progress(c->how->context, &c->standing);
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
    /* Of several machines the first one has both tracks. */
    uint32_t n = c->how->of && c->how->jobs < 2 ? 2 : c->how->jobs;

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
    if (m->busy && m->task.track == SEEP_TRACK_DEPTH) {
        c->depth_given = c->job.shard > 0;
    } else if (m->busy && m->task.count) {
        seep_portions_orphan(&c->portions, &m->task);
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
    look(c, true);
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

static bool next_task(struct crew *c, struct seep_task *t)
{
    if (!c->depth_given) {
        c->depth_given = true;
        *t = (struct seep_task){.track = SEEP_TRACK_DEPTH,
                                .first = c->ring[SEEP_TRACK_DEPTH].head};
        return true;
    }
    uint64_t room = c->ring[SEEP_TRACK_SAMPLE].head + SEEP_RING;
    return !c->row.whole &&
           seep_portions_next(&c->portions, room, c->nmates, t);
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
    seep_portions_come(&c->portions, p->tried.nchoices);
    m->task.first++;
    m->busy = --m->task.count > 0;
}

static void sort_in(struct crew *c, struct mate *m, struct seep_packet *p)
{
    enum seep_track track = (enum seep_track)m->task.track;

    if (track == SEEP_TRACK_SAMPLE) {
        note_sample(c, m, p);
    } else {
        if (p->number >= c->told)
            c->told = p->number + 1;
        m->busy = !p->last;
    }
    for (uint32_t i = 0; i < p->nfresh; i++)
        seep_set64_add(&c->handoffs, p->fresh[i]);
    c->standing.handoffs = c->handoffs.n;
    seep_ring_put(&c->ring[track], p);
}

static void unpack(struct crew *c, struct mate *m)
{
    struct seep_packet p;

    while (seep_packet_read(&m->in, &p))
        sort_in(c, m, &p);
    c->f->failed |= m->in.failed;
}

/* Does what it may say at once fit into the ring? */
static bool may_speak(const struct crew *c, const struct mate *m)
{
    uint64_t most = (size_t)2 * READ / sizeof(struct seep_packet);

    return m->pid &&
           (m->task.track == SEEP_TRACK_SAMPLE ||
            seep_ring_fits(&c->ring[SEEP_TRACK_DEPTH], c->told + most));
}

static void hear(struct crew *c, struct mate *m)
{
    if (!seep_stream_room(&m->in, READ)) {
        c->f->failed = true;
        return;
    }
    ssize_t n = read(m->socket, m->in.bytes + m->in.n, READ);
    if (n > 0) {
        m->in.n += (size_t)n;
        unpack(c, m);
    } else if (!n || errno != EINTR) {
        bury(c, m);
    }
}

/* Until somebody says something, or it is time to look up. */
static void listen_all(struct crew *c)
{
    struct pollfd fd[SEEP_JOBS_MAX];
    int64_t wait = TICK_MS * INT64_C(1000000);

    if (c->f->time && c->begun + c->f->time - now() < wait)
        wait = c->begun + c->f->time - now();
    struct timespec t = {.tv_nsec = wait > 0 ? wait : 0};
    for (uint32_t i = 0; i < c->nmates; i++)
        fd[i] = (struct pollfd){
            .fd = may_speak(c, &c->mate[i]) ? c->mate[i].socket : -1,
            .events = POLLIN};
    if (ppoll(fd, c->nmates, &t, seep_interrupt_mask()) <= 0)
        return;
    for (uint32_t i = 0; i < c->nmates; i++)
        if (fd[i].revents)
            hear(c, &c->mate[i]);
}

/* ---- the row ---- */

/* For the progress line only. */
static void note(struct crew *c, const struct seep_packet *p)
{
    struct seep_standing *s = &c->standing;

    memcpy(c->strategy, p->tried.strategy, sizeof c->strategy);
    seep_set64_add(&c->digests, p->tried.digest);
    s->distinct = c->digests.n;
    if (p->share >= 0) {
        s->share = p->share;
        return;
    }
    if (!seep_set64_add(&c->sampled, p->tried.digest))
        seep_set64_add(&c->again, p->tried.digest);
    s->once = c->sampled.n - c->again.n;
    s->samples++;
}

static bool ends(struct crew *c, enum seep_end why)
{
    c->f->end = why;
    return true;
}

/* Has another machine the run that the row is at? */
static bool elsewhere(const struct crew *c)
{
    if (c->track == SEEP_TRACK_DEPTH)
        return c->job.shard > 0;
    return (c->row.n[c->track] - 1) % c->job.of != c->job.shard;
}

/* Of several machines: has the row come to its end?  Only the first one knows
 * how many runs were redundant, and how many were no samples. */
static bool is_beyond(const struct crew *c)
{
    const uint64_t *n = c->row.n;
    uint64_t runs = c->job.shard ? n[SEEP_TRACK_SAMPLE]
                                 : n[0] + n[1] - c->f->redundant;

    return c->f->planned && runs > c->f->planned;
}

static void close_row(struct crew *c, bool proven)
{
    seep_row_close(&c->row, proven);
    if (!c->f->partial)
        return;
    c->f->partial->closed = true;
    c->f->partial->proven = proven;
}

static void take(struct crew *c, struct seep_packet *p)
{
    const struct seep_tried o = p->tried; /* what it owns will be gone */

    if (c->how->progress)
        note(c, p);
    size_t failure = seep_hunt_take(c->f, &p->tried);
    if (c->f->partial)
        seep_partial_add(c->f->partial, c->track, o.verdict, o.redundant,
                         o.steps, failure);
    if (p->last)
        close_row(c, p->proven);
    seep_packet_fini(p);
}

/* Takes what the row has come to; true: the search is over. */
static bool advance(struct crew *c)
{
    struct seep_packet p;

    for (; !seep_hunt_over(c->f); c->track = seep_row_next(&c->row)) {
        if (c->track == SEEP_TRACK_NONE) {
            seep_hunt_close(c->f, c->row.proven);
            return true;
        }
        if (c->job.of > 1 && is_beyond(c))
            return ends(c, SEEP_END_RUNS);
        if (elsewhere(c)) {
            if (c->row.whole)
                return ends(c, SEEP_END_EXHAUSTED);
            continue;
        }
        if (!seep_ring_take(&c->ring[c->track], &p))
            return false;
        take(c, &p);
    }
    return true;
}

static bool is_over(struct crew *c)
{
    if (advance(c))
        return true;
    if (seep_interrupt_came())
        return ends(c, SEEP_END_INTERRUPTED);
    if (c->broken)
        return ends(c, SEEP_END_BROKEN);
    return c->f->time && now() - c->begun >= c->f->time &&
           ends(c, SEEP_END_TIME);
}

static bool init(struct crew *c, const struct seep_subject *subject)
{
    bool ok = true;

    c->job = (struct seep_worker_job){
        .subject = subject, .of = 1, .watch = c->how->progress != NULL};
    if (c->how->of) {
        c->job.of = c->how->of;
        c->job.shard = c->how->shard - 1;
    }
    c->depth_given = c->job.shard > 0;
    seep_row_init(&c->row, subject->strategy, &subject->base,
                  c->how->jobs > 1 || c->how->of);
    c->job.whole = c->row.whole;
    c->portions = (struct seep_portions){.shard = c->job.shard,
                                         .of = c->job.of,
                                         .learn = seep_row_learns(&c->row),
                                         .planned = c->f->planned};
    c->track = seep_row_next(&c->row);
    for (int i = 0; i < SEEP_TRACKS; i++)
        ok &= seep_ring_init(&c->ring[i]);
    c->standing = (struct seep_standing){
        .findings = c->f, .strategy = c->strategy, .share = -1};
    c->begun = c->looked = now();
    return ok;
}

static void fini(struct crew *c)
{
    for (uint32_t i = 0; i < c->nmates; i++)
        stop(&c->mate[i]);
    for (int i = 0; i < SEEP_TRACKS; i++)
        seep_ring_fini(&c->ring[i]);
    seep_row_fini(&c->row);
    seep_set64_fini(&c->digests);
    seep_set64_fini(&c->sampled);
    seep_set64_fini(&c->again);
    seep_set64_fini(&c->handoffs);
    free(c);
}

void seep_crew_search(const struct seep_crew_options *how,
                      const struct seep_subject *subject,
                      struct seep_findings *f)
{
    struct crew *c = calloc(1, sizeof *c);

    f->failed |= !c;
    f->end = SEEP_END_BROKEN;
    if (!c)
        return;
    c->how = how;
    c->f = f;
    seep_interrupt_hold();
    f->failed |= !init(c, subject);
    if (!f->failed)
        start_all(c);
    while (!is_over(c)) {
        hand_out(c);
        listen_all(c);
        look(c, false);
    }
    look(c, true);
    fini(c);
}

uint32_t seep_crew_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);

    return n < 1 ? 1 : n > SEEP_JOBS_MAX ? SEEP_JOBS_MAX : (uint32_t)n;
}
