/* prompt.h - the prompt's inside: one session, shared by the files here. */
#ifndef SEEP_PROMPT_H
#define SEEP_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/export/buffer.h"
#include "bindings/lua/live.h"
#include "bindings/lua/reader.h"
#include "bindings/terminal/options.h"
#include "bindings/terminal/show.h"

/* Where a run stops: the fields that are set must all hold. */
struct seep_break {
    char *text; /* as it was typed; owned */
    char file[256];
    uint32_t line; /* 0: any */
    int op;        /* enum seep_op_kind, -1: any */
    char object[300], goroutine[300];
    char fault[300]; /* stops behind one: its name, "*": any; "": else */
};

struct seep_prompt {
    struct seep_settings s;
    struct seep_live *live;
    struct seep_reader *reader;
    bool interactive; /* a person sits at it */
    bool over;        /* asked to end */
    bool silent;      /* what inputs come to is not told: they are tried out */
    char *file;       /* owned; the last one that was loaded, or NULL */
    uint32_t nfiles;  /* so many different ones were */
    uint32_t tour;    /* the stop of :tour shown last */
    bool brief;       /* nothing is said of who is left */
    bool stand;       /* inputs are started, and stand still (:start) */
    struct seep_break *breaks; /* [0..nbreaks), owned */
    size_t nbreaks;
    uint64_t nfaults;  /* that had fired when they were last counted */
    char fault[64];    /* the one at which a run stopped; "": at none */
    uint64_t broke_at; /* the moment at which a run began: it goes on */
    int worst;         /* exit status so far, of what is piped in */
    char search[32];   /* the strategy that :explore uses; "": auto */
    size_t races;      /* data races that were told of */
    uint64_t told;     /* a digest of what was last said to be left */
};

/* ---- saying something (say.c) ---- */

/* Notes and complaints: to a person beside the results, else to standard
 * error.  Frees t. */
