/* explore.c - `seep explore`: looks for runs that do not pass.
 *
 * Of plain scripts, or of each scenario of files in turn; what scenarios
 * expect does not matter here.  The failure found is shrunk and shown. */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/findings.h"
#include "bindings/export/markdown.h"
#include "bindings/export/partial.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/crew.h"
#include "bindings/terminal/find.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/interrupt.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/process.h"
#include "bindings/terminal/progress.h"
#include "bindings/terminal/script.h"
#include "bindings/terminal/shards.h"
#include "bindings/terminal/show.h"
#include "bindings/terminal/tell.h"

struct exploring {
    struct seep_settings s;
    struct seep_files files;
    const char *path; /* of the one that is explored */
    struct seep_hunt_limits limits;
    const struct seep_shards *shards; /* merges these; NULL: makes the runs */
    struct seep_shard shard;
    struct seep_findings *list; /* owned; [0..n) */
    size_t n;
    bool memory; /* our own ran out */
};

/* ---- a subject ---- */

static void tell(struct exploring *e, const struct seep_findings *f)
{
    struct seep_show how = seep_show_for(&e->s, stdout);
    struct seep_buffer t = {0};

    seep_tell_findings(&t, f, &how, e->s.quiet);
    fwrite(seep_buffer_string(&t), 1, t.n, stdout);
    e->memory |= t.failed || f->failed;
    seep_buffer_fini(&t);
    seep_output_flush();
}

static bool stop(void *context)
{
    (void)context;
    return seep_interrupt_came();
}

static void search(struct exploring *e, const struct seep_subject *subject,
                   struct seep_findings *f)
{
    const struct seep_crew_options how = {
        .jobs = e->s.jobs ? e->s.jobs : seep_processors(),
        .shard = e->s.shard,
        .of = e->s.of,
        .watcher = {.show = seep_progress_wanted(&e->s) ? seep_progress_show
                                                        : NULL,
                    .context = &e->s}};

    if (e->shards)
        seep_shards_search(e->shards, subject, f);
    else
        seep_crew_search(&how, subject, f);
}

static void explore(struct exploring *e, const struct seep_subject *subject)
{
    void *list = realloc(e->list, (e->n + 1) * sizeof *e->list);

    e->memory |= !list;
    if (!list)
        return;
    e->list = list;
    struct seep_findings *f = &e->list[e->n++];
    seep_hunt_begin(f, subject, &e->limits);
    if (e->s.of) {
        f->partial = calloc(1, sizeof *f->partial);
        f->failed |= !f->partial;
    }
    search(e, subject, f);
    if (e->shards && f->end == SEEP_END_BROKEN)
        return; /* that has been said */
    seep_hunt_finish(f, subject, stop, NULL);
    if (seep_interrupt_came())
        f->end = SEEP_END_INTERRUPTED;
    f->failed |= f->partial && f->partial->failed;
    tell(e, f);
}

/* ---- a file ---- */

static void set_strategy(const struct exploring *e, struct seep_subject *s,
                         bool chaos, const char *otherwise)
{
    const char *name = e->s.strategy ? e->s.strategy : otherwise;

    snprintf(s->strategy, sizeof s->strategy, "%s",
             seep_subject_strategy(s->w, chaos, name));
}

/* --filter: a part of "file: name", or a pattern that it or the name fits. */
static bool wanted(struct exploring *e, const char *name)
{
    struct seep_buffer whole = {0};
    const char *filter = e->s.filter;

    if (!filter)
        return true;
    seep_buffer_addf(&whole, "%s: %s", e->path, name);
    const char *s = seep_buffer_string(&whole);
    bool yes = strstr(s, filter) || !fnmatch(filter, s, 0) ||
               !fnmatch(filter, name, 0);
    e->memory |= whole.failed;
    seep_buffer_fini(&whole);
    return yes;
}

static void explore_scenarios(struct exploring *e, struct seep_world *w)
{
    for (uint32_t i = 0; i < seep_world_scenarios(w); i++) {
        const struct seep_scenario *sc = seep_world_scenario(w, i);
        struct seep_subject s = {.w = w,
                                 .path = e->path,
                                 .name = sc->name,
                                 .line = sc->line,
                                 .scenario = i + 1,
                                 .base = sc->sim};
        set_strategy(e, &s, sc->chaos, sc->strategy);
        if (wanted(e, sc->name) && !seep_interrupt_came())
            explore(e, &s);
    }
}

