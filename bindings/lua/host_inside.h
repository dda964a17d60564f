/* host_inside.h - what the files share that make up the host: host.c (turns),
 * values.c, complete.c, ending.c. */
#ifndef SEEP_LUA_HOST_INSIDE_H
#define SEEP_LUA_HOST_INSIDE_H

#include "host.h"

/* ---- values.c: as struct seep_host_ops has them (core/host.h) ---- */
void seep_lua__move(void *host, struct seep_waiter *from,
                    struct seep_waiter *to);
void seep_lua__store(void *host, struct seep_chan *ch, uint32_t slot,
                     struct seep_waiter *from);
void seep_lua__load(void *host, struct seep_chan *ch, uint32_t slot,
                    struct seep_waiter *to);
void seep_lua__overtake(void *host, struct seep_chan *ch);
void seep_lua__zero(void *host, struct seep_waiter *to);
void seep_lua__tick(void *host, struct seep_waiter *to, int64_t when);
bool seep_lua__applies(void *host, const struct seep_g *g);

/* The thread on which `to` gets its results; a select's label is pushed. */
lua_State *seep_lua__receiving(struct seep_waiter *to);

/* ---- complete.c ---- */

/* What seep_g.raise says, as an error value. */
void seep_lua__push_raise(lua_State *L, const char *text);

/* ---- host.c ---- */

/* Takes back what was to be raised at the next instruction; returns it. */
const char *seep_lua__disarm_raise(struct seep_lua *w);

/* ---- stack.c ---- */

/* In the hook, which is about to raise what the last operation came to: keeps
 * where that was, for stacks. */
void seep_lua__keep_raised(lua_State *L, lua_Debug *ar);

/* ---- ending.c ---- */

/* g's thread is done with that status: what its turn came to. */
enum seep_turn seep_lua__ended(struct seep_lua *w, struct seep_g *g,
                               int status);

#endif
