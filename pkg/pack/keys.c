/* keys.c -- see keys.h.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/keys.h"

#include <stdio.h>

/* Where the keys of packs and groups files have their place; a key of several levels is left to its neighbours' names. */
static const struct {
    const char *key, *place;
} homes[] = {
    {"quiet_days", "under lead at the top of a pack, as in lead: {quiet_days: 30}"},
    {"business_days", "under window, as in window: {business_days: 5}"},
    {"days", "under window, as in window: {days: 30}"},
    {"same_day", "under window, as in window: {same_day: true}"},
    {"calendar", "under window, as in window: {business_days: 5, calendar: dealer}"},
    {"timeline", "in an indicator of a pack"},
    {"items", "in an indicator of a pack"},
    {"where", "in an indicator of a pack"},
    {"same", "in an indicator of a pack"},
    {"window", "in an indicator of a pack"},
    {"having", "in an indicator of a pack"},
    {"weight", "in an indicator of a pack"},
    {"trace_days", "in an indicator of a pack"},
    {"enabled", "in an indicator of a pack"},
    {"explain", "in an indicator of a pack"},
    {"source", "in an indicator of a pack"},
    {"covers", "in a group of a groups file"},
    {"accept", "in a group of a groups file"},
    {"priority", "in a group of a groups file"},
    {"division", "in a group of a groups file"},
    {"pack", "at the top of a pack"},
    {"version", "at the top of a pack"},
    {"lead", "at the top of a pack"},
    {"extends", "at the top of a pack"},
    {"override", "at the top of a pack"},
    {"lists", "at the top of a pack"},
    {"conditions", "at the top of a pack"},
    {"indicators", "at the top of a pack"},
};

static const char *home_of(const struct ll_yaml_node *mapping, struct ll_pos at, ll_str *key)
{
    for (const struct ll_yaml_node *child = mapping->first_child; child; child = child->next) {
        if (child->key->at.line != at.line || child->key->at.col != at.col)
            continue;
        *key = child->key->text;
        for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
            if (ll_str_eq(*key, ll_str_from(homes[i].key)))
                return homes[i].place;
        }
    }
    return NULL;
}

size_t ll_keys_refuse(const struct ll_yaml_node *mapping, const char *const *known, size_t n,
                      const char *what, struct ll_errors *errors)
{
    size_t first = errors->count;
    size_t refused = ll_yaml_refuse_unknown(mapping, known, n, what, errors);
    for (size_t i = first; i < errors->count && i < LL_ERRORS_MAX; i++) {
        struct ll_error *err = &errors->list[i];
        ll_str key = {0};
        const char *place = home_of(mapping, err->at, &key);
        if (place)
            (void)snprintf(err->message, sizeof err->message, "'%.*s' has its place %s",
                           LL_STR_ARGS(key), place);
    }
    return refused;
}
