/* Searching all schedules: dfs, and dpor that must find the same. */
#include <stdlib.h>

#include "core/rng.h"
#include "explored.h"

/* ---- programs whose numbers are known ---- */

static const struct line ab[] = {LOCK(A), LOCK(B), UNLOCK(B), UNLOCK(A), END};
static const struct line ba[] = {LOCK(B), LOCK(A), UNLOCK(A), UNLOCK(B), END};
static const struct line abba[] = {GO(ab), GO(ba), GO(ab), END};
static const struct line abba_ok[] = {GO_MANY(ab, 3), END};

static struct explored dpor(const struct line *body)
{
    struct explored e;

    explore_dpor(&e, &(const struct scenario){.body = body}, 10000);
    assert_true(e.all);
    return e;
}

TEST(an_order_of_locks_is_found_and_its_repair_proven)
{
    struct explored e = dpor(abba);

    assert_in_range(e.first, 1, 5);
    e = dpor(abba_ok);
    assert_int_equal(e.failed, 0);
    assert_int_equal(e.runs, 6); /* the orders of three */
}

/* Three sends and three receives, two of each by everybody: orders of sends
 * count, and orders of receives, but not when they meet. */
TEST(the_two_ends_of_a_channel_commute)
{
    const struct line sender[] = {SEND(A, MINE), SEND(A, MINE), END};
    const struct line body[] = {GO_MANY(sender, 3),
                                RECV(A),
                                RECV(A),
                                RECV(A),
                                RECV(A),
                                RECV(A),
                                RECV(A),
                                END};

    assert_int_equal(dpor(body).runs, 90); /* so many kinds of schedule */
}

/* They come to the lock in any order, and are served in that, for time has
 * passed: nobody else was about. */
TEST(who_waits_while_time_passes_can_have_come_first)
{
    const struct line waiter[] = {LOCK(A), SEND(B, MINE), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO_MANY(waiter, 3),
                                SLEEP(MS), UNLOCK(A),
                                RECV(B),   RECV(B),
                                RECV(B),   END};
    const struct scenario sc = {.body = body};
    struct explored e;

    assert_int_equal(dpor(body).noutcomes, 6);
    explore_dfs(&e, &sc, SEEP_DFS_UNBOUNDED, 10000);
    assert_true(e.all);
    assert_int_equal(e.noutcomes, 6);
}

/* Added one by one, three are done in three orders of locks: that the counter
 * may be zero meanwhile is seen by nobody, whoever waits. */
TEST(who_is_done_before_whom_is_added_does_not_matter)
{
    const struct line worker[] = {LOCK(A), UNLOCK(A), DONE(A), END};
    const struct line closer[] = {WAIT(A), WRITE(A, 1), END};
    const struct line waits[] = {ADD(A, 1), GO(worker), ADD(A, 1), GO(worker),
                                 ADD(A, 1), GO(worker), WAIT(A),   END};
    const struct line lets_wait[] = {ADD(A, 1),  GO(worker), ADD(A, 1),
                                     GO(worker), ADD(A, 1),  GO(worker),
                                     GO(closer), END};

    assert_int_equal(dpor(waits).runs, 6);
    assert_int_equal(dpor(lets_wait).runs, 6);
}

/* It does where a done may come first, or a wait: then it is a panic. */
TEST(a_counter_that_could_fall_below_zero_is_looked_at)
{
    const struct line taker[] = {DONE(A), END};
    const struct line giver[] = {ADD(A, 1), END};
    const struct line other[] = {GO(giver), GO(taker), END};
    const struct line twice[] = {ADD(A, 1), GO(taker), GO(taker),
                                 ADD(A, 1), WAIT(A),   END};

    assert_in_range(dpor(other).failed, 1, 10);
    assert_in_range(dpor(twice).failed, 1, 10);
}

/* ---- what dfs finds, dpor finds ---- */

enum { PROGRAMS = 4, LINES = 16, MOST_RUNS = 10000 };

struct program {
    struct line line[PROGRAMS][LINES];
    struct arm arm[PROGRAMS][LINES][2];
    struct scenario scenario;
    struct seep_rng rng;
    uint32_t n;
};

static uint32_t below(struct program *r, uint32_t n)
{
    return seep_rng_below(&r->rng, n);
}

