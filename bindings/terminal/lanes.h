/* lanes.h - a run as a picture: goroutines as columns, time downwards.
 *
 *   step  time  main              worker ×2          why
 *      1     0  go worker ──────▶┐
 *      4     0  │                recv ch#1 ⏸        no sender yet
 *     30   5ms  send ch#1 ──────▶│                  hands over to g2
 *     31   5ms  returns ×        │
 *
 * Shown are the steps that matter, or all of them when asked. */
#ifndef SEEP_LANES_H
#define SEEP_LANES_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"
#include "core/report.h"

/* Adds the picture, or one line an event when `how` says so; nothing when no
 * row is to be shown. */
void seep_lanes_add(struct seep_buffer *t, const struct seep_report *r,
                    const struct seep_show *how);

#endif