/* A plan whose faults never fired tests nothing. */
static bool is_vacuous(const struct seep_findings *f)
{
    return f->runs && f->found[SEEP_VERDICT_VACUOUS] == f->runs;
}

static int status_of(const struct exploring *e)
{
    bool inconclusive = false;

    if (e->memory)
        return seep_complain_memory(e->s.command);
    for (size_t i = 0; i < e->n; i++)
        if (e->list[i].end == SEEP_END_BROKEN)
            return e->shards ? SEEP_EXIT_USAGE : SEEP_EXIT_INTERNAL;
    for (size_t i = 0; i < e->n; i++) {
        if (e->list[i].n)
            return SEEP_EXIT_FINDING;
        if (is_vacuous(&e->list[i]))
            return SEEP_EXIT_FINDING;
        inconclusive |= seep_findings_inconclusive(&e->list[i]);
    }
    if (!e->n)
        return seep_complain(e->s.command, "no scenario fits --filter \"%s\"",
                             e->s.filter);
    return inconclusive ? SEEP_EXIT_LIMIT : SEEP_EXIT_PASS;
}

/* The chunk that was to declare scenarios, if it does: it has failed. */
static int chunk_failed(struct exploring *e, struct seep_report *report)
{
    struct seep_show how = seep_show_for(&e->s, stderr);
    struct seep_buffer t = {0};

    seep_complain(e->s.command,
                  "%s declares scenarios, and ended before it had them all",
                  e->path);
    seep_show_report(&t, report, &how);
    seep_complain_text(&t);
    return report->verdict == SEEP_VERDICT_LIMIT ? SEEP_EXIT_LIMIT
                                                 : SEEP_EXIT_FINDING;
}

/* The first run shows what the file is. */
static int explore_world(struct exploring *e, struct seep_world *w,
                         bool mentions)
{
    struct seep_report report = {0};
    struct seep_subject plain = {
        .w = w, .path = e->path, .name = "", .base = e->s.sim};
    bool collected = mentions && seep_world_collect(w, &e->s.sim, &report);
    int status = 0;

    set_strategy(e, &plain, false, "auto");
    if (mentions && !collected && seep_world_scenario_calls(w))
        status = chunk_failed(e, &report);
    else if (collected && seep_world_scenarios(w))
        explore_scenarios(e, w);
    else if (e->files.n == 1 || wanted(e, ""))
        explore(e, &plain);
    seep_report_fini(&report);
    return status;
}

static void add_markdown(struct seep_buffer *t, const struct seep_findings *f)
{
    const struct seep_show how = {.width = 80};

    for (size_t i = 0; i < f->n; i++) {
        if (f->failure[i].schedule)
            seep_markdown_report(t, &f->failure[i].report);
        seep_buffer_add(t, "\n");
    }
    seep_tell_summary(t, f, &how);
}

static int write_results(struct exploring *e, const char *path, int status)
{
    struct seep_buffer t = {0};

    if (!path || !e->n)
        return status;
    if (seep_script_is_markdown(path))
        for (size_t i = 0; i < e->n; i++)
            add_markdown(&t, &e->list[i]);
    else
        seep_findings_json(&t, e->list, e->n, &e->shard);
    return seep_script_write(&e->s, path, &t, status);
}

/* 0, or why it could not be. */
static int explore_file(struct exploring *e)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    struct seep_world *w = NULL;
    int status = SEEP_EXIT_USAGE;
    bool mentions = false;

    if (seep_source_read(&src, e->path, &why)) {
        mentions = seep_source_mentions(&src, "scenario");
        w = seep_script_load(&e->s, e->path, &src, &why, &status);
    }
    seep_source_fini(&src);
    if (w)
        e->shard.script = seep_world_digest(w);
    if (w && e->shards &&
        (status = seep_shards_check(e->shards, e->path, e->shard.script))) {
        seep_world_free(w);
    } else if (w) {
        status = explore_world(e, w, mentions);
        seep_world_free(w);
    } else {
        seep_complain(e->s.command, "%s", seep_buffer_string(&why));
    }
    seep_buffer_fini(&why);
    return status;
}

