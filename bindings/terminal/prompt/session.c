/* session.c - `seep repl`: a session, from its start to its exit status.
 *
 * An input is Lua, a command (":ps") or a question ("chan?").  At a terminal
 * readline reads it (edit.c); else it is read line by line, without a prompt,
 * and what went wrong becomes the exit status. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/export/sentence.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/output.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/source.h"
#include "bindings/terminal/stuck.h"
#include "core/text.h"

/* An input's error: its text, and its stack when that says more. */
static void failed(void *context, uint32_t input, const char *text,
                   const char *stack)
{
    struct seep_prompt *p = context;
    struct seep_buffer t = {0};
    const char *second = strchr(stack, '\n');

    (void)input;
    if (p->silent)
        return;
    seep_buffer_add_lines(&t, text, "");
    if (second && second[1])
        seep_buffer_add_lines(&t, stack, "  ");
    seep_prompt_note(p, &t);
    seep_prompt_status(p, SEEP_EXIT_FINDING);
}

/* ---- running ---- */

/* Why the world has ended, in full: it is the session's most important news. */
static void tell_over(struct seep_prompt *p)
{
    struct seep_report r = {0};
    struct seep_show how = seep_prompt_how(p);
    struct seep_buffer t = {0};

    seep_live_explain(p->live, &r);
    seep_prompt_without_session(&r);
    seep_text_free(r.script);
    r.script = seep_text("session");
    seep_show_report(&t, &r, &how);
    if (p->interactive)
        seep_buffer_add(&t, "the world has ended; look around, then :undo or "
                            ":back (:help back), or :reset\n");
    seep_prompt_note(p, &t);
    seep_prompt_tell_schedule(p);
    seep_prompt_status(p, r.verdict == SEEP_VERDICT_EXIT ? r.exit_code & 255
                          : r.verdict == SEEP_VERDICT_LIMIT
                              ? SEEP_EXIT_LIMIT
                              : SEEP_EXIT_FINDING);
    seep_report_fini(&r);
}

static void tell_limit(struct seep_prompt *p, const char *what)
{
    seep_prompt_wrong(p, SEEP_EXIT_LIMIT,
                      "%s after %" PRIu64 " steps (--max-steps)", what,
                      p->s.sim.max_steps);
}

/* What was running is not to run on with the next input. */
static void give_up(struct seep_prompt *p, uint32_t input,
                    enum seep_live_end why)
{
    const struct seep_live_until until = {.input = input};
    struct seep_g *g = seep_live_input_g(p->live, input);

    if (why == SEEP_LIVE_LIMIT)
        tell_limit(p, "stopped");
    else
        seep_prompt_notef(p, "interrupted");
    if (!g || g->status == SEEP_G_WAITING)
        return;
    seep_live_give_up(p->live, input);
    if (seep_live_go(p->live, &until) != SEEP_LIVE_THERE)
        seep_prompt_notef(p, "g%" PRIu32 " does not end", g->id);
}

enum seep_live_end seep_prompt_go(struct seep_prompt *p,
                                  const struct seep_live_until *until)
{
    enum seep_live_end end = seep_live_go(p->live, until);

    fflush(stdout);
    switch (end) {
    case SEEP_LIVE_OVER: tell_over(p); break;
    case SEEP_LIVE_LOST:
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT,
                          "one call ran for seconds without coming back: "
                          "the world is as it was before");
        break;
    case SEEP_LIVE_STOPPED:
    case SEEP_LIVE_LIMIT: give_up(p, until->input, end); break;
    default: break;
    }
    if (p->brief)
        seep_prompt_left_is_known(p);
    else if (end != SEEP_LIVE_OVER)
        seep_prompt_left(p);
    if (end != SEEP_LIVE_OVER)
        seep_prompt_new_races(p);
    return end;
}

void seep_prompt_came_to(struct seep_prompt *p)
{
    fflush(stdout);
    if (seep_live_sim(p->live)->over) {
        tell_over(p);
        return;
    }
    seep_prompt_say_where(p);
    seep_prompt_left(p);
}

bool seep_prompt_is_alive(struct seep_prompt *p)
{
    if (!seep_live_sim(p->live)->over)
        return true;
    seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                      "the world has ended (:undo, :back or :reset)");
    return false;
}

/* The number of the input that was started; 0: it was not, which was said. */
static uint32_t start_input(struct seep_prompt *p,
                            const struct seep_live_input *in)
{
    if (seep_live_sim(p->live)->over) {
        seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                          "the world has ended: nothing runs in it any more "
                          "(:undo, :back or :reset)");
        return 0;
    }
    uint32_t k = seep_live_start(p->live, in);
    if (!k)
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory (--mem)");
    return k;
}

