/* worker.c - see worker.h. */
#include "bindings/terminal/worker.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/terminal/packet.h"
#include "bindings/terminal/wall.h"
#include "core/explore/cut.h"
#include "core/explore/handoffs.h"
#include "core/explore/share.h"

/* Runs are told in portions, but not later than this. */
enum { PORTION = 32 << 10, LATEST_NS = 20 * 1000 * 1000 };

/* Runs of dpor's before its tree is cut. */
enum { PROBE = 64 };

struct worker {
    const struct seep_worker_job *job;
    int socket;
    struct seep_share share[SEEP_TRACKS];
    bool begun[SEEP_TRACKS];
    uint64_t next; /* number of the next sample, of all machines' */
    struct seep_handoffs handoffs;
    struct seep_stream out;
    int64_t told;
};

/* Whoever reads it has gone: then so does this one. */
static void flush(struct worker *w)
{
    if (w->out.failed)
        _exit(1);
    if (!seep_stream_send(&w->out, w->socket))
        _exit(0);
    w->told = seep_wall_now();
}

static void tell(struct worker *w, struct seep_packet *p)
{
    seep_packet_write(&w->out, p);
    if (p->tried.failing || p->last || w->out.n >= PORTION ||
        seep_wall_now() - w->told >= LATEST_NS)
        flush(w);
}

/* ---- runs ---- */

static void begin(struct worker *w, enum seep_track track)
{
    const struct seep_subject *s = w->job->subject;

    if (!w->begun[track])
        seep_share_init(&w->share[track], track, w->job->whole, s->strategy,
                        &s->base);
    w->begun[track] = true;
}

static void try(struct worker *w, enum seep_track track,
                const struct seep_options *opt, struct seep_packet *p)
{
    const struct seep_subject *s = w->job->subject;

    memset(p, 0, sizeof *p);
    if (w->job->watch)
        seep_world_watch(s->w, seep_handoffs_begin(&w->handoffs));
    seep_subject_try(s, &w->share[track].p, opt, w->job->watch, &p->tried);
    seep_world_watch(s->w, NULL);
    p->fresh = w->handoffs.fresh;
    p->nfresh = w->handoffs.nfresh;
}

/* How much of its tree the search has seen; below 0: it has none. */
static double explored(const struct seep_portfolio *p)
{
    if (p->last == &seep_strategy_dpor)
        return seep_tree_explored(&p->dpor.tree);
    return p->last == &seep_strategy_dfs ? seep_tree_explored(&p->dfs.tree)
                                         : -1;
}

/* Behind each run it is known whether there is another one. */
static void make_depth(struct worker *w, const struct seep_task *t)
{
    struct seep_share *x = &w->share[SEEP_TRACK_DEPTH];
    struct seep_options opt;
    struct seep_packet p;
    bool more = seep_share_next(x, &opt);

    for (uint64_t i = 0; more; i++) {
        try(w, SEEP_TRACK_DEPTH, &opt, &p);
        more = seep_share_next(x, &opt);
        p.number = i;
        p.share = explored(&x->p);
        p.last = !more;
        p.proven = !more && x->p.proven;
        if (i >= t->first)
            tell(w, &p);
        seep_tried_fini(&p.tried);
    }
}

static void make_samples(struct worker *w, const struct seep_task *t)
{
    struct seep_share *x = &w->share[SEEP_TRACK_SAMPLE];
    uint64_t of = w->job->of, end = t->first + t->count;
    struct seep_options opt;
    struct seep_packet p;
    bool learnt = false;

    for (; w->next < end * of && seep_share_next(x, &opt); w->next++) {
        uint64_t number = w->next / of;
        bool mine = w->next % of == w->job->shard && number >= t->first;
        if (mine && !learnt) {
            seep_share_learn(x, t->longest);
            learnt = true;
        }
        if (!mine && w->next)
            continue;
        try(w, SEEP_TRACK_SAMPLE, &opt, &p);
        p.number = number;
        p.share = -1;
        if (mine)
            tell(w, &p);
        seep_tried_fini(&p.tried);
    }
}

/* ---- parts ---- */

/* What follows on the run is told with it: the wishes that are new, and behind
 * the last one the path of the next. */
static void tell_part(struct worker *w, struct seep_packet *p, uint32_t *told)
{
    const struct seep_share *x = &w->share[SEEP_TRACK_DEPTH];
    const struct seep_tree *t = seep_share_tree(x);
    struct seep_part_run *r = &p->part;

    r->wish = t->nwish > *told ? &t->wish[*told] : NULL;
    r->nwish = t->nwish - *told;
    *told = t->nwish;
    if (r->end == SEEP_PART_SPLIT) {
        r->nstep = t->n;
        r->step = malloc((t->n + 1) * sizeof *r->step);
        if (!r->step)
            _exit(1);
        seep_tree_tell(t, r->step);
    }
    tell(w, p);
    free(r->step);
}

