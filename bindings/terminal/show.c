/* show.c - see show.h: the first line, the picture, then what is wrong in
 * Go's words, group by group. */
#include "bindings/terminal/show.h"

#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bindings/export/sentence.h"
#include "bindings/terminal/lanes.h"
#include "bindings/terminal/rows.h"
#include "bindings/terminal/show_chaos.h"
#include "bindings/terminal/stuck.h"

enum {
    WIDTH = 100, /* of what is no terminal */
    WIDTH_MIN = 60,
    WIDTH_MAX = 240,
    GROUPS_MAX = 40, /* shown without -v */
    RACES_MAX = 10,  /* also */
    LABEL = 10,
};

static unsigned width_of(FILE *to)
{
    struct winsize w;

    if (!isatty(fileno(to)) || ioctl(fileno(to), TIOCGWINSZ, &w) || !w.ws_col)
        return WIDTH;
    if (w.ws_col < WIDTH_MIN)
        return WIDTH_MIN;
    return w.ws_col < WIDTH_MAX ? w.ws_col : WIDTH_MAX;
}

struct seep_show seep_show_for(const struct seep_settings *s, FILE *to)
{
    return (struct seep_show){.color = seep_color_wanted(s->color, to),
                              .ascii = s->ascii,
                              .linear = s->linear,
                              .verbose = s->verbose,
                              .width = width_of(to)};
}

/* Adds "  label     " as it stands before a line. */
static void add_label(struct seep_buffer *t, const struct seep_show *how,
                      const char *label)
{
    size_t n = strlen(label);

    seep_buffer_spaces(t, 2);
    seep_color_add(t, how->color && *label, SEEP_DIM, label);
    seep_buffer_spaces(t, n < LABEL ? LABEL - n : 0);
}

void seep_show_part(struct seep_buffer *t, const struct seep_show *how,
                    const char *label, struct seep_buffer *part)
{
    if (part->n) {
        add_label(t, how, label);
        seep_buffer_add(t, seep_buffer_string(part));
        seep_buffer_add(t, "\n");
    }
    t->failed |= part->failed;
    seep_buffer_fini(part);
}

/* ---- the first line ---- */

static const char *word_of(enum seep_verdict_kind k)
{
    switch (k) {
    case SEEP_VERDICT_PASS: return "PASS";
    case SEEP_VERDICT_EXIT: return "EXIT";
    case SEEP_VERDICT_LIMIT: return "LIMIT";
    case SEEP_VERDICT_VACUOUS: return "VACUOUS";
    case SEEP_VERDICT_ABORTED: return "ABORTED";
    default: return "FAIL";
    }
}

static enum seep_color color_of(enum seep_verdict_kind k)
{
    if (k == SEEP_VERDICT_PASS)
        return SEEP_GOOD;
    return k == SEEP_VERDICT_LIMIT || k == SEEP_VERDICT_EXIT ? SEEP_WARN
                                                             : SEEP_BAD;
}

static void add_steps(struct seep_buffer *t, const struct seep_report *r,
                      uint64_t n)
{
    seep_buffer_add(t, "   (");
    seep_buffer_add_grouped(t, n);
    seep_buffer_add(t, n == 1 ? " step" : " steps");
    if (r->now) {
        seep_buffer_add(t, ", ");
        seep_buffer_add_duration(t, r->now);
    }
    seep_buffer_add(t, ")\n");
}

/* What happened when all went well is of interest only to who asks. */
static bool has_picture(const struct seep_report *r,
                        const struct seep_show *how)
{
    return r->verdict != SEEP_VERDICT_PASS || how->verbose;
}

/* Beside a picture, steps are what it numbers. */
static void add_extent(struct seep_buffer *t, const struct seep_report *r,
                       const struct seep_show *how)
{
    size_t n = has_picture(r, how) ? seep_rows_steps(r, how) : 0;

    if (!n || n >= r->operations) {
        add_steps(t, r, n ? r->operations : r->steps);
        return;
    }
    seep_buffer_add(t, "   (");
    seep_buffer_add_grouped(t, n);
    seep_buffer_add(t, " of ");
    seep_buffer_add_grouped(t, r->operations);
    seep_buffer_add(t, " steps");
    seep_buffer_add(t, how->verbose ? ")\n" : "; -v for more)\n");
}

/* Does the word in capitals say what it came to? */
static bool is_said(enum seep_verdict_kind k)
{
    return k == SEEP_VERDICT_VACUOUS || k == SEEP_VERDICT_ABORTED;
}

