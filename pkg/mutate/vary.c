/* vary.c -- one thing of a test's events changed at a time.   SPDX-License-Identifier: Apache-2.0
 *
 * Tests stand near what they test, so that a small step from one of them is likely to cross a line that a mutant moved. */
#include "mutate/vary.h"

#include "base/day.h"
#include <inttypes.h>
#include <stdio.h>

/* A copy of the test, and an event of it. */
struct copy {
    struct ll_yaml_node *test, *events, *event;
};

static bool copy_test(struct ll_varying *v, const struct ll_yaml_node *test, size_t n,
                      struct copy *copy)
{
    ll_arena_reset(v->arena);
    copy->test = ll_tree_copy(v->arena, test);
    copy->events = ll_yaml_get(copy->test, "events");
    copy->event = ll_tree_child(copy->events, n);
    v->failed |= !copy->test;
    return copy->event && copy->event->kind == LL_YAML_MAPPING;
}

static bool attempt(struct ll_varying *v, const struct copy *copy, bool made)
{
    v->failed |= !made;
    return made && v->attempt(v->context, copy->test);
}

/* One more event like it, the last of all; NULL: memory is out. */
static struct ll_yaml_node *append_copy(struct ll_varying *v, struct copy *copy)
{
    struct ll_yaml_node *event = ll_tree_copy(v->arena, copy->event);
    if (event)
        ll_tree_append(copy->events, event);
    return event;
}

/* ---- dates ---- */

static bool move(struct ll_varying *v, struct ll_yaml_node *event, const char *key, int32_t days)
{
    const struct ll_yaml_node *on = ll_yaml_get(event, key);
    ll_day day;
    char text[10];
    if (!on || !ll_day_parse(on->text, &day))
        return false;
    ll_day_format(day + days, text);
    return ll_tree_set_text(v->arena, event, key, (ll_str){text, sizeof text}, true);
}

/* Those of an event by so many days; copied: of an event more, that is the same else. */
static bool vary_date(struct ll_varying *v, const struct ll_yaml_node *test, size_t n, int32_t days,
                      bool copied)
{
    struct copy copy;
    if (!copy_test(v, test, n, &copy))
        return false;
    if (copied && !(copy.event = append_copy(v, &copy)))
        return attempt(v, &copy, false);
    return move(v, copy.event, "on", days) && attempt(v, &copy, true);
}

static bool vary_dates(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    /* Business days are up to twice as many dates, with a weekend or two; other events may stand between. */
    int32_t most = v->days < 8 ? 2 * v->days + 2 : v->days + 14;
    for (int32_t days = -1; days <= 1; days++)
        if ((days && vary_date(v, test, n, days, false)) || vary_date(v, test, n, days, true))
            return true;
    for (int32_t days = v->days - 2; days <= most; days++)
        if (days > 1 && (vary_date(v, test, n, days, false) ||
                         vary_date(v, test, n, -days, false) || vary_date(v, test, n, days, true)))
            return true;
    return false;
}

/* ---- guns ---- */

/* How many a gun stands for: `pistol`, `2 pistol`, {class: pistol, count: 2}; rest: what stands behind the number. */
static int64_t count_of(const struct ll_yaml_node *gun, ll_str *rest)
{
    const struct ll_yaml_node *node =
        gun->kind == LL_YAML_MAPPING ? ll_yaml_get(gun, "count") : gun;
    ll_str text = node ? node->text : (ll_str){0};
    int64_t count = 0;
    size_t digits = 0;
    for (; digits < text.len && digits < 4 && text.ptr[digits] >= '0' && text.ptr[digits] <= '9';
         digits++)
        count = count * 10 + (text.ptr[digits] - '0');
    *rest = ll_str_trim((ll_str){text.ptr + digits, text.len - digits});
    return digits ? count : 1;
}

static bool put_count(struct ll_varying *v, struct ll_yaml_node *gun, int64_t count)
{
    char out[160];
    ll_str rest;
    if (count_of(gun, &rest) == count)
        return false;
    if (gun->kind == LL_YAML_MAPPING) {
        (void)snprintf(out, sizeof out, "%" PRId64, count);
        return ll_tree_set_text(v->arena, gun, "count", ll_str_from(out), true);
    }
    if (count == 1)
        (void)snprintf(out, sizeof out, "%.*s", LL_STR_ARGS(rest));
    else
        (void)snprintf(out, sizeof out, "%" PRId64 " %.*s", count, LL_STR_ARGS(rest));
    gun->text = ll_arena_str(v->arena, ll_str_from(out));
    return gun->text.ptr != NULL;
}

/* The guns of an event as a list of their own. */
static struct ll_yaml_node *guns_of(struct ll_yaml_node *event)
{
    struct ll_yaml_node *guns = ll_yaml_get(event, "guns");
    return guns && guns->kind == LL_YAML_SEQUENCE ? guns : NULL;
}

static bool vary_guns(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    struct copy copy;
    for (size_t gun = 0;; gun++) {
        for (int by = -1; by <= 1; by += 2) {
            if (!copy_test(v, test, n, &copy) || !guns_of(copy.event) ||
                !ll_tree_child(guns_of(copy.event), gun))
                return false;
            ll_str rest;
            int64_t count = count_of(ll_tree_child(guns_of(copy.event), gun), &rest) + by;
            if (count >= 1 && put_count(v, ll_tree_child(guns_of(copy.event), gun), count) &&
                attempt(v, &copy, true))
                return true;
        }
        if (!copy_test(v, test, n, &copy))
            return false;
        ll_tree_drop(guns_of(copy.event), gun);
        if (guns_of(copy.event)->child_count && attempt(v, &copy, true))
            return true;
    }
}

