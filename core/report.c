/* report.c - giving a report's memory back. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static void free_who(struct seep_who *w)
{
    seep_text_free(w->name);
    seep_text_free(w->path);
}

static void free_what(struct seep_what *w)
{
    seep_text_free(w->label);
    seep_text_free(w->kind);
    seep_text_free(w->state);
    seep_text_free(w->made.file);
}

static void free_waker(struct seep_waker *w)
{
    free_who(&w->who);
    seep_text_free(w->did);
    seep_text_free(w->fate);
    seep_text_free(w->at.file);
}

static void free_stuck(struct seep_stuck *k)
{
    free_who(&k->who);
    free_who(&k->creator);
    seep_text_free(k->wait);
    seep_text_free(k->at.file);
    seep_text_free(k->created.file);
    seep_text_free(k->cause);
    seep_text_free(k->fix);
    seep_text_free(k->stack);
    for (size_t i = 0; i < k->nwhat; i++)
        free_what(&k->what[i]);
    for (size_t i = 0; i < k->nwakers; i++)
        free_waker(&k->wakers[i]);
    free(k->what);
    free(k->wakers);
}

static void free_access(struct seep_race_access *a)
{
    free_who(&a->who);
    seep_text_free(a->what);
    seep_text_free(a->at.file);
}

static void free_race(struct seep_race_finding *f)
{
    seep_text_free(f->name);
    seep_text_free(f->kind);
    seep_text_free(f->fix);
    seep_text_free(f->made.file);
    free_access(&f->before);
    free_access(&f->after);
}

static void free_lock(struct seep_predicted_lock *l)
{
    seep_text_free(l->name);
    seep_text_free(l->label);
    seep_text_free(l->at.file);
    seep_text_free(l->made.file);
}

static void free_predicted(struct seep_predicted *p)
{
    seep_text_free(p->cause);
    seep_text_free(p->fix);
    for (size_t i = 0; i < p->nstep; i++) {
        free_who(&p->step[i].who);
        free_lock(&p->step[i].held);
        free_lock(&p->step[i].took);
    }
    free(p->step);
}

static void free_open(struct seep_open *o)
{
    seep_text_free(o->kind);
    seep_text_free(o->name);
    free_who(&o->holder);
    seep_text_free(o->at.file);
}

static void free_chaos(struct seep_chaos_report *c)
{
    for (size_t i = 0; c && i < c->nfaults; i++) {
        seep_text_free(c->faults[i].text);
        seep_text_free(c->faults[i].where);
        seep_text_free(c->faults[i].line);
    }
    for (size_t i = 0; c && i < c->nhits; i++) {
        free_who(&c->hits[i].who);
        seep_text_free(c->hits[i].text);
        seep_text_free(c->hits[i].at.file);
    }
    if (c) {
        seep_text_free(c->without.verdict);
        seep_text_free(c->without.with);
        seep_text_free(c->without.instead);
        free(c->faults);
        free(c->hits);
    }
    free(c);
}

static void free_row(struct seep_row *w)
{
    free_who(&w->who);
    seep_text_free(w->text);
    seep_text_free(w->at.file);
    seep_text_free(w->why);
}

void seep_report_fini(struct seep_report *r)
{
    free(r->certain);
    seep_text_free(r->limit);
    seep_text_free(r->text);
    free_who(&r->who);
    seep_text_free(r->at.file);
    seep_text_free(r->created.file);
    free_who(&r->creator);
    seep_text_free(r->stack);
    seep_text_free(r->script);
    for (size_t i = 0; i < r->nstuck; i++)
        free_stuck(&r->stuck[i]);
    for (size_t i = 0; i < r->nraces; i++)
        free_race(&r->races[i]);
    for (size_t i = 0; i < r->npredicted; i++)
        free_predicted(&r->predicted[i]);
    for (size_t i = 0; i < r->nopen; i++)
        free_open(&r->open[i]);
    for (size_t i = 0; i < r->nrows; i++)
        free_row(&r->rows[i]);
    for (size_t i = 0; i < r->nlanes; i++)
        seep_text_free(r->lanes[i].title);
    free_chaos(r->chaos);
    for (size_t i = 0; i < r->nnotes; i++)
        seep_text_free(r->notes[i]);
    free(r->stuck);
    free(r->races);
    free(r->predicted);
    free(r->open);
    if (r->storm)
        seep_text_free(r->storm);
    free(r->rows);
    free(r->lanes);
    free(r->notes);
    memset(r, 0, sizeof *r);
}