static void run_input(struct seep_prompt *p, const struct seep_live_input *in)
{
    uint32_t k = p->stand ? 0 : start_input(p, in);

    if (p->stand && start_input(p, in))
        seep_prompt_left(p);
    if (k)
        seep_prompt_run_input(p, k);
}

/* ---- inputs ---- */

static bool is_command(const char *text)
{
    return text[0] == ':' && text[1] != ':';
}

/* "name?": the length of the name; 0: it is no question. */
static size_t question(const char *text, size_t n)
{
    size_t k = 0;

    while (n && strchr(" \t\n", text[n - 1]))
        n--;
    if (n < 2 || text[n - 1] != '?')
        return 0;
    while (k < n - 1 &&
           (strchr("_.:", text[k]) || (text[k] >= '0' && text[k] <= '9') ||
            ((text[k] | 32) >= 'a' && (text[k] | 32) <= 'z')))
        k++;
    return k == n - 1 ? k : 0;
}

static enum seep_reading read_input(struct seep_prompt *p, const char *text,
                                    size_t n, const char *chunk,
                                    struct seep_read *r)
{
    return seep_reader_read(p->reader, text, n, chunk, r);
}

static void chunk_name(const struct seep_prompt *p, char *to, size_t size)
{
    snprintf(to, size, "=[%" PRIu32 "]", seep_live_next(p->live));
}

bool seep_prompt_wants_more(struct seep_prompt *p, const char *text, size_t n)
{
    struct seep_read r;
    char chunk[32];

    const size_t blank = strspn(text, " \t\n");

    text += blank;
    n -= blank;
    if (is_command(text) || question(text, n))
        return false;
    chunk_name(p, chunk, sizeof chunk);
    return read_input(p, text, n, chunk, &r) == SEEP_READ_MORE;
}

static void take_lua(struct seep_prompt *p, const char *text, size_t n,
                     const char *chunk)
{
    struct seep_read r;

    switch (read_input(p, text, n, chunk, &r)) {
    case SEEP_READ_OK: break;
    case SEEP_READ_MEMORY:
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory to read it");
        return;
    default: seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", r.text); return;
    }
    const struct seep_live_input in = {.code = r.code,
                                       .length = r.length,
                                       .names = r.names,
                                       .chunk = chunk,
                                       .text = text};
    if (r.length)
        run_input(p, &in);
}

/* The text, n bytes, as a terminated one without blanks around it. */
static char *trimmed(const char *text, size_t n)
{
    while (n && strchr(" \t\n\r", text[n - 1]) && text[n - 1])
        n--;
    while (n && strchr(" \t\n\r", *text) && *text) {
        text++;
        n--;
    }
    char *to = calloc(n + 1, 1);
    return to ? memcpy(to, text, n) : NULL;
}

/* Somebody has typed what ends other programs. */
static void hint_at_command(struct seep_prompt *p, const char *line)
{
    if (p->interactive && (!strcmp(line, "quit") || !strcmp(line, "exit")))
        seep_prompt_notef(p, ":quit or Ctrl-D ends the session");
    else if (p->interactive && !strcmp(line, "help"))
        seep_prompt_notef(p, ":help lists the commands");
}

void seep_prompt_take(struct seep_prompt *p, const char *text, size_t n)
{
    char *line = trimmed(text, n), chunk[32];

    if (!line) {
        seep_complain_memory(p->s.command);
        return;
    }
    const size_t length = strlen(line);
    if (is_command(line) && length > 2 && line[length - 1] == '?' &&
        !strchr(line, ' ')) {
        line[length - 1] = '\0';
        seep_prompt_help(p, line);
    } else if (is_command(line)) {
        seep_prompt_command(p, line);
    } else if (question(line, strlen(line))) {
        line[question(line, strlen(line))] = '\0';
        seep_prompt_help(p, line);
    } else {
        chunk_name(p, chunk, sizeof chunk);
        take_lua(p, text, n, chunk);
        hint_at_command(p, line);
    }
    fflush(stdout);
    free(line);
}

/* ---- files ---- */

/* Whose scenarios are about. */
static void remember_file(struct seep_prompt *p, const char *path)
{
    if (p->file && !strcmp(p->file, path))
        return;
    free(p->file);
    p->file = strdup(path);
    p->nfiles++;
}

bool seep_prompt_load(struct seep_prompt *p, const char *path)
{
    struct seep_buffer why = {0}, chunk = {0};
    struct seep_source src;

    if (!seep_source_read(&src, path, &why)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", seep_buffer_string(&why));
        seep_buffer_fini(&why);
        return false;
    }
    remember_file(p, path);
    seep_buffer_addf(&chunk, "@%s", path);
    take_lua(p, src.text, src.length, seep_buffer_string(&chunk));
    seep_source_fini(&src);
    seep_buffer_fini(&chunk);
    return true;
}

