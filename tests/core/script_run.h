/* script_run.h - worlds for unit tests: opened, run twice, compared, released.
 *
 * Includes what every test file needs, cmocka among it. */
#ifndef SCRIPT_RUN_H
#define SCRIPT_RUN_H

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/explain.h"
#include "core/history.h"
#include "core/report.h"
#include "core/snapshot.h"
#include "script_host.h"

#define TEST(name) static void name(void **state __attribute__((unused)))

/* In place of a drain horizon: the run ends with main. */
enum { NO_DRAIN = -1 };

/* Fields left out take the product's defaults. */
struct scenario {
    const struct line *body; /* of the main goroutine, file "body" */
    uint32_t cap[SCRIPT_OBJECTS];
    enum seep_chan_role role[SCRIPT_OBJECTS];
    uint64_t seed, max_steps;
    uint32_t procs;
    bool random;                          /* the random strategy */
    bool weak;                            /* weak memory */
    const struct seep_strategy *strategy; /* or this one */
    void *search;                         /* and its memory */
    uint32_t depth;                       /* and its parameter */
    bool free_time;
    int64_t drain, timeout;
    const struct seep_storm_limits *storm;
    size_t mem;
    void (*arrange)(struct script *w); /* called before main is made */
};

/* What a run came to; nothing in it points into the arena. */
struct outcome {
    struct seep_verdict verdict;
    char said[SCRIPT_SAID];
    int64_t now;
    uint64_t steps, digest;
    uint32_t nlive, peak, nstarted;
};

/* The events of a run, as far as they fit. */
enum { RECORD_MAX = 1024 };
struct record {
    struct seep_observer observer;
    uint32_t n;
    struct seen {
        enum seep_event_kind kind;
        uint32_t g, other; /* ids */
        int64_t now, arg;
        uint8_t op;
    } seen[RECORD_MAX];
};

/* The process's arena, emptied. */
struct seep_arena *script_arena(size_t mem);

struct seep_options script_options(const struct scenario *sc);

/* A world with its main goroutine runnable, in the arena as it is.  NULL: out
 * of memory, and nothing is left behind.  observer may be NULL. */
struct script *script_open(struct seep_arena *a, const struct scenario *sc,
                           struct seep_observer *observer);
struct outcome script_finish(struct script *w);

/* Gives every byte of the world back to the arena. */
void script_release(struct script *w);

/* Runs twice in fresh worlds and checks that the digests are the same. */
struct outcome run_twice(const struct scenario *sc);
#define RUN(...) run_twice(&(const struct scenario){__VA_ARGS__})

/* Runs to the end in an empty arena; the world stays, to be looked at. */
struct script *script_ended(const struct scenario *sc);
#define ENDED(...) script_ended(&(const struct scenario){__VA_ARGS__})

/* Runs, watched by a record. */
struct outcome run_recorded(const struct scenario *sc, struct record *r);
void record_init(struct record *r);
uint32_t record_count(const struct record *r, enum seep_event_kind kind);

/* Runs to the end, watched by a new history, which is the caller's. */
struct script *run_watched(const struct scenario *sc, struct seep_history **h);

/* Runs twice and once more, watched by a history, and explains that. */
struct seep_report run_explained(const struct scenario *sc);
#define EXPLAIN(...) run_explained(&(const struct scenario){__VA_ARGS__})

/* assert_run(PASS, "what was said", .body = body, ...) */
#define assert_run(kind_, said_, ...)                                          \
    do {                                                                       \
        const struct outcome o_ = RUN(__VA_ARGS__);                            \
        assert_string_equal(seep_verdict_text(o_.verdict.kind),                \
                            seep_verdict_text(SEEP_VERDICT_##kind_));          \
        assert_string_equal(o_.said, said_);                                   \
    } while (0)

/* The same, and the text of the verdict instead. */
#define assert_verdict(kind_, text_, ...)                                      \
    do {                                                                       \
        const struct outcome o_ = RUN(__VA_ARGS__);                            \
        assert_string_equal(seep_verdict_text(o_.verdict.kind),                \
                            seep_verdict_text(SEEP_VERDICT_##kind_));          \
        assert_string_equal(o_.verdict.text, text_);                           \
    } while (0)

#endif
