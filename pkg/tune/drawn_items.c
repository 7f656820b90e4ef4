/* drawn_items.c -- the line of time of a lead: its evidence, and what else its subject did around then.   SPDX-License-Identifier: Apache-2.0
 *
 * A sale, trace or report is one row. Items are told apart by their names, not their places in memory: those of the lead and
 * those of the subject may be of two assessments. */
#include "tune/drawn.h"

#include "base/sort.h"
#include "event/vocabulary.h"
#include "json/writer.h"
#include <stdlib.h>

struct row {
    const struct ll_item *item; /* of a sale, its first gun */
    uint32_t hits;              /* items of the row that are in a hit */
    bool evidence;
};

struct rows {
    struct row *list;
    size_t count, evidence; /* evidence comes first: sales, traces, reports, each by name */
    size_t left_out;
};

/* ---- what is on it ---- */

static void take_evidence(struct rows *rows, const struct ll_item *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rows->list[rows->count++] = (struct row){.item = items[i], .evidence = true};
    rows->evidence = rows->count;
}

static int by_name(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    return ll_item_by_evidence(&a->item, &b->item);
}

/* The row of an item, or of its sale; NULL: it is no evidence. */
static struct row *row_of(const struct rows *rows, const struct ll_lead *lead,
                          const struct ll_item *item)
{
    const size_t from[] = {[LL_ITEM_FIREARM] = 0,
                           [LL_ITEM_TRACE] = lead->sale_count,
                           [LL_ITEM_REPORT] = lead->sale_count + lead->trace_count};
    const size_t count[] = {[LL_ITEM_FIREARM] = lead->sale_count,
                            [LL_ITEM_TRACE] = lead->trace_count,
                            [LL_ITEM_REPORT] = lead->report_count};
    const struct row wanted = {.item = item};
    return count[item->kind] ? bsearch(&wanted, rows->list + from[item->kind], count[item->kind],
                                       sizeof wanted, by_name)
                             : NULL;
}

/* Around the lead in time, or a trace of a gun of its evidence, whenever that was. */
static bool is_near(const struct rows *rows, const struct ll_lead *lead, const struct ll_item *item)
{
    if (item->day >= lead->first_day - LL_DRAWN_AROUND &&
        item->day <= lead->last_day + LL_DRAWN_AROUND)
        return true;
    return item->kind == LL_ITEM_TRACE && item->matched && row_of(rows, lead, item->matched);
}

/* Reports that other packs make are none of this one's. */
static bool is_known(const struct ll_drawn *drawn, const struct ll_item *item)
{
    uint32_t index;
    return item->kind != LL_ITEM_REPORT ||
           ll_pack_find(drawn->rules->pack, item->fact->report.indicator, &index);
}

static void take_others(struct rows *rows, const struct ll_drawn *drawn)
{
    const struct ll_lead *lead = drawn->lead->lead;
    for (unsigned kind = 0; kind < 3; kind++) {
        const struct ll_item_list *list = &drawn->found->items->of[kind];
        for (size_t i = 0; i < list->count; i++) {
            const struct ll_item *item = list->items[i];
            if (item->place || !is_near(rows, lead, item) || row_of(rows, lead, item) ||
                !is_known(drawn, item))
                continue;
            rows->list[rows->count++] = (struct row){.item = item};
        }
    }
}

static size_t count_items(const struct ll_drawn *drawn)
{
    const struct ll_lead *lead = drawn->lead->lead;
    size_t n = lead->sale_count + lead->trace_count + lead->report_count;
    for (unsigned kind = 0; kind < 3; kind++)
        n += drawn->found->items->of[kind].count;
    return n;
}

static int by_time(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->item->day != b->item->day)
        return a->item->day < b->item->day ? -1 : 1;
    if (a->item->kind != b->item->kind)
        return a->item->kind < b->item->kind ? -1 : 1;
    return ll_item_by_evidence(&a->item, &b->item);
}

