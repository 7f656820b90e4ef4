/* watch.h -- leads in plain words, as they come: who, why, on what evidence, for whom, and what
 * is new.
 * Depends on: base, json.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WATCH_WATCH_H
#define LL_WATCH_WATCH_H

#include "base/buf.h"
#include "base/error.h"

/* Borrowed for the watch's life. */
struct ll_watch_setup {
    const char *group; /* only leads that go, or went, to this group; NULL: all */
    bool json;         /* records as they are, instead of words */
    bool colour;       /* for a terminal */
};

struct ll_watch_counts {
    uint64_t records, shown;
    uint64_t older;     /* a revision seen already, or an older one: passed over */
    uint64_t elsewhere; /* of no concern to the group */
    uint64_t unreadable;
};

/* A record is at most this long. */
#define LL_WATCH_RECORD_MAX (64u << 20)

struct ll_watch;

struct ll_watch *ll_watch_new(const struct ll_watch_setup *setup); /* NULL: no memory */
void ll_watch_free(struct ll_watch *watch);
/* Take a lead record, append to out what is to be shown of it: nothing where a newer revision
 * was seen or where it does not concern the group. LL_ERR_DATA: it is no lead record; the
 * message says why, and going on is right. */
LL_NODISCARD enum ll_status ll_watch_take(struct ll_watch *watch, ll_str record, struct ll_buf *out,
                                          struct ll_error *err);
const struct ll_watch_counts *ll_watch_counts(const struct ll_watch *watch);

#endif