static struct line select_line(struct program *r, struct arm *arm)
{
    for (int i = 0; i < 2; i++) {
        bool timer = !below(r, 8);
        arm[i] = (struct arm){timer || below(r, 2) ? SEEP_RECV : SEEP_SEND,
                              timer ? TIMER(0) : (int)below(r, 3), 5 + i};
    }
    return (struct line){.kind = DO_SELECT,
                         .arms = arm,
                         .narms = 2,
                         .has_default = !below(r, 3)};
}

static struct line chan_line(struct program *r, struct arm *arm)
{
    int ch = (int)below(r, 3), v = (int)below(r, 9);

    switch (below(r, 9)) {
    case 0:
    case 1:
    case 2: return (struct line)SEND(ch, v);
    case 3:
    case 4:
    case 5: return (struct line)RECV(ch);
    case 6: return (struct line)CLOSE(ch);
    case 7: return (struct line)LEN(ch);
    default: return select_line(r, arm);
    }
}

/* A lock and its unlock, a try that is not followed by one; locks may be taken
 * in any order and kept for long.  (Unlocking what somebody else has locked is
 * left out: dpor.h says why.) */
static struct line lock_line(struct program *r, struct line *unlock)
{
    int m = (int)below(r, 2);

    switch (below(r, 6)) {
    case 0:
    case 1: *unlock = (struct line)UNLOCK(m); return (struct line)LOCK(m);
    case 2:
        *unlock = (struct line)RW(RW_UNLOCK, A);
        return (struct line)RW(RW_LOCK, A);
    case 3:
        *unlock = (struct line)RW(RUNLOCK, A);
        return (struct line)RW(RLOCK, A);
    case 4: return (struct line)TRY_LOCK(m);
    default: return (struct line)RW(TRY_RLOCK, A);
    }
}

static struct line other_line(struct program *r)
{
    int o = (int)below(r, 2);

    switch (below(r, 9)) {
    case 0: return (struct line)READ(o);
    case 1: return (struct line)WRITE(o, (int)below(r, 3));
    case 2: return (struct line)DONE(A);
    case 3: return (struct line)ADD(A, 1);
    case 4: return (struct line)WAIT(A);
    case 5: return (struct line)SLEEP(below(r, 2) * MS);
    case 6: return (struct line)CAS(o, 0, 1);
    case 7: return (struct line)STOP(0);
    default: return (struct line)LOAD(o);
    }
}

static void arrange(struct script *w)
{
    w->wg[A].count = 1;
}

static struct line any_line(struct program *r, uint32_t kind, struct arm *arm,
                            struct line *unlock)
{
    switch (kind) {
    case 0: return chan_line(r, arm);
    case 1: return lock_line(r, unlock);
    default: return other_line(r);
    }
}

/* Lines of program p from its n-th on; what is locked is unlocked after some,
 * or at the end. */
static void fill(struct program *r, uint32_t p, uint32_t n, uint32_t count,
                 uint32_t mix)
{
    struct line held[LINES], *l = r->line[p];
    uint32_t nheld = 0;

    while (count-- > 0) {
        struct line unlock = END;
        uint32_t kind = mix ? mix - 1 : below(r, 3);
        l[n] = any_line(r, kind, r->arm[p][n], &unlock);
        n++;
        if (unlock.kind != DO_END)
            held[nheld++] = unlock;
        if (nheld && !below(r, 3))
            l[n++] = held[--nheld];
    }
    while (nheld)
        l[n++] = held[--nheld];
    l[n] = (struct line)END;
}

static void make(struct program *r, uint64_t number)
{
    uint32_t workers, mix;

    *r = (struct program){.rng = seep_rng_stream(number, 99)};
    workers = 1 + below(r, PROGRAMS - 1);
    mix = below(r, 4); /* all kinds, or one kind only */
    uint32_t most = workers == 3 ? 3 : 5;
    for (uint32_t p = PROGRAMS; p-- > 1;)
        fill(r, p, 0, 1 + below(r, most), mix);
    uint32_t n = 0;
    r->line[0][n++] = (struct line)NEW_TIMER(0, MS);
    for (uint32_t i = 1; i <= workers; i++)
        r->line[0][n++] = (struct line){.kind = DO_GO_MANY,
                                        .prog = r->line[i],
                                        .text = "other",
                                        .value = 1};
    fill(r, 0, n, below(r, most), mix);
    r->scenario = (struct scenario){
        .body = r->line[0], .arrange = arrange, .cap = {[B] = 1, [C] = 2}};
}

