/* crew.c - see crew.h.
 *
 * A tree is searched in parts (core/explore/parts.h), which keep a bound on
 * how far they are ahead.  A row that is not shared is one worker's, which
 * tells all its runs; when it is far ahead it is not listened to, and so waits.
 * Of samples none is handed out that would not fit into the ring. */
#include "bindings/terminal/crew.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/partial.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/crowd.h"
#include "bindings/terminal/grove.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/portions.h"
#include "bindings/terminal/process.h"
#include "bindings/terminal/ring.h"
#include "bindings/terminal/wall.h"
#include "bindings/terminal/worker.h"
#include "core/explore/share.h"

/* What a worker is at. */
struct mate {
    struct seep_hand *hand; /* borrowed from the crowd */
    bool busy;
    struct seep_task task;  /* `first` is the next that is expected */
    struct seep_part *part; /* also, when that is a part */
};

struct crew {
    const struct seep_crew_options *how;
    struct seep_worker_job job;
    struct seep_findings *f;
    struct seep_row_order row;
    enum seep_track track; /* of the run that the row waits for */
    struct seep_ring ring[SEEP_TRACKS];
    struct seep_crowd crowd;
    struct mate mate[SEEP_JOBS_MAX]; /* one for each hand of the crowd's */
    struct seep_portions portions;   /* of samples */
    struct seep_grove grove;         /* the row's tree */
    bool depth_given;                /* somebody is at it, or it is done */
    uint64_t told; /* of the track DEPTH: the end of what came */
    bool broken;
    int64_t begun; /* when (wall.h) */
    struct seep_watch watch;
};

/* ---- processes ---- */

/* In a worker.  Ctrl-C is for who hands out, and so can tell what there is. */
static void work(const void *job, int socket)
{
    seep_interrupt_child();
    seep_worker_run(job, socket);
}

static void start_all(struct crew *c)
{
    /* Of several machines the first one has both tracks. */
    bool both = c->how->of && !c->row.whole;
    uint32_t n = both && c->how->jobs < 2 ? 2 : c->how->jobs;

    c->crowd.work = work;
    c->crowd.context = &c->job;
    seep_crowd_start(&c->crowd, n);
    for (uint32_t i = 0; i < c->crowd.n; i++)
        c->mate[i].hand = &c->crowd.hand[i];
    if (c->crowd.n)
        return;
    seep_complain("explore", "cannot start a process: %s", strerror(errno));
    c->broken = true;
}

/* What it was at is for another one. */
static void adopt(struct crew *c, struct mate *m)
{
    if (m->busy && m->part) {
        seep_parts_lost(&c->grove.parts, m->part);
    } else if (m->busy && m->task.track == SEEP_TASK_CUT) {
        c->depth_given = false;
    } else if (m->busy && m->task.track == SEEP_TRACK_DEPTH) {
        c->depth_given = c->job.shard > 0;
    } else if (m->busy && m->task.count) {
        seep_portions_orphan(&c->portions, &m->task);
    }
    *m = (struct mate){.hand = m->hand};
}

static void bury(struct crew *c, struct mate *m)
{
    int ending;

    adopt(c, m);
    if (seep_crowd_bury(&c->crowd, m->hand, &ending))
        return;
    seep_watch_over(&c->watch);
    seep_complain("explore",
                  seep_process_was_killed(ending)
                      ? "processes of this search were killed too often"
                      : "a process of this search came to a bad end");
    c->broken = true;
}

/* ---- tasks ---- */

/* What cannot be sent does no harm: the end of its socket will be read. */
static void give(struct mate *m, const struct seep_task *t,
                 struct seep_part *part)
{
    m->busy = true;
    m->task = *t;
    m->part = part;
    if (seep_socket_write(m->hand->socket, t, sizeof *t) && part)
        (void)seep_socket_write(m->hand->socket, part->path,
                                part->n * sizeof *part->path);
}

/* ahead: though it is not its turn. */
static bool give_part(struct crew *c, struct mate *m, bool ahead)
{
    struct seep_part *x = seep_grove_give(&c->grove, ahead);

    if (!x)
        return false;
    give(m, &(struct seep_task){.track = SEEP_TASK_PART, .part = *x}, x);
    return true;
}

