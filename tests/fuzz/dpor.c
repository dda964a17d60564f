/* dpor.c - scripts nobody would write: does dpor see all that dfs sees?
 *
 *   dpor [PROGRAMS [FIRST [RUNS]]]   100 programs, from number 0, leaving out
 *                                    those of more than 10,000 runs
 *
 * The oracle of tests/core/test_dpor.c, for what is made of Lua: contexts,
 * once, cond, sync.map, timers, atomics, selects of several arms. A program's
 * goroutines turn what they see into where they get stuck, so that the stuck
 * goroutines of a run, with their places, tell its outcome. Every schedule of
 * each is run by dfs (programs with too many are skipped), then dpor has to
 * come to the same outcomes. Prints TAP, and what was saved. */
#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/explore/dfs.h"
#include "core/explore/dpor.h"
#include "core/rng.h"
#include "world.h"

enum { MOST_OUTCOMES = 4096, TEXT = 1 << 14 };

/* ---- programs ---- */

static uint32_t most_runs = 10000; /* of a program */

static struct program {
    char text[TEXT];
    size_t n;
    struct seep_rng rng;
    bool closes, cancels; /* it was said once */
    bool counts;          /* it uses a second waitgroup, in any way */
    bool each;            /* goroutines are counted one by one */
    bool library;         /* it uses errgroup, semaphore, singleflight, pool */
} program;

static __attribute__((format(printf, 1, 2))) void say(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    program.n += (size_t)vsnprintf(program.text + program.n, TEXT - program.n,
                                   format, args);
    va_end(args);
}

static uint32_t below(uint32_t n)
{
    return seep_rng_below(&program.rng, n);
}

static char channel(void)
{
    return below(2) ? 'a' : 'b';
}

static bool is_letter(char c)
{
    return c == '_' || isalnum((unsigned char)c);
}

static void say_statement(int depth);

static void say_select(void)
{
    static const char *const arm[] = {"recv(a)",    "send(a, 1)", "recv(b)",
                                      "send(b, 2)", "recv(done)", "recv(t.c)"};
    uint32_t i = below(6), j = (i + 1 + below(5)) % 6;

    say("  hang(select{ %s, %s%s } == %u)\n", arm[i], arm[j],
        below(2) ? ", default = true" : "", 1 + below(2));
}

static void say_locked(const char *lock, const char *unlock, int depth)
{
    say("  %s()\n", lock);
    if (depth < 2)
        say_statement(depth + 1);
    say("  %s()\n", unlock);
}

static void say_once(int depth)
{
    say("  once:call(function()\n");
    say_statement(depth + 1);
    say("  end)\n");
}

static void say_end(void)
{
    if (!program.closes && below(2)) {
        program.closes = true;
        say("  %c:close()\n", channel());
    } else if (!program.cancels) {
        program.cancels = true;
        say("  %s()\n", below(2) ? "cancel" : "cancel_child");
    } else {
        say("  hang(child:err() ~= nil)\n");
    }
}

static void say_context(void)
{
    switch (below(4)) {
    case 0: say("  hang(ctx:err() ~= nil)\n"); break;
    case 1: say("  hang(child:err() ~= nil)\n"); break;
    case 2: say("  done:recv()\n"); break;
    default: say("  hang(not stop())\n"); break;
    }
}

static void say_cond(void)
{
    switch (below(3)) {
    case 0: say("  mu:lock() cond:wait() mu:unlock()\n"); break;
    case 1: say("  cond:signal()\n"); break;
    default: say("  cond:broadcast()\n"); break;
    }
}

/* Mostly misuse, of a waitgroup besides the one that all are counted by. */
static void say_count(void)
{
    switch (below(4)) {
    case 0: say("  c:add(1)\n"); break;
    case 1: say("  c:done()\n"); break;
    case 2: say("  c:wait()\n"); break;
    default: say("  c:go(function() hang(x:get() == 1) end)\n"); break;
    }
}

