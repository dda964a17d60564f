/* report_json.c - struct seep_report, field by field. */
#include "bindings/export/report_json.h"

#include <stdio.h>
#include <string.h>

enum { FORMAT = 1 }; /* of the documents; rises when a meaning changes */

static void put_place(struct seep_json *j, const char *key,
                      const struct seep_place *p)
{
    seep_json_object(j, key);
    seep_json_string(j, "file", p->file);
    seep_json_uint(j, "line", p->line);
    seep_json_end(j);
}

static void put_who(struct seep_json *j, const char *key,
                    const struct seep_who *who)
{
    seep_json_object(j, key);
    seep_json_uint(j, "id", who->id);
    seep_json_string(j, "name", who->name);
    seep_json_string(j, "path", who->path);
    seep_json_end(j);
}

static void put_what(struct seep_json *j, const struct seep_what *w)
{
    seep_json_object(j, NULL);
    seep_json_uint(j, "id", w->id);
    seep_json_string(j, "label", w->label);
    seep_json_string(j, "kind", w->kind);
    seep_json_string(j, "state", w->state);
    put_place(j, "made", &w->made);
    seep_json_end(j);
}

static void put_waker(struct seep_json *j, const struct seep_waker *w)
{
    seep_json_object(j, NULL);
    put_who(j, "who", &w->who);
    seep_json_string(j, "did", w->did);
    seep_json_string(j, "fate", w->fate);
    put_place(j, "at", &w->at);
    seep_json_uint(j, "step", w->step);
    seep_json_end(j);
}

static void put_ids(struct seep_json *j, const struct seep_stuck *s)
{
    const uint32_t most = sizeof s->ids / sizeof *s->ids;

    seep_json_array(j, "first_ids");
    for (uint32_t i = 0; i < s->count && i < most; i++)
        seep_json_uint(j, NULL, s->ids[i]);
    seep_json_end(j);
}

static void put_why_stuck(struct seep_json *j, const struct seep_stuck *s)
{
    seep_json_array(j, "waits_for");
    for (size_t i = 0; i < s->nwhat; i++)
        put_what(j, &s->what[i]);
    seep_json_end(j);
    seep_json_array(j, "could_wake");
    for (size_t i = 0; i < s->nwakers; i++)
        put_waker(j, &s->wakers[i]);
    seep_json_end(j);
    seep_json_string(j, "cause", s->cause);
    seep_json_string(j, "fix", s->fix);
}

static void put_certain(struct seep_json *j, const struct seep_certain_stuck *c)
{
    seep_json_bool(j, "certain", c->id != 0);
    if (!c->id)
        return;
    seep_json_object(j, "certain_since");
    seep_json_uint(j, "step", c->step);
    seep_json_int(j, "now_ns", c->at);
    seep_json_bool(j, "main_ran", c->main_ran);
    seep_json_uint(j, "cycle", c->cycle);
    seep_json_end(j);
}

static void put_stuck(struct seep_json *j, const struct seep_stuck *s)
{
    seep_json_object(j, NULL);
    seep_json_uint(j, "count", s->count);
    put_who(j, "first", &s->who);
    put_ids(j, s);
    seep_json_uint(j, "cycle", s->cycle);
    seep_json_bool(j, "main", s->main);
    seep_json_bool(j, "still_running", s->still_running);
    seep_json_bool(j, "after_main", s->after_main);
    put_certain(j, &s->certain);
    seep_json_string(j, "wait", s->wait);
    seep_json_int(j, "waited_ns", s->waited);
    put_place(j, "at", &s->at);
    put_place(j, "created", &s->created);
    put_who(j, "creator", &s->creator);
    put_why_stuck(j, s);
    seep_json_string(j, "stack", s->stack);
    seep_json_end(j);
}

static void put_access(struct seep_json *j, const char *key,
                       const struct seep_race_access *a)
{
    seep_json_object(j, key);
    put_who(j, "who", &a->who);
    seep_json_string(j, "what", a->what);
    put_place(j, "at", &a->at);
    seep_json_uint(j, "step", a->step);
    seep_json_end(j);
}

