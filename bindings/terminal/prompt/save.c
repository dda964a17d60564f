/* save.c - a session as a scenario, and the schedule that makes it come to the
 * same there.
 *
 * In the scenario main starts each input as a goroutine, as the session did,
 * and waits as the session waited: until the input has ended, and, when the
 * world then came to rest or its clock moved, until that virtual time.  Whoever
 * was picked by hand, the scenario's schedule has go first: it is recorded
 * while the scenario keeps to the order of the session (sequence.h), and made
 * as small as can be. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/export/outfile.h"
#include "bindings/lua/world.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/scheduled.h"
#include "bindings/terminal/source.h"
#include "bindings/terminal/value.h"

/* ---- what it comes to ---- */

/* Those that are left wait for the same; NULL: not all of them. */
static const char *common_wait(const struct seep_sim *s)
{
    const char *wait = NULL;

    for (const struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->id == 1)
            continue;
        if (g->status != SEEP_G_WAITING ||
            (wait && strcmp(wait, seep_prompt_state(g)) != 0))
            return NULL;
        wait = seep_prompt_state(g);
    }
    return wait;
}

static void add_left(struct seep_buffer *t, const struct seep_sim *s,
                     uint32_t left)
{
    const char *wait = common_wait(s);

    seep_buffer_addf(t, "{ leak = { count = %" PRIu32, left);
    if (wait)
        seep_buffer_addf(t, ", wait = \"%s\"", wait);
    seep_buffer_add(t, " } }");
}

static void add_verdict(struct seep_buffer *t, struct seep_prompt *p)
{
    const struct seep_sim *s = seep_live_sim(p->live);
    struct seep_report r = {0};
    uint32_t left = 0;

    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        left += g->id > 1;
    if (s->over && s->verdict.kind != SEEP_VERDICT_EXIT) {
        seep_buffer_addf(t, "{ [\"%s\"] = true }",
                         seep_verdict_text(s->verdict.kind));
        return;
    }
    if (left && !s->over) {
        add_left(t, s, left);
        return;
    }
    seep_live_explain(p->live, &r);
    seep_buffer_add(t, r.nraces ? "{ race = true }" : "{ pass = true }");
    seep_report_fini(&r);
}

/* The session's verdict, as a pattern of expect.  The world goes on to its
 * end for it, whose order is written down, and comes back. */
static bool come_to_end(struct seep_prompt *p, struct seep_buffer *pattern,
                        struct seep_sequence *order)
{
    const struct seep_live_until until = {0};
    struct seep_live_mark *m = seep_live_mark(p->live);

    if (!m)
        return false;
    p->silent = true;
    seep_live_mute(p->live, true);
    if (!seep_live_sim(p->live)->over)
        (void)seep_live_go(p->live, &until);
    add_verdict(pattern, p);
    bool ok = seep_live_watch(p->live, &order->observer);
    p->silent = false;
    seep_live_mute(p->live, false);
    seep_live_return(p->live, m);
    seep_live_mark_free(m);
    return ok && !pattern->failed;
}

/* ---- the scenario ---- */

static const char head[] =
    "-- A session of the prompt, saved; run it with: seep test\n"
    "\n"
    "-- Each input of the session is a goroutine; it stays when it fails.\n"
    "local function start(number, f)\n"
    "  local done = chan()\n"
    "  go(\"[\" .. number .. \"]\", func(function()\n"
    "    defer(done, \"close\")\n"
    "    pcall(func(f))\n"
    "  end))\n"
    "  return done\n"
    "end\n"
    "\n"
    "-- The next one begins when it has ended...\n"
    "local function input(number, f)\n"
    "  start(number, f):recv()\n"
    "end\n"
    "\n"
    "-- ...and not before this time.\n"
    "local function rest(time_then)\n"
    "  if time.now() < time_then then\n"
    "    time.sleep(time_then - time.now())\n"
    "  end\n"
    "end\n\n";

/* Files of scenarios only declare them for `run`, as in the session. */
static const char scenarios[] =
    "local declare, declared = scenario, {}\n"
    "local scenario = setmetatable({\n"
    "  pair = function(s)\n"
    "    for i, name in ipairs{ s.name, s.name .. \" fixed\" } do\n"
    "      declared[#declared + 1] = { name = name, chaos = s.chaos,\n"
    "        main = function() return s.main(i == 2) end }\n"
    "    end\n"
    "  end,\n"
    "  list = function() end,\n"
    "  run = function(which)\n"
    "    for i, s in ipairs(declared) do\n"
    "      if i == which or s.name == which then\n"
    "        for _, fault in ipairs(s.chaos or {}) do chaos.inject(fault) end\n"
    "        return s.main()\n"
    "      end\n"
    "    end\n"
    "  end,\n"
    "}, { __call = function(_, s) declared[#declared + 1] = s end })\n\n";

static bool has_scenarios(const struct seep_live *v)
{
    for (uint32_t k = 1; k < seep_live_next(v); k++)
        if (strstr(seep_live_said(v, k), "scenario"))
            return true;
    return false;
}