/* What the library is made of itself, in Lua. */
static void say_library(void)
{
    switch (below(10)) {
    case 0: say("  g:go(function() x:set(2) return 'failed' end)\n"); break;
    case 1: say("  hang(g:wait() == nil)\n"); break;
    case 2: say("  hang(gctx:err() ~= nil)\n"); break;
    case 3: say("  hang(not sem:try_acquire(1))\n"); break;
    case 4: say("  sem:acquire(ctx, 2) x:get() sem:release(2)\n"); break;
    case 5: say("  sem:acquire(child, 1)\n"); break;
    case 6:
        say("  hang(({flight:call('k', function() return n:add(1) end)})[3])"
            "\n");
        break;
    case 7: say("  flight:forget('k')\n"); break;
    case 8: say("  hang(({pl:get(ctx)})[2] ~= nil)\n"); break;
    default: say("  local c = pl:get(ctx) if c then pl:put(c) end\n"); break;
    }
}

static void say_value(void)
{
    switch (below(6)) {
    case 0: say("  hang(x:get() == %u)\n", below(3)); break;
    case 1: say("  x:set(%u)\n", 1 + below(2)); break;
    case 2: say("  hang(n:add(1) == 2)\n"); break;
    case 3: say("  hang(not n:cas(0, 3))\n"); break;
    case 4: say("  hang(map:load('k') == nil)\n"); break;
    default: say("  map:store('k', 1)\n"); break;
    }
}

static void say_time(void)
{
    switch (below(4)) {
    case 0: say("  time.sleep(%u)\n", below(3)); break;
    case 1: say("  hang(not t:stop())\n"); break;
    case 2: say("  t:reset(1)\n"); break;
    default: say("  time.after(1):recv()\n"); break;
    }
}

static void say_channel(void)
{
    char c = channel();

    switch (below(3)) {
    case 0: say("  %c:send(1)\n", c); break;
    case 1: say("  hang(%c:recv() == nil)\n", c); break;
    default: say("  hang(%c:len() == 0)\n", c); break;
    }
}

static void say_lock(int depth)
{
    switch (below(4)) {
    case 0: say_locked("mu:lock", "mu:unlock", depth); break;
    case 1: say_locked("rw:lock", "rw:unlock", depth); break;
    case 2: say_locked("rw:rlock", "rw:runlock", depth); break;
    default: say("  if mu:try_lock() then mu:unlock() else hang(true) end\n");
    }
}

static void say_statement(int depth) /* NOLINT(misc-no-recursion): depth < 3 */
{
    if (program.counts && below(3) == 0) {
        say_count();
        return;
    }
    if (program.library && below(2)) {
        say_library();
        return;
    }
    switch (below(depth < 2 ? 10 : 7)) {
    case 0: say_channel(); break;
    case 1: say_select(); break;
    case 2: say_context(); break;
    case 3: say_value(); break;
    case 4: say_time(); break;
    case 5: say_cond(); break;
    case 6: say_end(); break;
    case 7: say_once(depth); break;
    default: say_lock(depth); break;
    }
}

static void say_goroutine(uint32_t i, uint32_t goroutines)
{
    uint32_t n = 1 + below(goroutines == 2 ? 4 : 2);

    say(program.each ? "wg:add(1)\ngo('g%u', function()\n"
                     : "go('g%u', function()\n",
        i);
    while (n--)
        say_statement(0);
    say("  wg:done()\nend)\n");
}

/* What the goroutines share: the names, and how they are made. */
static struct {
    const char *names[2];
    char text[96];
} given[] = {
    {{"hang"}, "local function hang(yes) if yes then nilchan:recv() end end"},
    {{"a"}, ""},
    {{"b"}, ""},
    {{"mu"}, "local mu = sync.mutex()"},
    {{"rw"}, "local rw = sync.rwmutex()"},
    {{"once"}, "local once = sync.once()"},
    {{"cond"}, "local cond = sync.cond(mu)"},
    {{"wg"}, "local wg = sync.waitgroup()"},
    {{"c"}, "local c = sync.waitgroup('c')"},
    {{"x"}, "local x = shared(0)"},
    {{"n"}, "local n = sync.atomic(0)"},
    {{"map"}, "local map = sync.map()"},
    {{"ctx", "cancel"},
     "local ctx, cancel = context.with_cancel(context.background())"},
    {{"child", "cancel_child"},
     "local child, cancel_child = context.with_cancel(ctx)"},
    {{"done"}, "local done = child:done()"},
    {{"t"}, "local t = time.new_timer(2)"},
    {{"g", "gctx"}, "local g, gctx = errgroup.new(ctx)"},
    {{"sem"}, "local sem = semaphore.new(2)"},
    {{"flight"}, "local flight = singleflight.new()"},
    {{"pl"}, "local pl = pool.new{ max = 1, open = function() return {} end }"},
    {{"stop"}, ""},
};

