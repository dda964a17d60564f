/* Maps: the flag, the fatal errors, where iterations begin, races. */
#include "core/gomap.h"
#include "core/race.h"
#include "script_run.h"

#define assert_fatal(words, ...)                                               \
    do {                                                                       \
        struct outcome o_ = RUN(__VA_ARGS__);                                  \
        assert_int_equal(o_.verdict.kind, SEEP_VERDICT_FATAL);                 \
        assert_string_equal(o_.verdict.text, words);                           \
    } while (0)

static void of_four_places(struct script *w)
{
    w->map[A].places = 4;
}

#define WRITES(m) MAP_DO(WRITE, m), MAP_DO(WRITTEN, m)
/* Between the two steps of its write others run. */
#define WRITES_SLOWLY(m) MAP_DO(WRITE, m), GOSCHED, MAP_DO(WRITTEN, m)

TEST(one_after_the_other_nothing_is_fatal)
{
    const struct line worker[] = {WRITES(A), MAP_DO(READ, A), MAP_BEGIN(A),
                                  MAP_DO(NEXT, A), END};
    const struct line body[] = {GO(worker),     GOSCHED,   MAP_DO(READ, A),
                                MAP_DO(LEN, A), WRITES(A), END};

    assert_run(PASS, "", .body = body);
}

TEST(whoever_comes_into_a_write_ends_the_run)
{
    const struct line worker[] = {WRITES_SLOWLY(A), END};
    const struct line writes[] = {GO(worker), GOSCHED, WRITES(A), END};
    const struct line reads[] = {GO(worker), GOSCHED, MAP_DO(READ, A), END};
    const struct line iterates[] = {GO(worker), MAP_BEGIN(A), GOSCHED,
                                    MAP_DO(NEXT, A), END};
    const struct line counts[] = {GO(worker), GOSCHED, MAP_DO(LEN, A), END};
    const struct line another[] = {GO(worker), GOSCHED, WRITES(B), END};

    assert_fatal("concurrent map writes", .body = writes);
    assert_fatal("concurrent map read and map write", .body = reads);
    assert_fatal("concurrent map iteration and map write", .body = iterates);
    assert_run(PASS, "", .body = counts);
    assert_run(PASS, "", .body = another);
}

TEST(an_iteration_begins_at_any_place)
{
    const struct line body[] = {MAP_BEGIN(A), SAY_CASE, END};
    bool seen[4] = {false};

    for (uint64_t seed = 0; seed < 64; seed++) {
        struct outcome o = RUN(.body = body, .arrange = of_four_places,
                               .seed = seed, .random = seed % 2);
        int place = 0;
        assert_int_equal(sscanf(o.said, "case%d", &place), 1);
        assert_in_range(place, 1, 4);
        seen[place - 1] = true;
    }
    assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
}

static void range_of_four(struct script *w)
{
    w->syncmap.places = 4;
}

TEST(a_range_begins_at_any_place_too)
{
    const struct line body[] = {SYNCMAP_DO(RANGE), SAY_CASE, END};
    bool seen[4] = {false};

    for (uint64_t seed = 0; seed < 64; seed++) {
        int place = 0;
        struct outcome o =
            RUN(.body = body, .arrange = range_of_four, .seed = seed);
        assert_int_equal(sscanf(o.said, "case%d", &place), 1);
        assert_in_range(place, 1, 4);
        seen[place - 1] = true;
    }
    assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
}

TEST(an_update_that_does_not_apply_is_a_poll)
{
    const struct line changes[] = {UPDATE(A, true), SAY_OK, END};
    const struct line polls[] = {UPDATE(A, false), AGAIN(0), END};

    assert_run(PASS, "yes", .body = changes);
    assert_run(LIVELOCK, "", .body = polls);
}

TEST(of_one_place_or_none_there_is_no_choice)
{
    const struct line body[] = {MAP_BEGIN(A), SAY_CASE, END};

    assert_run(PASS, "case1", .body = body);
}

static size_t races(const struct line *body)
{
    struct seep_race *r = seep_race_new(NULL);
    const struct scenario sc = {.body = body};
    struct script *w = script_open(script_arena(0), &sc, seep_race_observer(r));

    (void)script_finish(w);
    size_t n = seep_race_count(r);
    seep_race_free(r);
    return n;
}

TEST(writes_race_with_everything_else)
{
    const struct line worker[] = {WRITES(A), END};
    const struct line writes[] = {GO(worker), WRITES(A), SLEEP(1), END};
    const struct line reads[] = {GO(worker), MAP_DO(READ, A), SLEEP(1), END};
    const struct line counts[] = {GO(worker), MAP_DO(LEN, A), SLEEP(1), END};
    const struct line iterates[] = {GO(worker), MAP_BEGIN(A), SLEEP(1), END};
    const struct line slow[] = {WRITES_SLOWLY(A), END};
    const struct line fatal[] = {GO(slow), GOSCHED, MAP_DO(READ, A), END};
    const struct line looks[] = {MAP_DO(READ, A), MAP_BEGIN(A), END};
    const struct line fine[] = {WRITES(A),    GO(looks), MAP_DO(READ, A),
                                MAP_BEGIN(A), SLEEP(1),  END};

    assert_int_equal(races(writes), 1);
    assert_int_equal(races(reads), 1);
    assert_int_equal(races(counts), 1);
    assert_int_equal(races(iterates), 1);
    assert_int_equal(races(fatal), 1);
    assert_int_equal(races(fine), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_the_other_nothing_is_fatal),
        cmocka_unit_test(whoever_comes_into_a_write_ends_the_run),
        cmocka_unit_test(an_iteration_begins_at_any_place),
        cmocka_unit_test(a_range_begins_at_any_place_too),
        cmocka_unit_test(an_update_that_does_not_apply_is_a_poll),
        cmocka_unit_test(of_one_place_or_none_there_is_no_choice),
        cmocka_unit_test(writes_race_with_everything_else),
    };

    return cmocka_run_group_tests_name("gomap", tests, NULL, NULL);
}
