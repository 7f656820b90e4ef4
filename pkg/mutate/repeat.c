/* repeat.c -- the events of a test once more, some days later.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "mutate/vary.h"

#include <inttypes.h>
#include <stdio.h>

/* The dates of an event, and the numbers by which it names others. */
static const char *const dates[] = {"on", "requested", "sold"};
static const char *const numbers[] = {"trace", "void", "corrects"};

static bool find_span(const struct ll_yaml_node *events, int32_t *span)
{
    ll_day first = INT32_MAX, last = INT32_MIN, day;

    for (const struct ll_yaml_node *event = events->first_child; event; event = event->next) {
        const struct ll_yaml_node *on = ll_yaml_get(event, "on");
        if (event->kind != LL_YAML_MAPPING || ll_yaml_get(event, "type") ||
            ll_yaml_get(event, "id"))
            return false;
        if (!on || !ll_day_parse(on->text, &day))
            continue;
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    *span = last - first;
    return first <= last;
}

/* behind: so many events stand before the repeated ones. */
static bool shift(struct ll_arena *arena, struct ll_yaml_node *event, int32_t days, size_t behind)
{
    bool fine = true;
    char text[24];
    ll_day day;
    int64_t number;

    for (size_t i = 0; i < 3 && fine; i++) {
        const struct ll_yaml_node *node = ll_yaml_get(event, dates[i]);
        if (!node || !ll_day_parse(node->text, &day))
            continue;
        ll_day_format(day + days, text);
        fine = ll_tree_set_text(arena, event, dates[i], (ll_str){text, 10}, true);
    }
    for (size_t i = 0; i < 3 && fine; i++) {
        const struct ll_yaml_node *node = ll_yaml_get(event, numbers[i]);
        if (!node || !ll_yaml_int(node, 1, INT32_MAX, &number))
            continue;
        (void)snprintf(text, sizeof text, "%" PRId64, number + (int64_t)behind);
        fine = ll_tree_set_text(arena, event, numbers[i], ll_str_from(text), true);
    }
    return fine;
}

static bool repeat(struct ll_varying *v, const struct ll_yaml_node *test, int32_t days)
{
    ll_arena_reset(v->arena);
    struct ll_yaml_node *copy = ll_tree_copy(v->arena, test);
    struct ll_yaml_node *events = copy ? ll_yaml_get(copy, "events") : NULL;
    size_t n = events ? events->child_count : 0;
    v->failed |= !copy;
    for (size_t i = 0; i < n && !v->failed; i++) {
        struct ll_yaml_node *event = ll_tree_copy(v->arena, ll_tree_child(events, i));
        v->failed = !event || !shift(v->arena, event, days, n);
        if (event)
            ll_tree_append(events, event);
    }
    return !v->failed && v->attempt(v->context, copy);
}

bool ll_vary_repeat(struct ll_varying *varying, const struct ll_yaml_node *test, int32_t days)
{
    const struct ll_yaml_node *events = ll_yaml_get(test, "events");
    int32_t span;

    if (!events || events->kind != LL_YAML_SEQUENCE || !find_span(events, &span))
        return false;
    /* A hit may be as long as all the events, or stand on one day of them. */
    for (int32_t by = days + span + 1; by >= days && !varying->failed; by--)
        if (repeat(varying, test, by))
            return true;
    return false;
}
