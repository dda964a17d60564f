/* set.c - see set.h; values are read strictly: what is not wholly understood
 * is refused. */
#include "bindings/terminal/set.h"

#include <string.h>

#include "bindings/terminal/shards.h"
#include "bindings/terminal/value.h"
#include "core/explore/portfolio.h"
#include "core/explore/strategies.h"

static bool not_a(struct seep_buffer *why, const char *value, const char *what)
{
    seep_buffer_addf(why, "\"%s\" is not %s", value, what);
    return false;
}

static bool not_yet(struct seep_buffer *why)
{
    seep_buffer_add(why, "this build cannot do that yet");
    return false;
}

/* ---- the run ---- */

static bool set_seed(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    return seep_value_number(value, 0, UINT64_MAX, &s->sim.seed) ||
           not_a(why, value, "a number from 0 to 18446744073709551615");
}

static bool set_strategy(struct seep_settings *s, const char *value,
                         struct seep_buffer *why)
{
    s->strategy = value;
    if (seep_portfolio_knows(value))
        return true;
    return not_a(why, value, "a strategy of this build");
}

static bool set_procs(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    uint64_t n;

    if (!seep_value_number(value, 1, SEEP_P_MAX, &n)) {
        seep_buffer_addf(why, "\"%s\" is not a number from 1 to %d", value,
                         SEEP_P_MAX);
        return false;
    }
    s->sim.procs = (uint32_t)n;
    return true;
}

static bool set_max_steps(struct seep_settings *s, const char *value,
                          struct seep_buffer *why)
{
    return seep_value_number(value, 1, INT64_MAX, &s->sim.max_steps) ||
           not_a(why, value, "a number from 1 up");
}

static bool set_mem(struct seep_settings *s, const char *value,
                    struct seep_buffer *why)
{
    return seep_value_size(value, SEEP_MEM_MIN, SEEP_MEM_MAX, &s->world.mem) ||
           not_a(why, value, "a size from 64K to 64G");
}

static bool set_drain(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    return seep_value_duration(value, 0, &s->sim.drain) ||
           not_a(why, value, "a duration, as 10m or 1h2m3.5s or 0s");
}

static bool set_timeout(struct seep_settings *s, const char *value,
                        struct seep_buffer *why)
{
    return seep_value_duration(value, 1, &s->sim.timeout) ||
           not_a(why, value, "a duration above 0, as 30s or 1h2m3.5s");
}

static unsigned allow_bit(const char *word, size_t n)
{
    static const char *const name[] = {"io", "os", "ffi"};

    for (unsigned i = 0; i < 3; i++)
        if (strlen(name[i]) == n && !memcmp(name[i], word, n))
            return 1u << i;
    return 0;
}

static bool set_allow(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    const char *p = value;

    _Static_assert(SEEP_ALLOW_IO == 1 && SEEP_ALLOW_OS == 2 &&
                       SEEP_ALLOW_FFI == 4,
                   "allow_bit counts on it");
    for (;; p++) {
        size_t n = strcspn(p, ",");
        unsigned bit = allow_bit(p, n);
        if (!bit)
            return not_a(why, value, "a list of io, os, ffi");
        s->world.allow |= bit;
        p += n;
        if (!*p)
            return true;
    }
}

/* "N": that allocation alone; "N+": and all later ones. */
static bool set_fail_alloc(struct seep_settings *s, const char *value,
                           struct seep_buffer *why)
{
    char digits[24] = "";
    size_t n = strlen(value);
    bool ever_after = n && value[n - 1] == '+';

    n -= ever_after;
    if (n < sizeof digits)
        snprintf(digits, sizeof digits, "%.*s", (int)n, value);
    s->world.fail_ever_after = ever_after;
    return seep_value_number(digits, 1, INT64_MAX, &s->world.fail_alloc) ||
           not_a(why, value, "a number from 1 up, or such a number and +");
}

/* ---- what is shown ---- */

static bool set_color(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    return seep_color_parse(value, &s->color) ||
           not_a(why, value, "auto, always or never");
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);

    return n > k && !strcmp(s + n - k, end);
}

