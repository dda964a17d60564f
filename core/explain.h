/* explain.h - from a world that has ended to a report.
 *
 * Needs the world as it was when the run ended, and, for causes, wakers and
 * the interleaving, the history of an observer that watched it. */
#ifndef SEEP_EXPLAIN_H
#define SEEP_EXPLAIN_H

#include "report.h"

struct seep_certain;
struct seep_g;
struct seep_history;
struct seep_lockorder;
struct seep_race;
struct seep_sim;

/* Fills a zeroed report; history may be NULL (not watched). */
void seep_explain(struct seep_sim *s, const struct seep_history *history,
                  struct seep_report *r);

/* Before all else: what it came to before a limit ended it outweighs that. */
void seep_explain_limit(struct seep_sim *s, struct seep_report *r);

/* Before seep_explain: puts the races into the report and, when the run came
 * to nothing else, makes them its verdict.  races may be NULL. */
void seep_explain_races(struct seep_sim *s, const struct seep_race *races,
                        const struct seep_history *history,
                        struct seep_report *r);

/* Before seep_explain, after the races: puts who was known to be stuck while
 * others went on into the report and, when nothing weighs more, makes them its
 * verdict.  c may be NULL. */
void seep_explain_certain(struct seep_sim *s, const struct seep_certain *c,
                          struct seep_report *r);

/* Puts the deadlocks that other runs may have into the report.  lo may be
 * NULL. */
void seep_explain_foreseen(struct seep_sim *s, struct seep_lockorder *lo,
                           const struct seep_history *history,
                           struct seep_report *r);

/* ---- for the files that make it up ---- */

/* A place and a goroutine by their numbers; new strings. */
struct seep_place seep__place(struct seep_sim *s, uint32_t site);
struct seep_who seep__who(struct seep_sim *s, const struct seep_history *h,
                          uint32_t id);
/* "main", "g3 \"worker\"", "g3". */
char *seep__who_text(struct seep_sim *s, const struct seep_history *h,
                     uint32_t id);
/* "file:line". */
char *seep__site_text(struct seep_sim *s, uint32_t site);

/* Fills the rows and lanes (interleaving.c). */
void seep__interleave(struct seep_sim *s, const struct seep_history *h,
                      struct seep_report *r);
/* Was goroutine id known to be stuck while others went on?  Or NULL. */
const struct seep_certain_stuck *seep__certain(const struct seep_report *r,
                                               uint32_t id);
/* Weighs a run less than a data race?  As in Go, one that exits with status 0
 * does not hide its races. */
bool seep__came_to_nothing(const struct seep_verdict *v);
/* Adds a note, which it takes. */
void seep__note(struct seep_report *r, char *text);
/* The live goroutine of that id, or NULL. */
struct seep_g *seep__live(struct seep_sim *s, uint32_t id);

/* What nobody closed, into the report (explain_open.c); and as verdicts. */
void seep__explain_open(struct seep_sim *s, const struct seep_history *h,
                        struct seep_report *r);
char *seep__open_text(const struct seep_sim *s);
char *seep__storm_text(const struct seep_sim *s);

#endif
