/* calendar_file.c -- the default calendar of a YAML file.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "calendar/calendar.h"
#include "calendar/words.h"
#include "yaml/yaml.h"

#define WHAT_IT_IS "write default: {open: MTWTF--, holidays: us-federal, closures: [2025-12-13]}"

/* Refuse keys of a mapping that are not known; the first of them is the error. */
static enum ll_status check_keys(const struct ll_yaml_node *mapping, const char *const *known,
                                 size_t n, const char *what, struct ll_error *err)
{
    struct ll_errors errors = {0};
    if (!ll_yaml_refuse_unknown(mapping, known, n, what, &errors))
        return LL_OK;
    if (err)
        *err = errors.list[0];
    return errors.list[0].status;
}

/* The trimmed text of a scalar; empty for null and absent. */
static enum ll_status read_text(const struct ll_yaml_node *node, const char *name, ll_str *text,
                                struct ll_error *err)
{
    *text = (ll_str){0};
    if (!node || ll_yaml_is_null(node))
        return LL_OK;
    if (node->kind != LL_YAML_SCALAR)
        return ll_fail_at(err, LL_ERR_TYPE, node->at, "'%s' is one word; " WHAT_IT_IS, name);
    *text = ll_str_trim(node->text);
    return LL_OK;
}

static enum ll_status read_closures(struct ll_arena *arena, const struct ll_yaml_node *node,
                                    ll_day **days, size_t *n, struct ll_error *err)
{
    if (!node || ll_yaml_is_null(node))
        return LL_OK;
    if (node->kind != LL_YAML_SEQUENCE)
        return ll_fail_at(err, LL_ERR_TYPE, node->at,
                          "'closures' is a list of dates; write [2025-12-13]");
    *days = LL_NEW_ARRAY(arena, ll_day, node->child_count);
    if (!*days)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    for (const struct ll_yaml_node *item = node->first_child; item; item = item->next) {
        if (item->kind != LL_YAML_SCALAR)
            return ll_fail_at(err, LL_ERR_TYPE, item->at,
                              "a closure is a date; write it as YYYY-MM-DD");
        enum ll_status status =
            ll_calendar_read_closure(ll_str_trim(item->text), item->at, &(*days)[(*n)++], err);
        if (status)
            return status;
    }
    return LL_OK;
}

static enum ll_status read_default(struct ll_arena *arena, const struct ll_yaml_node *node,
                                   struct ll_calendar **out, struct ll_error *err)
{
    static const char *const known[] = {"open", "holidays", "closures"};
    if (node->kind != LL_YAML_MAPPING)
        return ll_fail_at(err, LL_ERR_TYPE, node->at, "'default' is a mapping; " WHAT_IT_IS);
    enum ll_status status = check_keys(node, known, 3, "'default'", err);
    const struct ll_yaml_node *open = ll_yaml_get(node, "open"),
                              *holidays = ll_yaml_get(node, "holidays");
    ll_str week = {0}, word = {0};
    if (status == LL_OK)
        status = read_text(open, "open", &week, err);
    if (status == LL_OK)
        status = read_text(holidays, "holidays", &word, err);
    uint8_t open_mask = 0;
    if (status == LL_OK)
        status = ll_calendar_read_week(week.len ? week : LL_STR("MTWTF--"),
                                       open ? open->at : node->at, &open_mask, err);
    bool federal = false;
    if (status == LL_OK)
        status = ll_calendar_read_holidays(word, holidays ? holidays->at : node->at, &federal, err);
    ll_day *closures = NULL;
    size_t n = 0;
    if (status == LL_OK)
        status = read_closures(arena, ll_yaml_get(node, "closures"), &closures, &n, err);
    if (status)
        return status;
    *out = ll_calendar_new(arena, open_mask, federal, closures, n);
    return *out ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "out of memory");
}

enum ll_status ll_calendar_parse(struct ll_arena *arena, const struct ll_source *source,
                                 struct ll_calendar **out, struct ll_error *err)
{
    static const char *const known[] = {"default"};
    *out = NULL;
    struct ll_yaml_node *root;
    enum ll_status status = ll_yaml_parse(arena, source, &root, err);
    if (status)
        return status;
    if (root && !ll_yaml_is_null(root) && root->kind != LL_YAML_MAPPING)
        return ll_fail_at(err, LL_ERR_TYPE, root->at, "a calendar file is a mapping; " WHAT_IT_IS);
    status = check_keys(root, known, 1, "the calendar file", err);
    if (status)
        return status;
    const struct ll_yaml_node *node = ll_yaml_get(root, "default");
    if (node && !ll_yaml_is_null(node))
        return read_default(arena, node, out, err);
    *out = ll_calendar_builtin(arena);
    return *out ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "out of memory");
}

enum ll_status ll_calendar_load(struct ll_arena *arena, const char *path, struct ll_calendar **out,
                                struct ll_error *err)
{
    *out = NULL;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    if (!source)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    enum ll_status status = ll_readfile(arena, path, source, err);
    return status ? status : ll_calendar_parse(arena, source, out, err);
}
