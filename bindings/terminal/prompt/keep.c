/* keep.c - a session kept: as a scenario, as a list; and done again.
 *
 * In a saved scenario main starts each input as a goroutine, as the session
 * did, and waits as the session waited: until the input has ended, or, when
 * the world then went on until nothing could happen, for the virtual time that
 * this took.  What was picked by hand is not in it, and is said not to be. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/export/outfile.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/rows.h"
#include "bindings/terminal/source.h"

/* ---- what it comes to ---- */

/* The session's verdict, as a pattern of expect.  The world goes on to its
 * end for it, and comes back. */
static void add_pattern(struct seep_buffer *t, struct seep_prompt *p)
{
    const struct seep_live_until until = {0};
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_live_mark *m = seep_live_mark(p->live);
    uint32_t left = 0;

    if (!m) {
        t->failed = true;
        return;
    }
    p->silent = true;
    seep_live_mute(p->live, true);
    if (!s->over)
        (void)seep_live_go(p->live, &until);
    p->silent = false;
    seep_live_mute(p->live, false);
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        left += g->id > 1;
    if (s->over && s->verdict.kind == SEEP_VERDICT_PANIC)
        seep_buffer_add(t, "{ panic = true }");
    else if (s->over)
        seep_buffer_addf(t, "{ [\"%s\"] = true }",
                         seep_verdict_text(s->verdict.kind));
    else if (left)
        seep_buffer_addf(t, "{ leak = { count = %" PRIu32 " } }", left);
    else
        seep_buffer_add(t, "{ pass = true }");
    seep_live_return(p->live, m);
    seep_live_mark_free(m);
}

/* ---- :save ---- */

static const char head[] =
    "-- Each input of the session is a goroutine. The next one begins when it\n"
    "-- has ended, or after `rest`, when the world was to come to rest first.\n"
    "local function input(rest, f)\n"
    "  local done = chan()\n"
    "  go(function()\n"
    "    pcall(func(f))\n"
    "    done:close()\n"
    "  end)\n"
    "  if rest then\n"
    "    time.sleep(rest)\n"
    "  else\n"
    "    done:recv()\n"
    "  end\n"
    "end\n\n";

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

static void add_input(struct seep_buffer *t, struct seep_buffer *known,
                      struct seep_live *v, uint32_t k)
{
    struct seep_live_start_of is, next;

    if (!seep_live_start_of(v, k, &is) || !seep_live_start_of(v, k + 1, &next))
        return;
    add_locals(t, known, is.input.names);
    if (next.blocked || (next.quiet && next.others))
        seep_buffer_addf(t, "    input(%" PRId64 ", function()\n",
                         next.now - is.now + 1);
    else
        seep_buffer_add(t, "    input(nil, function()\n");
    add_code(t, &is.input);
    seep_buffer_add(t, "    end)\n");
}

/* searched: it takes another schedule than Go's own. */
static void add_scenario(struct seep_buffer *t, struct seep_prompt *p,
                         bool searched)
{
    struct seep_buffer known = {0};
    struct seep_sim *s = seep_live_sim(p->live);

    seep_buffer_add(t, "-- A session of the prompt, saved; run it with: seep "
                       "test\n");
    seep_buffer_add(t, head);
    seep_buffer_add(t, "scenario{\n  name = \"session\",\n");
    if (s->gmp.np != 1)
        seep_buffer_addf(t, "  procs = %" PRIu32 ",\n", s->gmp.np);
    seep_buffer_addf(t, "  explore = { strategy = \"%s\", seed = %" PRIu64,
                     searched ? "auto" : "default", s->opt.seed);
    seep_buffer_add(t, searched ? ", runs = 500 },\n" : " },\n");
    seep_buffer_add(t, "  main = function()\n");
    for (uint32_t k = 1; k < seep_live_next(p->live); k++)
        add_input(t, &known, p->live, k);
    seep_buffer_addf(t, "  end,\n  expect = %s",
                     searched ? "sometimes" : "always");
    add_pattern(t, p);
    seep_buffer_add(t, ",\n}\n");
    t->failed |= known.failed;
    seep_buffer_fini(&known);
}

