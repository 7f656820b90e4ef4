/* ranges.h -- plain files read in ranges, by several threads.  Private to the room.
 * Depends on: files/input.   SPDX-License-Identifier: Apache-2.0
 *
 * Files are parted into ranges of bytes. Whoever has time reads the next one and cuts it into the lines that begin in it; one
 * thread takes the lines, in order. What is left for that one alone is to put the lines of a batch together. */
#ifndef LL_FILES_RANGES_H
#define LL_FILES_RANGES_H

#include "files/input.h"

struct ll_ranges;

/* setup borrowed as in ll_input_open. *out NULL: these files cannot be read so, as some file is packed, or none. */
LL_NODISCARD enum ll_status ll_ranges_open(const struct ll_input_setup *setup,
                                           struct ll_ranges **out, struct ll_error *err);
void ll_ranges_close(struct ll_ranges *ranges);

/* As ll_input_ahead. */
bool ll_ranges_ahead(struct ll_ranges *ranges);
/* Put the next lines into lines, which has room for a batch of the setup; they are borrowed for as many calls as the setup says.
 * *count 0: the end. A fault is told once what came before it was given. */
LL_NODISCARD enum ll_status ll_ranges_next(struct ll_ranges *ranges, struct ll_input_line *lines,
                                           size_t *count, struct ll_error *err);
/* Bytes whose lines were taken. */
uint64_t ll_ranges_done(const struct ll_ranges *ranges);

#endif
