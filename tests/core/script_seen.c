/* script_seen.c - what unit-test goroutines can tell of what happened to them.
 */
#include "script_host.h"

static uint64_t mix(uint64_t seen, uint64_t value)
{
    return (seen ^ value) * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

void script_remember(struct fake *f, const struct line *l)
{
    switch (l->kind) {
    case DO_SELECT:
        f->seen = mix(f->seen, (uint64_t)f->chosen); /* fall through */
    case DO_RECV:
    case DO_RANGE:
        f->seen = mix(f->seen, f->ok);
        f->seen = mix(f->seen, f->ok ? (uint64_t)f->got : 0);
        break;
    case DO_LEN:
    case DO_READ:
    case DO_LOAD: f->seen = mix(f->seen, (uint64_t)f->got); break;
    case DO_TRY_LOCK:
    case DO_CAS:
    case DO_STOP:
    case DO_RESET: f->seen = mix(f->seen, f->ok); break;
    case DO_RWMUTEX:
        if (l->op == SEEP_OP_RW_TRY_LOCK || l->op == SEEP_OP_TRY_RLOCK)
            f->seen = mix(f->seen, f->ok);
        break;
    default: break;
    }
}

uint64_t script_seen_of(const struct fake *f)
{
    uint64_t all = mix((uint64_t)(uintptr_t)f->prog, (uint64_t)f->mine);

    return mix(mix(all, f->pc), f->seen);
}

uint64_t script_seen(const struct script *w)
{
    uint64_t sum = w->seen;

    for (const struct seep_g *g = w->sim.all_first; g; g = g->all_next)
        sum += script_seen_of((const struct fake *)g);
    for (int i = 0; i < SCRIPT_OBJECTS; i++)
        sum = mix(sum, (uint64_t)w->var[i]);
    return sum;
}

uint64_t script_seen_by(const struct script *w, uint32_t id)
{
    const struct seep_g *g = w->sim.all_first;

    while (g && g->id != id)
        g = g->all_next;
    return g ? script_seen_of((const struct fake *)g) : 0;
}
