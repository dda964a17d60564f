/* random_script.c - see random_script.h. */
#include "random_script.h"

/* The last leaves room for what closes what was opened, and for END. */
enum { MOST_HELD = 3, LAST_LINE = RANDOM_LINES - 9 };

static const char *const name[RANDOM_PROGRAMS] = {"body", "one", "two", "three",
                                                  "four"};

static uint32_t below(struct random_script *r, uint32_t n)
{
    return seep_rng_below(&r->rng, n);
}

static int object(struct random_script *r)
{
    return (int)below(r, 3);
}

static void add(struct random_script *r, struct line l)
{
    r->line[r->prog][r->n++] = l;
}
#define ADD_LINE(...) add(r, (struct line)__VA_ARGS__)

/* ---- a line or two ---- */

static int any_chan(struct random_script *r)
{
    switch (below(r, 12)) {
    case 0: return NIL;
    case 1:
    case 2:
    case 3: return TIMER((int)below(r, 2));
    default: return object(r);
    }
}

static void select_line(struct random_script *r)
{
    struct arm *arm = r->arm[r->prog][r->n];
    uint32_t n = 2 + below(r, RANDOM_ARMS - 1);

    for (uint32_t i = 0; i < n; i++) {
        int ch = any_chan(r);
        bool sends = ch < SCRIPT_OBJECTS && ch != NIL && below(r, 2);
        arm[i] = (struct arm){sends ? SEEP_SEND : SEEP_RECV, ch, 1 + (int)i};
    }
    ADD_LINE({.kind = DO_SELECT,
              .arms = arm,
              .narms = n,
              .has_default = !below(r, 4)});
    ADD_LINE(SAY_CASE);
}

static void chan_line(struct random_script *r)
{
    switch (below(r, 8)) {
    case 0:
    case 1: ADD_LINE(SEND(object(r), (int)below(r, 9))); break;
    case 2:
    case 3: ADD_LINE(RECV(below(r, 4) ? object(r) : TIMER(1))); break;
    case 4:
        if (!below(r, 4))
            ADD_LINE(CLOSE(object(r)));
        else
            ADD_LINE(LEN(object(r)));
        break;
    default: select_line(r);
    }
}

static void time_line(struct random_script *r)
{
    int64_t d = below(r, 4) * MS;

    switch (below(r, 7)) {
    case 0:
    case 1: ADD_LINE(SLEEP(d)); break;
    case 2: ADD_LINE(WORK(d * 12)); break;
    case 3: ADD_LINE(SYSCALL(d)); break;
    case 4: ADD_LINE(STOP((int)below(r, 2))); break;
    case 5: ADD_LINE(RESET((int)below(r, 2), d)); break;
    default:
        if (!below(r, 4))
            ADD_LINE(SPIN(1500 * 1000));
    }
}

static void any_line(struct random_script *r);

/* NOLINTNEXTLINE(misc-no-recursion): as deep as locks are held */
static void lock_lines(struct random_script *r)
{
    int m = object(r);
    const struct line pair[3][2] = {
        {LOCK(m), UNLOCK(m)},
        {RW(RW_LOCK, m), RW(RW_UNLOCK, m)},
        {RW(RLOCK, m), RW(RUNLOCK, m)},
    };
    uint32_t kind = below(r, 3);

    if (r->held == MOST_HELD)
        return;
    r->held++;
    add(r, pair[kind][0]);
    while (below(r, 3) && r->n < LAST_LINE)
        any_line(r);
    add(r, pair[kind][1]);
    r->held--;
}

static void wait_line(struct random_script *r)
{
    int o = object(r);

    switch (below(r, 10)) {
    case 0:
        ADD_LINE(DRAW(o));
        ADD_LINE(COND_WAIT(o));
        break;
    case 1:
    case 2: ADD_LINE(SIGNAL(o)); break;
    case 3: ADD_LINE(BROADCAST(o)); break;
    case 4: ADD_LINE(IO_WAIT(o, below(r, 5) * MS)); break;
    case 5: ADD_LINE(IO_OPEN(o)); break;
    case 6: ADD_LINE(IO_WAKE(o)); break;
    case 7: ADD_LINE(WAIT(A)); break;
    case 8: ADD_LINE(TRY_LOCK(o)); break;
    default: ADD_LINE(RW(TRY_RLOCK, o));
    }
}