static void add_verdict(struct seep_buffer *t, const struct seep_report *r,
                        const struct seep_show *how)
{
    seep_sentence_run(t, r);
    seep_buffer_add(t, "  ");
    seep_color_add(t, how->color, color_of(r->verdict), word_of(r->verdict));
    if (is_said(r->verdict)) {
        seep_buffer_add(t, "  ");
        seep_buffer_add_plain(t, r->text);
    } else if (r->verdict != SEEP_VERDICT_PASS) {
        seep_buffer_add(t, "  ");
        seep_sentence_verdict(t, r);
    }
}

void seep_show_verdict(struct seep_buffer *t, const struct seep_report *r,
                       const struct seep_show *how)
{
    add_verdict(t, r, how);
    add_steps(t, r, r->steps);
}

/* ---- in Go's words ---- */

/* The text of a panic; further lines stand behind a tab, as Go has it. */
static void add_lines(struct seep_buffer *t, const char *s)
{
    size_t n = strcspn(s, "\n");

    seep_buffer_add_plain_n(t, s, n);
    seep_buffer_add(t, "\n");
    seep_buffer_add_lines(t, s[n] ? s + n + 1 : "", "\t");
}

/* As Go has it, with the place on the same line. */
static void add_creator(struct seep_buffer *t, const struct seep_report *r)
{
    if (!r->creator.id)
        return;
    seep_buffer_add(t, "created by ");
    seep_sentence_who(t, &r->creator);
    if (r->created.line) {
        seep_buffer_add(t, " at ");
        seep_sentence_place(t, &r->created);
    }
    seep_buffer_add(t, "\n");
}

static const char *next_line(const char *s)
{
    s += strcspn(s, "\n");
    return s + (*s != '\0');
}

static bool is_same_line(const char *a, const char *b)
{
    size_t n = strcspn(a, "\n");

    return n == strcspn(b, "\n") && !memcmp(a, b, n);
}

/* A stack; calls that stand in it several times in a row are told once. */
static void add_stack(struct seep_buffer *t, const char *s)
{
    for (const char *next; *s; s = next) {
        size_t times = 1;
        for (next = next_line(s); *next && is_same_line(s, next); times++)
            next = next_line(next);
        s += strspn(s, "\t");
        seep_buffer_add(t, "\t");
        seep_buffer_add_plain_n(t, s, strcspn(s, "\n"));
        if (times > 1)
            seep_buffer_addf(t, "  (%zu times)", times);
        seep_buffer_add(t, "\n");
    }
}

/* "goroutine 3 [running]:" and its stack. */
static void add_goroutine(struct seep_buffer *t, const struct seep_report *r)
{
    if (!r->who.id)
        return;
    seep_buffer_addf(t, "\ngoroutine %" PRIu32 " [running]:\n", r->who.id);
    if (*r->stack) {
        add_stack(t, r->stack);
    } else if (r->at.line) {
        seep_buffer_add(t, "\t");
        seep_sentence_place(t, &r->at);
        seep_buffer_add(t, "\n");
    }
    add_creator(t, r);
}

static const char *prefix_of(enum seep_verdict_kind k)
{
    switch (k) {
    case SEEP_VERDICT_PANIC: return "panic: ";
    case SEEP_VERDICT_FATAL:
    case SEEP_VERDICT_DEADLOCK: return "fatal error: ";
    case SEEP_VERDICT_ASSERTION: return "check failed: ";
    default: return NULL;
    }
}

static void add_text(struct seep_buffer *t, const struct seep_report *r,
                     const struct seep_show *how)
{
    const char *prefix = prefix_of(r->verdict);

    if (!prefix)
        return;
    seep_buffer_add(t, "\n");
    seep_color_add(t, how->color, SEEP_BAD, prefix);
    add_lines(t, r->text);
    if (r->verdict != SEEP_VERDICT_DEADLOCK)
        add_goroutine(t, r);
}

/* What Go has no words for: limits, livelocks. */
static void add_where(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    struct seep_buffer part = {0};

    if (prefix_of(r->verdict) || r->verdict == SEEP_VERDICT_RACE ||
        (!r->who.id && !r->at.line))
        return;
    seep_buffer_add(t, "\n");
    if (r->who.id)
        seep_sentence_who(&part, &r->who);
    seep_show_part(t, how, "in", &part);
    if (r->at.line)
        seep_sentence_place(&part, &r->at);
    seep_show_part(t, how, "at", &part);
}

static void add_limit(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    struct seep_buffer part = {0};

    seep_sentence_raise(&part, r);
    if (part.n && prefix_of(r->verdict))
        seep_buffer_add(t, "\n");
    seep_show_part(t, how, "fix", &part);
}

/* ---- the rest ---- */

/* Was the run ended in the middle? */
static bool is_cut(enum seep_verdict_kind k)
{
    return k == SEEP_VERDICT_PANIC || k == SEEP_VERDICT_FATAL ||
           k == SEEP_VERDICT_ASSERTION || k == SEEP_VERDICT_LIMIT ||
           k == SEEP_VERDICT_PARTIAL_DEADLOCK;
}