static void put_races(struct seep_json *j, const struct seep_report *r)
{
    seep_json_array(j, "races");
    for (size_t i = 0; i < r->nraces; i++) {
        const struct seep_race_finding *f = &r->races[i];
        seep_json_object(j, NULL);
        seep_json_string(j, "name", f->name);
        seep_json_uint(j, "object", f->obj);
        seep_json_string(j, "kind", f->kind);
        put_place(j, "made", &f->made);
        put_access(j, "before", &f->before);
        put_access(j, "after", &f->after);
        seep_json_string(j, "fix", f->fix);
        seep_json_end(j);
    }
    seep_json_end(j);
}

static void put_lock(struct seep_json *j, const char *key,
                     const struct seep_predicted_lock *l)
{
    seep_json_object(j, key);
    seep_json_uint(j, "id", l->id);
    seep_json_string(j, "name", l->name);
    seep_json_string(j, "label", l->label);
    seep_json_bool(j, "read", l->read);
    put_place(j, "at", &l->at);
    put_place(j, "made", &l->made);
    seep_json_end(j);
}

static void put_orders(struct seep_json *j, const struct seep_predicted *p)
{
    seep_json_array(j, "orders");
    for (size_t i = 0; i < p->nstep; i++) {
        seep_json_object(j, NULL);
        put_who(j, "who", &p->step[i].who);
        if (p->step[i].held.id)
            put_lock(j, "held", &p->step[i].held);
        put_lock(j, "took", &p->step[i].took);
        seep_json_end(j);
    }
    seep_json_end(j);
}

static void put_predicted(struct seep_json *j, const struct seep_report *r)
{
    seep_json_array(j, "predicted_deadlocks");
    for (size_t i = 0; i < r->npredicted; i++) {
        const struct seep_predicted *p = &r->predicted[i];
        seep_json_object(j, NULL);
        seep_json_bool(j, "predicted", true);
        seep_json_uint(j, "cycle", p->nstep);
        seep_json_uint(j, "count", p->count);
        put_orders(j, p);
        seep_json_string(j, "cause", p->cause);
        seep_json_string(j, "fix", p->fix);
        seep_json_end(j);
    }
    seep_json_end(j);
}

static void put_open(struct seep_json *j, const struct seep_report *r)
{
    seep_json_array(j, "resources");
    for (size_t i = 0; i < r->nopen; i++) {
        const struct seep_open *o = &r->open[i];
        seep_json_object(j, NULL);
        seep_json_string(j, "kind", o->kind);
        seep_json_string(j, "name", o->name);
        seep_json_uint(j, "count", o->count);
        put_who(j, "holder", &o->holder);
        put_place(j, "at", &o->at);
        seep_json_end(j);
    }
    seep_json_end(j);
    seep_json_string(j, "storm", r->storm ? r->storm : "");
}

static const char *mark_text(char mark)
{
    switch (mark) {
    case 'p': return "parks";
    case 'w': return "woken";
    case 'x': return "exits";
    case 'g': return "starts";
    default: return "";
    }
}

static void put_row(struct seep_json *j, const struct seep_row *row)
{
    seep_json_object(j, NULL);
    seep_json_uint(j, "step", row->step);
    seep_json_int(j, "now_ns", row->now);
    put_who(j, "who", &row->who);
    seep_json_uint(j, "lane", row->lane);
    seep_json_string(j, "text", row->text);
    seep_json_string(j, "mark", mark_text(row->mark));
    seep_json_int(j, "to_lane", row->to_lane);
    seep_json_int(j, "from_lane", row->from_lane);
    seep_json_bool(j, "relevant", row->relevant);
    seep_json_bool(j, "after_main", row->after_main);
    seep_json_uint(j, "more_alike", row->more);
    put_place(j, "at", &row->at);
    seep_json_string(j, "why", row->why);
    seep_json_end(j);
}

static void put_rows(struct seep_json *j, const struct seep_report *r)
{
    seep_json_array(j, "lanes");
    for (size_t i = 0; i < r->nlanes; i++) {
        seep_json_object(j, NULL);
        seep_json_string(j, "title", r->lanes[i].title);
        seep_json_uint(j, "count", r->lanes[i].count);
        seep_json_end(j);
    }
    seep_json_end(j);
    seep_json_array(j, "rows");
    for (size_t i = 0; i < r->nrows; i++)
        put_row(j, &r->rows[i]);
    seep_json_end(j);
    seep_json_bool(j, "rows_cut", r->rows_cut);
}

