/* Goroutines' names, paths and families. */
#include "core/explain.h"
#include "script_run.h"

/* g becomes a new child of parent. */
static void adopt(struct seep_arena *a, struct seep_g *parent, struct seep_g *g)
{
    struct seep_kin *up = seep_g_kin(a, parent);

    memset(g, 0, sizeof *g);
    seep_g_born(g, up);
}

/* As the core does when a goroutine ends. */
static void end(struct seep_arena *a, struct seep_g *g)
{
    seep_g_orphan(a, g);
}

TEST(states_and_reasons_have_go_s_names)
{
    assert_string_equal(seep_wait_text(SEEP_WAIT_NONE), "");
    assert_string_equal(seep_wait_text(SEEP_WAIT_CHAN_RECV), "chan receive");
    assert_string_equal(seep_wait_text(SEEP_WAIT_CHAN_SEND_NIL),
                        "chan send (nil chan)");
    assert_string_equal(seep_wait_text(SEEP_WAIT_SELECT_NO_CASES),
                        "select (no cases)");
    assert_string_equal(seep_wait_text(SEEP_WAIT_MUTEX_LOCK),
                        "sync.Mutex.Lock");
    assert_string_equal(seep_wait_text(SEEP_WAIT_WG_WAIT),
                        "sync.WaitGroup.Wait");
    assert_string_equal(seep_g_status_text(SEEP_G_NEW), "idle");
    assert_string_equal(seep_g_status_text(SEEP_G_DEAD), "dead");
}

TEST(a_path_names_each_ancestor_s_which_child)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g root = {0}, first, second, grandchild;
    char path[64];

    adopt(a, &root, &first);
    adopt(a, &root, &second);
    adopt(a, &second, &grandchild);
    assert_int_equal(seep_g_path(&root, path, sizeof path), 4);
    assert_string_equal(path, "main");
    seep_g_path(&first, path, sizeof path);
    assert_string_equal(path, "main.1");
    assert_int_equal(seep_g_path(&grandchild, path, sizeof path), 8);
    assert_string_equal(path, "main.2.1");
}

TEST(a_path_that_does_not_fit_is_cut_and_its_length_told)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g root = {0}, child, grandchild;
    char path[64];

    adopt(a, &root, &child);
    adopt(a, &child, &grandchild);
    for (size_t size = 1; size < 10; size++) {
        memset(path, '#', sizeof path);
        assert_int_equal(seep_g_path(&grandchild, path, size), 8);
        assert_int_equal(strlen(path), size - 1 < 8 ? size - 1 : 8);
        assert_memory_equal(path, "main.1.1", strlen(path));
        assert_int_equal(path[size], '#');
    }
    assert_int_equal(seep_g_path(&grandchild, NULL, 0), 8);
}

TEST(a_path_outlives_the_ancestors)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g root = {0}, child, grandchild;
    char path[64];

    adopt(a, &root, &child);
    adopt(a, &child, &grandchild);
    end(a, &root);
    end(a, &child);
    seep_g_path(&grandchild, path, sizeof path);
    assert_string_equal(path, "main.1.1");
    end(a, &grandchild);
    assert_int_equal(seep_arena_stats(a).live, 0);
}

TEST(kin_is_made_once_and_remembers_the_goroutine)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g g = {.id = 5, .name = 3, .site = 9, .index = 2};
    struct seep_kin *k = seep_g_kin(a, &g);

    assert_ptr_equal(seep_g_kin(a, &g), k);
    assert_int_equal(k->id, 5);
    assert_int_equal(k->name, 3);
    assert_int_equal(k->site, 9);
    assert_int_equal(k->index, 2);
    assert_int_equal(k->refs, 1);
    assert_null(k->up);
}

TEST(a_family_is_freed_with_its_last_member)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g root = {0}, child[3];

    for (int i = 0; i < 3; i++)
        adopt(a, &root, &child[i]);
    assert_int_equal(root.kin->refs, 4);
    end(a, &child[1]);
    end(a, &root);
    end(a, &child[0]);
    assert_true(seep_arena_stats(a).live > 0);
    end(a, &child[2]);
    assert_int_equal(seep_arena_stats(a).live, 0);
}

TEST(kin_that_cannot_be_made_is_null)
{
    struct seep_arena *a = script_arena(0);
    struct seep_g g = {0};

    seep_arena_fail_nth(a, 1, false);
    assert_null(seep_g_kin(a, &g));
    assert_non_null(seep_g_kin(a, &g));
}

/* ---- in a run ---- */

TEST(paths_are_the_same_whoever_runs_first)
{
    const struct line leaf[] = {RECV(NIL), END};
    const struct line branch[] = {GO(leaf), GO(leaf), RECV(NIL), END};
    const struct line body[] = {GO(branch), GO(leaf), RECV(NIL), END};
    const char *const expected[] = {"main", "main.1", "main.1.1", "main.1.2",
                                    "main.2"};

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct script *w = ENDED(.body = body, .random = true, .seed = seed);
        int found = 0;
        for (struct seep_g *g = w->sim.all_first; g; g = g->all_next)
            for (int i = 0; i < 5; i++) {
                char path[64];
                seep_g_path(g, path, sizeof path);
                found += !strcmp(path, expected[i]);
            }
        assert_int_equal(found, 5);
    }
}

/* Each the child of the one before, as deep as memory allows: nothing may
 * take stack for each of them. */
TEST(a_very_long_line_of_ancestors_has_a_path)
{
    enum { DEPTH = 500 * 1000 };
    struct seep_arena *a = script_arena(0);
    struct seep_g *g = seep_arena_calloc(a, sizeof *g);
    char path[16];

    for (int i = 0; i < DEPTH; i++) {
        struct seep_g *child = seep_arena_alloc(a, sizeof *child);
        adopt(a, g, child);
        end(a, g);
        seep_arena_release(a, g, sizeof *g);
        g = child;
    }
    assert_int_equal(seep_g_path(g, path, sizeof path), 4 + 2 * DEPTH);
    assert_string_equal(path, "main.1.1.1.1.1.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_and_reasons_have_go_s_names),
        cmocka_unit_test(a_path_names_each_ancestor_s_which_child),
        cmocka_unit_test(a_path_that_does_not_fit_is_cut_and_its_length_told),
        cmocka_unit_test(a_path_outlives_the_ancestors),
        cmocka_unit_test(kin_is_made_once_and_remembers_the_goroutine),
        cmocka_unit_test(a_family_is_freed_with_its_last_member),
        cmocka_unit_test(kin_that_cannot_be_made_is_null),
        cmocka_unit_test(paths_are_the_same_whoever_runs_first),
        cmocka_unit_test(a_very_long_line_of_ancestors_has_a_path),
    };

    return cmocka_run_group_tests_name("goroutine", tests, NULL, NULL);
}