/* Runs a program, and waits for it; -1: it could not, or was killed. */
static int run(const char *path, char *const words[], bool quietly)
{
    pid_t pid = fork();
    int status;

    if (pid < 0)
        return -1;
    if (!pid) {
        if (!quietly || (freopen("/dev/null", "w", stdout) &&
                         freopen("/dev/null", "w", stderr)))
            execv(path, words);
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The status of `seep test path`. */
static int test(const char *path)
{
    char *const words[] = {(char *)(uintptr_t) "seep",
                           (char *)(uintptr_t) "test", (char *)(uintptr_t)path,
                           NULL};

    return run("/proc/self/exe", words, true);
}

static bool write_scenario(struct seep_prompt *p, const char *path,
                           bool searched)
{
    struct seep_buffer t = {0};

    add_scenario(&t, p, searched);
    int err = t.failed ? 0
                       : seep_outfile_write(path, seep_buffer_string(&t), t.n);
    if (t.failed)
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory to save it");
    else if (err)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "cannot write %s: %s", path,
                          strerror(err));
    bool written = !t.failed && !err;
    seep_buffer_fini(&t);
    return written;
}

void seep_prompt_save(struct seep_prompt *p, const char *args)
{
    size_t n = strlen(args);

    if (n < 5 || strcmp(args + n - 4, ".lua") != 0)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":save takes a file name that ends in .lua");
    else if (!write_scenario(p, args, false))
        return;
    else if (!test(args))
        seep_prompt_notef(p, "saved; seep test %s comes to the same", args);
    else if (write_scenario(p, args, true) && !test(args))
        seep_prompt_notef(p,
                          "saved; it takes the right schedule, which seep test "
                          "%s searches (seep explore %s shows it)",
                          args, args);
    else
        seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                          "saved, but seep test %s does not come to the same: "
                          "what was done by hand is not in it",
                          args);
}

/* ---- :log, :edit, :replay ---- */

void seep_prompt_log(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};

    (void)args;
    for (uint32_t k = 1; k < seep_live_next(p->live); k++) {
        char lead[32];
        snprintf(lead, sizeof lead, "[%" PRIu32 "] ", k);
        seep_buffer_add_lines(&t, seep_live_said(p->live, k), lead);
    }
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nothing was typed yet");
}

static const char *editor(void)
{
    const char *name = getenv("VISUAL");

    name = name && *name ? name : getenv("EDITOR");
    return name && *name ? name : "vi";
}

/* Opens the file with the editor, whose name may have arguments. */
static bool edit(const char *path)
{
    struct seep_buffer command = {0};

    seep_buffer_addf(&command, "%s \"$0\"", editor());
    char *const words[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
                           (char *)(uintptr_t)seep_buffer_string(&command),
                           (char *)(uintptr_t)path, NULL};
    int status = run("/bin/sh", words, false);
    seep_buffer_fini(&command);
    return status == 0;
}

void seep_prompt_edit(struct seep_prompt *p, const char *args)
{
    char path[] = "/tmp/seepXXXXXX.lua";
    int fd = mkstemps(path, 4);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    struct seep_buffer why = {0};
    struct seep_source src;

    (void)args;
    if (!f) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "cannot make a file in /tmp");
        return;
    }
    fputs(seep_live_said(p->live, seep_live_next(p->live) - 1), f);
    fclose(f);
    if (edit(path) && seep_source_read(&src, path, &why)) {
        seep_prompt_take(p, src.text, src.length);
        seep_source_fini(&src);
    } else {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s did not end well", editor());
    }
    seep_buffer_fini(&why);
    (void)unlink(path);
}

void seep_prompt_replay(struct seep_prompt *p, const char *args)
{
    (void)args;
    seep_live_replay(p->live);
    fflush(stdout);
    seep_prompt_say_where(p);
}

/* ---- :diff ---- */

static bool alike(const struct seep_row *a, const struct seep_row *b)
{
    return a->who.id == b->who.id && a->mark == b->mark &&
           !strcmp(a->text, b->text) && a->at.line == b->at.line;
}

static void add_row(struct seep_buffer *t, const char *name,
                    const struct seep_report *r, size_t i)
{
    seep_buffer_addf(t, "%s: ", name);
    if (i < r->nrows)
        seep_row_line(t, r, &r->rows[i]);
    else
        seep_buffer_add(t, "nothing more\n");
}

/* The report of the world of that name. */
static bool explain(struct seep_prompt *p, const char *name,
                    struct seep_report *r)
{
    char here[64];

    snprintf(here, sizeof here, "%s", seep_live_branch(p->live));
    if (!strcmp(here, name)) {
        seep_live_explain(p->live, r);
        return true;
    }
    if (!seep_live_switch(p->live, name)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "there is no world of the name %s (:forks)", name);
        return false;
    }
    seep_live_explain(p->live, r);
    return seep_live_switch(p->live, here);
}

void seep_prompt_diff(struct seep_prompt *p, const char *args)
{
    struct seep_report a = {0}, b = {0};
    struct seep_buffer t = {0};
    char one[64], other[64];
    size_t i = 0;

    (void)seep_prompt_word(&args, one, sizeof one);
    if (!seep_prompt_word(&args, other, sizeof other))
        snprintf(other, sizeof other, "%s", seep_live_branch(p->live));
    if (!*one) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":diff takes the names of two "
                          "worlds (:forks)");
        return;
    }
    if (explain(p, one, &a) && explain(p, other, &b)) {
        while (i < a.nrows && i < b.nrows && alike(&a.rows[i], &b.rows[i]))
            i++;
        if (i == a.nrows && i == b.nrows) {
            seep_prompt_notef(p, "%s and %s do not differ", one, other);
        } else {
            if (i)
                add_row(&t, "both", &a, i - 1);
            add_row(&t, one, &a, i);
            add_row(&t, other, &b, i);
            seep_prompt_show(&t);
        }
    }
    seep_report_fini(&a);
    seep_report_fini(&b);
}