static void put_fault(struct seep_json *j, const struct seep_fault_report *f)
{
    seep_json_object(j, NULL);
    seep_json_uint(j, "number", f->number);
    seep_json_string(j, "text", f->text);
    seep_json_string(j, "where", f->where);
    seep_json_string(j, "line", f->line);
    seep_json_uint(j, "points", f->points);
    seep_json_uint(j, "hits", f->hits);
    seep_json_bool(j, "removed", f->removed);
    seep_json_end(j);
}

static void put_hit(struct seep_json *j, const struct seep_hit_report *h)
{
    seep_json_object(j, NULL);
    seep_json_uint(j, "fault", h->number);
    seep_json_uint(j, "step", h->step);
    seep_json_int(j, "now_ns", h->now);
    put_who(j, "who", &h->who);
    seep_json_string(j, "text", h->text);
    put_place(j, "at", &h->at);
    seep_json_end(j);
}

static void put_without(struct seep_json *j, const struct seep_without *w)
{
    if (!w->known)
        return;
    seep_json_object(j, "without_faults");
    seep_json_string(j, "verdict", w->verdict);
    seep_json_bool(j, "failure_needs_faults", w->needed);
    if (w->with) {
        seep_json_uint(j, "differs_at_step", w->step);
        seep_json_string(j, "with", w->with);
        seep_json_string(j, "without", w->instead);
    }
    seep_json_end(j);
}

static void put_chaos(struct seep_json *j, const struct seep_chaos_report *c)
{
    if (!c)
        return;
    seep_json_object(j, "chaos");
    seep_json_uint(j, "seed", c->seed);
    seep_json_bool(j, "dry_run", c->dry);
    seep_json_uint(j, "hypothesis_looks", c->looks);
    seep_json_uint(j, "hits_in_all", c->all_hits);
    seep_json_array(j, "faults");
    for (size_t i = 0; i < c->nfaults; i++)
        put_fault(j, &c->faults[i]);
    seep_json_end(j);
    seep_json_array(j, "hits");
    for (size_t i = 0; i < c->nhits; i++)
        put_hit(j, &c->hits[i]);
    seep_json_end(j);
    put_without(j, &c->without);
    seep_json_end(j);
}

static void put_verdict(struct seep_json *j, const struct seep_report *r)
{
    seep_json_string(j, "script", r->script);
    seep_json_uint(j, "seed", r->seed);
    seep_json_string(j, "strategy", r->strategy ? r->strategy : "");
    seep_json_string(j, "verdict", seep_verdict_text(r->verdict));
    seep_json_bool(j, "livelock", r->livelock);
    seep_json_string(j, "limit", r->limit ? r->limit : "");
    seep_json_string(j, "text", r->text);
    put_who(j, "who", &r->who);
    put_place(j, "at", &r->at);
    put_place(j, "created", &r->created);
    put_who(j, "creator", &r->creator);
    seep_json_string(j, "stack", r->stack);
    if (r->verdict == SEEP_VERDICT_EXIT)
        seep_json_int(j, "exit_code", r->exit_code);
}

static void put_report(struct seep_json *j, const struct seep_report *r)
{
    put_verdict(j, r);
    seep_json_uint(j, "steps", r->steps);
    seep_json_uint(j, "operations", r->operations);
    seep_json_int(j, "now_ns", r->now);
    seep_json_uint(j, "started", r->started);
    seep_json_uint(j, "peak", r->peak);
    seep_json_uint(j, "stuck_goroutines", r->nstuck_goroutines);
    seep_json_uint(j, "certain_goroutines", r->ncertain);
    seep_json_array(j, "stuck");
    for (size_t i = 0; i < r->nstuck; i++)
        put_stuck(j, &r->stuck[i]);
    seep_json_end(j);
    put_races(j, r);
    put_predicted(j, r);
    put_open(j, r);
    put_chaos(j, r->chaos);
    put_rows(j, r);
    seep_json_array(j, "notes");
    for (size_t i = 0; i < r->nnotes; i++)
        seep_json_string(j, NULL, r->notes[i]);
    seep_json_end(j);
}

