/* read.c -- values of a test, each refused with its place and a remedy.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "base/nearest.h"
#include "calendar/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void ll_trial_fault(struct ll_trial_reader *reader, struct ll_pos at, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (!reader->status)
        reader->status = LL_ERR_SYNTAX;
    (void)ll_fail_at(ll_errors_next(reader->errors), LL_ERR_SYNTAX, at, "%s", message);
}

void ll_trial_fault_memory(struct ll_trial_reader *reader)
{
    reader->status =
        ll_fail(ll_errors_next(reader->errors), LL_ERR_NOMEM, "out of memory for tests");
}

const struct ll_yaml_node *ll_trial_get(const struct ll_yaml_node *mapping, const char *key)
{
    const struct ll_yaml_node *node = ll_yaml_get(mapping, key);

    return node && !ll_yaml_is_null(node) ? node : NULL;
}

enum ll_trial_keys ll_trial_mapping(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                                    const char *const *keys, size_t n, const char *what,
                                    const char *example)
{
    if (node->kind != LL_YAML_MAPPING) {
        ll_trial_fault(reader, node->at, "%s has keys, as in %s", what, example);
        return LL_TRIAL_NO_KEYS;
    }
    if (!ll_yaml_refuse_unknown(node, keys, n, what, reader->errors))
        return LL_TRIAL_KNOWN_KEYS;
    if (!reader->status)
        reader->status = LL_ERR_SYNTAX;
    return LL_TRIAL_UNKNOWN_KEYS;
}

ll_str ll_trial_text(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                     const char *what)
{
    if (!node)
        return (ll_str){0};
    ll_str text = node->kind == LL_YAML_SCALAR ? ll_str_trim(node->text) : (ll_str){0};
    if (!text.len)
        ll_trial_fault(reader, node->at, "%s must be a text", what);
    return text;
}

bool ll_trial_int(struct ll_trial_reader *reader, const struct ll_yaml_node *node, const char *what,
                  int64_t min, int64_t max, int64_t *out)
{
    if (!node || ll_yaml_int(node, min, max, out))
        return true;
    ll_trial_fault(reader, node->at, "%s must be a whole number from %" PRId64 " to %" PRId64, what,
                   min, max);
    return false;
}

bool ll_trial_is_none(const struct ll_yaml_node *node)
{
    return node && node->kind == LL_YAML_SCALAR && ll_str_eq(node->text, LL_STR("none"));
}

/* As C strings, which is what nearness is asked of. */
static const char **c_strings(struct ll_trial_reader *reader, const ll_str *names, size_t n)
{
    const char **list = LL_NEW_ARRAY(reader->arena, const char *, n + 1);
    for (size_t i = 0; list && i < n; i++) {
        list[i] = ll_arena_str(reader->arena, names[i]).ptr;
        if (!list[i])
            return NULL;
    }
    return list;
}

void ll_trial_unknown(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                      const char *what, const ll_str *names, size_t n, const char *remedy)
{
    const char **list = c_strings(reader, names, n);
    ll_str word = {node->text.ptr, node->text.len < 64 ? node->text.len : 64};
    /* Of one letter each is as near as any other. */
    const char *near = list && word.len > 2 ? ll_nearest(node->text, list, n) : NULL;
    struct ll_buf all = {.max = 160};

    if (near) {
        ll_trial_fault(reader, node->at, "%s '%.*s'; did you mean '%s'?", what, LL_STR_ARGS(word),
                       near);
        return;
    }
    for (size_t i = 0; i < n; i++)
        ll_buf_printf(&all, "%s%.*s", i ? ", " : "", LL_STR_ARGS(names[i]));
    if (n && !all.failed)
        ll_trial_fault(reader, node->at, "%s '%.*s'; there %s %.*s%s%s", what, LL_STR_ARGS(word),
                       n > 1 ? "are" : "is", LL_STR_ARGS(ll_buf_str(&all)), remedy ? "; or " : "",
                       remedy ? remedy : "");
    else
        ll_trial_fault(reader, node->at, "%s '%.*s'%s%s", what, LL_STR_ARGS(word),
                       remedy ? "; " : "", remedy ? remedy : "");
    ll_buf_fini(&all);
}

/* ---- calendars ---- */

static bool read_closures(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                          ll_day **days, size_t *n)
{
    if (!node)
        return true;
    if (node->kind != LL_YAML_SEQUENCE) {
        ll_trial_fault(reader, node->at, "closures is a list of dates; write [2025-12-13]");
        return false;
    }
    *days = LL_NEW_ARRAY(reader->arena, ll_day, node->child_count + 1);
    if (!*days) {
        ll_trial_fault_memory(reader);
        return false;
    }
    bool fine = true;
    for (const struct ll_yaml_node *day = node->first_child; day; day = day->next)
        fine &= ll_trial_date(reader, day, "a closure", &(*days)[(*n)++]);
    return fine;
}

const struct ll_calendar *ll_trial_calendar(struct ll_trial_reader *reader,
                                            const struct ll_yaml_node *node)
{
    const struct ll_yaml_node *open = ll_trial_get(node, "open"),
                              *holidays = ll_trial_get(node, "holidays");
    struct ll_error err = {0};
    uint8_t week = 0x1f;
    bool federal = false;
    ll_day *closures = NULL;
    size_t closure_count = 0;
    enum ll_status status = LL_OK;

    if (open)
        status = ll_calendar_read_week(ll_trial_text(reader, open, "open"), open->at, &week, &err);
    if (!status && holidays)
        status = ll_calendar_read_holidays(ll_trial_text(reader, holidays, "holidays"),
                                           holidays->at, &federal, &err);
    if (status) {
        *ll_errors_next(reader->errors) = err;
        reader->status = reader->status ? reader->status : status;
        return NULL;
    }
    if (!read_closures(reader, ll_trial_get(node, "closures"), &closures, &closure_count))
        return NULL;
    const struct ll_calendar *made =
        ll_calendar_new(reader->arena, week, federal, closures, closure_count);
    if (!made)
        ll_trial_fault_memory(reader);
    return made;
}

bool ll_trial_indicator(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        uint32_t *index)
{
    const struct ll_pack *pack = reader->book->pack;
    if (node->kind != LL_YAML_SCALAR) {
        ll_trial_fault(reader, node->at, "an indicator is named by its id");
        return false;
    }
    if (ll_pack_find(pack, node->text, index))
        return true;
    ll_str *ids = LL_NEW_ARRAY(reader->arena, ll_str, pack->indicator_count + 1);
    if (!ids) {
        ll_trial_fault_memory(reader);
        return false;
    }
    for (size_t i = 0; i < pack->indicator_count; i++)
        ids[i] = pack->indicators[i].id;
    ll_trial_unknown(reader, node, "the pack has no indicator", ids, pack->indicator_count, NULL);
    return false;
}

ll_str ll_trial_keep_text(struct ll_trial_reader *reader)
{
    size_t len = reader->text.len;
    char *kept =
        reader->text.failed ? NULL : ll_arena_alloc(reader->arena, len + LL_DECODE_PADDING + 1, 1);
    if (!kept) {
        ll_trial_fault_memory(reader);
        return (ll_str){0};
    }
    if (len)
        memcpy(kept, reader->text.ptr, len);
    return (ll_str){kept, len};
}
