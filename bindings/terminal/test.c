/* test.c - `seep test`: the scenarios of files and folders.
 *
 * One world a file, made afresh; with several jobs a file is tested by one of
 * several processes, and what it came to is told in the order of the files. */
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/junit.h"
#include "bindings/export/markdown.h"
#include "bindings/export/report_json.h"
#include "bindings/export/sentence.h"
#include "bindings/terminal/chapter.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/find.h"
#include "bindings/terminal/look.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/pool.h"
#include "bindings/terminal/process.h"
#include "bindings/terminal/script.h"
#include "bindings/terminal/show.h"
#include "bindings/terminal/tap.h"
#include "bindings/terminal/trial.h"

struct testing {
    struct seep_settings s;
    struct seep_files files;
    struct seep_results results;
    struct seep_tap_style style;
    size_t scenarios;             /* seen, filtered out or not */
    bool usage;                   /* something was wrong with what was named */
    bool memory;                  /* our own ran out */
    bool worker;                  /* another process will tell it */
    struct seep_buffer complaint; /* then: what it is to say */
    size_t turn;                  /* the file that is told next */
};

/* ---- results ---- */

static void print(struct testing *t, struct seep_buffer *b)
{
    fwrite(seep_buffer_string(b), 1, b->n, stdout);
    t->memory |= b->failed;
    seep_buffer_fini(b);
    seep_output_flush();
}

static void tell(struct testing *t, size_t number, const struct seep_result *r)
{
    struct seep_buffer b = {0};

    seep_tap_result(&b, number, r, &t->style);
    print(t, &b);
}

/* How to see the run again. */
static void add_replay(struct seep_buffer *t, const struct seep_result *r)
{
    if (!r->schedule)
        return;
    seep_buffer_add(t, "replay: seep replay ");
    seep_buffer_add_plain(t, r->file);
    seep_buffer_addf(t, " --schedule %s\n", r->schedule);
}

/* The report in the forms in which it will be asked for. */
static void describe(struct testing *t, struct seep_result *r)
{
    struct seep_show how = seep_show_for(&t->s, stdout);
    struct seep_buffer detail = {0};
    bool json = t->s.json || t->s.report;

    how.color = false;
    if (!r->shown)
        return;
    seep_show_report(&detail, &r->report, &how);
    seep_look_show(&detail, &r->insight, &how);
    add_replay(&detail, r);
    t->memory |= detail.failed;
    r->detail = detail.s;
    if (t->worker && json)
        t->memory |= !(r->run = seep_result_run_json(r));
}

static void finish(struct testing *t, struct seep_result *r)
{
    describe(t, r);
    if (!t->worker)
        tell(t, t->results.n, r);
}

static void complain(struct testing *t, const char *text)
{
    if (!t->worker) {
        seep_complain(t->s.command, "%s", text);
        return;
    }
    seep_buffer_add_plain(&t->complaint, text);
    seep_buffer_add(&t->complaint, "\n");
}

static struct seep_result *add_result(struct testing *t, const char *file)
{
    struct seep_result *r = seep_results_add(&t->results, file);

    t->memory |= !r;
    return r;
}

/* A file that could not be used; `why` is also said on standard error, and is
 * freed. */
static void add_unusable(struct testing *t, const char *file, int status,
                         struct seep_buffer *why)
{
    struct seep_result *r = add_result(t, file);

    complain(t, seep_buffer_string(why));
    if (r) {
        r->status = status == SEEP_EXIT_LIMIT ? SEEP_RESULT_LIMIT
                                              : SEEP_RESULT_UNREADABLE;
        snprintf(r->problem, sizeof r->problem, "cannot be loaded: %s",
                 seep_buffer_string(why));
        finish(t, r);
    }
    seep_buffer_fini(why);
}

/* The chunk that declares the scenarios came to something else, or passed and
 * could not be kept for lack of memory.  Takes report. */
static void add_chunk_failure(struct testing *t, const char *file,
                              struct seep_report *report)
{
    struct seep_result *r = add_result(t, file);
    struct seep_buffer why = {0};

