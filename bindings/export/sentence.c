/* sentence.c - the wording of reports. */
#include "bindings/export/sentence.h"

#include <inttypes.h>
#include <string.h>

static void add_count(struct seep_buffer *t, uint32_t n, const char *noun)
{
    seep_buffer_add_grouped(t, n);
    seep_buffer_addf(t, " %s%s", noun, n == 1 ? "" : "s");
}

/* The first line of a text that may have several. */
static void add_first_line(struct seep_buffer *t, const char *s)
{
    size_t n = strcspn(s, "\n");

    seep_buffer_add_plain_n(t, s, n);
    if (s[n])
        seep_buffer_add(t, " ...");
}

void seep_sentence_verdict(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add(t, seep_verdict_text(r->verdict));
    if (r->verdict == SEEP_VERDICT_LEAK) {
        seep_buffer_add(t, ": ");
        add_count(t, r->nstuck_goroutines, "goroutine");
        seep_buffer_add(t, " leaked");
    } else if (r->verdict == SEEP_VERDICT_EXIT) {
        seep_buffer_addf(t, ": status %" PRId32, r->exit_code);
    } else if (*r->text) {
        seep_buffer_add(t, ": ");
        add_first_line(t, r->text);
    }
}

void seep_sentence_run(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add_plain(t, r->script);
    seep_buffer_addf(t, " seed=%" PRIu64, r->seed);
    if (r->strategy && strcmp(r->strategy, "default") != 0)
        seep_buffer_addf(t, " strategy=%s", r->strategy);
}

void seep_sentence_who(struct seep_buffer *t, const struct seep_who *who)
{
    if (!who->id) {
        seep_buffer_add(t, "nobody");
    } else if (who->id == 1) {
        seep_buffer_add(t, "main");
    } else {
        seep_buffer_addf(t, "g%" PRIu32, who->id);
        if (*who->name) {
            seep_buffer_add(t, " \"");
            seep_buffer_add_plain(t, who->name);
            seep_buffer_add(t, "\"");
        }
    }
}

void seep_sentence_place(struct seep_buffer *t, const struct seep_place *p)
{
    if (!p->line && !*p->file) {
        seep_buffer_add(t, "?");
        return;
    }
    seep_buffer_add_plain(t, p->file);
    if (p->line)
        seep_buffer_addf(t, ":%" PRIu32, p->line);
}

static void add_ids(struct seep_buffer *t, const struct seep_stuck *s)
{
    const uint32_t most = sizeof s->ids / sizeof *s->ids;

    if (s->count == 1) {
        seep_sentence_who(t, &s->who);
        return;
    }
    for (uint32_t i = 0; i < s->count && i < most; i++)
        seep_buffer_addf(t, "%sg%" PRIu32, i ? " " : "", s->ids[i]);
    if (s->count > most)
        seep_buffer_add(t, " ...");
}

static void add_state(struct seep_buffer *t, const struct seep_stuck *s,
                      int64_t waited)
{
    seep_buffer_add(t, "  [");
    seep_buffer_add_plain(t, s->wait);
    seep_buffer_add(t, "]");
    if (waited > 0) {
        seep_buffer_add(t, "  for ");
        seep_buffer_add_duration(t, waited);
    }
    if (s->still_running)
        seep_buffer_add(t, "  still running");
    if (s->after_main)
        seep_buffer_add(t, "  (after main)");
}

void seep_sentence_stuck(struct seep_buffer *t, const struct seep_stuck *s)
{
    add_count(t, s->count, "goroutine");
    seep_buffer_add(t, "  ");
    add_ids(t, s);
    add_state(t, s, s->waited);
}

void seep_sentence_stuck_all(struct seep_buffer *t, const struct seep_stuck *s,
                             size_t n)
{
    enum { NAMED = 4 };
    uint32_t count = 0;
    int64_t waited = 0;

    for (size_t i = 0; i < n; i++) {
        count += s[i].count;
        waited = s[i].waited > waited ? s[i].waited : waited;
    }
    add_count(t, count, "goroutine");
    seep_buffer_add(t, " ");
    for (size_t i = 0; i < n && i < NAMED; i++) {
        seep_buffer_add(t, " ");
        seep_sentence_who(t, &s[i].who);
    }
    seep_buffer_add(t, n > NAMED || count > n ? " ..." : "");
    add_state(t, s, waited);
}

static bool is_same_place(const struct seep_place *a,
                          const struct seep_place *b)
{
    return a->line == b->line && !strcmp(a->file, b->file);
}

static bool is_same_what(const struct seep_stuck *a, const struct seep_stuck *b)
{
    for (size_t i = 0; i < a->nwhat; i++)
        if (a->what[i].id != b->what[i].id)
            return false;
    return true;
}

