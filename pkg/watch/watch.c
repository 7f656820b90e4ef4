/* watch.c -- see watch.h.   SPDX-License-Identifier: Apache-2.0 */
#include "watch/watch.h"

#include "base/arena.h"
#include "watch/memory.h"
#include "watch/show.h"
#include <stdlib.h>

struct ll_watch {
    struct ll_watch_setup setup;
    struct ll_json_reader *reader;
    size_t reader_bytes;
    struct ll_arena arena; /* of the record at hand */
    struct ll_buf text;    /* the record at hand, with padding */
    struct ll_watch_memory *memory;
    struct ll_watch_counts counts;
};

struct ll_watch *ll_watch_new(const struct ll_watch_setup *setup)
{
    struct ll_watch *watch = calloc(1, sizeof *watch);

    if (!watch)
        return NULL;
    watch->setup = *setup;
    watch->memory = ll_watch_memory_new();
    if (!watch->memory) {
        ll_watch_free(watch);
        return NULL;
    }
    return watch;
}

void ll_watch_free(struct ll_watch *watch)
{
    if (!watch)
        return;
    ll_json_reader_free(watch->reader);
    ll_watch_memory_free(watch->memory);
    ll_arena_fini(&watch->arena);
    ll_buf_fini(&watch->text);
    free(watch);
}

/* Most leads are a few thousand bytes: the reader grows when a longer one comes. */
static bool reserve_reader(struct ll_watch *watch, size_t bytes)
{
    size_t wanted = watch->reader_bytes ? watch->reader_bytes : 64u << 10;

    while (wanted < bytes)
        wanted *= 2;
    if (wanted == watch->reader_bytes)
        return true;
    ll_json_reader_free(watch->reader);
    watch->reader = ll_json_reader_new(wanted);
    watch->reader_bytes = watch->reader ? wanted : 0;
    return watch->reader != NULL;
}

static bool concerns(const struct ll_watch *watch, const struct ll_watch_lead *lead,
                     const struct ll_watch_seen *seen)
{
    ll_str group;

    if (!watch->setup.group)
        return true;
    group = ll_str_from(watch->setup.group);
    for (size_t i = 0; i < lead->route_count; i++) {
        if (ll_str_eq(lead->routes[i].group, group))
            return true;
    }
    /* A group hears once that a lead is no longer its own. */
    return ll_watch_list_has(&seen->groups, group);
}

static enum ll_status read_record(struct ll_watch *watch, ll_str record, struct ll_watch_lead *lead,
                                  struct ll_error *err)
{
    const char *why = "it is too long";

    *lead = (struct ll_watch_lead){0};
    if (record.len <= LL_WATCH_RECORD_MAX) {
        ll_buf_reset(&watch->text);
        ll_arena_reset(&watch->arena);
        if (!reserve_reader(watch, record.len) ||
            !ll_buf_reserve(&watch->text, record.len + LL_JSON_PADDING))
            return ll_fail(err, LL_ERR_NOMEM, "no memory for a lead of %zu bytes", record.len);
        ll_buf_add_str(&watch->text, record);
        memset(watch->text.ptr + record.len, 0, LL_JSON_PADDING);
        if (ll_watch_lead_read(watch->reader, ll_buf_str(&watch->text), &watch->arena, lead, &why))
            return LL_OK;
    }
    watch->counts.unreadable++;
    return ll_fail(err, LL_ERR_DATA, "this is no lead record: %s", why);
}

enum ll_status ll_watch_take(struct ll_watch *watch, ll_str record, struct ll_buf *out,
                             struct ll_error *err)
{
    struct ll_watch_lead lead;
    struct ll_watch_seen *seen;
    enum ll_status status;

    watch->counts.records++;
    status = read_record(watch, record, &lead, err);
    if (status)
        return status;
    seen = ll_watch_memory_find(watch->memory, lead.id);
    if (!seen)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to remember one more lead");
    if (lead.revision <= seen->revision) {
        watch->counts.older++;
        return LL_OK;
    }
    if (!concerns(watch, &lead, seen)) {
        watch->counts.elsewhere++;
    } else if (watch->setup.json) {
        ll_buf_add_str(out, record);
        ll_buf_add_char(out, '\n');
        watch->counts.shown++;
    } else {
        ll_watch_show(&lead, seen, watch->setup.group, watch->setup.colour, out);
        watch->counts.shown++;
    }
    return ll_watch_seen_note(seen, &lead) && !out->failed
               ? LL_OK
               : ll_fail(err, LL_ERR_NOMEM, "no memory to show a lead");
}

const struct ll_watch_counts *ll_watch_counts(const struct ll_watch *watch)
{
    return &watch->counts;
}
