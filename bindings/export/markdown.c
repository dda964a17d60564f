/* markdown.c - see markdown.h.
 *
 * What comes from scripts is escaped, in a table also the bar; code blocks
 * are fenced by more backquotes than the text holds in a row. */
#include "bindings/export/markdown.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/export/sentence.h"

/* More than that is read by nobody; JSON has it all. */
enum { ROWS_MAX = 200, STUCK_MAX = 100 };

static void add_escaped(struct seep_buffer *t, const char *s)
{
    for (; *s; s++) {
        if (strchr("\\`*_{}[]<>#|~", *s))
            seep_buffer_add(t, "\\");
        seep_buffer_add_n(t, s, 1);
    }
}

/* Adds, escaped, what `part` says of x, and empties it. */
static void add_part(struct seep_buffer *t, struct seep_buffer *part)
{
    add_escaped(t, seep_buffer_string(part));
    t->failed |= part->failed;
    seep_buffer_fini(part);
}

static void add_plain(struct seep_buffer *t, const char *s)
{
    struct seep_buffer part = {0};

    seep_buffer_add_plain(&part, s);
    add_part(t, &part);
}

static void add_verdict(struct seep_buffer *t, const struct seep_report *r)
{
    struct seep_buffer part = {0};

    seep_sentence_verdict(&part, r);
    add_part(t, &part);
}

static size_t longest_run_of_backquotes(const char *s)
{
    size_t most = 0;

    while ((s = strchr(s, '`'))) {
        size_t n = strspn(s, "`");
        most = n > most ? n : most;
        s += n;
    }
    return most;
}

static void add_fence(struct seep_buffer *t, size_t ticks)
{
    for (size_t i = 0; i < ticks; i++)
        seep_buffer_add(t, "`");
}

static void add_code(struct seep_buffer *t, const char *s)
{
    size_t ticks = longest_run_of_backquotes(s);
    size_t n = strlen(s);

    ticks = ticks < 3 ? 3 : ticks + 1;
    add_fence(t, ticks);
    seep_buffer_add(t, "text\n");
    seep_buffer_add_n(t, s, n);
    seep_buffer_add(t, n && s[n - 1] == '\n' ? "" : "\n");
    add_fence(t, ticks);
    seep_buffer_add(t, "\n");
}

static void add_facts(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add(t, "| | |\n| --- | --- |\n| script | ");
    add_plain(t, r->script);
    seep_buffer_addf(t, " |\n| seed | %" PRIu64 " |\n| strategy | ", r->seed);
    add_plain(t, r->strategy ? r->strategy : "");
    seep_buffer_add(t, " |\n| steps | ");
    seep_buffer_add_grouped(t, r->steps);
    seep_buffer_add(t, " |\n| virtual time | ");
    seep_buffer_add_duration(t, r->now);
    seep_buffer_addf(t, " |\n| goroutines | %" PRIu32 " started, ", r->started);
    seep_buffer_addf(t, "at most %" PRIu32 " at once |\n", r->peak);
}

/* ---- what is stuck ---- */

static void add_item(struct seep_buffer *t, const char *label,
                     struct seep_buffer *part)
{
    if (part->n) {
        seep_buffer_addf(t, "- **%s:** ", label);
        add_part(t, part);
        seep_buffer_add(t, "\n");
    }
}

static void add_plain_item(struct seep_buffer *t, const char *label,
                           const char *s)
{
    struct seep_buffer part = {0};

    seep_buffer_add_plain(&part, s);
    add_item(t, label, &part);
}

static void add_wakers(struct seep_buffer *t, const struct seep_stuck *s)
{
    if (s->nwakers)
        seep_buffer_add(t, "- **could have been woken by:**\n");
    for (size_t i = 0; i < s->nwakers; i++) {
        struct seep_buffer part = {0};
        seep_buffer_add(t, "  - ");
        seep_sentence_waker(&part, &s->wakers[i]);
        add_part(t, &part);
        seep_buffer_add(t, "\n");
    }
}

/* n groups that only their names keep apart. */
static void add_stuck(struct seep_buffer *t, const struct seep_stuck *s,
                      size_t n)
{
    struct seep_buffer part = {0};

    seep_buffer_add(t, "\n### ");
    if (n > 1)
        seep_sentence_stuck_all(&part, s, n);
    else
        seep_sentence_stuck(&part, s);
    add_part(t, &part);
    seep_buffer_add(t, "\n\n");
    seep_sentence_place(&part, &s->at);
    add_item(t, "at", &part);
    seep_sentence_created(&part, s);
    add_item(t, "created", &part);
    for (size_t i = 0; i < s->nwhat; i++) {
        seep_sentence_what(&part, &s->what[i]);
        add_item(t, "waits for", &part);
    }
    add_wakers(t, s);
    seep_sentence_certain(&part, s);
    add_item(t, "certain", &part);
    add_plain_item(t, "cause", s->cause);
    add_plain_item(t, "fix", s->fix);
}

