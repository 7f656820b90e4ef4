/* input.h -- NDJSON read from several files: plain, gzip or zstd by what is in them, `-` the
 * standard input.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * A line ends in LF or CRLF, the last one of a file may lack its end. A byte order mark at the
 * start of a file and lines of nothing but blanks are passed over; blank lines are counted.
 * Files are opened one after the other, when their turn comes. One reader per thread. Allocates
 * nothing per line: text is read in large blocks, and lines are slices of them. */
#ifndef LL_FILES_INPUT_H
#define LL_FILES_INPUT_H

#include "base/error.h"
#include "base/str.h"
#include <signal.h>
#include <stdint.h>

/* The bytes behind every line that may be read (any content), as JSON readers want them. */
#define LL_INPUT_PADDING 64
/* A longer line stops the reading with LL_ERR_LIMIT: no event is so long, and memory has an end. */
#define LL_INPUT_LINE_MAX (64u << 20)
/* At most so many bytes of lines come at once, but for a single longer line. */
#define LL_INPUT_BATCH_BYTES (2u << 20)

/* Borrowed until the next call, or as many as the setup says. */
struct ll_input_line {
    ll_str bytes;     /* without its end */
    const char *file; /* as the user named it; "-" is "standard input" */
    uint64_t number;  /* 1-based, in its file */
};

/* Borrowed for the reader's life. */
struct ll_input_setup {
    const char *const *paths; /* read in this order; "-" at most once */
    size_t path_count;
    size_t batch;       /* the most lines at once, at least 1 */
    size_t batch_bytes; /* in place of LL_INPUT_BATCH_BYTES; 0: that */
    size_t held;        /* lines are borrowed for so many calls; 0: for one */
    /* More than 0: plain files are read in ranges, so many of them ahead by ll_input_ahead. All files are opened at once then. */
    size_t ahead;
    /* Give what there is where the input is a pipe or terminal that has no more at the moment.
     * Else every batch but the last is full, so that the batches depend on the lines alone, not
     * on how they come. */
    bool eager;
    const volatile sig_atomic_t *stop; /* ends a wait when a signal's handler has set it; or NULL */
};

struct ll_input_reader;

/* All files are looked at first, so that one that is missing is told before anything is done:
 * LL_ERR_IO with the path. */
LL_NODISCARD enum ll_status ll_input_open(const struct ll_input_setup *setup,
                                          struct ll_input_reader **out, struct ll_error *err);
void ll_input_close(struct ll_input_reader *reader);

/* The next lines; *count 0: all files are read, or the reading was stopped. LL_ERR_IO: a file
 * could not be read, or its compressed data is damaged or ends early; LL_ERR_LIMIT: a line is
 * over LL_INPUT_LINE_MAX. The message names file and line. What came before the fault has been
 * given. */
LL_NODISCARD enum ll_status ll_input_next(struct ll_input_reader *reader,
                                          const struct ll_input_line **lines, size_t *count,
                                          struct ll_error *err);

/* Read a piece ahead; false: there is none to be read at the moment. Any thread may, at any time till the reader is closed. */
bool ll_input_ahead(struct ll_input_reader *reader);

/* Bytes read so far, as they are on disk, and of how many; *total 0: not known, as some input is
 * no regular file. */
void ll_input_progress(const struct ll_input_reader *reader, uint64_t *done, uint64_t *total);

#endif
