/* sweep.c - see sweep.h. */
#include "bindings/terminal/sweep.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/sentence.h"

/* So many points are named in a line. */
enum { NAMED = 6 };

struct seep_sweep_row {
    char *text; /* owned: who, where, and what it came to */
    uint64_t point[NAMED];
    uint64_t n;
};

/* ---- gathering ---- */

static uint64_t points_of(const struct seep_report *r)
{
    uint64_t n = 0;

    for (size_t i = 0; r->chaos && i < r->chaos->nfaults; i++)
        if (r->chaos->faults[i].points > n)
            n = r->chaos->faults[i].points;
    return n;
}

/* "panic at chan.send jobs of g2 "worker" (pool.lua:9): leak: 1 ..." */
static char *row_text(const struct seep_report *r)
{
    struct seep_buffer t = {0};

    if (r->chaos && r->chaos->nhits) {
        const struct seep_hit_report *h = &r->chaos->hits[0];
        seep_buffer_add_plain(&t, h->text);
        seep_buffer_add(&t, " of ");
        seep_sentence_who(&t, &h->who);
        seep_buffer_add(&t, " (");
        seep_sentence_place(&t, &h->at);
        seep_buffer_add(&t, ")");
    } else {
        seep_buffer_add(&t, "without the fault");
    }
    seep_buffer_add(&t, ": ");
    seep_sentence_verdict(&t, r);
    if (!t.failed)
        return t.s;
    seep_buffer_fini(&t);
    return NULL;
}

static struct seep_sweep_row *row_of(struct seep_sweep *s, char *text)
{
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->rows[i].text, text)) {
            free(text);
            return &s->rows[i];
        }
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 16;
        void *rows = realloc(s->rows, cap * sizeof *s->rows);
        if (!rows) {
            free(text);
            return NULL;
        }
        s->rows = rows;
        s->cap = cap;
    }
    s->rows[s->n] = (struct seep_sweep_row){.text = text};
    return &s->rows[s->n++];
}

void seep_sweep_add(struct seep_sweep *s, uint64_t point,
                    const struct seep_report *r)
{
    bool nowhere = point == SEEP_SWEEP_NOWHERE;

    if (nowhere)
        s->points = points_of(r);
    if (r->verdict == SEEP_VERDICT_PASS || r->verdict == SEEP_VERDICT_VACUOUS)
        return;
    s->broken += !nowhere;
    char *text = row_text(r);
    struct seep_sweep_row *row = text ? row_of(s, text) : NULL;
    if (!row) {
        s->failed = true;
        return;
    }
    if (row->n < NAMED)
        row->point[row->n] = nowhere ? 0 : point;
    row->n++;
}

/* ---- the table ---- */

static void add_row(struct seep_buffer *t, const struct seep_sweep_row *r)
{
    seep_buffer_add(t, "\n  ");
    for (uint64_t i = 0; i < r->n && i < NAMED; i++)
        seep_buffer_addf(t, "%s%" PRIu64, i ? ", " : "", r->point[i]);
    if (r->n > NAMED)
        seep_buffer_addf(t, " and %" PRIu64 " more", r->n - NAMED);
    seep_buffer_add(t, "  ");
    seep_buffer_add_plain(t, r->text);
}

char *seep_sweep_text(const struct seep_sweep *s)
{
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "sweep: breaks at %" PRIu64 " of %" PRIu64 " point%s",
                     s->broken, s->points, s->points == 1 ? "" : "s");
    for (size_t i = 0; i < s->n; i++)
        add_row(&t, &s->rows[i]);
    if (!t.failed && !s->failed)
        return t.s;
    seep_buffer_fini(&t);
    return NULL;
}

void seep_sweep_fini(struct seep_sweep *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->rows[i].text);
    free(s->rows);
    *s = (struct seep_sweep){0};
}