static void add_race(struct seep_buffer *t, const struct seep_race_finding *f)
{
    struct seep_buffer part = {0};

    seep_buffer_add(t, "\n### ");
    seep_sentence_race(&part, f);
    add_part(t, &part);
    seep_buffer_add(t, "\n\n");
    seep_sentence_access(&part, &f->after);
    add_item(t, "after", &part);
    seep_sentence_access(&part, &f->before);
    add_item(t, "before", &part);
    add_plain_item(t, "fix", f->fix);
}

/* What did not happen, but can in another run. */
static void add_predicted(struct seep_buffer *t, const struct seep_predicted *p)
{
    struct seep_buffer part = {0};

    seep_buffer_add(t, "\n### ");
    seep_sentence_predicted(&part, p);
    add_part(t, &part);
    seep_buffer_add(t, "\n\n");
    for (size_t i = 0; i < p->nstep; i++) {
        seep_buffer_add(t, "- ");
        seep_sentence_predicted_step(&part, &p->step[i]);
        add_part(t, &part);
        seep_buffer_add(t, "\n");
    }
    add_plain_item(t, "fix", p->fix);
}

/* ---- the interleaving ---- */

static void add_table_head(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add(t, "\n### Interleaving\n\n| step | time |");
    for (size_t i = 0; i < r->nlanes; i++) {
        seep_buffer_add(t, " ");
        add_plain(t, r->lanes[i].title);
        seep_buffer_add(t, " |");
    }
    seep_buffer_add(t, " why |\n| ---: | ---: |");
    for (size_t i = 0; i < r->nlanes; i++)
        seep_buffer_add(t, " --- |");
    seep_buffer_add(t, " --- |\n");
}

static void add_lane(struct seep_buffer *t, const struct seep_report *r,
                     const char *arrow, int32_t lane)
{
    if (lane < 0 || (size_t)lane >= r->nlanes)
        return;
    seep_buffer_add(t, arrow);
    add_plain(t, r->lanes[lane].title);
}

/* What the row's own lane shows of it. */
static void add_cell(struct seep_buffer *t, const struct seep_report *r,
                     const struct seep_row *row)
{
    if (r->lanes[row->lane].count > 1)
        seep_buffer_addf(t, "g%" PRIu32 " ", row->who.id);
    add_plain(t, row->text);
    if (row->mark == 'p')
        seep_buffer_add(t, " (waits)");
    if (row->mark != 'g')
        add_lane(t, r, " \xe2\x86\x92 ", row->to_lane);
    add_lane(t, r, " \xe2\x86\x90 ", row->from_lane);
}

static void add_why(struct seep_buffer *t, const struct seep_report *r,
                    const struct seep_row *row)
{
    if (!row->who.id)
        add_plain(t, row->text);
    seep_buffer_add(t, !row->who.id && *row->why ? "; " : "");
    add_plain(t, row->why);
    if (!row->more)
        return;
    seep_buffer_add(t, *row->why ? "; " : "");
    if (r->rows_cut)
        seep_buffer_add(t, "many");
    else
        seep_buffer_add_grouped(t, row->more);
    seep_buffer_add(t, " more like it");
}

static void add_row(struct seep_buffer *t, const struct seep_report *r,
                    const struct seep_row *row)
{
    seep_buffer_addf(t, "| %" PRIu64 " | ", row->step);
    seep_buffer_add_duration(t, row->now);
    seep_buffer_add(t, " |");
    for (size_t i = 0; i < r->nlanes; i++) {
        seep_buffer_add(t, " ");
        if (i == row->lane && row->who.id)
            add_cell(t, r, row);
        seep_buffer_add(t, " |");
    }
    seep_buffer_add(t, " ");
    add_why(t, r, row);
    seep_buffer_add(t, " |\n");
}

static void add_rows(struct seep_buffer *t, const struct seep_report *r)
{
    size_t shown = 0, relevant = 0, steps = 0;
    uint64_t last = 0;

    for (size_t i = 0; i < r->nrows; i++)
        relevant += r->rows[i].relevant;
    if (!relevant)
        return;
    add_table_head(t, r);
    for (size_t i = 0; i < r->nrows && shown < ROWS_MAX; i++)
        if (r->rows[i].relevant) {
            add_row(t, r, &r->rows[i]);
            shown++;
            steps += r->rows[i].step != last;
            last = r->rows[i].step;
        }
    seep_buffer_addf(t, "\n%zu of %" PRIu64 " steps.\n", steps, r->operations);
}

