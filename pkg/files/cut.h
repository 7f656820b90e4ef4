/* cut.h -- the lines of a text, and of a range of a plain file.  Private to the room.
 * Depends on: files/input.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_FILES_CUT_H
#define LL_FILES_CUT_H

#include "base/buf.h"
#include "files/input.h"

/* A line of nothing but blanks is passed over. */
static inline bool ll_line_is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
            return false;
    }
    return true;
}
enum ll_status ll_line_fail_too_long(struct ll_error *err, const char *name, uint64_t number);

/* = {0} is empty. */
struct ll_cut {
    struct ll_buf text;
    struct ll_input_line *lines; /* numbered from the range's first line, which is 1 */
    size_t *offsets;             /* of the lines in text */
    size_t count, cap;
    uint64_t numbers;      /* lines that begin in the range, blank ones too */
    bool too_long;         /* the line behind those is; nothing follows it here */
    struct ll_error fault; /* what stopped the reading, or NOMEM */
};

/* Read the lines that begin at from..to-1, whole: the last one may end behind. fd may be read by others at the same time. */
void ll_cut_range(struct ll_cut *cut, int fd, const char *name, uint64_t from, uint64_t to);
void ll_cut_fini(struct ll_cut *cut);

#endif