/* ---- fields ---- */

/* One or two fields of an event; of its guns those of one gun, or of all: SIZE_MAX. */
static bool vary_fields(struct ll_varying *v, const struct ll_yaml_node *test, size_t n, size_t gun,
                        const struct ll_vary_value *one, const struct ll_vary_value *other)
{
    struct copy copy;
    bool fits = copy_test(v, test, n, &copy) &&
                ll_vary_put(v->arena, copy.test, copy.event, gun, one, &v->failed) &&
                (!other || ll_vary_put(v->arena, copy.test, copy.event, gun, other, &v->failed));
    return fits && attempt(v, &copy, true);
}

static bool vary_field(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    const struct ll_yaml_node *event = ll_tree_child(ll_yaml_get(test, "events"), n);
    const struct ll_yaml_node *guns = ll_yaml_get(event, "guns");
    size_t gun_count = guns && guns->kind == LL_YAML_SEQUENCE ? guns->child_count : 0;
    for (size_t i = 0; i < v->values->count; i++) {
        const struct ll_vary_value *value = &v->values->list[i];
        if (vary_fields(v, test, n, SIZE_MAX, value, NULL))
            return true;
        for (size_t gun = 0; ll_vary_is_of_gun(value) && gun_count > 1 && gun < gun_count; gun++)
            if (vary_fields(v, test, n, gun, value, NULL))
                return true;
    }
    return false;
}

static bool vary_two_fields(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    for (size_t i = 0; i < v->values->count; i++)
        for (size_t k = 0; k < i; k++)
            if (v->values->list[i].slot != v->values->list[k].slot &&
                vary_fields(v, test, n, SIZE_MAX, &v->values->list[i], &v->values->list[k]))
                return true;
    return false;
}

/* ---- events ---- */

/* Another buyer or dealer, for the event or for a copy of it. */
static bool vary_party(struct ll_varying *v, const struct ll_yaml_node *test, size_t n,
                       const char *key, bool copied)
{
    struct copy copy;
    if (!copy_test(v, test, n, &copy))
        return false;
    if (copied && !(copy.event = append_copy(v, &copy)))
        return attempt(v, &copy, false);
    return attempt(v, &copy, ll_tree_set_text(v->arena, copy.event, key, LL_STR("Another"), true));
}

/* So many guns, and so many events, as an indicator counts, and one less or more. Copies are of one buyer, of as many or of
 * as many dealers: key. */
static bool vary_number(struct ll_varying *v, const struct ll_yaml_node *test, size_t n,
                        int64_t number, const char *key)
{
    struct copy copy;
    if (!copy_test(v, test, n, &copy))
        return false;
    for (int64_t i = 1; i < number; i++) {
        char label[32];
        (void)snprintf(label, sizeof label, "Number%" PRId64, i + 1);
        struct ll_yaml_node *event = append_copy(v, &copy);
        if (!event || (key && !ll_tree_set_text(v->arena, event, key, ll_str_from(label), true)))
            return attempt(v, &copy, false);
    }
    return attempt(v, &copy, true);
}

static bool vary_counts(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    struct copy copy;
    for (size_t i = 0; i < v->values->number_count; i++)
        for (int64_t number = v->values->numbers[i] - 1; number <= v->values->numbers[i] + 1;
             number++) {
            if (number < 1)
                continue;
            if (copy_test(v, test, n, &copy) && ll_tree_child(guns_of(copy.event), 0) &&
                put_count(v, ll_tree_child(guns_of(copy.event), 0), number) &&
                attempt(v, &copy, true))
                return true;
            if (vary_number(v, test, n, number, NULL) ||
                vary_number(v, test, n, number, "dealer") ||
                vary_number(v, test, n, number, "buyer"))
                return true;
        }
    return false;
}

static bool vary_event(struct ll_varying *v, const struct ll_yaml_node *test, size_t n)
{
    struct copy copy;
    if (vary_guns(v, test, n) || vary_dates(v, test, n))
        return true;
    if (vary_field(v, test, n) || vary_counts(v, test, n))
        return true;
    for (int copied = 0; copied < 2; copied++)
        if (vary_party(v, test, n, "buyer", copied) || vary_party(v, test, n, "dealer", copied))
            return true;
    if (!copy_test(v, test, n, &copy) || copy.events->child_count < 2)
        return false;
    ll_tree_drop(copy.events, n);
    return attempt(v, &copy, true);
}

bool ll_vary_each(struct ll_varying *varying, const struct ll_yaml_node *test)
{
    const struct ll_yaml_node *events = ll_yaml_get(test, "events");
    struct copy copy;
    if (!events || events->kind != LL_YAML_SEQUENCE)
        return false;
    if (copy_test(varying, test, 0, &copy) && attempt(varying, &copy, true))
        return true;
    for (size_t n = 0; n < events->child_count && !varying->failed; n++)
        if (vary_event(varying, test, n))
            return true;
    for (size_t n = 0; n < events->child_count && !varying->failed; n++)
        if (vary_two_fields(varying, test, n))
            return true;
    return false;
}