void seep_prompt_note(struct seep_prompt *p, struct seep_buffer *t);
void seep_prompt_notef(struct seep_prompt *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same for what makes the exit status at least `status`. */
void seep_prompt_wrong(struct seep_prompt *p, int status, const char *format,
                       ...) __attribute__((format(printf, 3, 4)));
/* The exit status is at least this. */
void seep_prompt_status(struct seep_prompt *p, int status);
/* What a command shows: to standard output.  Frees t. */
void seep_prompt_show(struct seep_buffer *t);

/* How reports are shown here. */
struct seep_show seep_prompt_how(const struct seep_prompt *p);

/* ---- inputs (session.c) ---- */

/* Does the text, n bytes, only need to go on? */
bool seep_prompt_wants_more(struct seep_prompt *p, const char *text, size_t n);

/* Does the world go on?  If it has ended, says so. */
bool seep_prompt_is_alive(struct seep_prompt *p);

/* Does what one complete input says. */
void seep_prompt_take(struct seep_prompt *p, const char *text, size_t n);

/* Runs a file as an input.  False: it could not be read, which was said. */
bool seep_prompt_load(struct seep_prompt *p, const char *path);

/* Goes on, and says what it came to. */
enum seep_live_end seep_prompt_go(struct seep_prompt *p,
                                  const struct seep_live_until *until);

/* Says what the world has come to, when it went on by itself. */
void seep_prompt_came_to(struct seep_prompt *p);

/* ---- who is left (left.c) ---- */

/* Says who is left, unless it is as it was when that was last said. */
void seep_prompt_left(struct seep_prompt *p);
/* Only when nobody can go on. */
void seep_prompt_stuck(struct seep_prompt *p);
/* As if it had been said, unless nobody can go on. */
void seep_prompt_left_is_known(struct seep_prompt *p);

/* Do goroutines wait for each other's locks, in a circle? */
bool seep_prompt_is_deadlock(const struct seep_sim *s);

/* Who holds the lock that g waits for; 0: nobody, or it waits for none. */
uint32_t seep_prompt_holder(const struct seep_g *g);

/* ---- commands (commands.c) ---- */

struct seep_prompt_command {
    const char *name;
    const char *args; /* "[n]" */
    const char *chapter;
    const char *help; /* one line; more after a line end */
    /* args has no blanks around it. */
    void (*run)(struct seep_prompt *p, const char *args);
};

extern const struct seep_prompt_command seep_prompt_commands[];
extern const size_t seep_prompt_ncommands;

/* Runs ":name args". */
void seep_prompt_command(struct seep_prompt *p, const char *line);

/* Help on a name, of the interface or a command. */
void seep_prompt_help(struct seep_prompt *p, const char *name);

/* The live goroutine that args names: "g3", "3", a name.  NULL: said why. */
struct seep_g *seep_prompt_goroutine(struct seep_prompt *p, const char *args);

/* The next word of *args, cut off and terminated in `word`; false: none. */
bool seep_prompt_word(const char **args, char *word, size_t size);

/* ---- words for goroutines and objects (words.c) ---- */

/* "g3 "worker"" */
void seep_prompt_add_g(struct seep_buffer *t, const struct seep_sim *s,
                       const struct seep_g *g);
/* "chan receive", "runnable", "sleeping" */
const char *seep_prompt_state(const struct seep_g *g);
/* ""jobs" ch#1" */
void seep_prompt_add_object(struct seep_buffer *t, const struct seep_sim *s,
                            const struct seep_object *o);
/* "[3]:1", of a site; "?" for 0. */
void seep_prompt_add_site(struct seep_buffer *t, const struct seep_sim *s,
                          uint32_t site);

/* The same without folders, where there is little room. */
void seep_prompt_add_short_site(struct seep_buffer *t, const struct seep_sim *s,
                                uint32_t site);

/* ---- going on (drive.c) ---- */

/* Runs input k until it has ended, or a breakpoint stops it. */
void seep_prompt_run_input(struct seep_prompt *p, uint32_t k);

/* Says which step and time it is, and who is where. */
void seep_prompt_say_where(struct seep_prompt *p);

/* ---- reports (why.c) ---- */

/* Tells of data races that were not told of before, as far as the session is
 * short. */
void seep_prompt_new_races(struct seep_prompt *p);

/* Takes the session's own goroutine out of a report. */
void seep_prompt_without_session(struct seep_report *r);

/* ---- breakpoints (break.c) ---- */

/* Is whoever had the last turn where one of the breakpoints is?  For
 * seep_live_until. */
bool seep_prompt_at_break(void *prompt, struct seep_live *v);
/* A run begins: where it begins it does not stop. */
void seep_prompt_break_begin(struct seep_prompt *p);
void seep_prompt_breaks_fini(struct seep_prompt *p);

/* ---- other processes (program.c) ---- */

/* Runs a program and waits for it: its status; -1: it could not, or was
 * killed. */
int seep_prompt_run_program(const char *path, char *const words[],
                            bool quietly);

/* Has `work` done in a process of its own, which may do anything to the world;
 * what it says is added here.  False: it said so, or did not come back. */
bool seep_prompt_aside(bool (*work)(void *context, struct seep_buffer *said),
                       void *context, struct seep_buffer *said);

/* ---- the session as a scenario (save.c) ---- */

/* Its text; modules are looked for beside `path`.  And the schedule by which
 * it comes to what the session comes to.  False: none was found. */
bool seep_prompt_scenario(struct seep_prompt *p, const char *path,
                          struct seep_buffer *text,
                          struct seep_buffer *schedule);

/* When somebody was picked by hand: says the schedule that does it again. */
void seep_prompt_tell_schedule(struct seep_prompt *p);

/* ---- reading from a terminal (edit.c), history.c, complete.c ---- */

/* The loop of a session at a terminal. */
void seep_prompt_interact(struct seep_prompt *p);

void seep_prompt_history_load(void);
void seep_prompt_history_add(const char *text);

/* Readline's completion. */
void seep_prompt_completion(struct seep_prompt *p);

/* A file of ours below an XDG folder, which is made when `make` is set; kind:
 * "CONFIG" or "STATE".  New; NULL: there is no home. */
char *seep_prompt_file(const char *kind, const char *name, bool make);

/* ---- the commands' functions ---- */
#define SEEP_PROMPT_RUN(name)                                                  \
    void seep_prompt_##name(struct seep_prompt *p, const char *args)
SEEP_PROMPT_RUN(ps);
SEEP_PROMPT_RUN(stack);
SEEP_PROMPT_RUN(chans);
SEEP_PROMPT_RUN(locks);
SEEP_PROMPT_RUN(ctx);
SEEP_PROMPT_RUN(timers);
SEEP_PROMPT_RUN(graph);
SEEP_PROMPT_RUN(mem);
SEEP_PROMPT_RUN(why);
SEEP_PROMPT_RUN(leaks);
SEEP_PROMPT_RUN(timeline);
SEEP_PROMPT_RUN(trace);
SEEP_PROMPT_RUN(start);
SEEP_PROMPT_RUN(scenarios);
SEEP_PROMPT_RUN(step);
SEEP_PROMPT_RUN(next);
SEEP_PROMPT_RUN(pick);
SEEP_PROMPT_RUN(run);
SEEP_PROMPT_RUN(until);
SEEP_PROMPT_RUN(advance);
SEEP_PROMPT_RUN(time);
SEEP_PROMPT_RUN(seed);
SEEP_PROMPT_RUN(strategy);
SEEP_PROMPT_RUN(procs);
SEEP_PROMPT_RUN(back);
SEEP_PROMPT_RUN(goto);
SEEP_PROMPT_RUN(undo);
SEEP_PROMPT_RUN(reset);
SEEP_PROMPT_RUN(fork);
SEEP_PROMPT_RUN(forks);
SEEP_PROMPT_RUN(switch);
SEEP_PROMPT_RUN(break);
SEEP_PROMPT_RUN(races);
SEEP_PROMPT_RUN(fault);
SEEP_PROMPT_RUN(chaos);
SEEP_PROMPT_RUN(explore);
SEEP_PROMPT_RUN(shrink);
SEEP_PROMPT_RUN(diff);
SEEP_PROMPT_RUN(replay);
SEEP_PROMPT_RUN(save);
SEEP_PROMPT_RUN(log);
SEEP_PROMPT_RUN(edit);
SEEP_PROMPT_RUN(tour);

#endif
