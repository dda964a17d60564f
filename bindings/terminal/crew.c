/* crew.c - see crew.h.
 *
 * A tree is searched in parts (core/explore/parts.h), which keep a bound on
 * how far they are ahead.  A row that is not shared is one worker's, which
 * tells all its runs; when it is far ahead it is not listened to, and so waits.
 * Of samples none is handed out that would not fit into the ring. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): for ppoll */
#define _GNU_SOURCE
#include "bindings/terminal/crew.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bindings/export/partial.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/mate.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/portions.h"
#include "bindings/terminal/ring.h"
#include "core/explore/handoffs.h"
#include "core/explore/share.h"

enum {
    KILLED_MOST = 16, /* workers, until it is given up */
    TICK_MS = 100,    /* between two looks at the progress */
    READ = 256 << 10,
};

struct crew {
    const struct seep_crew_options *how;
    struct seep_worker_job job;
    struct seep_findings *f;
    struct seep_row_order row;
    enum seep_track track; /* of the run that the row waits for */
    struct seep_ring ring[SEEP_TRACKS];
    struct seep_mate mate[SEEP_JOBS_MAX];
    uint32_t nmates;
    struct seep_portions portions; /* of samples */
    struct seep_parts parts;       /* of the tree, if... */
    bool has_parts;                /* ...this machine searches one in parts */
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

static void start_all(struct crew *c)
{
    /* Of several machines the first one has both tracks. */
    uint32_t n = c->how->of && c->how->jobs < 2 ? 2 : c->how->jobs;

    for (uint32_t i = 0; i < n; i++)
        c->mate[i].socket = -1;
    for (c->nmates = 0; c->nmates < n; c->nmates++)
        if (!seep_mate_start(&c->mate[c->nmates], &c->job, c->mate, c->nmates))
            break;
    if (c->nmates)
        return;
    seep_complain("explore", "cannot start a process: %s", strerror(errno));
    c->broken = true;
}

/* What it was at is for another one. */
static void adopt(struct crew *c, const struct seep_mate *m)
{
    if (m->busy && m->part) {
        seep_parts_lost(&c->parts, m->part);
    } else if (m->busy && m->task.track == SEEP_TRACK_DEPTH) {
        c->depth_given = c->job.shard > 0;
    } else if (m->busy && m->task.count) {
        seep_portions_orphan(&c->portions, &m->task);
    }
}

/* Its end of the socket is closed.  Only who was killed from outside is
 * replaced: what else ends a worker would end the next one too. */
static void bury(struct crew *c, struct seep_mate *m)
{
    bool killed = seep_mate_bury(m);

    adopt(c, m);
    if (killed && ++c->killed <= KILLED_MOST &&
        seep_mate_start(m, &c->job, c->mate, c->nmates))
        return;
    m->busy = false;
    look(c, true);
    seep_complain("explore",
                  killed ? "processes of this search were killed too often"
                         : "a process of this search came to a bad end");
    c->broken = true;
}

/* ---- tasks ---- */

/* ahead: though it is not its turn. */
static bool give_part(struct crew *c, struct seep_mate *m, bool ahead)
{
    struct seep_part *x = c->has_parts ? seep_parts_give(&c->parts, ahead)
                                       : NULL;

    if (!x)
        return false;
    seep_mate_give(m, &(struct seep_task){.track = SEEP_TASK_PART, .part = *x},
                   x);
    return true;
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

/* First what the row waits for. */
static void give_work(struct crew *c, struct seep_mate *m)
{
    struct seep_task t;

    if (give_part(c, m, c->track == SEEP_TRACK_DEPTH))
        return;
    if (next_task(c, &t))
        seep_mate_give(m, &t, NULL);
    else
        (void)give_part(c, m, true);
}

static void hand_out(struct crew *c)
{
    for (uint32_t i = 0; i < c->nmates; i++)
        if (c->mate[i].pid && !c->mate[i].busy)
            give_work(c, &c->mate[i]);
}

/* ---- what comes back ---- */

static void note_sample(struct crew *c, struct seep_mate *m,
                        const struct seep_packet *p)
{
    seep_portions_come(&c->portions, p->tried.nchoices);
    m->task.first++;
    m->busy = --m->task.count > 0;
}

static void note_depth(struct crew *c, struct seep_mate *m,
                       const struct seep_packet *p)
{
    if (p->number >= c->told)
        c->told = p->number + 1;
    m->busy = !p->last;
}

/* The parts keep it until it is taken. */
static void note_part(struct crew *c, struct seep_mate *m,
                      struct seep_packet *p)
{
    struct seep_packet *kept = malloc(sizeof *kept);
    struct seep_part_run run = p->part;

    c->f->failed |= !kept;
    if (!kept) {
        seep_packet_fini(p);
        return;
    }
    p->part.wish = NULL;
    p->part.step = NULL;
    *kept = *p;
    run.what = kept;
    m->busy = run.end == SEEP_PART_ON;
    seep_parts_come(&c->parts, m->part, &run);
    if (!m->busy)
        m->part = NULL;
}

static void sort_in(struct crew *c, struct seep_mate *m, struct seep_packet *p)
{
    for (uint32_t i = 0; i < p->nfresh; i++)
        seep_set64_add(&c->handoffs, p->fresh[i]);
    c->standing.handoffs = c->handoffs.n;
    if (m->part) {
        note_part(c, m, p);
        return;
    }
    if (m->task.track == SEEP_TRACK_SAMPLE)
        note_sample(c, m, p);
    else
        note_depth(c, m, p);
    seep_ring_put(&c->ring[m->task.track], p);
}

static void unpack(struct crew *c, struct seep_mate *m)
{
    struct seep_packet p;

    while (seep_packet_read(&m->in, &p))
        sort_in(c, m, &p);
    c->f->failed |= m->in.failed;
}

/* Does what it may say at once fit into the ring? */
static bool may_speak(const struct crew *c, const struct seep_mate *m)
{
    uint64_t most = (size_t)2 * READ / sizeof(struct seep_packet);

    return m->pid &&
           (m->task.track != SEEP_TRACK_DEPTH ||
            seep_ring_fits(&c->ring[SEEP_TRACK_DEPTH], c->told + most));
}

static void hear(struct crew *c, struct seep_mate *m)
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

/* The first run of a row that has samples too is not made in parts. */
static bool is_of_parts(const struct crew *c)
{
    return c->has_parts && c->track == SEEP_TRACK_DEPTH &&
           (c->row.whole || c->row.n[c->track] > 1);
}

/* The run that the row is at; false: it has not come yet. */
static bool fetch(struct crew *c, struct seep_packet *p)
{
    void *what;

    if (!is_of_parts(c)) {
        if (!seep_ring_take(&c->ring[c->track], p))
            return false;
        p->last &= !c->has_parts;
        return true;
    }
    if (!seep_parts_take(&c->parts, &what))
        return false;
    *p = *(struct seep_packet *)what;
    free(what);
    p->last = c->parts.closed;
    p->proven = c->parts.proven;
    return true;
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
        if (!fetch(c, &p))
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
    c->f->failed |= c->parts.failed;
    if (c->broken)
        return ends(c, SEEP_END_BROKEN);
    return c->f->time && now() - c->begun >= c->f->time &&
           ends(c, SEEP_END_TIME);
}

static void drop_packet(void *what)
{
    seep_packet_fini(what);
    free(what);
}

static void init_parts(struct crew *c)
{
    c->has_parts = c->row.parted && !c->job.shard;
    if (!c->has_parts)
        return;
    seep_parts_init(&c->parts, c->row.p.way == SEEP_WAY_DFS, c->how->jobs,
                    drop_packet);
    c->depth_given = c->row.whole;
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
    init_parts(c);
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
        seep_mate_stop(&c->mate[i]);
    for (int i = 0; i < SEEP_TRACKS; i++)
        seep_ring_fini(&c->ring[i]);
    if (c->has_parts)
        seep_parts_fini(&c->parts);
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
