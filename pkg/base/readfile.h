/* readfile.h -- a whole small file (rules, calendars, keys) into an arena.
 * Depends on: arena, error.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_READFILE_H
#define LL_BASE_READFILE_H

#include "base/arena.h"
#include "base/error.h"

#define LL_READFILE_MAX (64u << 20)

/* The text of the file at path, without a byte order mark at its start, NUL behind it, in the
 * arena; source->file is a copy of path. LL_ERR_IO with the path and the cause, LL_ERR_LIMIT
 * over LL_READFILE_MAX. */
LL_NODISCARD enum ll_status ll_readfile(struct ll_arena *arena, const char *path,
                                        struct ll_source *source, struct ll_error *err);

#endif