/* Those of `names` that are not in `known` yet: declares and adds them. */
static void add_locals(struct seep_buffer *t, struct seep_buffer *known,
                       const char *names)
{
    char name[256], among[260];

    while (seep_prompt_word(&names, name, sizeof name)) {
        snprintf(among, sizeof among, " %s ", name);
        if (known->n && strstr(known->s, among))
            continue;
        seep_buffer_add(known, among);
        seep_buffer_addf(t, "    local %s\n", name);
    }
}

/* An expression is passed to a function of ours: without that. */
static void add_code(struct seep_buffer *t, const struct seep_live_input *in)
{
    static const char pass[] = "return \302\244(";
    const size_t n = sizeof pass - 1;

    if (in->length > n && !strncmp(in->code, pass, n)) {
        seep_buffer_add(t, "      return ");
        seep_buffer_add_n(t, in->code + n, in->length - n - 1);
    } else {
        seep_buffer_add(t, "      ");
        seep_buffer_add_n(t, in->code, in->length);
    }
    if (t->n && t->s[t->n - 1] != '\n')
        seep_buffer_add(t, "\n");
}

struct writing {
    struct seep_buffer *t, known;
    int64_t late; /* ns by which the scenario's clock is ahead */
};

/* Where the world came to rest, everybody has had their turn a moment later. */
static void add_input(struct writing *w, struct seep_live *v, uint32_t k)
{
    struct seep_live_start_of is, next;

    if (!seep_live_start_of(v, k, &is) || !seep_live_start_of(v, k + 1, &next))
        return;
    bool rests = next.blocked || (next.quiet && next.others);
    w->late += rests;
    add_locals(w->t, &w->known, is.input.names);
    seep_buffer_addf(w->t, "    %s(%" PRIu32 ", function()\n",
                     next.blocked ? "start" : "input", k);
    add_code(w->t, &is.input);
    seep_buffer_add(w->t, "    end)\n");
    if (rests || next.now > is.now)
        seep_buffer_addf(w->t, "    rest(%" PRId64 ")\n", next.now + w->late);
}

/* schedule: NULL, Go's own order does. */
static void add_scenario(struct seep_buffer *t, struct seep_prompt *p,
                         const char *pattern, const char *schedule)
{
    struct writing w = {.t = t};
    struct seep_sim *s = seep_live_sim(p->live);

    const bool others = has_scenarios(p->live);
    seep_buffer_add(t, head);
    seep_buffer_add(t, others ? scenarios : "");
    seep_buffer_add(t, others ? "declare{\n" : "scenario{\n");
    seep_buffer_add(t, "  name = \"session\",\n");
    if (s->gmp.np != 1)
        seep_buffer_addf(t, "  procs = %" PRIu32 ",\n", s->gmp.np);
    if (schedule)
        seep_buffer_addf(t, "  explore = { schedule = \"%s\" },\n", schedule);
    else
        seep_buffer_addf(
            t, "  explore = { strategy = \"default\", seed = %" PRIu64 " },\n",
            s->opt.seed);
    seep_buffer_add(t, "  main = function()\n");
    for (uint32_t k = 1; k < seep_live_next(p->live); k++)
        add_input(&w, p->live, k);
    seep_buffer_addf(t, "  end,\n  expect = always%s,\n}\n", pattern);
    t->failed |= w.known.failed;
    seep_buffer_fini(&w.known);
}

/* ---- its schedule ---- */

/* Did the run queues decide: was it Go's own order? */
static bool is_default(const struct seep_buffer *schedule)
{
    return strstr(seep_buffer_string(schedule), "/q/") != NULL;
}

bool seep_prompt_scenario(struct seep_prompt *p, const char *path,
                          struct seep_buffer *t, struct seep_buffer *schedule)
{
    struct seep_buffer pattern = {0};
    struct seep_sequence order;

    seep_sequence_init(&order);
    bool ok = come_to_end(p, &pattern, &order);
    if (ok) {
        add_scenario(t, p, seep_buffer_string(&pattern), NULL);
        const struct seep_scheduled f = {.p = p,
                                         .path = path,
                                         .text = seep_buffer_string(t),
                                         .length = t->n,
                                         .order = &order};
        ok = !t->failed && seep_scheduled_find(&f, schedule);
    }
    if (ok && !is_default(schedule)) {
        seep_buffer_fini(t);
        add_scenario(t, p, seep_buffer_string(&pattern),
                     seep_buffer_string(schedule));
    }
    seep_sequence_fini(&order);
    seep_buffer_fini(&pattern);
    return ok;
}

/* The schedule as it is to be typed: it says of which text it is. */
static void add_schedule(struct seep_buffer *out, const struct seep_buffer *t,
                         const struct seep_buffer *schedule)
{
    const size_t digits = sizeof "seep1/00000000" - 1;

    seep_buffer_addf(out, "seep1/%08" PRIx32,
                     seep_world_digest_of(seep_buffer_string(t), t->n));
    seep_buffer_add(out, seep_buffer_string(schedule) + digits);
}

