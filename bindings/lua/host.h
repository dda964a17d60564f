/* host.h - the Lua host's inside: shared by the files of this folder.
 *
 * One struct seep_lua a world, in the arena, found through the global
 * `seep_lua` (its address is the same in every process and after a restore).
 * A goroutine is a Lua thread; its G is a userdata, at the bottom of the
 * thread's stack, which is also the handle that scripts hold. */
#ifndef SEEP_LUA_HOST_H
#define SEEP_LUA_HOST_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/chan.h"
#include "core/perform.h"

/* Integer keys of the registry. */
enum seep_reg {
    SEEP_REG_THREADS = 1, /* [slot] = thread: keeps them alive */
    SEEP_REG_STATE,       /* [light G] = frames of its deferred calls */
    SEEP_REG_ENV,         /* the scripts' environment */
    SEEP_REG_CHUNK,       /* the compiled script */
    SEEP_REG_EPILOGUE,    /* runs what is left of deferred calls */
    SEEP_REG_SCENARIOS,   /* [i] = what scenario{...} was called with */
    SEEP_REG_JUDGE,       /* scripts/seep/expect.lua */
    SEEP_REG_META_G,      /* metatables, by kind */
    SEEP_REG_META_CHAN,
    SEEP_REG_META_CASE,
    SEEP_REG_META_MUTEX,
    SEEP_REG_META_ONCE,
    SEEP_REG_META_RWMUTEX,
    SEEP_REG_META_COND,
    SEEP_REG_META_GATE,
    SEEP_REG_META_RESOURCE,
    SEEP_REG_OPEN, /* [id] = an open resource: keeps it alive */
    SEEP_REG_META_WG,
    SEEP_REG_META_TIMER,
    SEEP_REG_META_SHARED,
    SEEP_REG_META_TABLE,
    SEEP_REG_META_ATOMIC,
    SEEP_REG_META_MAP,
    SEEP_REG_META_SYNCMAP,
    SEEP_REG_META_CONTEXT,
    SEEP_REG_LIB,    /* the library's own table, lib */
    SEEP_REG_PROMPT, /* scripts/seep/prompt.lua, in a world of the prompt */
    SEEP_REG_CHAOS,  /* plans, and what they need (chaos.c) */
    SEEP_REG_LAST
};

/* seep_g.host_state, as bits */
enum {
    SEEP_LUA_STARTED = 1,  /* its function has been entered */
    SEEP_LUA_AWAITS = 2,   /* the results of g->op are due at the resume */
    SEEP_LUA_FRAMES = 4,   /* has an entry in SEEP_REG_STATE */
    SEEP_LUA_EPILOGUE = 8, /* its function is over, deferred calls run */
    SEEP_LUA_BROKEN = 16,  /* died for want of memory: its frames may be
                              half made, nobody looks at them */
    SEEP_LUA_INPUT = 64,   /* an input of the prompt: its panic is told to
                              seep_lua_prompt and ends nothing else */
    SEEP_LUA_ASIDE = 32,   /* suspended between operations: g->op.site is
                              where, 0 where no script's line says so */
};

struct seep_lua {
    struct seep_sim sim;
    lua_State *L;    /* the main state: runs no script */
    lua_State *pool; /* finished threads, for the next goroutines */
    uint32_t nthreads;
    const char *raise;       /* to be raised at the next instruction... */
    lua_State *raise_in;     /* ...of this thread */
    char raise_text[256];    /* room for a composed one */
    struct seep_lua_raised { /* the last one so raised */
        struct seep_g *g;
        uint32_t nops;       /* operations that g had begun */
        uint32_t line;       /* of the last one; 0: not in a script's frame */
        lua_State *in;       /* NULL: it was to be raised, but was not... */
        int depth, function; /* ...in this frame, whose function begins there */
    } raised;
    struct seep_lua_place {
        const char *source;
        uint32_t line, site;
    } places[64]; /* lately turned into sites, by line */
    uint32_t nscenarios;
    uint32_t loading;             /* while the chunk itself runs: 1 */
    bool legacy_timers;           /* new ones behave as before Go 1.23 */
    struct seep_lua_chaos *chaos; /* of the present run; NULL: none (chaos.h) */
    bool tracks;                  /* faults can end contexts: those made
                                     now are put down */
    int64_t wall;                 /* how far the wall clock has jumped */
    uint32_t ncontexts;           /* so many have been */
    uint32_t nkin;                /* so many of them that can end */
};

extern struct seep_lua *seep_lua;