    if (!r) {
        seep_report_fini(report);
        return;
    }
    bool pass = report->verdict == SEEP_VERDICT_PASS;
    r->status = pass || report->verdict == SEEP_VERDICT_LIMIT
                    ? SEEP_RESULT_LIMIT
                    : SEEP_RESULT_FAILED;
    if (pass)
        seep_buffer_add(&why, "no memory is left to run its scenarios");
    else
        seep_buffer_add(&why, "the file itself, not yet a scenario, ended in ");
    if (!pass)
        seep_sentence_verdict(&why, report);
    snprintf(r->problem, sizeof r->problem, "%s", seep_buffer_string(&why));
    t->memory |= why.failed;
    seep_buffer_fini(&why);
    r->report = *report;
    r->seed = report->seed;
    r->strategy = report->strategy ? report->strategy : "";
    r->shown = true;
    finish(t, r);
}

/* ---- a file ---- */

/* --filter: a part of "file: name", or a pattern that it or the name fits. */
static bool wanted(struct testing *t, const char *file, const char *name)
{
    struct seep_buffer whole = {0};
    const char *filter = t->s.filter;

    if (!filter)
        return true;
    seep_buffer_addf(&whole, "%s: %s", file, name);
    const char *s = seep_buffer_string(&whole);
    bool yes = strstr(s, filter) || !fnmatch(filter, s, 0) ||
               !fnmatch(filter, name, 0);
    t->memory |= whole.failed;
    seep_buffer_fini(&whole);
    return yes;
}

static void test_scenarios(struct testing *t, const char *file,
                           struct seep_world *w)
{
    uint32_t n = seep_world_scenarios(w);

    t->scenarios += n;
    for (uint32_t i = 0; i < n; i++) {
        if (!wanted(t, file, seep_world_scenario(w, i)->name))
            continue;
        struct seep_result *r = add_result(t, file);
        if (!r)
            return;
        seep_trial_run(w, i, t->s.strategy, t->s.runs, r);
        finish(t, r);
    }
}

/* A plain script, which somebody gave us to test. */
static void refuse_plain(struct testing *t, const struct seep_found *f)
{
    struct seep_buffer why = {0};

    seep_buffer_addf(&why, "%s holds no scenario; run it with: seep run %s",
                     f->path, f->path);
    complain(t, seep_buffer_string(&why));
    seep_buffer_fini(&why);
    t->usage = true;
}

/* A chunk that fails before any scenario, and would declare none, is a plain
 * script, too. */
static void test_world(struct testing *t, const struct seep_found *f,
                       struct seep_world *w, bool mentions)
{
    struct seep_report report = {0};
    bool collected = seep_world_collect(w, &t->s.sim, &report);

    if (!collected && (mentions || seep_world_scenario_calls(w))) {
        add_chunk_failure(t, f->path, &report);
        return;
    }
    seep_report_fini(&report);
    if (collected && (seep_world_scenarios(w) || !f->named))
        test_scenarios(t, f->path, w);
    else
        refuse_plain(t, f);
}

static void test_file(struct testing *t, const struct seep_found *f)
{
    struct seep_source src;
    struct seep_buffer why = {0};
    struct seep_world *w = NULL;
    int status = SEEP_EXIT_USAGE;

    if (!seep_source_read(&src, f->path, &why)) {
        add_unusable(t, f->path, status, &why);
        return;
    }
    /* A file met in a folder that does not even mention scenarios is a module
     * or a plain script: not ours, and not run. */
    bool mentions = seep_source_mentions(&src, "scenario");
    if (f->named || mentions) {
        w = seep_script_load(&t->s, f->path, &src, &why, &status);
        if (!w)
            add_unusable(t, f->path, status, &why);
    }
    seep_source_fini(&src);
    if (w) {
        test_world(t, f, w, mentions);
        seep_world_free(w);
    }
}

/* ---- several processes ---- */

/* In one of them: tests a file, and leaves it to another one to tell. */
static void work(void *context, size_t i, struct seep_buffer *out)
{
    struct testing *t = context;

    if (!t->worker) /* what was told before this process began */
        t->results = (struct seep_results){0};
    t->worker = true;
    t->scenarios = 0;
    t->usage = t->memory = false;
    test_file(t, &t->files.list[i]);
    const struct seep_chapter c = {.scenarios = t->scenarios,
                                   .usage = t->usage,
                                   .memory = t->memory,
                                   .complaint = t->complaint.s};
    seep_chapter_write(out, &c, &t->results);
    seep_results_fini(&t->results);
    seep_buffer_fini(&t->complaint);
}

/* Lines, each a complaint. */
static void complain_all(const struct testing *t, char *lines)
{
    for (char *end; lines && (end = strchr(lines, '\n')); lines = end + 1) {
        *end = '\0';
        seep_complain(t->s.command, "%s", lines);
    }
}