void seep_report_json(struct seep_buffer *t, const struct seep_report *r)
{
    struct seep_json j;

    seep_json_init(&j, t);
    seep_json_object(&j, NULL);
    seep_json_uint(&j, "format", FORMAT);
    put_report(&j, r);
    seep_json_end(&j);
}

void seep_report_json_put(struct seep_json *j, const char *key,
                          const struct seep_report *r)
{
    seep_json_object(j, key);
    put_report(j, r);
    seep_json_end(j);
}

void seep_report_json_found(struct seep_json *j, const uint64_t *found)
{
    seep_json_object(j, "found");
    for (int k = 0; k <= SEEP_VERDICT_EXIT; k++)
        if (found[k])
            seep_json_uint(j, seep_verdict_text((enum seep_verdict_kind)k),
                           found[k]);
    seep_json_end(j);
}

static void put_run(struct seep_json *j, const struct seep_result *r)
{
    seep_report_json_put(j, "run", &r->report);
    seep_insight_json(j, "insight", &r->insight);
}

/* The lines of its table, without the first, which is the sum. */
static void add_sweep(struct seep_json *j, const struct seep_result *r)
{
    const char *line = r->sweep ? strchr(r->sweep, '\n') : NULL;
    char text[512];

    if (!r->sweep)
        return;
    seep_json_object(j, "sweep");
    seep_json_uint(j, "points", r->points);
    seep_json_uint(j, "broken", r->broken);
    seep_json_array(j, "breaks");
    while (line) {
        line += 1 + strspn(line + 1, " ");
        snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
        seep_json_string(j, NULL, text);
        line = strchr(line, '\n');
    }
    seep_json_end(j);
    seep_json_end(j);
}

static void put_result(struct seep_json *j, const struct seep_result *r)
{
    seep_json_object(j, NULL);
    seep_json_string(j, "file", r->file);
    seep_json_string(j, "name", r->name);
    seep_json_uint(j, "line", r->line);
    seep_json_string(j, "status", seep_result_text(r->status));
    seep_json_uint(j, "runs", r->runs);
    seep_json_uint(j, "planned", r->planned);
    seep_json_uint(j, "first_finding", r->first);
    seep_json_bool(j, "budget_used", r->budget_used);
    seep_json_uint(j, "steps", r->steps);
    seep_report_json_found(j, r->found);
    seep_json_bool(j, "proven", r->proven);
    seep_json_string(j, "problem", r->problem);
    add_sweep(j, r);
    seep_json_string(j, "unmet", r->unmet ? r->unmet : "");
    seep_json_string(j, "schedule", r->schedule ? r->schedule : "");
    if (r->run)
        seep_buffer_add(j->out, r->run);
    else if (r->shown)
        put_run(j, r);
    seep_json_end(j);
}

/* As it stands behind the others of its result, which lies three deep. */
char *seep_result_run_json(const struct seep_result *r)
{
    struct seep_buffer all = {0}, part = {0};
    struct seep_json j;

    seep_json_init(&j, &all);
    seep_json_object(&j, NULL);
    seep_json_array(&j, "results");
    seep_json_object(&j, NULL);
    seep_json_bool(&j, "other", true);
    size_t from = all.n;
    put_run(&j, r);
    if (!all.failed)
        seep_buffer_add_n(&part, all.s + from, all.n - from);
    bool failed = all.failed || part.failed;
    seep_buffer_fini(&all);
    if (failed)
        seep_buffer_fini(&part);
    return part.s;
}

void seep_results_json(struct seep_buffer *t, const struct seep_results *r)
{
    uint32_t ok = seep_results_count(r, SEEP_RESULT_OK);
    struct seep_json j;

    seep_json_init(&j, t);
    seep_json_object(&j, NULL);
    seep_json_uint(&j, "format", FORMAT);
    seep_json_uint(&j, "passed", ok);
    seep_json_uint(&j, "failed", r->n - ok);
    seep_json_array(&j, "results");
    for (size_t i = 0; i < r->n; i++)
        put_result(&j, &r->list[i]);
    seep_json_end(&j);
    seep_json_end(&j);
}
