/* schedule.h - what makes a run differ from the default one, as one line.
 *
 * A schedule is the seed, the options that matter to who runs when, and the
 * deviations: the answers other than 0 that seep_choose gave, in order.  With
 * the same script and arguments it is the very same run again (replay.h).
 *
 * A deviation is keyed by the goroutine that was asked about, by its place in
 * the family, and by the number of operations it had begun: not by a step of
 * the run, so that it keeps its meaning when others are taken out or when the
 * script is edited elsewhere.  In detail:
 *
 *   who runs        of the goroutine that would have gone on; names the one
 *                   that goes first, or the clock, when time is free
 *   timers due      of the clock, by virtual time; the number of the one that
 *                   goes off first
 *   anything else   of the goroutine whose operation it is; the number of the
 *                   alternative
 *
 * One operation can be the place of several choices: `nth` counts how often
 * its goroutine has stopped or drawn in it (op.h); of the clock, how many
 * timers have gone off at this instant.  Deviations with the same key are taken
 * in order.
 *
 * THE TEXT, without blanks and what shells treat specially:
 *
 *   schedule  = "seep1/" digest "/s" seed "/p" procs "/n" scenario
 *               [ "/q" ] [ "/f" ] [ "/w" ]
 *               "/" ( "-" | deviation { "," deviation } )
 *   deviation = goroutine "@" operations [ "+" nth ] answer
 *             | "clock@" nanoseconds [ "+" nth ] answer
 *   answer    = "-" goroutine | "-clock" | kind alternative
 *   kind      = "s" (select) | "t" (timers) | "p" (pool) | "m" (map) |
 *               "r" (random: so many above what the seed draws) |
 *               "o" (an old value of a variable) | "w" (who waits for a
 *               lock) | "f" (the fault of that number fires)
 *   goroutine = ( "main" | "load" ) { "." child }
 *
 * All numbers are decimal, without leading zeros; the digest of the script is
 * 8 hexadecimal digits.  "load" is what ran while the script was loaded, if
 * children of it live on.  "/q": the run queues decided who runs; "/f": time
 * was free; "/w": memory was weak.  As in
 *
 *   seep1/5f3a9c01/s7/p1/n2/main.1@3-main.2,main.2@5s1 */
#ifndef SEEP_EXPLORE_SCHEDULE_H
#define SEEP_EXPLORE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/choose.h"
#include "core/err.h"

/* Limits: of deviations and of paths, and of the text. */
enum { SEEP_SCHEDULE_MAX = 1 << 20, SEEP_SCHEDULE_TEXT = 64 << 20 };

/* A goroutine's path ("main.2.1"), interned in its schedule. */
enum {
    SEEP_PATH_CLOCK, /* nobody's */
    SEEP_PATH_MAIN,
    SEEP_PATH_LOAD,
    SEEP_PATH_FIRST, /* the first that has a creator */
    SEEP_PATH_NONE = UINT32_MAX
};

struct seep_path {
    uint32_t up, index; /* the index-th child of `up`, which is a path too */
};

struct seep_deviation {
    uint64_t at;   /* operations begun; of the clock: virtual ns */
    uint32_t who;  /* the path it is keyed by */
    uint32_t nth;  /* stops in that operation; of the clock: timers fired */
    uint32_t pick; /* RUN: the path that goes first; else the alternative */
    uint8_t kind;  /* enum seep_choice_kind */
    /* The recorder's remarks, which are not in the text: */
    bool preempts; /* RUN: the other one had been at work and could go on */
    uint64_t step; /* of the run */
    uint32_t next; /* id of the goroutine that goes on; 0: the clock */
};

struct seep_schedule {
    uint64_t seed;
    uint32_t script;   /* digest of the source; the caller's business */
    uint32_t procs;    /* 1..SEEP_P_MAX */
    uint32_t scenario; /* number, from 1; 0: a plain script */
    bool queues;       /* the run queues decided who runs */
    bool free_time;
    bool weak_memory;
    bool cut; /* not all of it: too long, or out of memory */

    struct seep_deviation *deviation; /* [0..n), owned */
    uint32_t n, cap;
    struct seep_path *path; /* [0..npath), owned; a parent before its child */
    uint32_t npath, path_cap;
    uint32_t *slot; /* owned: hash of (up, index), to paths; 0: empty */
    uint32_t nslot; /* a power of two */
    uint32_t *line; /* owned: a line of ancestors, while it is walked */
    uint32_t line_cap;
};

/* Empty, of one P; on the caller's memory. */
void seep_schedule_init(struct seep_schedule *s);
void seep_schedule_fini(struct seep_schedule *s);

/* Without deviations and paths; keeps its memory, and the rest. */
void seep_schedule_clear(struct seep_schedule *s);

/* Makes `to`, which is initialized, equal.  SEEP_ENOMEM: it is empty. */
enum seep_err seep_schedule_copy(struct seep_schedule *to,
                                 const struct seep_schedule *from);

/* Appends.  SEEP_ENOMEM: out of memory, or it is too long; it is `cut`. */
enum seep_err seep_schedule_add(struct seep_schedule *s,
                                const struct seep_deviation *d);

/* The path of the index-th child (from 1) of `up`.  SEEP_PATH_NONE: no memory
 * or too many; s is `cut`. */
uint32_t seep_schedule_path(struct seep_schedule *s, uint32_t up,
                            uint32_t index);

/* The path of a goroutine, in the same way.  NULL is the clock. */
uint32_t seep_schedule_path_of(struct seep_schedule *s,
                               const struct seep_sim *sim,
                               const struct seep_g *g);

/* Is it the path of g?  Takes no memory. */
bool seep_schedule_names(const struct seep_schedule *s, uint32_t path,
                         const struct seep_sim *sim, const struct seep_g *g);

/* The line.  Returns new (free), or NULL: out of memory, or longer than
 * SEEP_SCHEDULE_TEXT. */
char *seep_schedule_text(const struct seep_schedule *s);

/* Reads the line, blanks and line ends around it allowed, into s, which is
 * initialized.  SEEP_EINVAL: it is none, and `why` says it in one line;
 * SEEP_ENOMEM: so does it.  s is empty then. */
enum seep_err seep_schedule_parse(struct seep_schedule *s, const char *text,
                                  size_t length, char *why, size_t size);

#endif
