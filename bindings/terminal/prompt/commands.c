/* commands.c - the one table of commands: dispatch, completion and help come
 * from it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/doc.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/value.h"

static void quit(struct seep_prompt *p, const char *args)
{
    (void)args;
    p->over = true;
}

static void help(struct seep_prompt *p, const char *args);

static void load(struct seep_prompt *p, const char *args)
{
    if (*args)
        (void)seep_prompt_load(p, args);
    else
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, ":load needs a FILE");
}

static const char inspect[] = "look", drive[] = "drive",
                  past[] = "back in time", test[] = "try out", keep[] = "keep";

const struct seep_prompt_command seep_prompt_commands[] = {
    {"ps", "[WORD|all] [by id|age|state|name]", inspect,
     "the goroutines: state, age, where, made by whom\n"
     "Only those whose line has WORD in it; in the order of their numbers,\n"
     "or of what stands behind `by`.  Of many the first 100, but with `all`.",
     seep_prompt_ps},
    {"stack", "G", inspect, "the calls that goroutine G is in",
     seep_prompt_stack},
    {"chans", "[WORD]", inspect, "the channels: what is in them, who waits",
     seep_prompt_chans},
    {"locks", "[WORD]", inspect,
     "mutexes, waitgroups...: who holds them, who waits", seep_prompt_locks},
    {"ctx", "", inspect, "the contexts, as a tree", seep_prompt_ctx},
    {"timers", "", inspect, "what the clock will do, and when",
     seep_prompt_timers},
    {"graph", "[dot|FILE]", inspect,
     "who waits for whom; a picture with FILE.png\n"
     "With `dot` or FILE.dot the input of graphviz's dot, which draws\n"
     "FILE.png, FILE.svg and FILE.pdf.",
     seep_prompt_graph},
    {"why", "G", inspect,
     "why G waits, who could have woken it, a fix\n"
     "The session so far is done again for this, and watched.",
     seep_prompt_why},
    {"leaks", "", inspect,
     "who waits for good, for certain or possibly\n"
     "It is certain when nobody who lives can ever wake them.",
     seep_prompt_leaks},
    {"races", "", inspect, "the data races of the session", seep_prompt_races},
    {"mem", "", inspect, "the memory that the world takes", seep_prompt_mem},
    {"timeline", "[N|all]", inspect,
     "the session as columns, its steps numbered\n"
     "The last N (100) rows that tell something; with `all`, every step.",
     seep_prompt_timeline},
    {"trace", "[N]", inspect, "the last N things that happened, a line each",
     seep_prompt_trace},
    {"start", "LUA", drive,
     "an input that does not run yet: :step, :pick, :run", seep_prompt_start},
    {"scenario", "[N|NAME]", drive,
     "as :start: a scenario of the files that were loaded\n"
     "Without: those there are.  What is said of schedules in the file, of\n"
     "processors and of time does not count here; its faults are armed.",
     seep_prompt_scenarios},
    {"step", "[N]", drive, "go on by N moments, each at most one operation",
     seep_prompt_step},
    {"next", "G", drive, "let G go on until it has done one operation",
     seep_prompt_next},
    {"pick", "[G]", drive,
     "who could go on, and with what; with G: it goes now\n"
     "A list of numbers lets one after the other go: :pick 3 4 3",
     seep_prompt_pick},
    {"run", "[until G|step N|TIME]", drive,
     "go on until nothing can happen\n"
     "Or until G has ended, step N has come, or virtual time is TIME, as 1.5s.",
     seep_prompt_run},
    {"until", "G|step N|TIME", drive, "as :run until", seep_prompt_until},
    {"break", "[WHERE...]", drive,
     "where runs stop, as chan.send object=jobs\n"
     "FILE:LINE, an operation, object=NAME, goroutine=NAME: several words "
     "must\n"
     "all hold.  Behind a fault that has fired: fault, or fault=NAME.\n"
     "Without: the list; `:break none` takes all away.",
     seep_prompt_break},
    {"advance", "D", drive, "let virtual time go on by D, as 5s",
     seep_prompt_advance},
    {"time", "[D]", drive, "the virtual time; with D as :advance",
     seep_prompt_time},
    {"seed", "N", drive, "draw what is random from this seed from now on",
     seep_prompt_seed},
    {"strategy", "[NAME]", drive,
     "who goes first from now on: default, random, pct:3...\n"
     "And how :explore searches.  Without: the strategies there are.",
     seep_prompt_strategy},
    {"procs", "N", drive,
     "virtual processors (runtime.gomaxprocs)\n"
     "Each operation is a turn of its own here, on one of them.",
     seep_prompt_procs},
    {"back", "[N]", past,
     "N moments back\n"
     "Going on repeats what was, until you type something that changes it.",
     seep_prompt_back},
    {"goto", "STEP", past,
     "to an earlier step, as :timeline numbers them\n"
     "Or to a later one that was gone back over.",
     seep_prompt_goto},
    {"undo", "[N]", past, "to before the last N inputs, which are forgotten",
     seep_prompt_undo},
    {"reset", "", past, "a new world: everything is forgotten",
     seep_prompt_reset},
    {"fork", "NAME", past, "keep the world as it is now under a name",
     seep_prompt_fork},
    {"forks", "", past, "the names under which worlds are kept",
     seep_prompt_forks},
    {"switch", "NAME", past, "to the world of that name; this one is kept too",
     seep_prompt_switch},
    {"fault", "[NAME [KEY = VALUE, ...]]", test,
     "put a fault into the world\n"
     ":fault delay at = \"chan.send\", by = \"5ms\"\n"
     "Short for chaos.inject{ fault = NAME, ... }; without: those there are.",
     seep_prompt_fault},
    {"chaos", "NAME|FILE", test,
     "put all faults of a plan into the world\n"
     "A plan of the library (:chaos lists them), or a file that returns one,\n"
     "as --chaos takes it.",
     seep_prompt_chaos},
    {"explore", "[N] [LUA|FILE]", test,
     "what can come from here, in up to N (200) orders\n"
     "An input or a file of inputs may come first.  One run of each kind of\n"
     "end is kept (:switch e1), by the smallest schedule that comes to it.\n"
     "Without N it ends sooner when runs are long.  :strategy says how it\n"
     "searches.",
     seep_prompt_explore},
    {"shrink", "", test,
     "the same failure with fewer picks\n"
     "Of what went otherwise than in Go's own order since the last input\n"
     "began, only what the failure needs is left.",
     seep_prompt_shrink},
    {"diff", "A [B]", test, "where two worlds begin to differ (:forks)",
     seep_prompt_diff},
    {"replay", "[SCHEDULE]", test,
     "the session again, from its beginning\n"
     "With a schedule, as :explore shows it: go on from here as it says.",
     seep_prompt_replay},
    {"save", "FILE.lua", keep,
     "the session as a scenario for seep test\n"
     "It expects what the session comes to, and has the schedule that this\n"
     "takes.  It is run at once, and said whether it comes to the same.",
     seep_prompt_save},
    {"log", "", keep, "what was typed", seep_prompt_log},
    {"edit", "", keep, "the last input in $EDITOR, to be run again",
     seep_prompt_edit},
    {"load", "FILE", keep, "run a file as an input; its locals stay", load},
    {"help", "[NAME]", keep, "this list; what a command or a name of Lua does",
     help},
    {"tour", "[N]", keep, "a first session, five minutes", seep_prompt_tour},
    {"quit", "", keep, "end the session (so does Ctrl-D)", quit},
};
const size_t seep_prompt_ncommands =
    sizeof seep_prompt_commands / sizeof *seep_prompt_commands;

/* ---- help ---- */

