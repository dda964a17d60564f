/* sentence.h - the parts of a report in words.
 *
 * One wording for the terminal, Markdown and JUnit.  All strings of a report
 * come from a script and are added plain (buffer.h). */
#ifndef SEEP_SENTENCE_H
#define SEEP_SENTENCE_H

#include "bindings/export/buffer.h"
#include "core/report.h"

/* "leak: 2 goroutines leaked"; one line. */
void seep_sentence_verdict(struct seep_buffer *t, const struct seep_report *r);

/* "leak.lua seed=42", and the strategy unless it is the default one. */
void seep_sentence_run(struct seep_buffer *t, const struct seep_report *r);

/* "main", "g5", "g5 \"worker\"", "nobody" */
void seep_sentence_who(struct seep_buffer *t, const struct seep_who *who);

/* "leak.lua:12"; "?" when unknown. */
void seep_sentence_place(struct seep_buffer *t, const struct seep_place *p);

/* "2 goroutines  g2 g3  [chan send]  for 30ms" */
void seep_sentence_stuck(struct seep_buffer *t, const struct seep_stuck *s);

/* How many groups from number i on tell the same of goroutines that only
 * their names keep apart; at least 1. */
size_t seep_sentence_alike(const struct seep_report *r, size_t i);

/* The same for n such groups: "20 goroutines  g2 "one" g3 "two" ..." */
void seep_sentence_stuck_all(struct seep_buffer *t, const struct seep_stuck *s,
                             size_t n);

/* "since step 8, 30ms, when main still ran: nobody who can run reaches what it
 * waits for"; nothing when that was not known before the end. */
void seep_sentence_certain(struct seep_buffer *t, const struct seep_stuck *s);

/* Where it was started: "leak.lua:10 by main"; nothing for the main goroutine.
 */
void seep_sentence_created(struct seep_buffer *t, const struct seep_stuck *s);

/* "\"replies\" ch#1 (channel, unbuffered, open; made leak.lua:8)" */
void seep_sentence_what(struct seep_buffer *t, const struct seep_what *w);

/* "main received 1 value, then exited at step 31 (leak.lua:20)" */
void seep_sentence_waker(struct seep_buffer *t, const struct seep_waker *w);

/* "pass 98, leak 3": runs by verdict, [0..SEEP_VERDICT_EXIT]. */
void seep_sentence_found(struct seep_buffer *t, const uint64_t *found);

/* "DATA RACE on \"x\" (shared variable; made a.lua:3)" */
void seep_sentence_race(struct seep_buffer *t,
                        const struct seep_race_finding *f);
/* "write by g2 \"worker\" at a.lua:12" */
void seep_sentence_access(struct seep_buffer *t,
                          const struct seep_race_access *a);
/* The same race's accesses and what would order them, a line each; the later
 * one first, as Go has it. */
void seep_sentence_race_lines(struct seep_buffer *t,
                              const struct seep_race_finding *f);

/* "predicted deadlock: lock cycle of 2: ..." */
void seep_sentence_predicted(struct seep_buffer *t,
                             const struct seep_predicted *p);
/* "g2 locked "a" mutex#1 at a.lua:3, then "b" mutex#2 at a.lua:4" */
void seep_sentence_predicted_step(struct seep_buffer *t,
                                  const struct seep_predicted_step *s);

/* "20 pool connections \"db\", the first opened by g2 at a.lua:7" */
void seep_sentence_open(struct seep_buffer *t, const struct seep_open *o);

/* What to raise after a limit, or to allow; "" when that is not what ended the
 * run. */
void seep_sentence_raise(struct seep_buffer *t, const struct seep_report *r);

#endif