static bool next_task(struct crew *c, struct seep_task *t)
{
    if (!c->depth_given) {
        c->depth_given = true;
        *t = c->grove.cuts
                 ? seep_grove_cut(&c->grove)
                 : (struct seep_task){.track = SEEP_TRACK_DEPTH,
                                      .first = c->ring[SEEP_TRACK_DEPTH].head};
        return true;
    }
    uint64_t room = c->ring[SEEP_TRACK_SAMPLE].head + SEEP_RING;
    return !c->row.whole &&
           seep_portions_next(&c->portions, room, c->crowd.n, t);
}

/* First what the row waits for. */
static void give_work(struct crew *c, struct mate *m)
{
    struct seep_task t;

    if (give_part(c, m, c->track == SEEP_TRACK_DEPTH))
        return;
    if (next_task(c, &t))
        give(m, &t, NULL);
    else
        (void)give_part(c, m, true);
}

static void hand_out(struct crew *c)
{
    for (uint32_t i = 0; i < c->crowd.n; i++)
        if (c->mate[i].hand->pid && !c->mate[i].busy)
            give_work(c, &c->mate[i]);
}

/* ---- what comes back ---- */

static void note_sample(struct crew *c, struct mate *m,
                        const struct seep_packet *p)
{
    seep_portions_come(&c->portions, p->tried.nchoices);
    m->task.first++;
    m->busy = --m->task.count > 0;
}

static void note_depth(struct crew *c, struct mate *m,
                       const struct seep_packet *p)
{
    if (p->number >= c->told)
        c->told = p->number + 1;
    m->busy = !p->last;
}

static void note_part(struct crew *c, struct mate *m, struct seep_packet *p)
{
    m->busy = p->part.end == SEEP_PART_ON;
    c->f->failed |= !seep_grove_come(&c->grove, m->part, p);
    if (!m->busy)
        m->part = NULL;
}