enum { COLUMN = 24 };
#define BLANKS "                          " /* COLUMN and 2 */

static void add_command(struct seep_buffer *t,
                        const struct seep_prompt_command *c)
{
    struct seep_buffer call = {0};

    seep_buffer_addf(&call, ":%s %s", c->name, c->args);
    seep_buffer_addf(t, "  %-*s%s%.*s\n", COLUMN, seep_buffer_string(&call),
                     call.n < COLUMN ? "" : "\n" BLANKS,
                     (int)strcspn(c->help, "\n"), c->help);
    seep_buffer_fini(&call);
}

static void list(void)
{
    struct seep_buffer t = {0};
    const char *chapter = NULL;

    seep_buffer_add(&t, "Type Lua: an expression shows its value, kept in _ "
                        "and _1, _2...; locals stay.\n"
                        "NAME? or :help NAME says what NAME does; :help lua "
                        "lists all names.\n");
    for (size_t i = 0; i < seep_prompt_ncommands; i++) {
        const struct seep_prompt_command *c = &seep_prompt_commands[i];
        if (c->chapter != chapter)
            seep_buffer_addf(&t, "%s\n", c->chapter);
        chapter = c->chapter;
        add_command(&t, c);
    }
    seep_prompt_show(&t);
}

static const struct seep_prompt_command *find(const char *name)
{
    const struct seep_prompt_command *only = NULL;

    for (size_t i = 0; i < seep_prompt_ncommands; i++) {
        const struct seep_prompt_command *c = &seep_prompt_commands[i];
        if (!strcmp(c->name, name))
            return c;
    }
    for (size_t i = 0; i < seep_prompt_ncommands && *name; i++) {
        const struct seep_prompt_command *c = &seep_prompt_commands[i];
        if (strncmp(c->name, name, strlen(name)) != 0)
            continue;
        if (only)
            return NULL;
        only = c;
    }
    return only;
}

static void show_command(const struct seep_prompt_command *c)
{
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, ":%s %s\n", c->name, c->args);
    seep_buffer_add_lines(&t, c->help, "  ");
    seep_prompt_show(&t);
}