/* Beside a panic the others are of no interest, as in Go; beside a limit
 * those are that wait and can be many. */
static bool is_shown(const struct seep_report *r, const struct seep_stuck *s,
                     const struct seep_show *how)
{
    if (how->verbose || !is_cut(r->verdict))
        return true;
    if (r->verdict == SEEP_VERDICT_PARTIAL_DEADLOCK)
        return s->certain.id;
    return r->verdict == SEEP_VERDICT_LIMIT && !s->still_running;
}

static void add_groups(struct seep_buffer *t, const struct seep_report *r,
                       const struct seep_show *how)
{
    size_t shown = 0, left = 0;

    for (size_t i = 0, n; i < r->nstuck; i += n) {
        n = seep_sentence_alike(r, i);
        if (!is_shown(r, &r->stuck[i], how))
            continue;
        if (!how->verbose && shown == GROUPS_MAX) {
            left++;
            continue;
        }
        seep_buffer_add(t, "\n");
        seep_stuck_add(t, &r->stuck[i], n, is_cut(r->verdict), how);
        shown++;
    }
    if (left)
        seep_buffer_addf(t, "\n... and %zu more groups; -v shows them\n", left);
}

static void add_race(struct seep_buffer *t, const struct seep_race_finding *f,
                     const struct seep_show *how)
{
    struct seep_buffer head = {0};

    seep_sentence_race(&head, f);
    seep_buffer_add(t, "\n");
    seep_color_add(t, how->color, SEEP_BAD, seep_buffer_string(&head));
    seep_buffer_add(t, "\n");
    seep_sentence_race_lines(t, f);
    t->failed |= head.failed;
    seep_buffer_fini(&head);
}

static void add_races(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    size_t n = r->nraces;

    if (!how->verbose && n > RACES_MAX)
        n = RACES_MAX;
    for (size_t i = 0; i < n; i++)
        add_race(t, &r->races[i], how);
    if (n < r->nraces)
        seep_buffer_addf(t, "\n... and %zu more races; -v shows them\n",
                         r->nraces - n);
}

/* What did not happen, but can in another run. */
static void add_predicted(struct seep_buffer *t, const struct seep_predicted *p,
                          const struct seep_show *how)
{
    struct seep_buffer part = {0};

    seep_buffer_add(t, "\n");
    seep_sentence_predicted(&part, p);
    seep_show_part(t, how, "note", &part);
    for (size_t i = 0; i < p->nstep; i++) {
        seep_sentence_predicted_step(&part, &p->step[i]);
        seep_show_part(t, how, "", &part);
    }
    seep_buffer_add_plain(&part, p->fix);
    seep_show_part(t, how, "fix", &part);
}

/* What nobody closed, and a storm. */
static void add_open(struct seep_buffer *t, const struct seep_report *r,
                     const struct seep_show *how)
{
    struct seep_buffer part = {0};

    if (r->nopen)
        seep_buffer_add(t, "\n");
    for (size_t i = 0; i < r->nopen; i++) {
        seep_sentence_open(&part, &r->open[i]);
        seep_show_part(t, how, "open", &part);
    }
    if (r->open_cut)
        seep_buffer_addf(t, "  ... and %u more\n", r->open_cut);
    if (r->storm && r->verdict != SEEP_VERDICT_STORM) {
        add_label(t, how, "storm");
        seep_buffer_addf(t, "%s\n", r->storm);
    }
}

static void add_notes(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    if (r->nnotes || (r->livelock && r->verdict != SEEP_VERDICT_LIVELOCK))
        seep_buffer_add(t, "\n");
    if (r->livelock && r->verdict != SEEP_VERDICT_LIVELOCK) {
        add_label(t, how, "also");
        seep_buffer_add(t, "livelock: a loop goes round without progress\n");
    }
    for (size_t i = 0; i < r->nnotes; i++) {
        add_label(t, how, "note");
        seep_buffer_add_plain(t, r->notes[i]);
        seep_buffer_add(t, "\n");
    }
}

void seep_show_report(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    add_verdict(t, r, how);
    add_extent(t, r, how);
    if (has_picture(r, how))
        seep_lanes_add(t, r, how);
    add_text(t, r, how);
    add_where(t, r, how);
    add_limit(t, r, how);
    add_races(t, r, how);
    add_groups(t, r, how);
    add_open(t, r, how);
    for (size_t i = 0; i < r->npredicted; i++)
        add_predicted(t, &r->predicted[i], how);
    seep_show_chaos(t, r, how);
    add_notes(t, r, how);
}
