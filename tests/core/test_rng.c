/* Random streams: reproducible, apart from one another, uniform. */
#include "core/rng.h"
#include "script_run.h"

TEST(the_generator_is_splitmix64)
{
    /* the first words for seed 1234567, from the authors' own program */
    const uint64_t known[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821)};
    struct seep_rng r = {1234567};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(seep_rng_next(&r) == known[i]);
}

TEST(a_stream_is_made_by_seed_and_purpose)
{
    struct seep_rng a = seep_rng_stream(7, 1), b = seep_rng_stream(7, 1);
    struct seep_rng c = seep_rng_stream(7, 2), d = seep_rng_stream(8, 1);
    uint64_t v = seep_rng_next(&a);

    assert_true(v == seep_rng_next(&b));
    assert_true(v != seep_rng_next(&c));
    assert_true(v != seep_rng_next(&d));
}

TEST(below_one_is_zero)
{
    struct seep_rng r = seep_rng_stream(1, 1);

    for (int i = 0; i < 100; i++)
        assert_int_equal(seep_rng_below(&r, 1), 0);
}

TEST(below_is_uniform)
{
    enum { N = 7, DRAWS = 70000 };
    struct seep_rng r = seep_rng_stream(1, 1);
    int seen[N] = {0};

    for (int i = 0; i < DRAWS; i++)
        seen[seep_rng_below(&r, N)]++;
    for (int i = 0; i < N; i++)
        assert_in_range(seen[i], 9500, 10500); /* 5 sigma */
}

TEST(below_rejects_the_short_tail)
{
    const uint32_t n = UINT32_C(3) << 30; /* a quarter is rejected */
    struct seep_rng r = seep_rng_stream(1, 1);
    int low = 0;

    for (int i = 0; i < 30000; i++) {
        uint32_t v = seep_rng_below(&r, n);
        assert_true(v < n);
        low += v < n / 3;
    }
    assert_in_range(low, 9500, 10500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_generator_is_splitmix64),
        cmocka_unit_test(a_stream_is_made_by_seed_and_purpose),
        cmocka_unit_test(below_one_is_zero),
        cmocka_unit_test(below_is_uniform),
        cmocka_unit_test(below_rejects_the_short_tail),
    };

    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
