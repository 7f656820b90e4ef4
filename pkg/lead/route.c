/* route.c -- what groups see of a lead.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "lead/record.h"

uint64_t ll_lead_guns(const struct ll_lead *lead)
{
    uint64_t guns = 0;
    for (size_t i = 0; i < lead->sale_count; i++)
        guns += lead->sales[i]->fact->firearm_count;
    for (size_t i = 0; lead->sale_count == 0 && i < lead->report_count; i++)
        guns += lead->reports[i]->fact->report.guns;
    return guns;
}

/* Rows of all firearms of the evidence's sales, its traces and its reports. */
static const struct ll_value **gather_rows(const struct ll_lead *lead, struct ll_arena *scratch,
                                           size_t *count)
{
    size_t firearms = 0, n = 0;
    for (size_t i = 0; i < lead->sale_count; i++)
        firearms += lead->sales[i]->fact->firearm_count;
    *count = firearms + lead->trace_count + lead->report_count;
    const struct ll_value **rows = LL_NEW_ARRAY(scratch, const struct ll_value *, *count);
    if (!rows)
        return NULL;
    for (size_t i = 0; i < lead->sale_count; i++)
        for (size_t gun = 0; gun < lead->sales[i]->fact->firearm_count; gun++)
            rows[n++] = lead->sales[i][gun].row;
    for (size_t i = 0; i < lead->trace_count; i++)
        rows[n++] = lead->traces[i]->row;
    for (size_t i = 0; i < lead->report_count; i++)
        rows[n++] = lead->reports[i]->row;
    return rows;
}

/* How many of n keys are different; -1: memory is out. */
static int64_t count_different(const struct ll_key *keys, size_t n, struct ll_arena *scratch)
{
    size_t size = ll_table_size(n), count = 0;
    uint32_t *table = LL_NEW_ARRAY(scratch, uint32_t, size); /* key + 1; 0 free */
    for (size_t i = 0; table && i < n; i++) {
        const struct ll_subject subject = {.key = keys[i]};
        size_t at = ll_subject_hash(&subject) & (size - 1);
        while (table[at] && memcmp(&keys[table[at] - 1], &keys[i], sizeof *keys) != 0)
            at = (at + 1) & (size - 1);
        count += !table[at];
        table[at] = table[at] ? table[at] : (uint32_t)i + 1;
    }
    return table ? (int64_t)count : -1;
}

/* Distinct dealers of the evidence; -1: memory is out. Guns of one sale are of one. */
static int64_t count_dealers(const struct ll_value *const *rows, size_t n, struct ll_arena *scratch)
{
    struct ll_key *keys = LL_NEW_ARRAY(scratch, struct ll_key, n);
    uint32_t last = 0;
    size_t count = 0;
    if (!keys)
        return -1;
    for (size_t i = 0; i < n; i++) {
        uint32_t dealer = ll_item_of_row(rows[i])->dealer;
        if (dealer && dealer != last)
            keys[count++] = ll_subject_dealer(dealer).key;
        last = dealer;
    }
    return count < 2 ? (int64_t)count : count_different(keys, count, scratch);
}

/* Distinct purchasers of reports; -1: memory is out. */
static int64_t count_purchasers(const struct ll_lead *lead, struct ll_arena *scratch)
{
    struct ll_key *keys = LL_NEW_ARRAY(scratch, struct ll_key, lead->report_count);
    for (size_t i = 0; keys && i < lead->report_count; i++)
        keys[i] = lead->reports[i]->fact->report.purchaser;
    return keys ? count_different(keys, lead->report_count, scratch) : -1;
}

struct ll_route *ll_lead_routes(const struct ll_lead *lead, enum ll_subject_kind kind,
                                const struct ll_rules *rules, struct ll_arena *scratch,
                                size_t *count)
{
    const struct ll_router *router = rules->router;
    size_t groups = router ? router->group_count : 0;
    struct ll_route *routes = LL_NEW_ARRAY(scratch, struct ll_route, groups);
    *count = 0;
    if (!router || !routes)
        return routes;
    char first[10], last[10];
    ll_day_format(lead->first_day, first);
    ll_day_format(lead->last_day, last);
    struct ll_lead_view view = {.score = lead->score,
                                .has_time_to_crime = lead->has_time_to_crime,
                                .time_to_crime = lead->time_to_crime,
                                .first_date = {first, sizeof first},
                                .last_date = {last, sizeof last},
                                .status = LL_STR("open"),
                                .indicators = lead->indicators,
                                .indicator_count = lead->indicator_count,
                                .sales = (int64_t)lead->sale_count,
                                .traces = (int64_t)lead->trace_count};
    view.rows = gather_rows(lead, scratch, &view.row_count);
    view.guns = (int64_t)ll_lead_guns(lead);
    if (!view.rows)
        return NULL;
    view.dealers = count_dealers(view.rows, view.row_count, scratch);
    view.purchasers = kind == LL_SUBJECT_PURCHASER ? 1 : count_purchasers(lead, scratch);
    if (view.dealers < 0 || view.purchasers < 0)
        return NULL;
    *count = router->route(router, &view, scratch, routes, groups);
    return routes;
}
