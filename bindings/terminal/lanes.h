/* lanes.h - a run as a picture: goroutines as columns, time downwards.
 *
 *   step  time  main              worker x2          why
 *      1     0  go worker ──────▶┐
 *      4     0  │                recv ch#1 ⏸
 *     31   5ms  return ×         ┆                  early return
 *
 * Shown are the steps that matter, or all of them when asked. */
#ifndef SEEP_LANES_H
#define SEEP_LANES_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"
#include "core/report.h"

/* How many of the report's rows would be shown. */
size_t seep_lanes_count(const struct seep_report *r,
                        const struct seep_show *how);

/* Adds the picture, or one line an event when `how` says so; nothing when no
 * row is to be shown. */
void seep_lanes_add(struct seep_buffer *t, const struct seep_report *r,
                    const struct seep_show *how);

#endif
