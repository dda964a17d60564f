/* replay.c - `seep replay`: the very same run again.
 *
 * The schedule names the scenario that was run, or none for a plain script.
 * With an edited script it does what still can be done, and says how much of
 * it that was. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/script.h"
#include "bindings/terminal/show.h"
#include "core/explore/replay.h"

struct replaying {
    struct seep_settings s;
    const char *path; /* of the script */
    struct seep_schedule schedule;
    struct seep_replay replay;
    uint64_t digest; /* of the run */
};

/* ---- the schedule ---- */

static int parse(struct replaying *r, const char *text, size_t length)
{
    char why[256];
    enum seep_err err =
        seep_schedule_parse(&r->schedule, text, length, why, sizeof why);

    if (err == SEEP_OK)
        return 0;
    return err == SEEP_ENOMEM
               ? seep_complain_memory(r->s.command)
               : seep_complain(r->s.command, "--schedule: %s", why);
}

static const char begins[] = "seep1/";

/* The schedule in a report, of whatever format: the first one.  A file that is
 * one, and no more, is parsed as a whole, for what is wrong with it. */
static int parse_report(struct replaying *r, const char *text, size_t length)
{
    const char *s = strstr(text, begins);

    if (!s || s == text)
        return parse(r, text, length);
    size_t n = strcspn(s, " \t\r\n\"'`<>)");
    const char *next = strstr(s + n, begins);
    if (next && strncmp(next, s, n) != 0)
        seep_complain(NULL, "there are several schedules; the first is taken");
    return parse(r, s, n);
}

static int parse_file(struct replaying *r, const char *path)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    int status;

    if (seep_source_read(&src, path, &why)) {
        status = parse_report(r, src.text, src.length);
        seep_source_fini(&src);
    } else {
        status = seep_complain(r->s.command,
                               "--schedule: neither a schedule (seep1/...) "
                               "nor a file that holds one: %s",
                               seep_buffer_string(&why));
    }
    seep_buffer_fini(&why);
    return status;
}

static int take_schedule(struct replaying *r)
{
    const char *text = r->s.schedule;

    if (!text)
        return seep_complain(r->s.command, "name the schedule: seep replay "
                                           "FILE --schedule S (a report's "
                                           "replay line has one)");
    return strncmp(text, begins, strlen(begins)) != 0
               ? parse_file(r, text)
               : parse(r, text, strlen(text));
}

/* ---- the run ---- */

static void say_what_differs(const struct replaying *r,
                             const struct seep_world *w)
{
    uint32_t n = r->schedule.n, came = r->replay.applied;

    if (seep_world_digest(w) != r->schedule.script)
        seep_complain(NULL, "%s is not as it was when the schedule was made",
                      r->path);
    if (came != n)
        seep_complain(NULL,
                      "%" PRIu32 " of the schedule's %" PRIu32
                      " deviations came to pass",
                      came, n);
}

static int finish(const struct replaying *r, const struct seep_world *w,
                  struct seep_report *report)
{
    struct seep_show how = seep_show_for(&r->s, stderr);
    struct seep_buffer t = {0};

    seep_output_flush();
    say_what_differs(r, w);
    seep_show_report(&t, report, &how);
    if (r->s.verbose)
        seep_buffer_addf(&t, "digest %016" PRIx64 "\n", r->digest);
    seep_complain_text(&t);
    int status =
        seep_script_write_report(&r->s, report, seep_script_status(report));
    seep_report_fini(report);
    return status;
}

static int run_scenario(const struct replaying *r, struct seep_world *w,
                        const struct seep_options *from)
{
    bool matched[SEEP_EXPECT_MAX] = {false};
    struct seep_report report = {0};
    uint32_t i = r->schedule.scenario;
    bool collected = seep_world_collect(w, &r->s.sim, &report);

    if (!collected && seep_world_scenario_calls(w))
        return finish(r, w, &report);
    seep_report_fini(&report);
    if (!collected || i > seep_world_scenarios(w))
        return seep_complain(r->s.command,
                             "the schedule is of scenario %" PRIu32
                             ", %s has %" PRIu32,
                             i, r->path, seep_world_scenarios(w));
    struct seep_options opt = seep_world_scenario(w, i - 1)->sim;
    opt.strategy = from->strategy;
    opt.search = from->search;
    opt.seed = from->seed;
    opt.procs = from->procs;
    opt.weak_memory = from->weak_memory;
    opt.free_time = from->free_time;
    seep_world_run_scenario(w, i - 1, &opt, true, matched, &report);
    return finish(r, w, &report);
}

static int run_world(struct replaying *r, struct seep_world *w)
{
    struct seep_options opt = r->s.sim;
    struct seep_report report = {0};

    if (seep_replay_init(&r->replay, &r->schedule) != SEEP_OK)
        return seep_complain_memory(r->s.command);
    seep_replay_options(&r->replay, &opt);
    seep_world_fold(w, &r->digest);
    int status;
    if (r->schedule.scenario) {
        status = run_scenario(r, w, &opt);
    } else {
        seep_world_run(w, &opt, true, true, &report);
        status = finish(r, w, &report);
    }
    seep_world_fold(w, NULL);
    seep_replay_fini(&r->replay);
    return status;
}

static int replay_file(struct replaying *r)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    int status = SEEP_EXIT_USAGE;
    struct seep_world *w = NULL;

    if (seep_source_read(&src, r->path, &why))
        w = seep_script_load(&r->s, r->path, &src, &why, &status);
    seep_source_fini(&src);
    if (w) {
        status = run_world(r, w);
        seep_world_free(w);
    } else {
        seep_complain(r->s.command, "%s", seep_buffer_string(&why));
    }
    seep_buffer_fini(&why);
    return status;
}

static int take_file(struct replaying *r)
{
    if (r->s.noperands != 1)
        return seep_complain(r->s.command,
                             "name one script: seep replay FILE --schedule S");
    r->path = r->s.operand[0];
    r->s.world.argc = r->s.nrest;
    r->s.world.argv = r->s.rest;
    r->s.world.out = stdout;
    return 0;
}

int seep_command_replay(int argc, char **argv)
{
    struct replaying r = {0};
    int status = seep_options_read(&r.s, SEEP_FOR_REPLAY, argc, argv);

    if (status)
        return status;
    if (r.s.help)
        return seep_help_print(seep_command_find("replay"));
    seep_schedule_init(&r.schedule);
    if (!(status = take_file(&r)) && !(status = take_schedule(&r)) &&
        !(status = seep_script_check_files(&r.s)))
        status = replay_file(&r);
    seep_schedule_fini(&r.schedule);
    return status;
}