static void told(void *context, const char *bytes, size_t n)
{
    struct testing *t = context;
    struct seep_chapter c;

    seep_chapter_read(&c, &t->results, t->files.list[t->turn++].path, bytes, n);
    t->scenarios += c.scenarios;
    t->usage |= c.usage;
    t->memory |= c.memory;
    complain_all(t, c.complaint);
    free(c.complaint);
    for (size_t i = c.first; i < t->results.n; i++)
        tell(t, i + 1, &t->results.list[i]);
}

static int test_files(struct testing *t)
{
    const struct seep_pool pool = {.command = t->s.command,
                                   .jobs = t->s.jobs ? t->s.jobs
                                                     : seep_processors(),
                                   .n = t->files.n,
                                   .work = work,
                                   .told = told,
                                   .context = t};

    if (pool.jobs > 1 && pool.n > 1)
        return seep_pool_run(&pool);
    for (size_t i = 0; i < t->files.n; i++)
        test_file(t, &t->files.list[i]);
    return 0;
}

/* ---- the command ---- */

static int write_results(struct testing *t, const char *path, int status,
                         void (*render)(struct seep_buffer *b,
                                        const struct seep_results *r))
{
    struct seep_buffer b = {0};

    if (!path)
        return status;
    render(&b, &t->results);
    return seep_script_write(&t->s, path, &b, status);
}

static int write_report(struct testing *t, const char *path, int status)
{
    bool md = path && seep_script_is_markdown(path);

    return write_results(t, path, status,
                         md ? seep_markdown_results : seep_results_json);
}

static int write_all(struct testing *t, int status)
{
    status = write_results(t, t->s.junit, status, seep_junit_results);
    status = write_results(t, t->s.json, status, seep_results_json);
    status = write_report(t, t->s.report, status);
    return write_report(t, t->s.report_too, status);
}

static int status_of(const struct testing *t)
{
    if (t->memory)
        return seep_complain_memory(t->s.command);
    if (t->usage || seep_results_count(&t->results, SEEP_RESULT_UNREADABLE))
        return SEEP_EXIT_USAGE;
    if (seep_results_count(&t->results, SEEP_RESULT_FAILED))
        return SEEP_EXIT_FINDING;
    if (seep_results_count(&t->results, SEEP_RESULT_LIMIT))
        return SEEP_EXIT_LIMIT;
    if (t->results.n)
        return SEEP_EXIT_PASS;
    if (t->scenarios)
        return seep_complain(t->s.command, "no scenario fits --filter \"%s\"",
                             t->s.filter);
    return seep_complain(t->s.command, "there is no scenario in %s",
                         t->s.operand[0]);
}

static int test_all(struct testing *t)
{
    struct seep_buffer b = {0};

    seep_tap_begin(&b);
    print(t, &b);
    int status = test_files(t);
    if (status) /* what is missing is not said to have passed */
        return status;
    seep_tap_end(&b, &t->results);
    print(t, &b);
    return write_all(t, status_of(t));
}

static int find_files(struct testing *t)
{
    const char *where;

    for (int i = 0; i < t->s.noperands; i++) {
        int err = seep_files_add(&t->files, t->s.operand[i], &where);
        if (err == ENOMEM)
            return seep_complain_memory(t->s.command);
        if (err)
            return seep_complain(t->s.command, "%s: %s", where, strerror(err));
    }
    return 0;
}

/* What stands behind "--" are paths too. */
static int take_operands(struct seep_settings *s)
{
    for (int i = 0; i < s->nrest; i++)
        s->operand[s->noperands++] = s->rest[i];
    if (s->noperands)
        return 0;
    return seep_complain(s->command, "name files or folders: seep test PATH... "
                                     "(see seep help test)");
}

int seep_command_test(int argc, char **argv)
{
    struct testing t = {0};
    int status = seep_options_read(&t.s, SEEP_FOR_TEST, argc, argv);

    if (status)
        return status;
    if (t.s.help)
        return seep_help_print(seep_command_find("test"));
    t.style =
        (struct seep_tap_style){.color = seep_color_wanted(t.s.color, stdout),
                                .quiet = t.s.quiet,
                                .verbose = t.s.verbose};
    if (!(status = take_operands(&t.s)) &&
        !(status = seep_script_check_files(&t.s)) && !(status = find_files(&t)))
        status = test_all(&t);
    seep_results_fini(&t.results);
    seep_files_fini(&t.files);
    return status;
}
