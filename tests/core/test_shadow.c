/* Shadows: found again, and bounded in what they keep. */
#include <stdlib.h>

#include "core/object.h"
#include "core/shadow.h"
#include "script_run.h"

static struct seep_object object(uint32_t id, enum seep_object_kind kind)
{
    return (struct seep_object){.magic = SEEP_OBJECT_MAGIC | kind, .id = id};
}

TEST(an_object_has_one_shadow)
{
    struct seep_shadows s = {0};
    struct seep_object near = object(3, SEEP_OBJ_SHARED);
    struct seep_object far = object(5000, SEEP_OBJ_MUTEX);

    seep_shadow_of(&s, &near)->holder = 7;
    seep_shadow_of(&s, &far)->holder = 8;
    assert_int_equal(seep_shadow_of(&s, &near)->holder, 7);
    assert_ptr_equal(seep_shadow_find(&s, 3), seep_shadow_of(&s, &near));
    assert_ptr_equal(seep_shadow_find(&s, 5000), seep_shadow_of(&s, &far));
    assert_true(seep_shadow_find(&s, 5000)->plain);
    assert_false(seep_shadow_find(&s, 3)->plain);
    seep_shadows_fini(&s);
}

TEST(what_was_never_seen_has_none)
{
    struct seep_shadows s = {0};
    struct seep_object o = object(10, SEEP_OBJ_CHAN);

    assert_null(seep_shadow_find(&s, 10));
    assert_non_null(seep_shadow_of(&s, &o));
    assert_null(seep_shadow_find(&s, 9));
    assert_null(seep_shadow_find(&s, 11));
    seep_shadows_clear(&s);
    assert_null(seep_shadow_find(&s, 10));
    assert_int_equal(seep_shadow_of(&s, &o)->stamp.g, 0);
    seep_shadows_fini(&s);
}

/* Beyond its bound nothing is taken; what is there stays. */
TEST(too_much_is_refused)
{
    const size_t bound = 128 << 20;
    struct seep_shadows s = {.bytes = bound};
    struct seep_object o = object(1, SEEP_OBJ_CHAN);
    struct seep_accesses *side = &seep_shadow_of(&s, &o)->touched[0];
    struct seep_slots q = {0};

    for (uint32_t g = 1; g < 3; g++)
        assert_true(seep_shadow_keep(
            &s, side, &(struct seep_access){.g = g, .tick = 1}, NULL));
    assert_int_equal(s.bytes, bound + seep_accesses_bytes(side));
    assert_false(seep_shadow_keep(
        &s, side, &(struct seep_access){.g = 3, .tick = 1}, NULL));
    assert_null(seep_shadow_slot(&s, &q, 0, 4));
    assert_int_equal(seep_accesses_next(side, NULL)->tick, 1);

    s.bytes = 0;
    struct seep_stamp *slot = seep_shadow_slot(&s, &q, 0, 4);
    assert_non_null(slot);
    s.bytes = bound + 1;
    assert_ptr_equal(seep_shadow_slot(&s, &q, 4, 4), slot);
    free(q.stamp);
    s.bytes = 0;
    seep_shadows_fini(&s);
}

/* Slots come as they are used, up to the capacity and not beyond. */
TEST(slots_are_made_as_they_are_reached)
{
    struct seep_shadows s = {0};
    struct seep_slots q = {0};

    seep_shadow_slot(&s, &q, 0, 1000)->g = 1;
    assert_in_range(q.n, 1, 100);
    seep_shadow_slot(&s, &q, 999, 1000)->g = 2;
    assert_int_equal(q.n, 1000);
    assert_int_equal(s.bytes, 1000 * sizeof(struct seep_stamp));
    assert_int_equal(seep_shadow_slot(&s, &q, 1000, 1000)->g, 1);
    assert_int_equal(seep_shadow_slot(&s, &q, 1999, 1000)->g, 2);
    assert_int_equal(seep_shadow_slot(&s, &q, 500, 1000)->g, 0);
    free(q.stamp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_has_one_shadow),
        cmocka_unit_test(what_was_never_seen_has_none),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(slots_are_made_as_they_are_reached),
    };

    return cmocka_run_group_tests_name("shadow", tests, NULL, NULL);
}