/* Where there is too much, what is no evidence goes first, then the latest. */
static int by_worth(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->evidence != b->evidence)
        return a->evidence ? -1 : 1;
    return by_time(left, right);
}

static bool find_rows(struct rows *rows, const struct ll_drawn *drawn, struct ll_arena *scratch)
{
    const struct ll_lead *lead = drawn->lead->lead;
    rows->list = LL_NEW_ARRAY(scratch, struct row, count_items(drawn));
    if (!rows->list)
        return false;
    take_evidence(rows, lead->sales, lead->sale_count);
    take_evidence(rows, lead->traces, lead->trace_count);
    take_evidence(rows, lead->reports, lead->report_count);
    for (size_t i = 0; i < lead->item_count; i++) {
        struct row *row = row_of(rows, lead, lead->items[i]);
        if (row)
            row->hits++;
    }
    take_others(rows, drawn);
    if (rows->count > LL_DRAWN_ITEMS_MAX) {
        qsort(rows->list, rows->count, sizeof *rows->list, by_worth);
        rows->left_out = rows->count - LL_DRAWN_ITEMS_MAX;
        rows->count = LL_DRAWN_ITEMS_MAX;
    }
    qsort(rows->list, rows->count, sizeof *rows->list, by_time);
    return true;
}

/* ---- how it is told ---- */

#define CLASSES (LL_CLASS_ANY_OTHER_WEAPON + 1)

/* "2 pistols, 1 rifle" */
static void add_guns(struct ll_buf *out, const struct ll_fact *sale)
{
    uint32_t counts[CLASSES] = {0};
    const char *between = "";
    for (size_t i = 0; i < sale->firearm_count; i++)
        counts[sale->firearms[i].class]++;
    for (unsigned class = 0; class < CLASSES; class ++) {
        ll_str word = class ? ll_gun_class_word((enum ll_gun_class) class) : LL_STR("gun");
        if (!counts[class])
            continue;
        ll_buf_printf(out, "%s%u %.*s%s", between, counts[class], LL_STR_ARGS(word),
                      counts[class] > 1 ? "s" : "");
        between = ", ";
    }
    if (sale->firearm_count == 0)
        ll_buf_add_lit(out, "no guns");
}

/* "pistol 9mm, recovered in MX, 152 days after its sale" */
static void add_trace(struct ll_buf *out, const struct ll_item *item)
{
    const struct ll_fact *trace = item->fact;
    ll_str word = item->gun ? ll_gun_class_word(item->gun->class) : (ll_str){0};
    ll_buf_add_str(out, word.len ? word : LL_STR("gun"));
    if (item->gun && item->gun->caliber.len)
        ll_buf_printf(out, " %.*s", LL_STR_ARGS(item->gun->caliber));
    if (trace->recovery_country.len)
        ll_buf_printf(out, ", recovered in %.*s", LL_STR_ARGS(trace->recovery_country));
    if (item->has_time_to_crime)
        ll_buf_printf(out, ", %d day%s after its sale", item->time_to_crime,
                      item->time_to_crime == 1 ? "" : "s");
}

static void add_what(struct ll_buf *out, const struct ll_item *item)
{
    if (item->kind == LL_ITEM_FIREARM)
        add_guns(out, item->fact);
    else if (item->kind == LL_ITEM_TRACE)
        add_trace(out, item);
    else
        ll_buf_printf(out, "%u guns to one purchaser, %.*s", item->fact->report.guns,
                      LL_STR_ARGS(item->fact->report.indicator));
}

static uint64_t guns_of(const struct ll_item *item)
{
    if (item->kind == LL_ITEM_FIREARM)
        return item->fact->firearm_count;
    return item->kind == LL_ITEM_TRACE ? item->gun != NULL : item->fact->report.guns;
}

static ll_str text_of(const struct ll_item *item, enum ll_item_slot slot)
{
    const struct ll_value *value = &item->row[slot];
    return value->null ? (ll_str){0} : (ll_str){value->text, value->len};
}