static void sort_in(struct crew *c, struct mate *m, struct seep_packet *p)
{
    if (m->task.track == SEEP_TASK_CUT) {
        m->busy = !p->last;
        c->f->failed |= !seep_grove_piece(&c->grove, p);
        return;
    }
    seep_watch_heard(&c->watch, p);
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

static void unpack(struct crew *c, struct mate *m)
{
    struct seep_stream *in = &m->hand->in;
    struct seep_packet p;

    while (seep_packet_read(in, &p))
        sort_in(c, m, &p);
    c->f->failed |= in->failed;
}

/* Does what it may say at once fit into the ring? */
static bool may_speak(const struct crew *c, const struct mate *m)
{
    uint64_t most = (size_t)2 * SEEP_STREAM_HEAR / sizeof(struct seep_packet);

    return m->task.track != SEEP_TRACK_DEPTH ||
           seep_ring_fits(&c->ring[SEEP_TRACK_DEPTH], c->told + most);
}

static void hear(struct crew *c, struct mate *m)
{
    if (seep_stream_hear(&m->hand->in, m->hand->socket))
        unpack(c, m);
    else
        bury(c, m);
}

/* Until somebody says something, or it is time to look up. */
static void listen_all(struct crew *c)
{
    int64_t wait = SEEP_WATCH_MS * INT64_C(1000000);
    int64_t left = c->begun + c->f->time - seep_wall_now();

    if (c->f->time && left < wait)
        wait = left > 0 ? left : 0;
    for (uint32_t i = 0; i < c->crowd.n; i++)
        c->crowd.hand[i].unheard = !may_speak(c, &c->mate[i]);
    seep_crowd_listen(&c->crowd, wait, seep_interrupt_mask());
    for (uint32_t i = 0; i < c->crowd.n; i++)
        if (c->crowd.hand[i].speaks)
            hear(c, &c->mate[i]);
}

/* ---- the row ---- */

static bool ends(struct crew *c, enum seep_end why)
{
    c->f->end = why;
    return true;
}

/* Has another machine the run that the row is at? */
static bool elsewhere(const struct crew *c)
{
    if (c->track == SEEP_TRACK_DEPTH)
        return c->job.shard > 0 && !c->grove.cuts;
    return (c->row.n[c->track] - 1) % c->job.of != c->job.shard;
}

/* Of several machines: has the row come to its end?  Of runs that are asked for
 * each has its share, of a tree in pieces; else only the first one knows how
 * many runs were redundant, and how many were no samples. */
static bool is_beyond(const struct crew *c)
{
    const uint64_t *n = c->row.n;

    if (c->grove.cuts)
        return c->f->planned &&
               c->f->runs * c->job.of + c->job.shard >= c->f->planned;
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

    seep_watch_taken(&c->watch, p);
    size_t failure = seep_hunt_take(c->f, &p->tried);
    if (c->f->partial)
        seep_partial_add(c->f->partial, c->track, o.verdict, o.redundant,
                         o.steps, failure);
    if (c->grove.cuts && c->f->partial)
        seep_grove_note(&c->grove, c->f->partial);
    if (p->last)
        close_row(c, p->proven);
    seep_packet_fini(p);
}

/* The first run of a row that has samples too is not made in parts. */
static bool is_of_parts(const struct crew *c)
{
    return c->grove.ready && c->track == SEEP_TRACK_DEPTH &&
           (c->row.whole || c->row.n[c->track] > 1);
}

/* The run that the row is at; false: it has not come yet. */
static bool fetch(struct crew *c, struct seep_packet *p)
{
    if (is_of_parts(c))
        return seep_grove_take(&c->grove, p);
    if (!seep_ring_take(&c->ring[c->track], p))
        return false;
    p->last &= !c->grove.ready;
    return true;
}

/* Takes what the row has come to; true: the search is over. */
static bool advance(struct crew *c)
{
    struct seep_packet p;

    for (; !seep_hunt_over(c->f); c->track = seep_row_next(&c->row)) {
        if (c->track == SEEP_TRACK_NONE) {
            /* Of all the pieces nothing is known here. */
            seep_hunt_close(c->f, c->row.proven && !c->grove.cuts);
            return true;
        }
        if (c->job.of > 1 && is_beyond(c))
            return ends(c, SEEP_END_RUNS);
        if (elsewhere(c)) {
            if (c->row.whole)
                return ends(c, SEEP_END_EXHAUSTED);
            continue;
        }
        if (seep_grove_has_none(&c->grove)) {
            close_row(c, true);
            return ends(c, SEEP_END_EXHAUSTED);
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
    c->f->failed |= c->grove.parts.failed;
    if (c->broken)
        return ends(c, SEEP_END_BROKEN);
    return c->f->time && seep_wall_now() - c->begun >= c->f->time &&
           ends(c, SEEP_END_TIME);
}

static bool init(struct crew *c, const struct seep_subject *subject)
{
    bool ok = true;

    c->job = (struct seep_worker_job){
        .subject = subject, .of = 1, .watch = c->how->watcher.show != NULL};
    if (c->how->of) {
        c->job.of = c->how->of;
        c->job.shard = c->how->shard - 1;
    }
    seep_row_init(&c->row, subject->strategy, &subject->base,
                  c->how->jobs > 1 || c->how->of);
    c->job.whole = c->row.whole;
    seep_grove_init(&c->grove, &c->row, c->how->jobs, c->job.shard, c->job.of);
    c->depth_given = c->grove.ready ? c->row.whole
                                    : c->job.shard > 0 && !c->grove.cuts;
    c->portions = (struct seep_portions){.shard = c->job.shard,
                                         .of = c->job.of,
                                         .learn = seep_row_learns(&c->row),
                                         .planned = c->f->planned};
    c->track = seep_row_next(&c->row);
    for (int i = 0; i < SEEP_TRACKS; i++)
        ok &= seep_ring_init(&c->ring[i]);
    seep_watch_init(&c->watch, &c->how->watcher, c->f);
    c->begun = c->watch.begun;
    return ok;
}

static void fini(struct crew *c)
{
    seep_crowd_stop(&c->crowd);
    for (int i = 0; i < SEEP_TRACKS; i++)
        seep_ring_fini(&c->ring[i]);
    seep_grove_fini(&c->grove);
    seep_row_fini(&c->row);
    seep_watch_fini(&c->watch);
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
        seep_watch_show(&c->watch);
    }
    seep_watch_over(&c->watch);
    fini(c);
}