enum { NGIVEN = sizeof given / sizeof *given, CHAN_A = 1, CHAN_B, STOP = 20 };

static bool names(const char *text, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = text; (p = strstr(p, name)); p++)
        if (!(p > text && is_letter(p[-1])) && !is_letter(p[n]))
            return true;
    return false;
}

/* Is it named by the goroutines, or by what comes after it and is itself? */
static bool is_used(const char *body, const bool *used, uint32_t i)
{
    for (uint32_t k = 0; k < 2 && given[i].names[k]; k++) {
        if (names(body, given[i].names[k]))
            return true;
        for (uint32_t j = i + 1; j < NGIVEN; j++)
            if (used[j] && names(given[j].text, given[i].names[k]))
                return true;
    }
    return false;
}

/* Only what is used is made: most runs are to be short. */
static void say_given(const char *body)
{
    bool used[NGIVEN];

    for (uint32_t i = NGIVEN; i-- > 0;)
        used[i] = is_used(body, used, i);
    for (uint32_t i = 0; i < NGIVEN; i++)
        if (used[i])
            say("%s\n", given[i].text);
}

static void draw_given(void)
{
    static const char *const after[] = {"cond:signal()", "mu:try_lock()",
                                        "x:set(2)", "n:add(1)"};

    snprintf(given[CHAN_A].text, sizeof given->text, "local a = chan(%u)",
             below(3));
    snprintf(given[CHAN_B].text, sizeof given->text, "local b = chan(%u)",
             below(3));
    snprintf(given[STOP].text, sizeof given->text,
             "local stop = context.after_func(ctx, function() %s end)",
             after[below(4)]);
}

static void say_body(void)
{
    uint32_t goroutines = 2 + below(2);

    say("wg:add(%u)\n", program.each ? 0 : goroutines);
    for (uint32_t i = 0; i < goroutines; i++)
        say_goroutine(i, goroutines);
    if (program.counts)
        say_count();
    if (below(2))
        say(below(2) ? "wg:wait()\n"
                     : "go(function() wg:wait() x:set(1) end)\n");
}

static void make(uint64_t number)
{
    static char body[TEXT];

    program = (struct program){.rng = seep_rng_stream(number, 17)};
    program.counts = below(3) == 0;
    program.each = below(2);
    program.library = below(3) == 0;
    draw_given();
    say_body();
    memcpy(body, program.text, program.n + 1);
    program.n = 0;
    say("scenario{ name = 'p', drain = '1m', main = function()\n");
    say_given(body);
    say("%send }\n", body);
}

/* ---- outcomes ---- */

struct seen {
    uint64_t outcome[MOST_OUTCOMES]; /* all different, ascending */
    uint32_t n, runs, redundant;
    bool all;
};