/* Looking for the schedule is not to make anybody wait. */
static bool is_small(struct seep_prompt *p)
{
    const struct seep_sim *s = seep_live_sim(p->live);

    return s->steps * s->peak < UINT64_C(1000000);
}

/* Of the session as a scenario. */
static void tell_of_session(struct seep_prompt *p)
{
    struct seep_buffer t = {0}, schedule = {0}, out = {0};

    if (seep_prompt_scenario(p, "session.lua", &t, &schedule)) {
        seep_buffer_add(&out, "schedule  ");
        add_schedule(&out, &t, &schedule);
        seep_buffer_add(&out, "\n          to replay it: :save FILE.lua, then "
                              "seep replay FILE.lua --schedule S\n");
        seep_prompt_note(p, &out);
    }
    seep_buffer_fini(&t);
    seep_buffer_fini(&schedule);
}

/* The last input has started scenario n of a file: its schedule there.  False:
 * none of its schedules comes to a failure in this order. */
static bool tell_of_file(struct seep_prompt *p, uint32_t n)
{
    struct seep_buffer why = {0}, schedule = {0}, pattern = {0};
    struct seep_sequence order;
    struct seep_source src;

    seep_sequence_init(&order);
    bool ok = seep_source_read(&src, p->file, &why);
    if (ok) {
        const struct seep_scheduled f = {.p = p,
                                         .path = p->file,
                                         .text = src.text,
                                         .length = src.length,
                                         .index = n - 1,
                                         .root = seep_live_next(p->live) - 1,
                                         .order = &order};
        ok = come_to_end(p, &pattern, &order) &&
             seep_scheduled_find(&f, &schedule);
        seep_source_fini(&src);
    }
    if (ok)
        seep_prompt_notef(p, "replay: seep replay %s --schedule %s", p->file,
                          seep_buffer_string(&schedule));
    seep_sequence_fini(&order);
    seep_buffer_fini(&why);
    seep_buffer_fini(&pattern);
    seep_buffer_fini(&schedule);
    return ok;
}

/* The number in "scenario.run(N)"; 0: it is something else. */
static uint32_t scenario_of(const char *text)
{
    static const char call[] = "scenario.run(";
    const size_t n = sizeof call - 1;
    char number[16];
    uint64_t value;

    if (strncmp(text, call, n) != 0)
        return 0;
    snprintf(number, sizeof number, "%.*s", (int)strcspn(text + n, ")"),
             text + n);
    return seep_value_number(number, 1, UINT32_MAX, &value) ? (uint32_t)value
                                                            : 0;
}

void seep_prompt_tell_schedule(struct seep_prompt *p)
{
    const char *last = seep_live_said(p->live, seep_live_next(p->live) - 1);

    if (p->silent || !seep_live_by_hand(p->live) || !is_small(p))
        return;
    uint32_t n = p->nfiles == 1 ? scenario_of(last) : 0;
    if (!n || !tell_of_file(p, n))
        tell_of_session(p);
}

/* ---- :save ---- */

/* The status of `seep test path`. */
static int test(const char *path)
{
    char *const words[] = {(char *)(uintptr_t) "seep",
                           (char *)(uintptr_t) "test", (char *)(uintptr_t)path,
                           NULL};

    return seep_prompt_run_program("/proc/self/exe", words, true);
}

static bool write_scenario(struct seep_prompt *p, const char *path,
                           const struct seep_buffer *t)
{
    int err = t->failed ? 0
                        : seep_outfile_write(path, seep_buffer_string(t), t->n);

    if (t->failed)
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory to save it");
    else if (err)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "cannot write %s: %s", path,
                          strerror(err));
    return !t->failed && !err;
}

static void tell_saved(struct seep_prompt *p, const char *path,
                       const struct seep_buffer *t,
                       const struct seep_buffer *schedule)
{
    struct seep_buffer out = {0};

    seep_buffer_addf(&out, "saved; seep test %s comes to the same\n", path);
    if (!is_default(schedule)) {
        seep_buffer_addf(&out, "replay: seep replay %s --schedule ", path);
        add_schedule(&out, t, schedule);
        seep_buffer_add(&out, "\n");
    }
    seep_prompt_note(p, &out);
}

void seep_prompt_save(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0}, schedule = {0};
    size_t n = strlen(args);

    if (n < 5 || strcmp(args + n - 4, ".lua") != 0) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":save takes a file name that ends in .lua");
        return;
    }
    bool same = seep_prompt_scenario(p, args, &t, &schedule);
    if (write_scenario(p, args, &t)) {
        if (same && !test(args))
            tell_saved(p, args, &t, &schedule);
        else
            seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                              "saved, but seep test %s does not come to the "
                              "same: no schedule of it does",
                              args);
    }
    seep_buffer_fini(&t);
    seep_buffer_fini(&schedule);
}
