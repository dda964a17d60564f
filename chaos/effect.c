/* effect.c - what each fault does. */
#include "core/arena.h"
#include "core/chan.h"
#include "core/cond.h"
#include "core/perform.h"
#include "chaos.h"

/* ---- where it can do anything ---- */

static struct seep_chan *plain_chan(const struct seep_object *o)
{
    struct seep_chan *ch = (struct seep_chan *)(uintptr_t)o;

    return o && seep_object_kind(o) == SEEP_OBJ_CHAN &&
                   ch->role == SEEP_CHAN_PLAIN
               ? ch
               : NULL;
}

/* Can messages get lost on it? */
static bool is_lossy(const struct seep_rule *r, const struct seep_chan *ch)
{
    return ch && !ch->closed && (ch->lossy || r->unsound);
}

static bool is_open_chan(const struct seep_chan *ch)
{
    return ch && !ch->closed;
}

/* Is something in its buffer that can be overtaken? */
static bool can_overtake(const struct seep_chan *ch)
{
    return ch->len && ch->len + ch->taken < ch->cap;
}

/* Would it go through, and a second one behind it? */
static bool has_room_for_two(const struct seep_chan *ch)
{
    const struct seep_waiter *r = ch->q[SEEP_RECV].first;

    return r ? r->next || ch->cap : ch->len + 2 <= ch->cap;
}

static bool can_skip(const struct seep_g *g)
{
    const struct seep_cond *c = (const struct seep_cond *)g->op.obj;

    return c->nleft < SEEP_COND_LEFT &&
           (int32_t)((uint32_t)g->op.arg - c->served) >= 0;
}

bool seep__effect_fits(const struct seep_rule *r, const struct seep_g *g,
                       const struct seep_object *o)
{
    const struct seep_chan *ch = plain_chan(o);

    switch ((enum seep_fault_kind)r->fault) {
    case SEEP_FAULT_CLOSE: return is_open_chan(ch);
    case SEEP_FAULT_DROP: return is_lossy(r, ch);
    case SEEP_FAULT_DUPLICATE: return is_lossy(r, ch) && has_room_for_two(ch);
    case SEEP_FAULT_REORDER: return is_lossy(r, ch) && can_overtake(ch);
    case SEEP_FAULT_FILL: return is_open_chan(ch) && ch->cap && !ch->taken;
    case SEEP_FAULT_SPURIOUS: return can_skip(g);
    case SEEP_FAULT_SLOW: return g->op.ncase ? r->by[1] > 0 : r->factor > 1;
    default: return true;
    }
}

/* ---- to one that begins an operation ---- */

int64_t seep__span(struct seep_blow *b)
{
    struct seep_rng dice = seep_rule_dice(b->c, b->r, b->s, b->g);

    (void)seep_rng_next(&dice); /* whether it fires has been drawn */
    return seep_rule_by(b->r, &dice);
}

static bool answered(struct seep_blow *b, enum seep_outcome result)
{
    b->result = result;
    return true;
}

static bool delay(struct seep_blow *b)
{
    int64_t d = seep__span(b);

    seep__log(b, d);
    return answered(b, seep__hold(b, d, 0));
}

/* Without either it is for the script to let it go on. */
static bool keep(struct seep_blow *b)
{
    int64_t d = b->r->by[1] ? seep__span(b) : 0;

    seep__log(b, d ? d : (int64_t)b->r->steps);
    return answered(b, seep__hold(b, d, b->r->steps));
}

static bool stall(struct seep_blow *b, struct seep_p *p)
{
    int64_t d = seep__span(b);

    seep__log(b, d);
    return answered(b, seep__stall(b, p, d));
}

/* What takes time takes longer. */
static bool slow(struct seep_blow *b)
{
    struct seep_op *op = &b->g->op;

    if (op->ncase)
        return delay(b);
    double d = (double)op->arg * b->r->factor;
    seep__log(b, op->arg);
    op->arg = d < 9.2e18 ? (int64_t)d : SEEP_TIME_NEVER;
    return false;
}

/* It comes back to the hook at once, in a turn of its own, to end there. */
static bool vanish(struct seep_blow *b)
{
    seep__log(b, 0);
    seep_sim_progress(b->s);
    return answered(b, seep__hold(b, 0, 1));
}

static bool raise(struct seep_blow *b, const char *what)
{
    seep__log(b, 0);
    b->g->raise = what;
    seep_sim_progress(b->s);
    return answered(b, SEEP_PANICKED);
}

/* Once: its deferred calls are to clean up, not to be cut short again. */
static bool kill(struct seep_blow *b)
{
    b->g->killed = true;
    return b->r->bare ? vanish(b) : raise(b, seep_goexit);
}

static bool shut(struct seep_blow *b)
{
    seep__log(b, 0);
    seep_chan_shut(b->s, (struct seep_chan *)b->obj);
    seep_sim_progress(b->s);
    return false;
}

/* The done channel it came by, if any, says which. */
static bool cancel(struct seep_blow *b)
{
    const struct seep_chan *ch = (const struct seep_chan *)b->obj;
    bool by_channel = b->obj && seep_object_kind(b->obj) == SEEP_OBJ_CHAN &&
                      ch->role == SEEP_CHAN_CONTEXT;

    seep__log(b, 0);
    (void)b->c->host->cancel(b->c, b->r, by_channel ? b->obj : NULL, true);
    return false;
}