static void load_start_up(struct seep_prompt *p)
{
    char *path = seep_prompt_file("CONFIG", "init.lua", false);

    if (path && !access(path, R_OK))
        (void)seep_prompt_load(p, path);
    p->nfiles = 0;
    free(path);
}

/* ---- what is piped in ---- */

/* Reads line by line, and takes as many as an input needs. */
static void read_piped(struct seep_prompt *p)
{
    struct seep_buffer input = {0};
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    while (!p->over && (n = getline(&line, &cap, stdin)) >= 0) {
        seep_buffer_add_n(&input, line, (size_t)n);
        if (seep_prompt_wants_more(p, seep_buffer_string(&input), input.n))
            continue;
        seep_prompt_take(p, seep_buffer_string(&input), input.n);
        seep_buffer_fini(&input);
    }
    if (input.n)
        seep_prompt_take(p, seep_buffer_string(&input), input.n);
    seep_buffer_fini(&input);
    free(line);
}

/* Whoever is left at the end goes on, and is told of as after any run. */
static void finish_piped(struct seep_prompt *p)
{
    const struct seep_live_until until = {0};
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_report r = {0};
    struct seep_show how = seep_prompt_how(p);
    struct seep_buffer t = {0};

    if (s->over)
        return;
    enum seep_live_end end = seep_live_go(p->live, &until);
    if (end == SEEP_LIVE_OVER) {
        tell_over(p);
        return;
    }
    if (end == SEEP_LIVE_LIMIT) {
        tell_limit(p, "they go on and on: stopped");
        return;
    }
    if (s->nlive < 2)
        return;
    seep_live_explain(p->live, &r);
    seep_prompt_without_session(&r);
    for (size_t i = 0, n; i < r.nstuck; i += n) {
        n = seep_sentence_alike(&r, i);
        seep_stuck_add(&t, &r.stuck[i], n, false, &how);
    }
    seep_prompt_note(p, &t);
    seep_prompt_status(p, SEEP_EXIT_FINDING);
    seep_report_fini(&r);
}

/* ---- the command ---- */

/* Less than what makes a loop without effect a livelock, which would end the
 * world. */
enum { STEPS_DEFAULT = 8 * 1000 * 1000 };

static int begin(struct seep_prompt *p)
{
    if (p->s.sim.max_steps == seep_options_default().max_steps)
        p->s.sim.max_steps = STEPS_DEFAULT;
    struct seep_load_error why = {0};
    const struct seep_live_options opt = {
        .world = p->s.world,
        .sim = p->s.sim,
        .path = p->s.noperands ? p->s.operand[0] : "prompt",
        .history = p->s.history,
        .failed = failed,
        .context = p};

    p->reader = seep_reader_new();
    p->live = p->reader ? seep_live_new(&opt, &why) : NULL;
    if (!p->reader)
        return seep_complain_memory(p->s.command);
    if (p->live)
        return 0;
    seep_complain(p->s.command, "%s", why.text);
    return why.no_memory ? SEEP_EXIT_LIMIT : SEEP_EXIT_USAGE;
}

static int session(struct seep_prompt *p)
{
    p->interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    seep_prompt_left_is_known(p);
    load_start_up(p);
    if (p->s.noperands && !seep_prompt_load(p, p->s.operand[0]))
        return SEEP_EXIT_USAGE;
    if (p->s.load && !seep_prompt_load(p, p->s.load))
        return SEEP_EXIT_USAGE;
    if (p->interactive) {
        seep_prompt_interact(p);
        return SEEP_EXIT_PASS;
    }
    read_piped(p);
    finish_piped(p);
    return p->worst;
}

int seep_command_repl(int argc, char **argv)
{
    struct seep_prompt p = {0};
    int status = seep_options_read(&p.s, SEEP_FOR_REPL, argc, argv);

    if (status)
        return status;
    if (p.s.help)
        return seep_help_print(seep_command_find("repl"));
    if (p.s.noperands > 1)
        return seep_complain(p.s.command, "one FILE, not also \"%s\"",
                             p.s.operand[1]);
    p.s.world.argc = p.s.nrest;
    p.s.world.argv = p.s.rest;
    p.s.world.out = stdout;
    status = begin(&p);
    if (!status)
        status = session(&p);
    seep_prompt_breaks_fini(&p);
    free(p.file);
    seep_live_free(p.live);
    seep_reader_free(p.reader);
    return status;
}
