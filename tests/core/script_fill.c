/* script_fill.c - from a line of a unit-test goroutine to the operation that it
 * asks for. */
#include "script_host.h"

static int64_t value_of(const struct fake *f, int64_t v)
{
    return v == MINE ? f->mine : v;
}

static struct seep_object *chan_obj(struct script *w, int obj)
{
    if (obj == NIL)
        return NULL;
    return obj < SCRIPT_OBJECTS ? &w->chan[obj].obj
                                : &w->timer[obj - SCRIPT_OBJECTS].chan.obj;
}

static void fill_case(struct script *w, struct fake *f, uint32_t i,
                      const struct arm *a)
{
    f->slot[i] = value_of(f, a->value);
    f->g.op.cases[i] = (struct seep_waiter){.g = &f->g,
                                            .obj = chan_obj(w, a->obj),
                                            .index = (uint16_t)i,
                                            .dir = (uint8_t)a->dir,
                                            .slot = (int32_t)i};
}

static bool fill_one(struct script *w, struct fake *f, enum seep_op_kind kind,
                     enum seep_dir dir, const struct line *l)
{
    const struct arm a = {dir, l->obj, l->value};

    f->g.op.kind = (uint8_t)kind;
    f->g.op.obj = chan_obj(w, l->obj);
    (void)seep_sim_cases(&w->sim, &f->g, 1);
    fill_case(w, f, 0, &a);
    return true;
}

static bool fill_select(struct script *w, struct fake *f, const struct line *l)
{
    f->g.op.kind = SEEP_OP_SELECT;
    if (!seep_sim_cases(&w->sim, &f->g, l->narms))
        return false;
    for (uint32_t i = 0; i < l->narms; i++)
        fill_case(w, f, i, &l->arms[i]);
    f->g.op.flags = l->has_default ? SEEP_OP_DEFAULT : 0;
    return true;
}

static bool fill(struct fake *f, enum seep_op_kind kind,
                 struct seep_object *obj, int64_t arg)
{
    f->g.op.kind = (uint8_t)kind;
    f->g.op.obj = obj;
    f->g.op.arg = arg;
    return true;
}

static bool fill_go(struct script *w, struct fake *f, const struct line *l)
{
    struct fake *child = script_prepare(w, l->prog, l->text, l->name);

    if (!child)
        return false;
    child->mine = l->kind == DO_GO ? value_of(f, l->value) : f->done + 1;
    return fill(f, SEEP_OP_GO, (struct seep_object *)&child->g, 0);
}

bool script_prepare_func(struct script *w, struct script_timer *t)
{
    struct fake *f = script_prepare(w, t->line->prog, t->line->text, NULL);

    if (!f)
        return false;
    t->t.target = f;
    if (seep_sim_reserve_start(&w->sim) == SEEP_OK)
        return true;
    script_drop(w, f);
    t->t.target = NULL;
    return false;
}

static bool fill_reset(struct script *w, struct fake *f, const struct line *l)
{
    struct script_timer *t = &w->timer[l->obj];

    if (t->t.kind == SEEP_TIMER_GO && !t->t.target &&
        !script_prepare_func(w, t))
        return false;
    return fill(f, SEEP_OP_TIMER_RESET, &t->t.obj, l->value);
}

/* What a plain access is of: a variable, or an atomic one. */
static struct seep_object *variable(struct script *w, const struct line *l)
{
    return l->period ? &w->atomic[l->obj].obj : &w->object[l->obj];
}

bool script_fill(struct script *w, struct fake *f, const struct line *l)
{
    int64_t v = value_of(f, l->value);

    f->g.op = (struct seep_op){0};
    switch (l->kind) {
    case DO_SEND: return fill_one(w, f, SEEP_OP_SEND, SEEP_SEND, l);
    case DO_RECV: return fill_one(w, f, SEEP_OP_RECV, SEEP_RECV, l);
    case DO_RANGE:
        (void)fill_one(w, f, SEEP_OP_RECV, SEEP_RECV, l);
        f->g.op.flags = SEEP_OP_RANGE;
        return true;
    case DO_SELECT: return fill_select(w, f, l);
    case DO_CLOSE: return fill(f, SEEP_OP_CLOSE, chan_obj(w, l->obj), 0);
    case DO_LEN: return fill(f, SEEP_OP_LEN, chan_obj(w, l->obj), 0);
    case DO_GO:
    case DO_GO_MANY: return fill_go(w, f, l);
    case DO_GOSCHED: return fill(f, SEEP_OP_GOSCHED, NULL, 0);
    case DO_SLEEP: return fill(f, SEEP_OP_SLEEP, NULL, v);
    case DO_WORK: return fill(f, SEEP_OP_WORK, NULL, v);
    case DO_SYSCALL: return fill(f, SEEP_OP_SYSCALL, NULL, v);
    case DO_STOP:
        return fill(f, SEEP_OP_TIMER_STOP, &w->timer[l->obj].t.obj, 0);
    case DO_RESET: return fill_reset(w, f, l);
    case DO_LOCK: return fill(f, SEEP_OP_LOCK, &w->mutex[l->obj].obj, 0);
    case DO_TRY_LOCK:
        return fill(f, SEEP_OP_TRY_LOCK, &w->mutex[l->obj].obj, 0);
    case DO_UNLOCK: return fill(f, SEEP_OP_UNLOCK, &w->mutex[l->obj].obj, 0);
    case DO_RWMUTEX: return fill(f, l->op, &w->rw[l->obj].obj, 0);
    case DO_COND: return fill(f, l->op, &w->cond[l->obj].obj, f->got);
    case DO_IO: return fill(f, l->op, &w->gate[l->obj].obj, v);
    case DO_RESOURCE: return fill(f, l->op, &w->resource[l->obj].obj, 0);
    case DO_ADD: return fill(f, SEEP_OP_WG_ADD, &w->wg[l->obj].obj, v);
    case DO_WAIT: return fill(f, SEEP_OP_WG_WAIT, &w->wg[l->obj].obj, 0);
    case DO_READ: return fill(f, SEEP_OP_READ, variable(w, l), 0);
    case DO_WRITE: return fill(f, SEEP_OP_WRITE, variable(w, l), v);
    case DO_MAP:
        return fill(f, (enum seep_op_kind)l->value, &w->map[l->obj].obj,
                    l->period);
    case DO_KEY: return fill(f, l->op, &w->key[l->obj].obj, 0);
    case DO_SYNCMAP: return fill(f, l->op, &w->syncmap.obj, 0);
    case DO_POOL: return fill(f, l->op, &w->ticket[l->obj], 0);
    case DO_LOAD:
        return fill(f, SEEP_OP_ATOMIC_LOAD, &w->atomic[l->obj].obj, 0);
    case DO_STORE:
        return fill(f, SEEP_OP_ATOMIC_STORE, &w->atomic[l->obj].obj, v);
    case DO_CAS: return fill(f, SEEP_OP_ATOMIC_CAS, &w->atomic[l->obj].obj, v);
    case DO_PRINT: return fill(f, SEEP_OP_PRINT, NULL, 0);
    default: return false;
    }
}