static bool is_same_waker(const struct seep_stuck *a,
                          const struct seep_stuck *b)
{
    for (size_t i = 0; i < a->nwakers; i++)
        if (a->wakers[i].who.id != b->wakers[i].who.id ||
            strcmp(a->wakers[i].did, b->wakers[i].did) != 0)
            return false;
    return true;
}

static bool is_alike(const struct seep_stuck *a, const struct seep_stuck *b)
{
    return !a->main && a->still_running == b->still_running &&
           a->after_main == b->after_main &&
           a->certain.step == b->certain.step && a->nwhat == b->nwhat &&
           a->nwakers == b->nwakers && a->creator.id == b->creator.id &&
           is_same_place(&a->at, &b->at) &&
           is_same_place(&a->created, &b->created) &&
           !strcmp(a->wait, b->wait) && !strcmp(a->cause, b->cause) &&
           !strcmp(a->fix, b->fix) && !strcmp(a->stack, b->stack) &&
           is_same_what(a, b) && is_same_waker(a, b);
}

size_t seep_sentence_alike(const struct seep_report *r, size_t i)
{
    size_t n = 1;

    while (i + n < r->nstuck && is_alike(&r->stuck[i], &r->stuck[i + n]))
        n++;
    return n;
}

void seep_sentence_certain(struct seep_buffer *t, const struct seep_stuck *s)
{
    const struct seep_certain_stuck *c = &s->certain;

    if (!c->id)
        return;
    seep_buffer_add(t, "since step ");
    seep_buffer_add_grouped(t, c->step);
    if (c->at) {
        seep_buffer_add(t, ", ");
        seep_buffer_add_duration(t, c->at);
    }
    if (c->main_ran && !s->main)
        seep_buffer_add(t, ", when main had not ended yet");
    if (c->cycle == 1)
        seep_buffer_add(t, ": it waits for itself");
    else if (c->cycle)
        seep_buffer_addf(t, ": %" PRIu32 " wait for each other", c->cycle);
    else
        seep_buffer_add(t, ": nobody who can run reaches what it waits for");
}

void seep_sentence_created(struct seep_buffer *t, const struct seep_stuck *s)
{
    if (s->main || (!s->creator.id && !s->created.line))
        return;
    seep_sentence_place(t, &s->created);
    if (!s->creator.id)
        return;
    seep_buffer_add(t, " by ");
    seep_sentence_who(t, &s->creator);
}

/* A label that is a number ("ch#1") stands as it is, a name in quotes. */
static void add_label(struct seep_buffer *t, const struct seep_what *w)
{
    if (!*w->label || strchr(w->label, '#')) {
        seep_buffer_add_plain(t, w->label);
        return;
    }
    seep_buffer_add(t, "\"");
    seep_buffer_add_plain(t, w->label);
    seep_buffer_add(t, "\"");
    if (!strcmp(w->kind, "channel"))
        seep_buffer_addf(t, " ch#%" PRIu32, w->id);
}

void seep_sentence_what(struct seep_buffer *t, const struct seep_what *w)
{
    if (!w->id) {
        seep_buffer_add(t, "a ");
        seep_buffer_add_plain(t, *w->kind ? w->kind : "nil channel");
        return;
    }
    add_label(t, w);
    seep_buffer_add(t, " (");
    seep_buffer_add_plain(t, w->kind);
    if (*w->state) {
        seep_buffer_add(t, ", ");
        seep_buffer_add_plain(t, w->state);
    }
    if (w->made.line) {
        seep_buffer_add(t, "; made ");
        seep_sentence_place(t, &w->made);
    }
    seep_buffer_add(t, ")");
}

void seep_sentence_waker(struct seep_buffer *t, const struct seep_waker *w)
{
    seep_sentence_who(t, &w->who);
    if (*w->did) {
        seep_buffer_add(t, " ");
        seep_buffer_add_plain(t, w->did);
    }
    if (*w->fate) {
        seep_buffer_add(t, !*w->did ? " " : w->step ? ", then " : ", ");
        seep_buffer_add_plain(t, w->fate);
    }
    if (w->step)
        seep_buffer_addf(t, " at step %" PRIu64, w->step);
    if (w->at.line) {
        seep_buffer_add(t, " (");
        seep_sentence_place(t, &w->at);
        seep_buffer_add(t, ")");
    }
}

void seep_sentence_found(struct seep_buffer *t, const uint64_t *found)
{
    const char *comma = "";

    for (int k = 0; k <= SEEP_VERDICT_EXIT; k++)
        if (found[k]) {
            seep_buffer_addf(t, "%s%s %" PRIu64, comma,
                             seep_verdict_text((enum seep_verdict_kind)k),
                             found[k]);
            comma = ", ";
        }
}