/* The program, for whoever has to find out. */
static void print_program(const struct program *r)
{
    for (int p = 0; p < PROGRAMS; p++) {
        print_message("%d:", p);
        for (const struct line *l = r->line[p]; l->kind != DO_END; l++) {
            print_message(" %d", l->kind);
            if (l->op)
                print_message("/%s", seep_op_name(l->op));
            print_message("(%c %d)", 'A' + l->obj, (int)l->value);
            for (uint32_t i = 0; i < l->narms; i++)
                print_message("%s%c", l->arms[i].dir ? "!" : "?",
                              'A' + l->arms[i].obj);
            print_message("%s", l->has_default ? "else" : "");
        }
        print_message("\n");
    }
}

/* What it took, over all programs that were compared. */
static struct tally {
    uint64_t programs, skipped, dfs, dpor, redundant;
} tally;

static void assert_same_outcomes(uint64_t number)
{
    static struct explored all, few;
    static struct program r;

    make(&r, number);
    explore_dfs(&all, &r.scenario, SEEP_DFS_UNBOUNDED, MOST_RUNS);
    tally.skipped += !all.all;
    if (!all.all)
        return; /* too many to tell */
    explore_dpor(&few, &r.scenario, MOST_RUNS);
    tally.programs++;
    tally.dfs += all.runs;
    tally.dpor += few.runs;
    tally.redundant += few.redundant;
    if (few.noutcomes != all.noutcomes || !few.all ||
        memcmp(few.outcome, all.outcome, all.noutcomes * sizeof *all.outcome)) {
        print_program(&r);
        fail_msg("program %llu: %u outcomes in %u runs, dpor %u in %u + %u%s",
                 (unsigned long long)number, all.noutcomes, all.runs,
                 few.noutcomes, few.runs, few.redundant,
                 few.all ? "" : ", cut");
    }
}

/* Of those that take from a counter, any may be the one that leaves nothing;
 * here each of the three dones can be one too many. */
TEST(any_done_can_be_the_last_one)
{
    static struct explored all;
    const struct line two[] = {DONE(A), DONE(A), END};
    const struct line back[] = {DONE(A), ADD(A, 1), END};
    const struct line body[] = {ADD(A, 2), GO(two), GO(back), END};
    const struct scenario sc = {.body = body};

    explore_dfs(&all, &sc, SEEP_DFS_UNBOUNDED, 1000);
    assert_int_equal(dpor(body).noutcomes, all.noutcomes);
    assert_in_range(dpor(body).failed, 2, all.runs);
}

TEST(dpor_misses_no_outcome)
{
    const char *n = getenv("SEEP_PROGRAMS");
    uint64_t first =
        getenv("SEEP_FIRST") ? strtoull(getenv("SEEP_FIRST"), NULL, 10) : 0;
    uint64_t programs = n ? strtoull(n, NULL, 10) : 500;

    for (uint64_t i = first; i < first + programs; i++)
        assert_same_outcomes(i);
    print_message("# %llu programs, %llu too large: dfs %llu runs, dpor %llu "
                  "and %llu redundant\n",
                  (unsigned long long)tally.programs,
                  (unsigned long long)tally.skipped,
                  (unsigned long long)tally.dfs, (unsigned long long)tally.dpor,
                  (unsigned long long)tally.redundant);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_of_locks_is_found_and_its_repair_proven),
        cmocka_unit_test(the_two_ends_of_a_channel_commute),
        cmocka_unit_test(who_waits_while_time_passes_can_have_come_first),
        cmocka_unit_test(who_is_done_before_whom_is_added_does_not_matter),
        cmocka_unit_test(a_counter_that_could_fall_below_zero_is_looked_at),
        cmocka_unit_test(any_done_can_be_the_last_one),
        cmocka_unit_test(dpor_misses_no_outcome),
    };

    return cmocka_run_group_tests_name("dpor", tests, NULL, NULL);
}
