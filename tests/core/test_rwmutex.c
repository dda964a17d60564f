/* sync.RWMutex: who waits for whom, and as what; orders; misuse. */
#include "script_run.h"

static const struct line reader[] = {RW(RLOCK, A), SAY_MINE, SLEEP(MS),
                                     RW(RUNLOCK, A), END};
static const struct line writer[] = {RW(RW_LOCK, A),   SAY("writer"),
                                     SLEEP(MS),        SAY("out"),
                                     RW(RW_UNLOCK, A), END};

/* How many wait for that reason in the world that has ended. */
static uint32_t waiting(struct script *w, enum seep_wait_reason why)
{
    uint32_t n = 0;

    for (struct seep_g *g = w->sim.all_first; g; g = g->all_next)
        n += g->status == SEEP_G_WAITING && g->wait == why;
    return n;
}

TEST(readers_read_together)
{
    const struct line body[] = {GO_MANY(reader, 3), SLEEP(5 * MS), SAY_NOW,
                                END};

    assert_run(PASS, "3 1 2 @5", .body = body);
}

TEST(a_writer_is_alone)
{
    const struct line body[] = {GO_MANY(writer, 3), END};

    for (uint64_t seed = 0; seed < 10; seed++)
        assert_run(PASS, "writer out writer out writer out", .body = body,
                   .random = seed > 0, .seed = seed);
}

TEST(a_waiting_writer_keeps_new_readers_out)
{
    const struct line late[] = {RW(RLOCK, A), SAY("late"), RW(RUNLOCK, A), END};
    const struct line body[] = {RW(RLOCK, A),   GO(writer), GOSCHED,
                                GO(late),       GOSCHED,    SAY("first"),
                                RW(RUNLOCK, A), END};

    assert_run(PASS, "first writer out late", .body = body);
}

TEST(a_recursive_read_lock_deadlocks_when_a_writer_comes_in_between)
{
    const struct line body[] = {RW(RLOCK, A), GO(writer), GOSCHED, RW(RLOCK, A),
                                END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(waiting(w, SEEP_WAIT_RWMUTEX_RLOCK), 1);
    assert_int_equal(waiting(w, SEEP_WAIT_RWMUTEX_LOCK), 1);
}

TEST(a_second_writer_waits_as_for_a_mutex)
{
    const struct line body[] = {RW(RLOCK, A),   GO_MANY(writer, 2), GOSCHED,
                                RW(RW_LOCK, B), RW(RW_LOCK, B),     END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(waiting(w, SEEP_WAIT_RWMUTEX_LOCK), 1);
    assert_int_equal(waiting(w, SEEP_WAIT_MUTEX_LOCK), 2); /* and main */
}

TEST(an_unlock_lets_all_waiting_readers_in_before_the_next_writer)
{
    const struct line body[] = {
        RW(RW_LOCK, A),   GO(writer),         GOSCHED, GO_WITH(reader, 1),
        GOSCHED,          GO_WITH(reader, 2), GOSCHED, SAY("main"),
        RW(RW_UNLOCK, A), SLEEP(9 * MS),      END};

    assert_run(PASS, "main 1 2 writer out", .body = body);
}

TEST(the_last_of_several_readers_lets_the_writer_in)
{
    const struct line slow[] = {RW(RLOCK, A), SLEEP(3 * MS), SAY("slow"),
                                RW(RUNLOCK, A), END};
    const struct line body[] = {GO_WITH(reader, 1), GO(slow),      GOSCHED,
                                GO(writer),         SLEEP(9 * MS), END};

    assert_run(PASS, "1 slow writer out", .body = body);
}

TEST(tries_never_wait)
{
    const struct line body[] = {RW(RW_TRY_LOCK, A),
                                SAY_OK,
                                RW(RW_TRY_LOCK, A),
                                SAY_OK,
                                RW(TRY_RLOCK, A),
                                SAY_OK,
                                RW(RW_UNLOCK, A),
                                RW(TRY_RLOCK, A),
                                SAY_OK,
                                RW(TRY_RLOCK, A),
                                SAY_OK,
                                RW(RW_TRY_LOCK, A),
                                SAY_OK,
                                RW(RUNLOCK, A),
                                RW(RUNLOCK, A),
                                RW(RW_TRY_LOCK, A),
                                SAY_OK,
                                END};

    assert_run(PASS, "yes no no yes yes no yes", .body = body);
}

TEST(any_goroutine_may_unlock)
{
    const struct line other[] = {RW(RUNLOCK, A), RW(RW_LOCK, A), END};
    const struct line body[] = {
        RW(RLOCK, A), GO(other), GOSCHED, RW(RW_UNLOCK, A),
        RW(RLOCK, A), SAY("in"), END};

    assert_run(PASS, "in", .body = body);
}

TEST(misuse_is_fatal)
{
    const struct line unlock[] = {RW(RW_UNLOCK, A), END};
    const struct line runlock[] = {RW(RUNLOCK, A), END};
    const struct line readers[] = {RW(RLOCK, A), RW(RW_UNLOCK, A), END};
    struct outcome o = RUN(.body = unlock);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_FATAL);
    assert_string_equal(o.verdict.text, "sync: Unlock of unlocked RWMutex");
    o = RUN(.body = readers);
    assert_string_equal(o.verdict.text, "sync: Unlock of unlocked RWMutex");
    o = RUN(.body = runlock);
    assert_int_equal(o.verdict.kind, SEEP_VERDICT_FATAL);
    assert_string_equal(o.verdict.text, "sync: RUnlock of unlocked RWMutex");
}

/* Who gives up waiting must not keep others out. */
TEST(a_lock_where_nobody_can_wait_is_taken_back)
{
    const struct line hold[] = {RW(RLOCK, A), SLEEP(MS), RW(RUNLOCK, A), END};
    const struct line body[] = {
        GO(hold),         GOSCHED,          INSIDE,
        RW(RW_LOCK, A),   RW(TRY_RLOCK, A), SAY_OK,
        RW(RUNLOCK, A),   SLEEP(2 * MS),    RW(RW_TRY_LOCK, A),
        SAY_OK,           INSIDE,           RW(RLOCK, A),
        INSIDE,           RW(RW_LOCK, A),   RW(RW_UNLOCK, A),
        RW(TRY_RLOCK, A), SAY_OK,           END};

    assert_run(PASS,
               "cannot block here yes yes cannot block here cannot block here "
               "yes",
               .body = body);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(readers_read_together),
        UNIT(a_writer_is_alone),
        UNIT(a_waiting_writer_keeps_new_readers_out),
        UNIT(a_recursive_read_lock_deadlocks_when_a_writer_comes_in_between),
        UNIT(a_second_writer_waits_as_for_a_mutex),
        UNIT(an_unlock_lets_all_waiting_readers_in_before_the_next_writer),
        UNIT(the_last_of_several_readers_lets_the_writer_in),
        UNIT(tries_never_wait),
        UNIT(any_goroutine_may_unlock),
        UNIT(misuse_is_fatal),
        UNIT(a_lock_where_nobody_can_wait_is_taken_back),
    };

    return cmocka_run_group_tests_name("rwmutex", tests, NULL, NULL);
}