/* The sender is none the wiser. */
static bool lose(struct seep_blow *b)
{
    seep__log(b, 0);
    b->g->op.chosen = 0;
    b->g->op.ok = true;
    seep_sim_progress(b->s);
    return answered(b, SEEP_DONE);
}

static bool twice(struct seep_blow *b)
{
    struct seep_g *g = b->g;

    seep__log(b, 0);
    g->op.flags |= SEEP_OP_AGAIN;
    enum seep_outcome r = seep_perform(b->s, g);
    g->op.flags &= (uint8_t)~SEEP_OP_AGAIN;
    if (r == SEEP_DONE && seep_case_ready(&g->own))
        r = seep_perform(b->s, g);
    return answered(b, r);
}

static bool overtake(struct seep_blow *b)
{
    seep__log(b, 0);
    enum seep_outcome r = seep_perform(b->s, b->g);
    seep_chan_overtake(b->s, b->g, (struct seep_chan *)b->obj);
    return answered(b, r);
}

struct filling {
    struct seep_alarm alarm;
    struct seep_chan *ch; /* pinned */
};

static void empty(struct seep_chaos *c, struct seep_alarm *a)
{
    seep_chan_take(c->sim, ((struct filling *)a)->ch, 0);
}

static bool fill(struct seep_blow *b)
{
    struct seep_chan *ch = (struct seep_chan *)b->obj;
    struct filling *f = seep_chaos_alloc(b->c, sizeof *f);
    uint32_t most = ch->cap - (ch->len < ch->cap ? ch->len : ch->cap);
    uint32_t n = b->r->count && b->r->count < most ? b->r->count : most;

    seep__log(b, n);
    if (!f)
        return answered(b, seep_sim_no_memory(b->s, b->g));
    b->c->host->pin(b->c, b->g, ch);
    f->ch = ch;
    f->alarm.run = empty;
    if (!seep__alarm(b->c, &f->alarm, seep__span(b)))
        return answered(b, seep_sim_no_memory(b->s, b->g));
    seep_chan_take(b->s, ch, n);
    return false;
}

static bool jump(struct seep_blow *b)
{
    int64_t d = seep__span(b);

    seep__log(b, d);
    b->c->host->jump(b->c, d);
    return false;
}

static bool refuse_memory(struct seep_blow *b)
{
    seep__log(b, b->r->count);
    seep_arena_fail_nth(b->s->arena, b->r->count ? b->r->count : 1, false);
    return false;
}

static bool wake_for_nothing(struct seep_blow *b)
{
    seep__log(b, 0);
    (void)seep_cond_skip(b->g);
    return false;
}

bool seep__effect(struct seep_blow *b)
{
    switch ((enum seep_fault_kind)b->r->fault) {
    case SEEP_FAULT_DELAY: return delay(b);
    case SEEP_FAULT_PAUSE:
    case SEEP_FAULT_STARVE: return keep(b);
    case SEEP_FAULT_STALL: return stall(b, b->s->p);
    case SEEP_FAULT_GC_PAUSE: return stall(b, NULL);
    case SEEP_FAULT_SLOW: return slow(b);
    case SEEP_FAULT_PANIC: return raise(b, b->r->text);
    case SEEP_FAULT_KILL: return kill(b);
    case SEEP_FAULT_CLOSE: return shut(b);
    case SEEP_FAULT_CANCEL: return cancel(b);
    case SEEP_FAULT_DROP: return lose(b);
    case SEEP_FAULT_DUPLICATE: return twice(b);
    case SEEP_FAULT_REORDER: return overtake(b);
    case SEEP_FAULT_FILL: return fill(b);
    case SEEP_FAULT_CLOCK_JUMP: return jump(b);
    case SEEP_FAULT_ALLOC_FAIL: return refuse_memory(b);
    case SEEP_FAULT_SPURIOUS: return wake_for_nothing(b);
    default: break; /* those of spots are done by who asks */
    }
    seep_assert(!"a fault that does nothing");
    return false;
}

/* ---- to one that waits ---- */

/* Can its wait be ended from outside? */
static bool can_be_interrupted(const struct seep_g *g)
{
    return g->wait == SEEP_WAIT_CHAN_RECV || g->wait == SEEP_WAIT_CHAN_SEND ||
           g->wait == SEEP_WAIT_SELECT || g->wait == SEEP_WAIT_SLEEP;
}

bool seep__effect_reaches(const struct seep_rule *r, const struct seep_g *g)
{
    if (g && (g->status != SEEP_G_WAITING || g->wait == SEEP_WAIT_FAULT))
        return false;
    switch ((enum seep_fault_kind)r->fault) {
    case SEEP_FAULT_PANIC: return !g || can_be_interrupted(g);
    case SEEP_FAULT_KILL: return !g || (can_be_interrupted(g) && !g->killed);
    case SEEP_FAULT_CLOSE:
    case SEEP_FAULT_CANCEL: return true;
    default: return false;
    }
}

void seep__effect_waiting(struct seep_blow *b)
{
    switch ((enum seep_fault_kind)b->r->fault) {
    case SEEP_FAULT_PANIC:
        seep__log(b, 0);
        seep_hook_interrupt(b->s, b->g, b->r->text);
        break;
    case SEEP_FAULT_KILL:
        seep__log(b, 0);
        b->g->killed = true;
        seep_hook_interrupt(b->s, b->g, b->r->bare ? seep_vanish : seep_goexit);
        break;
    case SEEP_FAULT_CLOSE: (void)shut(b); break;
    default: (void)cancel(b);
    }
}
