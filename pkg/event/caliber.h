/* caliber.h -- the caliber table: aliases to one name and a bore.
 * Depends on: base, csv.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_CALIBER_H
#define LL_EVENT_CALIBER_H

#include "base/arena.h"
#include "base/error.h"

struct ll_caliber {
    ll_str name;
    int64_t bore; /* ten-thousandths of an inch; 0: the table has none */
};
/* Read-only once loaded; shared by threads; lives in the arena it was loaded into. */
struct ll_calibers;

/* Read a table (columns caliber, bore_inches, aliases split by '|') from path. Two names or
 * aliases that are alike upper-case without spaces, dots and hyphens collide, and are refused
 * with both places. */
LL_NODISCARD enum ll_status ll_calibers_load(struct ll_arena *arena, const char *path,
                                             struct ll_calibers **out, struct ll_error *err);
/* As load, of a text already read. source must outlive the table's errors. */
LL_NODISCARD enum ll_status ll_calibers_parse(struct ll_arena *arena,
                                              const struct ll_source *source,
                                              struct ll_calibers **out, struct ll_error *err);
/* NULL where the table knows no such caliber. Allocates nothing. */
const struct ll_caliber *ll_calibers_find(const struct ll_calibers *calibers, ll_str text);
/* The caliber whose name or alias is nearest to a text that the table does not know; NULL where none is near, or scratch
 * is out of memory. */
const struct ll_caliber *ll_calibers_nearest(const struct ll_calibers *calibers, ll_str text,
                                             struct ll_arena *scratch);
/* The calibers of the table one after the other, in no order of meaning, one for each of its spellings: *at is 0 before the
 * first. NULL: that was the last one. */
const struct ll_caliber *ll_calibers_next(const struct ll_calibers *calibers, size_t *at);
/* The table that is built in: the one of config/calibers.csv. */
ll_str ll_calibers_builtin_text(void);

#endif