static void add_row(struct ll_buf *out, const struct row *row, struct ll_buf *words)
{
    static const char *const kinds[] = {"sale", "trace", "report"};
    const struct ll_item *item = row->item;
    ll_day known = item->fact->received != LL_DAY_NONE ? item->fact->received : item->day;
    ll_buf_reset(words);
    add_what(words, item);
    out->failed = out->failed || words->failed;
    ll_buf_add_lit(out, "{\"date\":");
    ll_json_add_day(out, item->day);
    ll_buf_printf(out, ",\"kind\":\"%s\",\"known\":", kinds[item->kind]);
    ll_json_add_day(out, known);
    ll_buf_add_lit(out, ",\"guns\":");
    ll_buf_add_u64(out, guns_of(item));
    ll_buf_add_lit(out, ",\"what\":");
    ll_json_add_string(out, ll_buf_str(words));
    ll_buf_add_lit(out, ",\"dealer\":");
    ll_json_add_string_or_null(out, text_of(item, LL_SLOT_DEALER_KEY));
    ll_buf_add_lit(out, ",\"state\":");
    ll_json_add_string_or_null(out, text_of(item, LL_SLOT_DEALER_STATE));
    ll_buf_printf(out, ",\"evidence\":%s,\"in_hit\":%s,\"counted\":%u}",
                  row->evidence ? "true" : "false", row->hits ? "true" : "false", row->hits);
}

bool ll_drawn_add_items(struct ll_buf *out, const struct ll_drawn *drawn, struct ll_arena *scratch)
{
    struct rows rows = {0};
    struct ll_buf words = {0};
    if (!find_rows(&rows, drawn, scratch))
        return false;
    ll_buf_add_lit(out, ",\"items\":[");
    for (size_t i = 0; i < rows.count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        add_row(out, &rows.list[i], &words);
    }
    ll_buf_printf(out, "],\"left_out\":%zu", rows.left_out);
    ll_buf_fini(&words);
    return true;
}

/* ---- closed days ---- */

/* The calendars by which hits that count business days count them, each once; the default one where no hit does. */
static size_t calendars_of(const struct ll_drawn *drawn, const struct ll_calendar **out)
{
    const struct ll_lead *lead = drawn->lead->lead;
    size_t n = 0;
    for (size_t i = 0; i < lead->hit_count; i++) {
        const struct ll_hit *hit = lead->hits[i];
        const struct ll_window *window = &hit->indicator->window;
        const struct ll_calendar *calendar = drawn->rules->calendar;
        bool assumed, known = false;
        if (window->kind != LL_WINDOW_BUSINESS_DAYS)
            continue;
        if (window->dealers_own)
            calendar = ll_item_calendar(hit->items[0], drawn->rules, &assumed);
        for (size_t j = 0; j < n; j++)
            known |= out[j] == calendar;
        if (!known)
            out[n++] = calendar;
    }
    if (n == 0)
        out[n++] = drawn->rules->calendar;
    return n;
}

bool ll_drawn_add_closed(struct ll_buf *out, const struct ll_drawn *drawn, struct ll_arena *scratch)
{
    const struct ll_lead *lead = drawn->lead->lead;
    const struct ll_calendar **calendars =
        LL_NEW_ARRAY(scratch, const struct ll_calendar *, lead->hit_count + 1);
    const char *between = "";
    if (!calendars)
        return false;
    size_t n = calendars_of(drawn, calendars);
    bool told = lead->last_day - lead->first_day <= LL_DRAWN_CLOSED_SPAN;
    ll_buf_add_lit(out, ",\"closed\":[");
    for (ll_day day = lead->first_day - LL_DRAWN_AROUND;
         told && day <= lead->last_day + LL_DRAWN_AROUND; day++) {
        bool open = false;
        for (size_t i = 0; i < n; i++)
            open |= ll_calendar_is_open(calendars[i], day);
        if (open)
            continue;
        ll_buf_add_str(out, ll_str_from(between));
        ll_json_add_day(out, day);
        between = ",";
    }
    ll_buf_add_char(out, ']');
    return true;
}
