/* run.c - `seep run`: one script, one run, one verdict.
 *
 * The first run prints what the script prints and is watched for data races
 * only, for they are a verdict.  Only when it came to something is it done
 * again, watched closely, for the report; it is the very same run. */
#include <inttypes.h>
#include <stdio.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/script.h"
#include "bindings/terminal/show.h"
#include "chaos/contrast.h"
#include "core/explore/strategies.h"

/* A pass needs no words, unless another run may not pass; a run to a limit,
 * or one that goes round for ever, would be as long again; but a fault may have
 * been the limit. */
static bool worth_watching(const struct seep_report *r)
{
    if (r->verdict == SEEP_VERDICT_PASS)
        return r->npredicted > 0;
    if (r->verdict == SEEP_VERDICT_EXIT)
        return r->nraces > 0;
    if (r->verdict == SEEP_VERDICT_LIMIT)
        return seep_contrast_wanted(r);
    return r->verdict != SEEP_VERDICT_VACUOUS &&
           r->verdict != SEEP_VERDICT_LIVELOCK;
}

/* ---- what is said of the run ---- */

static void say(const struct seep_settings *s, const struct seep_report *r)
{
    struct seep_show how = seep_show_for(s, stderr);
    struct seep_buffer t = {0};

    if (r->verdict == SEEP_VERDICT_EXIT && !s->verbose && !r->nraces)
        return;
    if (s->quiet && r->verdict != SEEP_VERDICT_PASS)
        seep_show_verdict(&t, r, &how);
    else if (!s->quiet)
        seep_show_report(&t, r, &how);
    seep_complain_text(&t);
}

static int finish(const struct seep_settings *s, const struct seep_report *r)
{
    int status = seep_script_status(r);

    if (r->verdict == SEEP_VERDICT_NONE) {
        seep_complain(NULL, "internal error: the run ended without a verdict");
        return status;
    }
    say(s, r);
    return seep_script_write_report(s, r, status);
}

/* ---- the run ---- */

static int holds_scenarios(const struct seep_settings *s, const char *path)
{
    return seep_complain(s->command,
                         "%s holds scenarios; run them with: seep "
                         "test %s",
                         path, path);
}

static void say_failed_as_asked(const struct seep_settings *s)
{
    seep_complain(NULL, "allocation %" PRIu64 " failed as asked",
                  s->world.fail_alloc);
}

static int run_world(const struct seep_settings *s, const char *path,
                     struct seep_world *w)
{
    struct seep_report r = {0};
    bool brief = s->quiet && !s->report;
    int status;

    seep_world_run(w, &s->sim, false, true, &r);
    seep_output_flush();
    if (seep_world_scenario_calls(w)) {
        seep_report_fini(&r);
        return holds_scenarios(s, path);
    }
    if (s->world.fail_alloc && seep_world_alloc_failed(w))
        say_failed_as_asked(s);
    if (!brief && worth_watching(&r)) {
        seep_report_fini(&r);
        seep_world_run(w, &s->sim, true, false, &r);
    }
    status = finish(s, &r);
    seep_report_fini(&r);
    return status;
}

static int run_file(const struct seep_settings *s, const char *path)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    int status = SEEP_EXIT_USAGE;
    struct seep_world *w = NULL;

    if (seep_source_read(&src, path, &why))
        w = seep_script_load(s, path, &src, &why, &status);
    seep_source_fini(&src);
    if (w) {
        status = run_world(s, path, w);
        seep_world_free(w);
    } else {
        seep_complain(s->command, "%s", seep_buffer_string(&why));
        if (s->world.fail_alloc && status == SEEP_EXIT_LIMIT)
            say_failed_as_asked(s);
    }
    seep_buffer_fini(&why);
    return status;
}

/* The file is the one word before "--"; without one, the first behind it. */
static int take_file(struct seep_settings *s, const char **path)
{
    if (!s->noperands && s->nrest) {
        s->operand = s->rest++;
        s->nrest--;
        s->noperands = 1;
    }
    if (!s->noperands)
        return seep_complain(s->command, "name a script: seep run FILE (see "
                                         "seep help run)");
    if (s->noperands > 1)
        return seep_complain(s->command,
                             "one FILE, not also \"%s\"; what the "
                             "script shall get stands behind --",
                             s->operand[1]);
    *path = s->operand[0];
    s->world.argc = s->nrest;
    s->world.argv = s->rest;
    s->world.out = stdout;
    return 0;
}

int seep_command_run(int argc, char **argv)
{
    struct seep_settings s;
    const char *path = NULL;
    int status = seep_options_read(&s, SEEP_FOR_RUN, argc, argv);

    if (status)
        return status;
    if (s.help)
        return seep_help_print(seep_command_find("run"));
    if (s.strategy && !seep_strategy_set(&s.sim, s.strategy))
        return seep_complain(s.command,
                             "--strategy %s searches; one run has no use for "
                             "it (see seep help run)",
                             s.strategy);
    if ((status = take_file(&s, &path)) ||
        (status = seep_script_check_files(&s)))
        return status;
    return run_file(&s, path);
}
