/* watch.c - see watch.h. */
#include "bindings/terminal/watch.h"

#include <string.h>

#include "bindings/terminal/wall.h"

void seep_watch_init(struct seep_watch *w, const struct seep_watcher *by,
                     const struct seep_findings *f)
{
    *w = (struct seep_watch){.by = *by,
                             .standing = {.findings = f, .share = -1},
                             .begun = seep_wall_now()};
    w->shown = w->begun;
}

void seep_watch_fini(struct seep_watch *w)
{
    seep_set64_fini(&w->traces);
    seep_set64_fini(&w->handoffs);
    seep_set64_fini(&w->sampled);
    seep_set64_fini(&w->again);
}

void seep_watch_heard(struct seep_watch *w, const struct seep_packet *p)
{
    for (uint32_t i = 0; i < p->nfresh; i++)
        seep_set64_add(&w->handoffs, p->fresh[i]);
    w->standing.handoffs = w->handoffs.n;
}

void seep_watch_taken(struct seep_watch *w, const struct seep_packet *p)
{
    struct seep_standing *s = &w->standing;

    if (!w->by.show)
        return;
    memcpy(s->strategy, p->tried.strategy, sizeof s->strategy);
    seep_set64_add(&w->traces, p->tried.digest);
    s->distinct = w->traces.n;
    if (p->share >= 0) {
        s->share = p->share;
        return;
    }
    if (!seep_set64_add(&w->sampled, p->tried.digest))
        seep_set64_add(&w->again, p->tried.digest);
    s->once = w->sampled.n - w->again.n;
    s->samples++;
}

static void show(struct seep_watch *w, int64_t now)
{
    w->shown = now;
    w->standing.elapsed = now - w->begun;
    if (w->by.show)
        w->by.show(w->by.context, &w->standing);
}

void seep_watch_show(struct seep_watch *w)
{
    int64_t now = seep_wall_now();

    if (now - w->shown >= SEEP_WATCH_MS * INT64_C(1000000))
        show(w, now);
}

void seep_watch_over(struct seep_watch *w)
{
    w->standing.over = true;
    show(w, seep_wall_now());
}