static uint64_t fold(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t fold_text(uint64_t hash, const char *s)
{
    while (*s)
        hash = fold(hash, (unsigned char)*s++);
    return hash;
}

/* The stuck ones in no order; the rest of a run that panics does not count. */
static uint64_t outcome_of(const struct seep_report *r)
{
    bool killed = r->verdict == SEEP_VERDICT_PANIC ||
                  r->verdict == SEEP_VERDICT_FATAL;
    uint64_t sum = 0;

    for (size_t i = 0; i < r->nstuck && !killed; i++) {
        const struct seep_stuck *k = &r->stuck[i];
        uint64_t hash = fold_text(fold(1, k->at.line), k->who.path);
        sum += fold(fold_text(hash, k->wait), k->count);
    }
    return fold_text(fold(sum, r->verdict), r->text);
}

static void add(struct seen *s, uint64_t outcome)
{
    uint32_t i = 0;

    while (i < s->n && s->outcome[i] < outcome)
        i++;
    if ((i < s->n && s->outcome[i] == outcome) || s->n == MOST_OUTCOMES)
        return;
    memmove(&s->outcome[i + 1], &s->outcome[i],
            (s->n - i) * sizeof *s->outcome);
    s->outcome[i] = outcome;
    s->n++;
}

static void run(struct seen *s, struct seep_world *w,
                const struct seep_options *opt, const bool *redundant)
{
    bool matched[SEEP_EXPECT_MAX];
    struct seep_report r = {0};

    seep_world_run_scenario(w, 0, opt, false, matched, &r);
    if (redundant && *redundant) {
        s->redundant++;
    } else {
        s->runs++;
        add(s, outcome_of(&r));
    }
    seep_report_fini(&r);
}

static void run_dfs(struct seen *s, struct seep_world *w)
{
    struct seep_options opt = seep_world_scenario(w, 0)->sim;
    struct seep_dfs d;

    *s = (struct seen){0};
    seep_dfs_init(&d, SEEP_DFS_UNBOUNDED);
    opt.strategy = &seep_strategy_dfs;
    opt.search = &d;
    do {
        run(s, w, &opt, NULL);
        s->all = !seep_dfs_next(&d);
    } while (!s->all && s->runs < most_runs);
    s->all &= !d.tree.cut;
    seep_dfs_fini(&d);
}

static void run_dpor(struct seen *s, struct seep_world *w)
{
    static struct seep_dpor d;
    struct seep_options opt = seep_world_scenario(w, 0)->sim;

    *s = (struct seen){0};
    seep_dpor_init(&d);
    opt.strategy = &seep_strategy_dpor;
    opt.search = &d;
    do {
        run(s, w, &opt, &d.redundant);
        s->all = !seep_dpor_next(&d);
    } while (!s->all && s->runs + s->redundant < most_runs);
    s->all &= !d.tree.cut;
    seep_dpor_fini(&d);
}

/* ---- the comparison ---- */

static struct {
    uint64_t programs, skipped, wrong, dfs, dpor, redundant;
} tally;

static struct seep_world *load(void)
{
    const struct seep_world_options o = seep_world_options_default();
    const struct seep_options base = seep_options_default();
    struct seep_load_error err;
    struct seep_report r = {0};
    struct seep_world *w =
        seep_world_new(&o, "p.lua", program.text, program.n, &err);

    if (!w || !seep_world_collect(w, &base, &r)) {
        printf("%s\nBail out! %s\n", program.text, w ? r.text : err.text);
        exit(1);
    }
    seep_report_fini(&r);
    seep_world_look_for_races(w, false);
    return w;
}

static void compare(uint64_t number)
{
    static struct seen all, few;

    make(number);
    struct seep_world *w = load();
    run_dfs(&all, w);
    tally.skipped += !all.all;
    if (all.all) {
        run_dpor(&few, w);
        tally.programs++;
        tally.dfs += all.runs;
        tally.dpor += few.runs;
        tally.redundant += few.redundant;
        if (!few.all || few.n != all.n ||
            memcmp(few.outcome, all.outcome, all.n * sizeof *all.outcome)) {
            tally.wrong++;
            printf("# program %" PRIu64 ": %u outcomes in %u runs, dpor %u in "
                   "%u + %u%s\n%s\n",
                   number, all.n, all.runs, few.n, few.runs, few.redundant,
                   few.all ? "" : ", cut", program.text);
        }
    }
    seep_world_free(w);
}

int main(int argc, char **argv)
{
    uint64_t programs = argc > 1 ? strtoull(argv[1], NULL, 10) : 100;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    if (argc > 3)
        most_runs = (uint32_t)strtoul(argv[3], NULL, 10);

    for (uint64_t i = first; i < first + programs; i++)
        compare(i);
    printf("# %" PRIu64 " programs, %" PRIu64 " too large: dfs %" PRIu64
           " runs, dpor %" PRIu64 " and %" PRIu64 " redundant\n",
           tally.programs, tally.skipped, tally.dfs, tally.dpor,
           tally.redundant);
    printf("%sok 1 - dpor misses no outcome\n1..1\n",
           tally.wrong ? "not " : "");
    return tally.wrong != 0;
}