static const struct seep_prompt_command *exactly(const char *name)
{
    const struct seep_prompt_command *c = find(name);

    return c && !strcmp(c->name, name) ? c : NULL;
}

/* A command with a colon, or what scripts can call. */
void seep_prompt_help(struct seep_prompt *p, const char *name)
{
    const struct seep_prompt_command *c = *name == ':' ? find(name + 1) : NULL;
    struct seep_buffer t = {0};

    if (c) {
        show_command(c);
    } else if (seep_doc_add(&t, name, seep_prompt_how(p).color)) {
        seep_prompt_show(&t);
    } else {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "no help on %s%s", name,
                          seep_buffer_string(&t));
        seep_buffer_fini(&t);
    }
}

/* Without a colon a command's name means the command. */
static void help(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};

    if (!*args) {
        list();
    } else if (!strcmp(args, "lua")) {
        (void)seep_doc_add(&t, NULL, seep_prompt_how(p).color);
        seep_prompt_show(&t);
    } else if (exactly(args)) {
        show_command(exactly(args));
    } else {
        seep_prompt_help(p, args);
    }
}

/* ---- dispatch ---- */

/* The command that it may have been meant to be: two letters the wrong way
 * round are near enough. */
static const char *nearest(const char *name)
{
    unsigned near = (unsigned)strlen(name) / 3 + 2;
    const char *best = NULL;

    for (size_t i = 0; i < seep_prompt_ncommands; i++) {
        const char *word = seep_prompt_commands[i].name;
        unsigned d = seep_value_distance(name, word);
        if (d < near && d < strlen(word)) {
            best = word;
            near = d;
        }
    }
    return best;
}

static void unknown(struct seep_prompt *p, const char *name)
{
    const char *near = nearest(name);

    seep_prompt_wrong(p, SEEP_EXIT_USAGE, "there is no command :%s%s%s (:help)",
                      name, near ? "; did you mean :" : "", near ? near : "");
}

/* Commands that the session has defined: commands.NAME = function(args). */
struct own {
    const char *name;
    bool found;
};

static void look(void *context, const char *name, bool function)
{
    struct own *q = context;

    q->found |= function && !strcmp(name, q->name);
}

static bool run_own(struct seep_prompt *p, const char *name, const char *args)
{
    struct own q = {.name = name};
    struct seep_buffer t = {0};

    seep_live_names(p->live, "commands.", look, &q);
    if (!q.found)
        return false;
    seep_buffer_addf(&t, "commands.%s(\"", name);
    for (; *args; args++)
        seep_buffer_addf(&t, "\\%03d", (unsigned char)*args);
    seep_buffer_add(&t, "\")");
    seep_prompt_take(p, seep_buffer_string(&t), t.n);
    seep_buffer_fini(&t);
    return true;
}

void seep_prompt_command(struct seep_prompt *p, const char *line)
{
    char name[32];
    const char *args = line + 1;

    if (!seep_prompt_word(&args, name, sizeof name)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "a command's name stands behind "
                          "the colon (:help)");
        return;
    }
    const struct seep_prompt_command *c = find(name);
    if (!c) {
        if (!run_own(p, name, args))
            unknown(p, name);
        return;
    }
    if (*args && !*c->args)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, ":%s takes nothing, not %s",
                          c->name, args);
    else
        c->run(p, args);
}

/* ---- what commands take ---- */

bool seep_prompt_word(const char **args, char *word, size_t size)
{
    size_t n = strcspn(*args, " \t\n");

    snprintf(word, size, "%.*s", (int)(n < size ? n : size - 1), *args);
    *args += n;
    *args += strspn(*args, " \t\n");
    return n > 0;
}

static struct seep_g *by_name(struct seep_sim *s, const char *name)
{
    struct seep_g *found = NULL;

    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->name && !strcmp(seep_name_text(&s->names, g->name), name)) {
            if (found)
                return NULL;
            found = g;
        }
    return found;
}

struct seep_g *seep_prompt_goroutine(struct seep_prompt *p, const char *args)
{
    struct seep_sim *s = seep_live_sim(p->live);
    uint64_t id;

    if (!*args) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "name a goroutine, as g3 (:ps lists them)");
        return NULL;
    }
    if (seep_value_number(args + (*args == 'g'), 1, UINT32_MAX, &id)) {
        for (struct seep_g *g = s->all_first; g; g = g->all_next)
            if (g->id == id && id > 1)
                return g;
        if (id > 1 && id <= s->next_g)
            seep_prompt_wrong(p, SEEP_EXIT_USAGE, "g%" PRIu64 " has ended", id);
        else
            seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                              "there is no goroutine g%" PRIu64 " (:ps)", id);
        return NULL;
    }
    struct seep_g *g = by_name(s, args);
    if (!g)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "%s is not the name of one goroutine (:ps)", args);
    return g;
}