void seep_sentence_race(struct seep_buffer *t,
                        const struct seep_race_finding *f)
{
    seep_buffer_add(t, "DATA RACE on \"");
    seep_buffer_add_plain(t, f->name);
    seep_buffer_add(t, "\" (");
    seep_buffer_add_plain(t, f->kind);
    if (f->made.line) {
        seep_buffer_add(t, "; made ");
        seep_sentence_place(t, &f->made);
    }
    seep_buffer_add(t, ")");
}

void seep_sentence_access(struct seep_buffer *t,
                          const struct seep_race_access *a)
{
    seep_buffer_add_plain(t, a->what);
    seep_buffer_add(t, " by ");
    seep_sentence_who(t, &a->who);
    seep_buffer_add(t, " at ");
    seep_sentence_place(t, &a->at);
}

void seep_sentence_race_lines(struct seep_buffer *t,
                              const struct seep_race_finding *f)
{
    seep_buffer_add(t, "  ");
    seep_sentence_access(t, &f->after);
    seep_buffer_add(t, "\n  previous ");
    seep_sentence_access(t, &f->before);
    seep_buffer_add(t, "\n  nothing orders them: ");
    seep_buffer_add_plain(t, f->fix);
    seep_buffer_add(t, "\n");
}

void seep_sentence_predicted(struct seep_buffer *t,
                             const struct seep_predicted *p)
{
    seep_buffer_add(t, "predicted deadlock: ");
    seep_buffer_add_plain(t, p->cause);
    if (p->count > 1)
        seep_buffer_addf(t, " (and %" PRIu32 " alike)", p->count - 1);
}

/* A lock without a name is known by where it was made. */
static void add_taken(struct seep_buffer *t,
                      const struct seep_predicted_lock *l)
{
    seep_buffer_add_plain(t, l->label);
    if (!*l->name && l->made.line) {
        seep_buffer_add(t, " (made ");
        seep_sentence_place(t, &l->made);
        seep_buffer_add(t, ")");
    }
    seep_buffer_add(t, " at ");
    seep_sentence_place(t, &l->at);
}

void seep_sentence_predicted_step(struct seep_buffer *t,
                                  const struct seep_predicted_step *s)
{
    seep_sentence_who(t, &s->who);
    if (s->held.id) {
        seep_buffer_add(t, s->held.read ? " read-locked " : " locked ");
        add_taken(t, &s->held);
        seep_buffer_add(t, s->took.read == s->held.read ? ", then "
                           : s->took.read               ? ", then read-locked "
                                                        : ", then locked ");
    } else {
        seep_buffer_add(t, s->took.read ? " read-locked " : " locked ");
    }
    add_taken(t, &s->took);
}

void seep_sentence_open(struct seep_buffer *t, const struct seep_open *o)
{
    seep_buffer_addf(t, "%" PRIu32 " ", o->count);
    seep_buffer_add_plain(t, o->kind);
    if (*o->name) {
        seep_buffer_add(t, " \"");
        seep_buffer_add_plain(t, o->name);
        seep_buffer_add(t, "\"");
    }
    seep_buffer_add(t,
                    o->count > 1 ? ", the first opened by " : ", opened by ");
    seep_sentence_who(t, &o->holder);
    seep_buffer_add(t, " at ");
    seep_sentence_place(t, &o->at);
    seep_buffer_add(t, ", never closed");
}

void seep_sentence_raise(struct seep_buffer *t, const struct seep_report *r)
{
    static const struct {
        enum seep_verdict_kind verdict;
        const char *said, *hint;
    } hints[] = {
        {SEEP_VERDICT_LIMIT, "--max-steps",
         "allow more with --max-steps N, or find the loop that uses them up"},
        {SEEP_VERDICT_LIMIT, "--mem",
         "allow more with --mem SIZE (as --mem 4G), or find what keeps "
         "growing"},
        {SEEP_VERDICT_LIMIT, "--timeout",
         "allow more virtual time with --timeout D (as --timeout 9000h), or "
         "find what waits so long"},
        {SEEP_VERDICT_PANIC, "index global 'io' (a nil value)",
         "scripts reach no files unless they may: --allow io"},
        {SEEP_VERDICT_PANIC, "call field 'getenv' (a nil value)",
         "scripts reach nothing of the system unless they may: --allow os"},
        {SEEP_VERDICT_PANIC, "call field 'execute' (a nil value)",
         "scripts reach nothing of the system unless they may: --allow os"},
        {SEEP_VERDICT_PANIC, "index global 'ffi' (a nil value)",
         "scripts reach no C unless they may: --allow ffi"},
        {SEEP_VERDICT_PANIC, "module 'ffi' not found",
         "scripts reach no C unless they may: --allow ffi"},
    };

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (r->verdict == hints[i].verdict && strstr(r->text, hints[i].said)) {
            seep_buffer_add(t, hints[i].hint);
            return;
        }
}
