/* allocfail.c - every allocation made to fail, once and for ever after.
 *
 *   allocfail SCRIPT...
 *
 * After SQLite's way: run with allocation N failing, for N = 1, 2, ... until
 * a run no longer reaches N.  Each run has to end in a verdict; sanitizers
 * see to the rest.  What loads the library is the same for every script, so
 * only the first one begins at 1, the others where their own run begins.
 * Prints TAP, one line a script and way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "tests/fuzz/read.h"
#include "world.h"
#include "world_inside.h"

struct tally {
    uint64_t runs, limit, pass, other, broken;
};

static void count(struct tally *t, enum seep_verdict_kind k)
{
    t->runs++;
    if (k == SEEP_VERDICT_LIMIT)
        t->limit++;
    else if (k == SEEP_VERDICT_PASS)
        t->pass++;
    else if (k == SEEP_VERDICT_NONE)
        t->broken++;
    else
        t->other++;
}

/* One run with allocation n failing; false: n was not reached. */
static bool run_one(const char *path, const char *text, size_t size, uint64_t n,
                    bool ever, struct tally *t)
{
    struct seep_world_options o = seep_world_options_default();
    struct seep_options so = seep_options_default();
    struct seep_load_error err;
    struct seep_report r = {0};

    o.fail_alloc = n;
    o.fail_ever_after = ever;
    struct seep_world *w = seep_world_new(&o, path, text, size, &err);
    if (!w) {
        count(t, err.no_memory ? SEEP_VERDICT_LIMIT : SEEP_VERDICT_NONE);
        return true;
    }
    seep_world_run(w, &so, n % 7 == 0, false, &r);
    bool reached = seep_world_alloc_failed(w);
    count(t, r.verdict);
    seep_report_fini(&r);
    seep_world_free(w);
    return reached;
}

/* Allocations until the script itself begins. */
static uint64_t load_allocs(const char *path, const char *text, size_t size)
{
    struct seep_world_options o = seep_world_options_default();
    struct seep_load_error err;
    struct seep_world *w = seep_world_new(&o, path, text, size, &err);

    if (!w)
        exit(2);
    uint64_t n = seep_arena_stats(w->arena).allocs;
    seep_world_free(w);
    return n;
}

int main(int argc, char **argv)
{
    int failed = 0;

    printf("TAP version 13\n1..%d\n", (argc - 1) * 2);
    for (int i = 1; i < argc; i++) {
        char *text = seep_fuzz_read(argv[i]);
        size_t size = strlen(text);
        uint64_t first = i == 1 ? 0 : load_allocs(argv[i], text, size);
        for (int ever = 0; ever < 2; ever++) {
            struct tally t = {0};
            uint64_t n = first + 1;
            while (run_one(argv[i], text, size, n, ever, &t))
                n++;
            bool ok = !t.broken && t.runs > 10;
            failed += !ok;
            printf("%s %d - %s: allocation %s fails: %llu runs: %llu limit, "
                   "%llu pass, %llu other\n",
                   ok ? "ok" : "not ok", i * 2 - 1 + ever, argv[i],
                   ever ? "N and all later" : "N", (unsigned long long)t.runs,
                   (unsigned long long)t.limit, (unsigned long long)t.pass,
                   (unsigned long long)t.other);
            fflush(stdout);
        }
        free(text);
    }
    return failed > 0;
}