/* ---- the documents ---- */

/* The whole text of a panic, and its stack. */
static void add_text(struct seep_buffer *t, const struct seep_report *r)
{
    struct seep_buffer code = {0};

    seep_buffer_add_lines(&code, r->text, "");
    seep_buffer_add(&code, *r->stack ? "\n" : "");
    seep_buffer_add_lines(&code, r->stack, "\t");
    if (*r->stack && r->creator.id) {
        seep_buffer_add(&code, "created by ");
        seep_sentence_who(&code, &r->creator);
        seep_buffer_add(&code, " at ");
        seep_sentence_place(&code, &r->created);
        seep_buffer_add(&code, "\n");
    }
    seep_buffer_add(t, "\n");
    add_code(t, seep_buffer_string(&code));
    t->failed |= code.failed;
    seep_buffer_fini(&code);
}

static void add_all_stuck(struct seep_buffer *t, const struct seep_report *r)
{
    size_t shown = 0, i = 0;

    for (size_t n; i < r->nstuck && shown < STUCK_MAX; i += n, shown++) {
        n = seep_sentence_alike(r, i);
        add_stuck(t, &r->stuck[i], n);
    }
    if (i < r->nstuck)
        seep_buffer_addf(t, "\nThe first %zu of %zu groups.\n", i, r->nstuck);
}

static void add_open(struct seep_buffer *t, const struct seep_report *r)
{
    struct seep_buffer line = {0};

    if (r->nopen)
        seep_buffer_add(t, "\n### Not closed\n\n");
    for (size_t i = 0; i < r->nopen; i++) {
        seep_sentence_open(&line, &r->open[i]);
        seep_buffer_add(t, "- ");
        add_plain(t, seep_buffer_string(&line));
        seep_buffer_add(t, "\n");
        t->failed |= line.failed;
        seep_buffer_fini(&line);
    }
    if (r->storm)
        seep_buffer_addf(t, "\nStorm: %s.\n", r->storm);
}

static void add_rest(struct seep_buffer *t, const struct seep_report *r)
{
    if (strchr(r->text, '\n') || *r->stack)
        add_text(t, r);
    for (size_t i = 0; i < r->nraces; i++)
        add_race(t, &r->races[i]);
    add_all_stuck(t, r);
    add_open(t, r);
    for (size_t i = 0; i < r->npredicted; i++)
        add_predicted(t, &r->predicted[i]);
    if (r->verdict != SEEP_VERDICT_PASS)
        add_rows(t, r);
    if (r->nnotes)
        seep_buffer_add(t, "\n### Notes\n\n");
    for (size_t i = 0; i < r->nnotes; i++) {
        seep_buffer_add(t, "- ");
        add_plain(t, r->notes[i]);
        seep_buffer_add(t, "\n");
    }
}

void seep_markdown_report(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add(t, "## ");
    add_verdict(t, r);
    seep_buffer_add(t, "\n\n");
    add_facts(t, r);
    add_rest(t, r);
}

static void add_result(struct seep_buffer *t, const struct seep_result *r)
{
    seep_buffer_add(t, "\n## ");
    add_plain(t, r->file);
    seep_buffer_add(t, *r->name ? ": " : "");
    add_plain(t, r->name);
    seep_buffer_add(t, "\n\n");
    if (*r->problem) {
        add_plain(t, r->problem);
        seep_buffer_add(t, "\n");
    }
    if (*r->problem && (r->sweep || r->unmet || r->detail))
        seep_buffer_add(t, "\n");
    if (r->sweep)
        add_code(t, r->sweep);
    if (r->unmet)
        add_code(t, r->unmet);
    if (r->detail)
        add_code(t, r->detail);
}

void seep_markdown_results(struct seep_buffer *t, const struct seep_results *r)
{
    uint32_t ok = seep_results_count(r, SEEP_RESULT_OK);

    seep_buffer_addf(t, "# %" PRIu32 " passed, %zu failed\n\n", ok, r->n - ok);
    seep_buffer_add(t, "| | file | scenario | runs |\n");
    seep_buffer_add(t, "| --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < r->n; i++) {
        seep_buffer_addf(t, "| %s | ", seep_result_text(r->list[i].status));
        add_plain(t, r->list[i].file);
        seep_buffer_add(t, " | ");
        add_plain(t, r->list[i].name);
        seep_buffer_addf(t, " | %" PRIu32 " |\n", r->list[i].runs);
    }
    for (size_t i = 0; i < r->n; i++)
        if (r->list[i].status != SEEP_RESULT_OK || r->list[i].sweep)
            add_result(t, &r->list[i]);
}