/* Instructions between two looks of the count hook. */
enum { SEEP_HOOK_EVERY = 1000 };

/* Who drives the world by hand; NULL: nobody does. */
struct seep_lua_prompt {
    /* At every look of the count hook: shall the goroutine stop here, as if
     * its time slice had ended? */
    bool (*stop)(struct seep_lua_prompt *p);
    /* An input's goroutine ended in a panic, and nothing else is to end; text
     * and stack are borrowed until it returns. */
    void (*failed)(struct seep_lua_prompt *p, struct seep_g *g,
                   const char *text, const char *stack);
};
extern struct seep_lua_prompt *seep_lua_prompt;

/* Values that only the host can throw. */
extern const char seep_lua_goexit[], seep_lua_kill[];
bool seep_lua_is(lua_State *L, int index, const char *sentinel);

extern const struct seep_host_ops seep_lua_host_ops;

/* ---- goroutines (host.c, go.c) ---- */

/* The goroutine that runs now; raises an error when there is none. */
struct seep_g *seep_lua_running(lua_State *L);

/* Takes a function and nargs arguments from the stack and makes a goroutine
 * of them that is not started.  Pushes its userdata. */
struct seep_g *seep_lua_spawn(lua_State *L, int nargs, uint32_t name,
                              uint32_t site);

/* Gives up a goroutine that was made and not started. */
void seep_lua_discard(struct seep_g *g);

/* Keeps a thread, which SEEP_REG_THREADS has at `slot`, for the next one. */
void seep_lua_pool_put(struct seep_lua *w, lua_State *L, uint32_t slot);

/* The timer o was stopped (time.c). */
void seep_lua_timer_stopped(struct seep_object *o);

void seep_lua_hook(lua_State *L, lua_Debug *ar);

/* ---- operations ---- */

/* Begins operation `kind` on o for the running goroutine: the operands are on
 * L's stack. */
static inline struct seep_g *
seep_lua_begin(lua_State *L, enum seep_op_kind kind, struct seep_object *o);

/* Performs it: returns what the bound C function has to return.  Raises an
 * error when it would have to wait where Lua cannot be suspended. */
static inline int seep_lua_perform(lua_State *L, struct seep_g *g);
/* The same where the kind is a constant, and speed matters. */
static inline int seep_lua_perform_as(lua_State *L, struct seep_g *g,
                                      enum seep_op_kind kind);

/* Pushes the results of g->op, performed, on L; returns how many.  `kind` is
 * that of the operation. */
static inline int seep_lua_complete(lua_State *L, struct seep_g *g,
                                    uint8_t kind);

/* Reads and writes of shared variables (shared.c). */
int seep_lua_read(lua_State *L, struct seep_g *g);
int seep_lua_write(lua_State *L, struct seep_g *g);

/* Atomic variables (atomic.c): the results of any operation on one; does the
 * one with operands on L, a compare-and-swap, find the old value? */
int seep_lua_atomic_complete(lua_State *L, struct seep_g *g);
bool seep_lua_atomic_applies(lua_State *L);

/* The results of any operation on a map (map.c). */
int seep_lua_map_complete(lua_State *L, struct seep_g *g);

/* Operations on a sync.map (syncmap.c): their results; does g's update, with
 * operands on L, change anything? */
int seep_lua_syncmap_complete(lua_State *L, struct seep_g *g);
bool seep_lua_syncmap_applies(lua_State *L, const struct seep_g *g);

/* A close of a context's channel (context_end.c). */
int seep_lua_context_closed(lua_State *L, const struct seep_g *g);

/* For an operation that fails only when it is performed: an error at the
 * place in the script where g issued it. Returns what completing returns. */
int seep_lua_raise_at(lua_State *L, struct seep_g *g, const char *fmt, ...);

/* ---- places and names ---- */

/* Is that frame, asked for with "S", one of the library's Lua? */
bool seep_lua_is_ours(const lua_Debug *ar);
/* The site of the script's frame that called the running C function. */
uint32_t seep_lua_site(lua_State *L);
/* The same for the `skip`-th script frame further out. */
uint32_t seep_lua_site_at(lua_State *L, int skip);
/* The same as the first when that function is called by the library's Lua. */
uint32_t seep_lua_site_beyond(lua_State *L);
/* Where g is (struct seep_host_ops, core/host.h); is it in the library? */
uint32_t seep_lua_where(void *host, struct seep_g *g);
bool seep_lua_is_inner(void *host, struct seep_g *g);
/* The running goroutine is about to be suspended in the hook, in L: LuaJIT will
 * then take it to be one instruction further back than it is. */