static void shared_line(struct random_script *r)
{
    int o = object(r);

    switch (below(r, 12)) {
    case 0: ADD_LINE(READ(o)); break;
    case 1: ADD_LINE(WRITE(o, 1)); break;
    case 2: ADD_LINE(LOAD(o)); break;
    case 3: ADD_LINE(STORE(o, below(r, 2))); break;
    case 4: ADD_LINE(CAS(o, 0, 1)); break;
    case 5:
    case 6:
        ADD_LINE(MAP_BEGIN(o));
        ADD_LINE(SAY_CASE);
        break;
    case 7: ADD_LINE(KEY_DO(STORE, o)); break;
    case 8:
        ADD_LINE(SYNCMAP_DO(RANGE));
        ADD_LINE(SAY_CASE);
        break;
    case 9: ADD_LINE(MAP_DO(READ, o)); break;
    default: ADD_LINE(POOL_DO(PUT, o)); ADD_LINE(SAY_OK);
    }
}

/* Programs start later ones only, so that they do not breed. */
static void other_line(struct random_script *r)
{
    uint32_t later = r->prog + 1 + below(r, RANDOM_PROGRAMS - 1);

    switch (below(r, 12)) {
    case 0:
    case 1:
    case 2: ADD_LINE(GOSCHED); break;
    case 10:
    case 11:
        ADD_LINE(SAY_RANDOM(1 + below(r, 14)));
        ADD_LINE(SAY_RANDOM(3));
        break;
    case 3: ADD_LINE(PRINT); break;
    case 4:
        ADD_LINE(INSIDE);
        ADD_LINE(SEND(object(r), 1));
        break;
    case 5: ADD_LINE(SAY_NOW); break;
    case 6:
        if (!below(r, 8))
            ADD_LINE(GOEXIT);
        break;
    case 7:
        if (!below(r, 20))
            ADD_LINE(PANIC("so be it"));
        break;
    default:
        if (later < RANDOM_PROGRAMS)
            ADD_LINE({.kind = DO_GO_MANY,
                      .prog = r->line[later],
                      .text = name[later],
                      .value = 1 + below(r, 2)});
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): see lock_lines */
static void any_line(struct random_script *r)
{
    switch (below(r, 16)) {
    case 0:
    case 1:
    case 2:
    case 3: chan_line(r); break;
    case 4:
    case 5: time_line(r); break;
    case 6:
    case 7:
    case 8: lock_lines(r); break;
    case 9:
    case 10: wait_line(r); break;
    case 11:
    case 12: shared_line(r); break;
    default: other_line(r);
    }
}

/* ---- programs ---- */

static void begin_main(struct random_script *r)
{
    ADD_LINE(NEW_TIMER(0, (1 + below(r, 3)) * MS));
    ADD_LINE(NEW_TICKER(1, (1 + below(r, 3)) * MS));
    ADD_LINE({.kind = DO_AFTER_FUNC,
              .obj = 2,
              .value = (1 + below(r, 3)) * MS,
              .prog = r->line[4],
              .text = name[4]});
    ADD_LINE(ADD(A, 2));
    for (uint32_t i = 1; i < RANDOM_PROGRAMS - 1; i++)
        ADD_LINE({.kind = DO_GO_MANY,
                  .prog = r->line[i],
                  .text = name[i],
                  .value = 1 + below(r, 2)});
}

static void make(struct random_script *r, uint32_t prog)
{
    uint32_t least = prog ? 3 : 8;

    r->prog = prog;
    r->n = 0;
    if (!prog)
        begin_main(r);
    least += below(r, 10);
    while (r->n < least)
        any_line(r);
    if (prog && below(r, 2))
        ADD_LINE(AGAIN(2));
    if (prog == 1)
        ADD_LINE(DONE(A));
    ADD_LINE(SAY(name[prog]));
    ADD_LINE(END);
    seep_assert(r->n <= RANDOM_LINES);
}

static void arrange(struct script *w)
{
    for (int i = 0; i < SCRIPT_OBJECTS; i++)
        w->map[i].places = 3;
    w->syncmap.places = 4;
    w->timer[0].t.legacy = true;
}

void random_script(struct random_script *r, uint64_t number)
{
    *r = (struct random_script){.rng = seep_rng_stream(number, 77)};
    for (uint32_t i = RANDOM_PROGRAMS; i-- > 0;)
        make(r, i);
    r->scenario = (struct scenario){.body = r->line[0],
                                    .max_steps = 400000,
                                    .drain = 50 * MS,
                                    .arrange = arrange};
    r->scenario.cap[B] = 1;
    r->scenario.cap[C] = 3;
}