static void make_part(struct worker *w, const struct seep_task *t)
{
    struct seep_share *x = &w->share[SEEP_TRACK_DEPTH];
    struct seep_options opt;
    uint32_t told = 0;
    enum seep_part_end end = SEEP_PART_ON;

    if (!seep_share_enter(x, &t->part, &opt))
        _exit(1);
    for (uint32_t i = 0; end == SEEP_PART_ON; i++) {
        struct seep_packet p;
        try(w, SEEP_TRACK_DEPTH, &opt, &p);
        seep_share_go_on(x, i + 1 == t->part.budget, &p.part);
        end = (enum seep_part_end)p.part.end;
        p.share = explored(&x->p);
        p.part.number = i;
        tell_part(w, &p, &told);
        seep_tried_fini(&p.tried);
    }
}

/* ---- pieces ---- */

/* A run from there.  False: dpor would begin anew, and be exact. */
static bool look_at(struct worker *w, const struct seep_part *from,
                    struct seep_cut *c)
{
    struct seep_share *x = &w->share[SEEP_TRACK_DEPTH];
    struct seep_options opt;
    struct seep_packet p;

    if (!seep_share_enter(x, from, &opt))
        _exit(1);
    try(w, SEEP_TRACK_DEPTH, &opt, &p);
    seep_cut_come(c, seep_share_tree(x));
    seep_tried_fini(&p.tried);
    return !seep_share_anew(x);
}

/* The same of the first runs of the whole tree. */
static bool probe(struct worker *w)
{
    struct seep_share *x = &w->share[SEEP_TRACK_DEPTH];
    const struct seep_part whole = {.bound = SEEP_DFS_UNBOUNDED};
    struct seep_options opt;
    struct seep_packet p;
    enum seep_part_end end = SEEP_PART_ON;

    if (!seep_share_enter(x, &whole, &opt))
        _exit(1);
    for (int i = 0; i < PROBE && end == SEEP_PART_ON; i++) {
        try(w, SEEP_TRACK_DEPTH, &opt, &p);
        seep_share_go_on(x, false, &p.part);
        end = (enum seep_part_end)p.part.end;
        seep_tried_fini(&p.tried);
    }
    return end != SEEP_PART_ANEW;
}

/* False: as above. */
static bool cut(struct worker *w, struct seep_cut *c, bool exact)
{
    const struct seep_piece *x;

    while ((x = seep_cut_next(c))) {
        const struct seep_part from = {.path = x->path,
                                       .n = x->n,
                                       .top = x->n,
                                       .exact = exact,
                                       .bound = SEEP_DFS_UNBOUNDED};
        if (!look_at(w, &from, c) && !exact)
            return false;
    }
    return true;
}

static void tell_pieces(struct worker *w, const struct seep_cut *c, bool exact)
{
    if (c->failed)
        _exit(1);
    for (uint32_t i = 0; i < c->n; i++) {
        struct seep_packet p = {
            .number = i, .last = i + 1 == c->n, .proven = exact};
        p.part.step = c->piece[i].path;
        p.part.nstep = c->piece[i].n;
        p.part.highest = c->piece[i].spent;
        tell(w, &p);
    }
}

/* All machines must come to the same, so whether dpor is exact is found out
 * before there are pieces, as far as it can be. */
static void make_pieces(struct worker *w, const struct seep_task *t)
{
    bool exact = w->share[SEEP_TRACK_DEPTH].p.way == SEEP_WAY_DPOR && !probe(w);
    struct seep_cut c;

    seep_cut_init(&c, (uint32_t)t->count);
    if (!cut(w, &c, exact)) {
        seep_cut_fini(&c);
        seep_cut_init(&c, (uint32_t)t->count);
        (void)cut(w, &c, exact = true);
    }
    tell_pieces(w, &c, exact);
    seep_cut_fini(&c);
}

/* ---- tasks ---- */

/* The path of a part is the caller's. */
static bool read_task(struct worker *w, struct seep_task *t)
{
    if (!seep_socket_read(w->socket, t, sizeof *t))
        return false;
    t->part.path = malloc((t->part.n + 1) * sizeof *t->part.path);
    return t->part.path && seep_socket_read(w->socket, t->part.path,
                                            t->part.n * sizeof *t->part.path);
}

static void make(struct worker *w, const struct seep_task *t)
{
    bool tree = t->track >= SEEP_TRACKS;

    begin(w, tree ? SEEP_TRACK_DEPTH : (enum seep_track)t->track);
    if (t->track == SEEP_TASK_PART)
        make_part(w, t);
    else if (t->track == SEEP_TASK_CUT)
        make_pieces(w, t);
    else if (t->track == SEEP_TRACK_DEPTH)
        make_depth(w, t);
    else
        make_samples(w, t);
}

static void fini(struct worker *w)
{
    for (int i = 0; i < SEEP_TRACKS; i++)
        if (w->begun[i])
            seep_share_fini(&w->share[i]);
    seep_handoffs_fini(&w->handoffs);
    seep_stream_fini(&w->out);
}

void seep_worker_run(const struct seep_worker_job *job, int socket)
{
    static struct worker w;
    struct seep_task t;

    w.job = job;
    w.socket = socket;
    seep_handoffs_init(&w.handoffs);
    while (read_task(&w, &t)) {
        make(&w, &t);
        flush(&w);
        free(t.part.path);
    }
    fini(&w);
}