/* What could not be explored counts more than what was found elsewhere. */
static int explore_files(struct exploring *e)
{
    int status = 0;

    for (size_t i = 0; i < e->files.n && !seep_interrupt_came(); i++) {
        e->path = e->files.list[i].path;
        int failed = explore_file(e);
        status = status ? status : failed;
    }
    if (!status)
        status = status_of(e);
    status = write_results(e, e->s.json, status);
    status = write_results(e, e->s.report, status);
    return write_results(e, e->s.report_too, status);
}

/* ---- the command ---- */

static int find_files(struct exploring *e)
{
    for (int i = 0; i < e->s.noperands; i++) {
        const char *where;
        int err = seep_files_add(&e->files, e->s.operand[i], &where);
        if (err == ENOMEM)
            return seep_complain_memory(e->s.command);
        if (err)
            return seep_complain(e->s.command, "%s: %s", where, strerror(err));
    }
    if (!e->files.n)
        return seep_complain(e->s.command,
                             "name a script: seep explore PATH... "
                             "(see seep help explore)");
    if (e->files.n > 1 && (e->s.of || e->shards))
        return seep_complain(e->s.command, "a search that is shared is of one "
                                           "script");
    return 0;
}

static int take_files(struct exploring *e)
{
    struct seep_settings *s = &e->s;
    int status = find_files(e);

    if (status)
        return status;
    s->world.argc = s->nrest;
    s->world.argv = s->rest;
    e->limits = (struct seep_hunt_limits){.runs = s->runs,
                                          .time = s->time,
                                          .all = s->all,
                                          .shared = s->of || e->shards};
    e->shard.shard = s->shard;
    e->shard.of = s->of;
    if (s->of && !s->json)
        return seep_complain(s->command, "--shard wants --json FILE, for seep "
                                         "merge");
    return 0;
}

static int run(struct exploring *e)
{
    int status = take_files(e);

    if (!status && !(status = seep_script_check_files(&e->s)))
        status = explore_files(e);
    seep_files_fini(&e->files);
    for (size_t i = 0; i < e->n; i++)
        seep_findings_fini(&e->list[i]);
    free(e->list);
    return status;
}

int seep_command_explore(int argc, char **argv)
{
    struct exploring e = {0};
    char **words = calloc((size_t)argc + 1, sizeof *words);

    if (!words)
        return seep_complain_memory("explore");
    memcpy(words, argv, (size_t)argc * sizeof *words); /* getopt sorts argv */
    e.shard.argc = argc;
    e.shard.argv = words;
    int status = seep_options_read(&e.s, SEEP_FOR_EXPLORE, argc, argv);
    if (!status)
        status = e.s.help ? seep_help_print(seep_command_find("explore"))
                          : run(&e);
    free(words);
    return status;
}

/* ---- seep merge ---- */

/* The shards' command with the files and the looks of this one. */
static int merge(const struct seep_settings *s, struct seep_shards *x)
{
    struct exploring e = {.shards = x};
    int status = seep_options_read(&e.s, SEEP_FOR_EXPLORE, x->argc, x->argv);

    if (status)
        return status;
    e.s.command = s->command;
    e.s.json = s->json;
    e.s.report = s->report;
    e.s.report_too = s->report_too;
    e.s.color = s->color;
    e.s.quiet = s->quiet;
    e.s.verbose = s->verbose;
    e.s.ascii = s->ascii;
    e.s.linear = s->linear;
    seep_interrupt_hold();
    return run(&e);
}

int seep_command_merge(int argc, char **argv)
{
    struct seep_settings s;
    struct seep_shards x = {.command = "merge"};
    int status = seep_options_read(&s, SEEP_FOR_MERGE, argc, argv);

    if (status)
        return status;
    if (s.help)
        return seep_help_print(seep_command_find("merge"));
    if (!s.noperands)
        return seep_complain(s.command, "name the files of all shards: seep "
                                        "merge FILE...");
    status = seep_shards_read(&x, s.operand, s.noperands);
    if (!status)
        status = merge(&s, &x);
    seep_shards_fini(&x);
    return status;
}
