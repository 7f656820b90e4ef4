/* stream.h -- the bytes of one file, unpacked where it is packed.  Private to the room.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_FILES_STREAM_H
#define LL_FILES_STREAM_H

#include "base/error.h"
#include <signal.h>
#include <stdint.h>

/* By its first bytes, as many of LL_STREAM_MAGIC_BYTES as there are: true where more must be seen. */
bool ll_stream_may_be_packed(const unsigned char *head, size_t n);
#define LL_STREAM_MAGIC_BYTES 4

struct ll_stream; /* one at a time; its buffers and unpackers are kept from file to file */

/* stop as in ll_input_open. NULL when memory is out. */
struct ll_stream *ll_stream_new(const volatile sig_atomic_t *stop);
/* Open path, "-" the standard input. LL_ERR_IO with path and cause. */
LL_NODISCARD enum ll_status ll_stream_open(struct ll_stream *stream, const char *path,
                                           struct ll_error *err);
/* Up to room bytes into out; *got 0 only at the end, or where stop was set. after_line: for
 * messages, the lines that came before. Waits where the input has nothing yet. */
LL_NODISCARD enum ll_status ll_stream_read(struct ll_stream *stream, char *out, size_t room,
                                           size_t *got, uint64_t after_line, struct ll_error *err);
/* True if a read would not have to wait for another program. */
bool ll_stream_ready(const struct ll_stream *stream);
/* True if stop was set while a read waited. */
bool ll_stream_stopped(const struct ll_stream *stream);
/* Bytes taken from the open file, as they are on disk. */
uint64_t ll_stream_taken(const struct ll_stream *stream);
/* Close the file at hand; none open is fine. */
void ll_stream_close(struct ll_stream *stream);
void ll_stream_free(struct ll_stream *stream);

#endif
