/* show.c -- see show.h.   SPDX-License-Identifier: Apache-2.0 */
#include "watch/show.h"

#include <inttypes.h>

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"
/* More indicators than these are only counted. */
#define WHY_MAX 3

struct show {
    struct ll_buf *out;
    bool colour;
};

/* Text of a record: what a terminal would act upon becomes '?'. */
static void add(struct show *show, ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (c1)
            i++;
        ll_buf_add_char(show->out, c < 0x20 || c == 0x7F || c1 ? '?' : text.ptr[i]);
    }
}

static void add_words(struct show *show, const char *words)
{
    ll_buf_add_str(show->out, ll_str_from(words));
}

static void paint(struct show *show, const char *colour)
{
    if (show->colour)
        add_words(show, colour);
}

static void add_number(struct show *show, uint64_t n, const char *one, const char *many)
{
    ll_buf_printf(show->out, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

static ll_str priority_of(const struct ll_watch_lead *lead, const char *group)
{
    for (size_t i = 0; i < lead->route_count; i++) {
        if (!group || ll_str_eq(lead->routes[i].group, ll_str_from(group)))
            return lead->routes[i].priority;
    }
    return (ll_str){0};
}

static void add_upper(struct show *show, ll_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        char upper = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        add(show, (ll_str){&upper, 1});
    }
}

static void add_subject(struct show *show, const struct ll_watch_lead *lead)
{
    bool purchaser = ll_str_eq(lead->kind, LL_STR("purchaser"));

    paint(show, BOLD);
    if (!purchaser || lead->name.len == 0) {
        add(show, lead->kind);
        add_words(show, " ");
    }
    add(show, lead->name.len ? lead->name : lead->key);
    paint(show, PLAIN);
    if (lead->name.len && !purchaser) {
        add_words(show, " (");
        add(show, lead->key);
        add_words(show, ")");
    }
    if (lead->born.len) {
        add_words(show, ", born ");
        add(show, lead->born);
    }
}

static void add_head(struct show *show, const struct ll_watch_lead *lead, const char *group)
{
    ll_str priority = priority_of(lead, group);

    if (ll_str_eq(priority, LL_STR("urgent")))
        paint(show, RED);
    else if (ll_str_eq(priority, LL_STR("high")))
        paint(show, YELLOW);
    else
        paint(show, FAINT);
    if (priority.len)
        add_upper(show, priority);
    else
        add_words(show, "LEAD");
    paint(show, PLAIN);
    add_words(show, "  ");
    add_subject(show, lead);
    ll_buf_printf(show->out, ", score %" PRId64 ", ", lead->score);
    add(show, lead->first_date);
    if (!ll_str_eq(lead->first_date, lead->last_date)) {
        add_words(show, " to ");
        add(show, lead->last_date);
    }
    paint(show, FAINT);
    add_words(show, "  ");
    add(show, lead->id);
    paint(show, PLAIN);
    add_words(show, "\n");
}

static void add_evidence(struct show *show, const struct ll_watch_lead *lead)
{
    const char *before = "";

    if (lead->sales) {
        add_number(show, lead->sales, "sale", "sales");
        add_words(show, " of ");
        add_number(show, lead->guns, "gun", "guns");
        before = ", ";
    }
    if (lead->reports) {
        add_words(show, before);
        add_number(show, lead->reports, "multiple sale", "multiple sales");
        add_words(show, " to ");
        add_number(show, lead->purchasers, "buyer", "buyers");
        before = ", ";
    }
    if (lead->dealers) {
        add_words(show, " at ");
        add_number(show, lead->dealers, "dealer", "dealers");
        before = ", ";
    }
    if (lead->traces) {
        add_words(show, before);
        add_number(show, lead->traces, "trace", "traces");
    }
    if (lead->has_time_to_crime) {
        add_words(show, ", time to crime ");
        add_number(show, (uint64_t)lead->time_to_crime, "day", "days");
    }
}

static void add_why(struct show *show, const struct ll_watch_lead *lead)
{
    size_t shown = lead->indicator_count < WHY_MAX ? lead->indicator_count : WHY_MAX;

    add_words(show, "  why  ");
    for (size_t i = 0; i < shown; i++) {
        const struct ll_watch_indicator *one = &lead->indicators[i];
        add_words(show, i ? "; " : "");
        if (one->explain.len)
            add(show, one->explain);
        else
            add(show, one->title.len ? one->title : one->id);
    }
    if (lead->indicator_count > shown)
        ll_buf_printf(show->out, "; and %zu more", lead->indicator_count - shown);
    add_words(show, " (");
    add_evidence(show, lead);
    add_words(show, ")\n");
}

static void add_routes(struct show *show, const struct ll_watch_lead *lead)
{
    add_words(show, lead->route_count ? "  to   " : "  to   no group");
    for (size_t i = 0; i < lead->route_count; i++) {
        add_words(show, i ? ", " : "");
        add(show, lead->routes[i].group);
        add_words(show, " (");
        add(show, lead->routes[i].priority);
        add_words(show, ")");
    }
}

/* ", +2 guns" or ", -1 trace"; nothing where nothing changed. */
static void add_difference(struct show *show, const char **before, uint64_t was, uint64_t is,
                           const char *one, const char *many)
{
    if (was == is)
        return;
    add_words(show, *before);
    add_words(show, is > was ? "+" : "-");
    add_number(show, is > was ? is - was : was - is, one, many);
    *before = ", ";
}

static bool has_indicator(const struct ll_watch_lead *lead, ll_str id)
{
    for (size_t i = 0; i < lead->indicator_count; i++) {
        if (ll_str_eq(lead->indicators[i].id, id))
            return true;
    }
    return false;
}

static bool has_group(const struct ll_watch_lead *lead, ll_str group)
{
    for (size_t i = 0; i < lead->route_count; i++) {
        if (ll_str_eq(lead->routes[i].group, group))
            return true;
    }
    return false;
}

static void add_named(struct show *show, const char **before, const char *what, ll_str name)
{
    add_words(show, *before);
    add_words(show, what);
    add(show, name);
    *before = ", ";
}

static void add_changes(struct show *show, const struct ll_watch_lead *lead,
                        const struct ll_watch_seen *seen)
{
    const char *none = "", *before = none;
    size_t at = 0;
    ll_str word;

    add_difference(show, &before, seen->guns, lead->guns, "gun", "guns");
    add_difference(show, &before, seen->sales, lead->sales, "sale", "sales");
    add_difference(show, &before, seen->traces, lead->traces, "trace", "traces");
    add_difference(show, &before, seen->reports, lead->reports, "multiple sale", "multiple sales");
    if (seen->score != lead->score) {
        ll_buf_printf(show->out, "%sscore %" PRId64 " to %" PRId64, before, seen->score,
                      lead->score);
        before = ", ";
    }
    for (size_t i = 0; i < lead->indicator_count; i++) {
        if (!ll_watch_list_has(&seen->indicators, lead->indicators[i].id))
            add_named(show, &before, "now ", lead->indicators[i].id);
    }
    while (ll_watch_list_next(&seen->indicators, &at, &word)) {
        if (!has_indicator(lead, word))
            add_named(show, &before, "no longer ", word);
    }
    for (size_t i = 0; i < lead->route_count; i++) {
        if (!ll_watch_list_has(&seen->groups, lead->routes[i].group))
            add_named(show, &before, "now to ", lead->routes[i].group);
    }
    at = 0;
    while (ll_watch_list_next(&seen->groups, &at, &word)) {
        if (!has_group(lead, word))
            add_named(show, &before, "no longer to ", word);
    }
    if (before == none)
        add_words(show, "details of the evidence");
}

static void add_news(struct show *show, const struct ll_watch_lead *lead,
                     const struct ll_watch_seen *seen)
{
    if (seen->revision == 0) {
        add_words(show, "; new\n");
        return;
    }
    if (!seen->open)
        add_words(show, "; stands again");
    ll_buf_printf(show->out, "; since revision %" PRIu64 ": ", seen->revision);
    add_changes(show, lead, seen);
    add_words(show, "\n");
}

/* The last word on a lead that stands no longer. */
static void show_end(struct show *show, const struct ll_watch_lead *lead)
{
    paint(show, FAINT);
    add_upper(show, lead->status);
    paint(show, PLAIN);
    add_words(show, "  ");
    add_subject(show, lead);
    add_words(show, "  ");
    add(show, lead->id);
    add_words(show, "\n");
    if (lead->superseded_by.len) {
        add_words(show, "  see  ");
        add(show, lead->superseded_by);
        add_words(show, ", which has its evidence now\n");
    }
    add_routes(show, lead);
    add_words(show, "\n");
}

void ll_watch_show(const struct ll_watch_lead *lead, const struct ll_watch_seen *seen,
                   const char *group, bool colour, struct ll_buf *out)
{
    struct show show = {out, colour};

    if (!ll_str_eq(lead->status, LL_STR("open"))) {
        show_end(&show, lead);
        return;
    }
    add_head(&show, lead, group);
    add_why(&show, lead);
    add_routes(&show, lead);
    add_news(&show, lead, seen);
}
