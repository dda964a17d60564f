/* signature.c - see signature.h: one part a finding, sorted, each once. */
#include "bindings/export/signature.h"

#include <stdlib.h>
#include <string.h>

#include "bindings/export/sentence.h"

enum { PARTS_MAX = 32 }; /* of a run; more do not tell more */

struct parts {
    char *s[PARTS_MAX]; /* owned */
    size_t n;
    bool failed;
};

/* Takes what is in b. */
static void add_part(struct parts *p, struct seep_buffer *b)
{
    p->failed |= b->failed;
    if (p->n < PARTS_MAX && b->s)
        p->s[p->n++] = b->s;
    else
        seep_buffer_fini(b);
    *b = (struct seep_buffer){0};
}

/* The class of a cause: what stands before the detail. */
static void add_class(struct seep_buffer *b, const char *cause)
{
    size_t n = strcspn(cause, ":");

    if (n)
        seep_buffer_add(b, ": ");
    seep_buffer_add_plain_n(b, cause, n);
}

/* By its kind and where it was made; numbers depend on the schedule. */
static void add_what(struct seep_buffer *b, const struct seep_what *w)
{
    seep_buffer_add_plain(b, w->id ? w->kind : "nil channel");
    if (!w->made.line)
        return;
    seep_buffer_add(b, " made ");
    seep_sentence_place(b, &w->made);
}

static void add_stuck(struct parts *p, const struct seep_stuck *s)
{
    struct seep_buffer b = {0};

    seep_buffer_add(&b, "[");
    seep_buffer_add_plain(&b, s->wait);
    seep_buffer_add(&b, "] at ");
    seep_sentence_place(&b, &s->at);
    for (size_t i = 0; i < s->nwhat; i++) {
        seep_buffer_add(&b, i ? ", " : " for ");
        add_what(&b, &s->what[i]);
    }
    add_class(&b, s->cause);
    add_part(p, &b);
}

static void add_access(struct seep_buffer *b, const struct seep_race_access *a)
{
    seep_buffer_add_plain(b, a->what);
    seep_buffer_add(b, " at ");
    seep_sentence_place(b, &a->at);
}

static bool precedes(const struct seep_race_access *a,
                     const struct seep_race_access *b)
{
    int files = strcmp(a->at.file, b->at.file);

    if (files || a->at.line != b->at.line)
        return files ? files < 0 : a->at.line < b->at.line;
    return strcmp(a->what, b->what) <= 0;
}

/* Which came first depends on the schedule. */
static void add_race(struct parts *p, const struct seep_race_finding *f)
{
    bool in_order = precedes(&f->before, &f->after);
    struct seep_buffer b = {0};

    seep_buffer_add(&b, "race on ");
    seep_buffer_add_plain(&b, f->name);
    seep_buffer_add(&b, ": ");
    add_access(&b, in_order ? &f->before : &f->after);
    seep_buffer_add(&b, ", ");
    add_access(&b, in_order ? &f->after : &f->before);
    add_part(p, &b);
}

static void add_open(struct parts *p, const struct seep_open *o)
{
    struct seep_buffer b = {0};

    seep_buffer_add(&b, "open ");
    seep_buffer_add_plain(&b, o->kind);
    seep_buffer_add(&b, " from ");
    seep_sentence_place(&b, &o->at);
    add_part(p, &b);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_sorted(struct seep_buffer *t, struct parts *p)
{
    qsort(p->s, p->n, sizeof *p->s, compare);
    for (size_t i = 0; i < p->n; i++)
        if (!i || strcmp(p->s[i], p->s[i - 1]) != 0) {
            seep_buffer_add(t, "; ");
            seep_buffer_add(t, p->s[i]);
        }
    for (size_t i = 0; i < p->n; i++)
        free(p->s[i]);
    t->failed |= p->failed;
}

/* Ended in the middle, who else waits then is by chance. */
static bool is_cut(const struct seep_report *r)
{
    return r->verdict == SEEP_VERDICT_PANIC ||
           r->verdict == SEEP_VERDICT_FATAL ||
           r->verdict == SEEP_VERDICT_ASSERTION ||
           r->verdict == SEEP_VERDICT_LIMIT || r->verdict == SEEP_VERDICT_EXIT;
}

void seep_signature_add(struct seep_buffer *t, const struct seep_report *r)
{
    struct parts p = {0};

    seep_buffer_add(t, seep_verdict_text(r->verdict));
    if (is_cut(r) && *r->text) {
        seep_buffer_add(t, " ");
        seep_buffer_add_plain(t, r->text);
    }
    if (r->at.line) {
        seep_buffer_add(t, " at ");
        seep_sentence_place(t, &r->at);
    }
    for (size_t i = 0; i < r->nstuck && !is_cut(r); i++)
        add_stuck(&p, &r->stuck[i]);
    for (size_t i = 0; i < r->nraces; i++)
        add_race(&p, &r->races[i]);
    for (size_t i = 0; i < r->nopen && !is_cut(r); i++)
        add_open(&p, &r->open[i]);
    add_sorted(t, &p);
}