void seep_lua_keep_place(lua_State *L);
/* The string at index as a name; 0 when there is none. Else an error. */
uint32_t seep_lua_opt_name(lua_State *L, int index);
/* Keeps the stack of the panic that ends the run, for its report. */
void seep_lua_keep_stack(const char *stack);
/* Pushes the record of g that runtime.goroutines() gives. */
void seep_lua_push_record(lua_State *L, struct seep_g *g);
/* Pushes the script's frames of g, "\tfile:line: in function ..." a line. */
void seep_lua_push_stack(lua_State *L, struct seep_g *g);
/* Pushes "file:line" ("?" when unknown). */
void seep_lua_push_site(lua_State *L, uint32_t site);

/* ---- argument checks ---- */

/* Pushes "file:line" of the script's nearest line; with none on the stack,
 * where the goroutine was started. */
void seep_lua_push_blamed(lua_State *L);

/* luaL_error, but at the script's nearest line, also when called from the
 * library's Lua. */
_Noreturn void seep_lua_fail(lua_State *L, const char *fmt, ...);

/* What the value at index is, for messages: "mutex", "channel", "number". */
const char *seep_lua_kind(lua_State *L, int index);

/* The error that something else was expected ("a channel") at index. */
_Noreturn void seep_lua_wrong(lua_State *L, int index, const char *expected);

/* The metatable on top: setting a field is an error if it says nothing. */
void seep_lua_seal(lua_State *L);

/* The object of that kind at index, or an error that says what was wanted.
 * Every userdata begins with a magic number, and scripts get no light one. */
static inline void *seep_lua_test(lua_State *L, int index,
                                  enum seep_object_kind kind)
{
    struct seep_object *o = lua_touserdata(L, index);

    return o && o->magic == (SEEP_OBJECT_MAGIC | kind) ? o : NULL;
}

static inline void *seep_lua_check(lua_State *L, int index,
                                   enum seep_object_kind kind, const char *what)
{
    void *o = seep_lua_test(L, index, kind);

    if (__builtin_expect(!o, 0))
        seep_lua_wrong(L, index, what);
    return o;
}

/* A duration in ns: a number, or a string as Go writes it. */
int64_t seep_lua_duration(lua_State *L, int index);
/* Pushes new userdata with the metatable of registry key `meta`. */
void *seep_lua_object(lua_State *L, size_t size, enum seep_reg meta);

/* Pushes "TYPE NAME (PREFIX#ID)", or "TYPE PREFIX#ID" of what has no name,
 * without the type when it is the prefix; returns 1.  The second one is the
 * __tostring of most objects: the type is what getmetatable says. */
int seep_lua_push_object(lua_State *L, const struct seep_object *o,
                         const char *type);
int seep_lua_object_tostring(lua_State *L);

/* The channel at index (views too), NULL for nilchan; checks direction. */
static inline struct seep_chan *seep_lua_chan(lua_State *L, int index, int dir);
/* It as an object; a nil channel stays NULL. */
static inline struct seep_object *seep_lua_obj(struct seep_chan *ch)
{
    return (struct seep_object *)ch;
}
/* Sets field `key` of the environment of the userdata at index, made when it
 * has none of its own, to the value on top, which is popped: what the
 * userdata keeps alive. */
void seep_lua_keep(lua_State *L, int index, int key);
enum {
    SEEP_KEEP_IN = 1,
    SEEP_KEEP_OUT,
    SEEP_KEEP_CASE,
    SEEP_KEEP_VIEWED,
    SEEP_KEEP_VALUE,
    SEEP_KEEP_FIELDS,
    SEEP_KEEP_OLD
};
/* Pushes a one-way view of the channel at index, which is not nil. */
void seep_lua_push_view(lua_State *L, int index, int dir);
/* The same of a channel that lives in the userdata at index `keeper`. */
void seep_lua_push_view_of(lua_State *L, struct seep_chan *ch, int keeper,
                           int dir);
/* Views are objects of a kind that only Lua knows. */
enum { SEEP_VIEW_MAGIC = SEEP_OBJECT_MAGIC | 0x101 };
/* Pushes a new channel. */
struct seep_chan *seep_lua_push_chan(lua_State *L, uint32_t cap, uint32_t name,
                                     uint32_t site);

/* ---- the modules: each registers its functions in the lib table, at the
 * top of the stack, and makes its metatables ---- */
