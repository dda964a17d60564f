/* Schedules as lists of deviations, and of the paths of goroutines. */
#include <stdlib.h>

#include "core/gmp.h"
#include "schedule_lines.h"

TEST(a_copy_is_equal_and_apart)
{
    struct seep_schedule a, b;

    read_into(&a, "seep1/5f3a9c01/s7/p3/n2/q/f/main.1@3-main.2,main.2.4@5s1");
    read_into(&b, "seep1/00000000/s1/p1/n1/load.9@3-main.9");
    assert_int_equal(seep_schedule_copy(&b, &a), SEEP_OK);
    assert_text(&b, "seep1/5f3a9c01/s7/p3/n2/q/f/main.1@3-main.2,"
                    "main.2.4@5s1");
    seep_schedule_clear(&a);
    assert_text(&a, "seep1/5f3a9c01/s7/p3/n2/q/f/-");
    assert_int_equal(b.n, 2);
    seep_schedule_fini(&a);
    seep_schedule_fini(&b);
}

TEST(paths_are_interned)
{
    struct seep_schedule s;

    seep_schedule_init(&s);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 1000; i++) {
            uint32_t p = seep_schedule_path(&s, SEEP_PATH_MAIN, i + 1);
            assert_int_equal(p, SEEP_PATH_FIRST + i);
        }
    assert_int_equal(s.npath, SEEP_PATH_FIRST + 1000);
    assert_int_not_equal(seep_schedule_path(&s, SEEP_PATH_LOAD, 1),
                         seep_schedule_path(&s, SEEP_PATH_MAIN, 1));
    seep_schedule_fini(&s);
}

/* A path is that of one goroutine and of no other. */
TEST(goroutines_are_told_by_their_paths)
{
    const struct line leaf[] = {SLEEP(SECOND), END};
    const struct line twig[] = {GO_MANY(leaf, 2), SLEEP(SECOND), END};
    const struct line branch[] = {GO_MANY(twig, 2), END}; /* dies early */
    const struct line body[] = {GO_MANY(branch, 3), SLEEP(SECOND), END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);
    struct seep_schedule s;
    char path[64];

    seep_schedule_init(&s);
    while (w->sim.now == 0 && seep_sim_step(&w->sim))
        if (w->sim.nlive == 1 + 6 + 12)
            break;
    assert_int_equal(w->sim.nlive, 1 + 6 + 12);
    for (struct seep_g *g = w->sim.all_first; g; g = g->all_next) {
        struct seep_deviation d = {.kind = SEEP_CHOICE_SELECT, .pick = 1};
        d.who = seep_schedule_path_of(&s, &w->sim, g);
        for (struct seep_g *h = w->sim.all_first; h; h = h->all_next)
            assert_int_equal(seep_schedule_names(&s, d.who, &w->sim, h),
                             g == h);
        assert_int_equal(seep_schedule_add(&s, &d), SEEP_OK);
        (void)seep_g_path(g, path, sizeof path);
        char *text = seep_schedule_text(&s);
        assert_memory_equal(strrchr(text, g == w->sim.main ? '/' : ',') + 1,
                            path, strlen(path));
        free(text);
    }
    assert_int_equal(seep_schedule_path_of(&s, &w->sim, NULL), SEEP_PATH_CLOCK);
    seep_schedule_fini(&s);
}

/* The goroutine that loads a script is a main too, once. */
TEST(children_of_the_load_are_not_main_s)
{
    const struct line stays[] = {SLEEP(SECOND), END};
    const struct line load[] = {GO(stays), GOSCHED, END};
    const struct line body[] = {GO(stays), SLEEP(SECOND), END};
    const struct scenario sc = {.body = load, .drain = NO_DRAIN};
    struct script *w = script_open(script_arena(0), &sc, NULL);
    struct seep_options opt = script_options(&sc);
    struct seep_schedule s;

    (void)script_finish(w);
    assert_int_equal(w->sim.nlive, 1);
    struct seep_g *old = w->sim.all_first;
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_OK);
    struct fake *f = script_prepare(w, body, "body", NULL);
    assert_int_equal(seep_sim_start(&w->sim, &f->g), SEEP_OK);
    while (w->sim.nlive < 3)
        (void)seep_sim_step(&w->sim);
    struct seep_g *child = w->sim.all_last;
    seep_schedule_init(&s);
    uint32_t of_load = seep_schedule_path_of(&s, &w->sim, old);
    uint32_t of_main = seep_schedule_path_of(&s, &w->sim, child);
    assert_int_equal(s.path[of_load].up, SEEP_PATH_LOAD);
    assert_int_equal(s.path[of_main].up, SEEP_PATH_MAIN);
    assert_true(seep_schedule_names(&s, of_load, &w->sim, old));
    assert_false(seep_schedule_names(&s, of_load, &w->sim, child));
    assert_false(seep_schedule_names(&s, of_main, &w->sim, old));
    seep_schedule_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_equal_and_apart),
        cmocka_unit_test(paths_are_interned),
        cmocka_unit_test(goroutines_are_told_by_their_paths),
        cmocka_unit_test(children_of_the_load_are_not_main_s),
    };

    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