static bool set_report(struct seep_settings *s, const char *value,
                       struct seep_buffer *why)
{
    if (ends_with(value, ".html")) {
        seep_buffer_add(why, "this build cannot write .html yet, only .md and "
                             ".json");
        return false;
    }
    if (s->report && ends_with(s->report, ".md") != ends_with(value, ".md"))
        s->report_too = s->report;
    s->report = value;
    return ends_with(value, ".md") || ends_with(value, ".json") ||
           not_a(why, value, "a file name that ends in .md or .json");
}

static bool set_quiet(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->quiet = true;
}

static bool set_verbose(struct seep_settings *s, const char *value,
                        struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->verbose = true;
}

static bool set_ascii(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->ascii = true;
}

static bool set_linear(struct seep_settings *s, const char *value,
                       struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->linear = true;
}

static bool set_help(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->help = true;
}

static bool set_weak_memory(struct seep_settings *s, const char *value,
                            struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->sim.weak_memory = true;
}

static bool set_free_time(struct seep_settings *s, const char *value,
                          struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->sim.free_time = true;
}

static bool set_livelock(struct seep_settings *s, const char *value,
                         struct seep_buffer *why)
{
    return seep_value_number(value, SEEP_POLLS_FIRST, INT64_MAX,
                             &s->sim.livelock) ||
           not_a(why, value, "a number from 10000 up");
}

static bool set_leak_checks(struct seep_settings *s, const char *value,
                            struct seep_buffer *why)
{
    static const char *const names[] = {"some", "none", "all"};

    for (int i = SEEP_LOOK_SOME; i <= SEEP_LOOK_ALWAYS; i++)
        if (!strcmp(value, names[i])) {
            s->sim.look = (enum seep_leak_checks)i;
            return true;
        }
    return not_a(why, value, "none, some or all");
}

/* ---- seep run ---- */

static bool set_no_races(struct seep_settings *s, const char *value,
                         struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->raceless = true;
}

/* ---- faults ---- */

static bool set_chaos(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    if (!*value)
        return not_a(why, value, "a file name");
    if (s->nchaos == SEEP_PLANS_MAX) {
        seep_buffer_addf(why, "at most %d plans", SEEP_PLANS_MAX);
        return false;
    }
    s->chaos[s->nchaos++] = value;
    return true;
}

static bool set_dry_run(struct seep_settings *s, const char *value,
                        struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->world.dry = true;
}

/* ---- seep replay ---- */

static bool set_schedule(struct seep_settings *s, const char *value,
                         struct seep_buffer *why)
{
    s->schedule = value;
    return *value || not_a(why, value, "a schedule");
}

/* ---- seep repl ---- */

static bool set_load(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    s->load = value;
    return *value || not_a(why, value, "a file name");
}

static bool set_realtime(struct seep_settings *s, const char *value,
                         struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->realtime = true;
}

static bool set_history(struct seep_settings *s, const char *value,
                        struct seep_buffer *why)
{
    return seep_value_size(value, 0, SEEP_MEM_MAX, &s->history) ||
           not_a(why, value, "a size up to 64G");
}

/* ---- seep test ---- */

static bool not_empty(const char *value, struct seep_buffer *why)
{
    return *value || not_a(why, value, "a file name");
}

static bool set_filter(struct seep_settings *s, const char *value,
                       struct seep_buffer *why)
{
    (void)why;
    s->filter = value;
    return true;
}

static bool set_junit(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    s->junit = value;
    return not_empty(value, why);
}

static bool set_json(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    s->json = value;
    return not_empty(value, why);
}

static bool set_runs(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    uint64_t n;

    if (!seep_value_number(value, 1, SEEP_RUNS_MAX, &n))
        return not_a(why, value, "a number from 1 to 1000000000");
    s->runs = (uint32_t)n;
    return true;
}

static bool set_jobs(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    uint64_t n;

    if (!seep_value_number(value, 1, SEEP_JOBS_MAX, &n))
        return not_a(why, value, "a number from 1 to 64");
    s->jobs = (uint32_t)n;
    return true;
}

/* ---- seep explore ---- */

static bool set_time(struct seep_settings *s, const char *value,
                     struct seep_buffer *why)
{
    return seep_value_duration(value, 1, &s->time) ||
           not_a(why, value, "a duration above 0, as 30s or 1h2m3.5s");
}

