/* lead.h -- a lead record, read back as far as it is shown.  Private to the room.
 * Depends on: base, json.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_WATCH_LEAD_H
#define LL_WATCH_LEAD_H

#include "base/arena.h"
#include "json/reader.h"

struct ll_watch_indicator {
    ll_str id, title, explain;
    int64_t weight;
};

struct ll_watch_route {
    ll_str group, priority;
};

/* Strings are borrowed from the record or its reader; lists are in the arena. */
struct ll_watch_lead {
    ll_str id, status, superseded_by;
    uint64_t revision;
    ll_str kind, key, name, born; /* of the subject; name and born may be empty */
    ll_str first_date, last_date;
    int64_t score, time_to_crime;
    bool has_time_to_crime;
    struct ll_watch_indicator *indicators; /* the heaviest first */
    size_t indicator_count;
    struct ll_watch_route *routes;
    size_t route_count;
    uint64_t sales, guns, dealers, traces, reports, purchasers; /* numbers of the evidence */
};

/* Read a record (readable padding behind it as ll_json_open wants). False: it is no lead record;
 * *why tells, and is static or borrowed from the reader. */
bool ll_watch_lead_read(struct ll_json_reader *reader, ll_str record, struct ll_arena *arena,
                        struct ll_watch_lead *lead, const char **why);

#endif
