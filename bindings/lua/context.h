/* context.h - a context's userdata, shared by the files context*.c.
 *
 * DESIGN
 *
 * Contexts are a tree of C structs, so that making one costs little and a
 * cancel is one walk.  What keeps the structs alive is Lua's business: the
 * environment of a context, a table, is its own when it has children or
 * anything to remember; else it is its parent's.
 *
 *      parent <--SELF-- { its own table } --[slot]--> child
 *        |                 ^         ^                  |
 *        +----env----------+         +--------env-------+
 *
 * So a context keeps its parent, and a parent the children that it would end.
 * Pointers between structs go along such ways only.
 *
 * That a context has ended *is* that its done channel is closed.  Of most
 * contexts nobody asks for that channel: then it is `end`, inside the struct,
 * on which only the close is performed.  Who asks before the context ends gets
 * a channel of its own userdata, which does not keep the tree. */
#ifndef SEEP_LUA_CONTEXT_H
#define SEEP_LUA_CONTEXT_H

#include "host.h"

enum { SEEP_CONTEXT_MAGIC = SEEP_OBJECT_MAGIC | 0x104 };

enum seep_context_kind {
    SEEP_CONTEXT_ROOT,     /* background, todo: never ends, knows nothing */
    SEEP_CONTEXT_VALUE,    /* one key; all else is its parent's */
    SEEP_CONTEXT_DETACHED, /* without_cancel: only values come through */
    SEEP_CONTEXT_CANCELLING
};

/* With what a cancelling one ends. */
enum seep_context_err {
    SEEP_CONTEXT_OPEN,
    SEEP_CONTEXT_CANCELED,
    SEEP_CONTEXT_LATE, /* the deadline was exceeded */
    SEEP_CONTEXT_OTHER /* SEEP_CONTEXT_ERR in its table */
};

/* The metatable keeps the errors of CANCELED and LATE under these numbers, and
 * next to them the key whose value is the nearest cancelling context. */
enum { SEEP_CONTEXT_MARK = SEEP_CONTEXT_LATE + 1 };

/* The first part of all; only the cancelling ones have the second. */
struct seep_context {
    uint32_t magic; /* SEEP_CONTEXT_MAGIC */
    uint8_t kind;   /* enum seep_context_kind */
    uint8_t suffix; /* what it adds to a printed form: suffixes[] */
    bool own;       /* its environment is its own */
    struct seep_context *parent; /* NULL: none, or one of the script's own */
    /* ---- */
    uint8_t err;       /* enum seep_context_err; set before the close */
    bool closing;      /* somebody is about to close `ch`, the final one */
    bool has_deadline; /* `deadline` is set */
    bool caused;       /* SEEP_CONTEXT_CAUSE is in its table; else it is err */
    bool runs;         /* SEEP_CONTEXT_RUN, until that has been started */
    bool timed;        /* SEEP_CONTEXT_TIMER */
    bool wrapped;      /* SEEP_CONTEXT_OWNER: who ends it is not reached
                          through its parents */
    uint32_t slot;     /* of its owner's table, which keeps it */
    uint32_t nslots;   /* in use by its children, while it is open */
    double deadline;   /* virtual ns */
    struct seep_context *owner;        /* who will end it; NULL: nobody */
    struct seep_context *first, *last; /* whom it will end, by creation */
    struct seep_context *next, *prev;  /* in the owner's list */
    struct seep_context *by; /* whose err and cause are its own; NULL: itself */
    struct seep_chan *ch;    /* its done channel; numbered when first needed */
    struct seep_chan end;
};

/* What its own table holds: children from SLOT on, the rest below 0, where it
 * takes no room before it is set. */
enum seep_context_field {
    SEEP_CONTEXT_SELF = 1,
    SEEP_CONTEXT_PARENT,
    SEEP_CONTEXT_SLOT,
    SEEP_CONTEXT_KEY = -1,
    SEEP_CONTEXT_VALUE_OF_KEY = -2,
    SEEP_CONTEXT_CHAN = -3,
    SEEP_CONTEXT_VIEW = -4, /* of its channel, which scripts get */
    SEEP_CONTEXT_ERR = -5,  /* with which a script's own one ended it */
    SEEP_CONTEXT_CAUSE = -6,
    SEEP_CONTEXT_RUN = -7,     /* after_func: the function */
    SEEP_CONTEXT_TIMER = -8,   /* that will end it */
    SEEP_CONTEXT_UNWATCH = -9, /* to be called when it has ended by itself */
    SEEP_CONTEXT_OWNER = -10
};

/* The one of ours at index, or NULL. */
static inline struct seep_context *seep_context_test(lua_State *L, int index)
{
    struct seep_context *c = lua_touserdata(L, index);

    return c && c->magic == SEEP_CONTEXT_MAGIC ? c : NULL;
}

/* The one at or above c with which c ends; a root or a detached one when it
 * never does; NULL when that is for a context of the script's own to say. */
static inline struct seep_context *
seep_context_source(const struct seep_context *c)
{
    while (c && c->kind == SEEP_CONTEXT_VALUE)
        c = c->parent;
    return (struct seep_context *)(uintptr_t)c;
}

/* Pushes the own table of the context at index, made now if it has none. */
void seep_context_push_own(lua_State *L, int index);

/* Replaces the context at index by its parent, or by its owner if that is
 * another: returns it if it is one of ours. */
struct seep_context *seep_context_climb(lua_State *L, int index);
struct seep_context *seep_context_climb_to_owner(lua_State *L, int index);

/* Climbs from the context at index to what says when it ends: one of ours, or
 * NULL for one of the script's own. */
struct seep_context *seep_context_climb_to_source(lua_State *L, int index);

/* Pushes that field of the table that the context at index has. */
void seep_context_push_field(lua_State *L, int index, int field);

/* What c adds to the printed form of its parent. */
const char *seep_context_suffix(const struct seep_context *c);

/* What a function returns that has come to a context of the script's own, at
 * index: nil and it, for scripts/seep/context.lua to go on. */
static inline int seep_context_own_one(lua_State *L, int index)
{
    lua_pushnil(L);
    lua_pushvalue(L, index);
    return 2;
}

/* Numbers its channel, when that has none yet. */
void seep_context_number(struct seep_context *c);

/* Puts the context at index into the list of one above it, which is open. */
void seep_context_link(lua_State *L, int index, struct seep_context *owner);

/* These register their functions: done channels (context_done.c), questions
 * (context_ask.c), ends (context_end.c). */
void seep_context_open_done(lua_State *L);
void seep_context_open_ask(lua_State *L);
void seep_context_open_end(lua_State *L);

#endif