/* "k/n" */
static bool set_shard(struct seep_settings *s, const char *value,
                      struct seep_buffer *why)
{
    char k[24] = "";
    size_t n = strcspn(value, "/");
    uint64_t shard = 0, of = 0;

    if (n < sizeof k)
        snprintf(k, sizeof k, "%.*s", (int)n, value);
    if (value[n] && seep_value_number(value + n + 1, 1, SEEP_SHARDS_MAX, &of) &&
        seep_value_number(k, 1, of, &shard)) {
        s->shard = (uint32_t)shard;
        s->of = (uint32_t)of;
        return true;
    }
    return not_a(why, value, "K/N with K from 1 to N, and N up to 10000");
}

static bool set_all(struct seep_settings *s, const char *value,
                    struct seep_buffer *why)
{
    (void)value, (void)why;
    return s->all = true;
}

/* ---- of the interface, but not of this build ---- */

static bool set_missing(struct seep_settings *s, const char *value,
                        struct seep_buffer *why)
{
    (void)s, (void)value;
    return not_yet(why);
}

enum {
    EXPLORE = SEEP_FOR_EXPLORE,
    BOTH = SEEP_FOR_RUN | SEEP_FOR_TEST,
    MANY = SEEP_FOR_TEST | EXPLORE,
    NEW = BOTH | EXPLORE, /* runs that are not replayed */
    REPL = SEEP_FOR_REPL,
    ALL = NEW | SEEP_FOR_REPLAY | REPL,
    MERGE = SEEP_FOR_MERGE,
    SHOWN = ALL | MERGE, /* something is shown */
    REPLAY = SEEP_FOR_REPLAY,
    RUN = SEEP_FOR_RUN,
    TEST = SEEP_FOR_TEST
};

const struct seep_set seep_set_table[] = {
    {"seed", 0, true, NEW | REPL, set_seed},
    {"strategy", 0, true, NEW, set_strategy},
    {"procs", 0, true, NEW, set_procs},
    {"weak-memory", 0, false, ALL, set_weak_memory},
    {"free-time", 0, false, NEW, set_free_time},
    {"leak-checks", 0, true, ALL, set_leak_checks},
    {"livelock", 0, true, ALL, set_livelock},
    {"max-steps", 0, true, ALL, set_max_steps},
    {"mem", 0, true, ALL, set_mem},
    {"drain", 0, true, ALL, set_drain},
    {"timeout", 0, true, ALL, set_timeout},
    {"allow", 0, true, ALL, set_allow},
    {"color", 0, true, SHOWN, set_color},
    {"report", 0, true, SHOWN, set_report},
    {"quiet", 'q', false, SHOWN, set_quiet},
    {"verbose", 'v', false, SHOWN, set_verbose},
    {"ascii", 0, false, SHOWN, set_ascii},
    {"linear", 0, false, SHOWN, set_linear},
    {"help", 'h', false, SHOWN, set_help},
    {"fail-alloc", 0, true, BOTH, set_fail_alloc},
    {"no-races", 0, false, NEW, set_no_races},
    {"schedule", 0, true, REPLAY, set_schedule},
    {"filter", 0, true, MANY, set_filter},
    {"runs", 0, true, MANY, set_runs},
    {"time", 0, true, EXPLORE, set_time},
    {"shard", 0, true, EXPLORE, set_shard},
    {"all", 0, false, EXPLORE, set_all},
    {"jobs", 0, true, MANY, set_jobs},
    {"junit", 0, true, TEST, set_junit},
    {"json", 0, true, MANY | MERGE, set_json},
    {"load", 0, true, REPL, set_load},
    {"realtime", 0, false, REPL, set_realtime},
    {"history", 0, true, REPL, set_history},
    {"chaos", 0, true, NEW | REPLAY, set_chaos},
    {"trace", 0, true, BOTH, set_missing},
    {"realtime", 0, false, RUN, set_missing},
    {"dry-run", 0, false, RUN, set_dry_run},
};

const size_t seep_set_count = sizeof seep_set_table / sizeof *seep_set_table;
_Static_assert(sizeof seep_set_table / sizeof *seep_set_table <= SEEP_SET_MAX,
               "seep_options_read has room for SEEP_SET_MAX");
