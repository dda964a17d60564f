/* round.h - is it certain that what polls goes round for ever?
 *
 * When nobody who can run has done anything with an effect for long, and no
 * alarm will ever go off, the world is compared with what it was some polls
 * ago.  If all of its memory is the same, but for what counts steps and queues
 * who can run, and everybody who can run has gone on meanwhile, then each of
 * them is where it was, in a world as it was: it does the same again, whoever
 * goes first, and nobody ever changes anything that another one looks at.
 *
 * A loop that counts its rounds, or leaves garbage behind, is never the same;
 * of such a one there is only the number of its polls to go by
 * (seep_options.livelock).  The idea is Lincheck's, which takes two visits of
 * one place for the same when nobody wrote in between. */
#ifndef SEEP_ROUND_H
#define SEEP_ROUND_H

#include <stdbool.h>

struct seep_sim;

/* Between two steps.  Remembers the world now and then, in the room aside. */
bool seep_round_closes(struct seep_sim *s);

/* Is it worth being asked again after the next poll? */
bool seep_round_looks(const struct seep_sim *s);

#endif
