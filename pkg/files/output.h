/* output.h -- a file that is there whole or not at all.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * Bytes go to a temporary name in the same folder, which takes the right name when the writer is
 * committed; without that it is removed. The standard output, devices and pipes are written
 * directly. Allocates nothing per write. */
#ifndef LL_FILES_OUTPUT_H
#define LL_FILES_OUTPUT_H

#include "base/error.h"
#include "base/str.h"

struct ll_output;

/* Write to path (copied); NULL or "-" is the standard output. An existing file is replaced at
 * the commit, not before. LL_ERR_IO with the path and the cause. */
LL_NODISCARD enum ll_status ll_output_open(const char *path, struct ll_output **out,
                                           struct ll_error *err);
/* Add bytes. LL_ERR_IO: the disk is full, the reader of a pipe is gone, ...; sticky. */
LL_NODISCARD enum ll_status ll_output_write(struct ll_output *output, ll_str bytes,
                                            struct ll_error *err);
/* Hand on what is buffered, where someone may be waiting for it (a pipe, a terminal); else
 * nothing. */
LL_NODISCARD enum ll_status ll_output_flush(struct ll_output *output, struct ll_error *err);
/* Everything is written: bring it to the disk and give it its name. */
LL_NODISCARD enum ll_status ll_output_commit(struct ll_output *output, struct ll_error *err);
/* Close; what was not committed is removed. NULL is fine. */
void ll_output_close(struct ll_output *output);
/* A file, or the standard output, of just that. */
LL_NODISCARD enum ll_status ll_output_whole(const char *path, ll_str text, struct ll_error *err);
/* Make a folder for files, where it is not there yet; those above it must be. */
LL_NODISCARD enum ll_status ll_output_folder(const char *path, struct ll_error *err);
/* True where the last failure was a closed pipe: the reader had enough. */
bool ll_output_pipe_closed(const struct ll_output *output);

#endif
