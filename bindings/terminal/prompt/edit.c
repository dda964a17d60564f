/* edit.c - reading from a terminal: GNU readline, an input in one buffer.
 *
 * Enter on an input that only needs to go on inserts a line end; a pasted block
 * comes in as a whole (bracketed paste).  Ctrl-C clears what is typed, or
 * interrupts what runs; it never ends the session.  Readline's callback
 * interface is used, so that signals and later other things can come in
 * between while nothing is typed. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/wall.h"

/* Readline's functions have no context. */
static struct seep_prompt *prompt;
static volatile sig_atomic_t cancelled, resized;

static void on_interrupt(int sig)
{
    (void)sig;
    cancelled = 1;
    seep_live_interrupt();
}

static void on_resize(int sig)
{
    (void)sig;
    resized = 1;
}

/* ---- keys ---- */

static int enter(int count, int key)
{
    (void)count;
    rl_point = rl_end;
    if (rl_end &&
        seep_prompt_wants_more(prompt, rl_line_buffer, (size_t)rl_end))
        return rl_insert_text("\n") < 0;
    return rl_newline(1, key);
}

/* Where the line begins that point is in. */
static int line_start(int point)
{
    while (point > 0 && rl_line_buffer[point - 1] != '\n')
        point--;
    return point;
}

static int line_end(int point)
{
    while (point < rl_end && rl_line_buffer[point] != '\n')
        point++;
    return point;
}

static int up(int count, int key)
{
    int start = line_start(rl_point);

    if (!start)
        return rl_get_previous_history(count, key);
    int column = rl_point - start, above = line_start(start - 1);
    rl_point = above + column < start ? above + column : start - 1;
    return 0;
}

static int down(int count, int key)
{
    int end = line_end(rl_point);

    if (end == rl_end)
        return rl_get_next_history(count, key);
    int column = rl_point - line_start(rl_point), below = line_end(end + 1);
    rl_point = end + 1 + column < below ? end + 1 + column : below;
    return 0;
}

/* Two blanks where there is nothing to complete. */
static int tab(int count, int key)
{
    int start = line_start(rl_point);

    for (int i = start; i < rl_point; i++)
        if (rl_line_buffer[i] != ' ')
            return rl_complete(count, key);
    return rl_insert_text("  ") < 0;
}

static void bind_keys(void)
{
    rl_bind_key('\r', enter);
    rl_bind_key('\n', enter);
    rl_bind_key('\t', tab);
    rl_bind_keyseq("\\e[A", up);
    rl_bind_keyseq("\\eOA", up);
    rl_bind_keyseq("\\e[B", down);
    rl_bind_keyseq("\\eOB", down);
}

/* ---- the loop ---- */

static void on_line(char *line);

static void install(void)
{
    char text[32];

    seep_live_calm();
    snprintf(text, sizeof text, "[%" PRIu32 "]> ",
             seep_live_next(prompt->live));
    rl_callback_handler_install(text, on_line);
}

static void on_line(char *line)
{
    rl_callback_handler_remove();
    if (!line) {
        putchar('\n');
        prompt->over = true;
        return;
    }
    if (*line) {
        seep_prompt_history_add(line);
        cancelled = 0;
        seep_prompt_take(prompt, line, strlen(line));
    }
    free(line);
    cancelled = 0;
    if (!prompt->over)
        install();
}

/* Ctrl-C while something is typed. */
static void clear_line(void)
{
    cancelled = 0;
    rl_callback_sigcleanup();
    rl_point = rl_end;
    rl_redisplay();
    fputs("^C\n", stdout);
    rl_replace_line("", 1);
    rl_callback_handler_remove();
    install();
}

/* ---- --realtime ---- */

/* The wall time at which virtual time was 0, had they always gone alike. */
static int64_t began;

static bool time_has_come(void *context, struct seep_live *v)
{
    const int64_t *when = context;

    return seep_live_clock_waits(v, *when);
}

/* What happens meanwhile, above the line that is being typed. */
static void let_time_pass(void)
{
    struct seep_sim *s = seep_live_sim(prompt->live);
    int64_t now = seep_wall_now() - began;
    const struct seep_live_until until = {.there = time_has_come,
                                          .context = &now};

    if (s->over || now <= s->now)
        return;
    if (!seep_live_clock_waits(prompt->live, now)) {
        rl_clear_visible_line();
        (void)seep_prompt_go(prompt, &until);
        rl_forced_update_display();
    }
    if (!s->over)
        (void)seep_live_set_clock(prompt->live, now);
}

/* An input takes no wall time, whatever it took of virtual time. */
static void take_up_time(void)
{
    began = seep_wall_now() - seep_live_sim(prompt->live)->now;
}

/* ---- waiting ---- */

static void wait_for_keys(void)
{
    enum { LOOK_MS = 50 };
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    bool paced = prompt->s.realtime;
    int n = poll(&in, 1, paced ? LOOK_MS : -1);

    if (paced && !n)
        let_time_pass();

    if (resized) {
        resized = 0;
        rl_resize_terminal();
    }
    if (cancelled)
        clear_line();
    else if (n > 0)
        rl_callback_read_char();
    if (n > 0 && !rl_end)
        take_up_time();
}

static void catch_signals(void)
{
    struct sigaction act;

    memset(&act, 0, sizeof act);
    act.sa_handler = on_interrupt;
    sigaction(SIGINT, &act, NULL);
    act.sa_handler = on_resize;
    sigaction(SIGWINCH, &act, NULL);
}

void seep_prompt_interact(struct seep_prompt *p)
{
    prompt = p;
    rl_readline_name = "seep";
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_variable_bind("show-all-if-ambiguous", "on");
    rl_variable_bind("page-completions", "off");
    rl_variable_bind("horizontal-scroll-mode", "off");
    rl_initialize();
    bind_keys();
    seep_prompt_completion(p);
    seep_prompt_history_load();
    catch_signals();
    puts("seep: Go-style concurrency in Lua, on virtual time.  :help, :quit");
    install();
    take_up_time();
    while (!p->over)
        wait_for_keys();
    rl_callback_handler_remove();
    signal(SIGINT, SIG_DFL);
}