void seep_lua_open_called(lua_State *L);
void seep_lua_open_go(lua_State *L);
void seep_lua_open_chan(lua_State *L);
void seep_lua_open_select(lua_State *L);
void seep_lua_open_time(lua_State *L);
void seep_lua_open_sync(lua_State *L);
void seep_lua_open_net(lua_State *L);
void seep_lua_open_shared(lua_State *L);
void seep_lua_open_atomic(lua_State *L);
void seep_lua_open_map(lua_State *L);
void seep_lua_open_syncmap(lua_State *L);
void seep_lua_open_syncpool(lua_State *L);
void seep_lua_open_context(lua_State *L);
void seep_lua_open_runtime(lua_State *L);
void seep_lua_open_stack(lua_State *L);
void seep_lua_open_scenario(lua_State *L);
void seep_lua_open_proof(lua_State *L);
void seep_lua_open_describe(lua_State *L);
void seep_lua_open_chaos(lua_State *L);

/* Nothing can run: looks for goroutines that can never be woken, if that is
 * to be done now (proof.c). */
void seep_lua_look(void *host);

void seep_lua_register(lua_State *L, const luaL_Reg *functions);
/* Makes a metatable from `methods` (as __index when it is a table). */
void seep_lua_metatable(lua_State *L, enum seep_reg key, const char *type,
                        const luaL_Reg *methods, const luaL_Reg *meta);
/* Makes `index` its __index: the methods are in a table, its upvalue 1. */
void seep_lua_metatable_index(lua_State *L, enum seep_reg key,
                              const luaL_Reg *methods, lua_CFunction index);

/* Where print writes; NULL: nowhere. */
extern FILE *seep_lua_out;

/* ---- inline parts ---- */

struct seep_chan *seep_lua_unusual_chan(lua_State *L, int index, int dir);

static inline struct seep_chan *seep_lua_chan(lua_State *L, int index, int dir)
{
    struct seep_chan *ch = lua_touserdata(L, index);

    if (__builtin_expect(
            ch && ch->obj.magic == (SEEP_OBJECT_MAGIC | SEEP_OBJ_CHAN), 1))
        return ch;
    return seep_lua_unusual_chan(L, index, dir);
}

_Noreturn void seep_lua_no_goroutine(lua_State *L);
int seep_lua_suspend(lua_State *L, struct seep_g *g, enum seep_outcome r);

static inline struct seep_g *
seep_lua_begin(lua_State *L, enum seep_op_kind kind, struct seep_object *o)
{
    struct seep_g *g = seep_lua->sim.running;

    if (__builtin_expect(!g, 0))
        seep_lua_no_goroutine(L);
    g->op.kind = (uint8_t)kind;
    g->op.flags = 0;
    g->op.ncase = 0;
    g->op.obj = o;
    g->host_in = L;
    return g;
}

int seep_lua_complete_other(lua_State *L, struct seep_g *g);

/* Does an operation of this kind end without results or anything to do? */
static inline bool seep_lua_says_nothing(uint8_t kind)
{
    const uint64_t kinds =
        UINT64_C(1) << SEEP_OP_SEND | UINT64_C(1) << SEEP_OP_LOCK |
        UINT64_C(1) << SEEP_OP_UNLOCK | UINT64_C(1) << SEEP_OP_RW_LOCK |
        UINT64_C(1) << SEEP_OP_RW_UNLOCK | UINT64_C(1) << SEEP_OP_RLOCK |
        UINT64_C(1) << SEEP_OP_RUNLOCK | UINT64_C(1) << SEEP_OP_WG_WAIT;

    return kinds >> kind & 1;
}

static inline int seep_lua_complete(lua_State *L, struct seep_g *g,
                                    uint8_t kind)
{
    if (seep_lua_says_nothing(kind))
        return 0;
    if (kind == SEEP_OP_RECV && !(g->op.flags & SEEP_OP_RANGE))
        return 2; /* pushed with the value */
    return seep_lua_complete_other(L, g);
}

static __attribute__((always_inline)) inline int
seep_lua_perform_as(lua_State *L, struct seep_g *g, enum seep_op_kind kind)
{
    enum seep_outcome r = seep_sim_op_as(&seep_lua->sim, g, kind);

    if (__builtin_expect(r == SEEP_DONE, 1))
        return seep_lua_complete(L, g, kind);
    return seep_lua_suspend(L, g, r);
}

static inline int seep_lua_perform(lua_State *L, struct seep_g *g)
{
    return seep_lua_perform_as(L, g, g->op.kind);
}

#endif
