/* join.c -- hits that lie close in time, or share a gun and its trace, are one lead.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "base/sort.h"
#include "lead/lead.h"

static uint32_t root_of(uint32_t *parents, uint32_t hit)
{
    while (parents[hit] != hit)
        hit = parents[hit] = parents[parents[hit]];
    return hit;
}

static void unite(uint32_t *parents, uint32_t a, uint32_t b)
{
    parents[root_of(parents, a)] = root_of(parents, b);
}

static int by_first_day(const void *left, const void *right)
{
    const struct ll_hit *a = *(const struct ll_hit *const *)left,
                        *b = *(const struct ll_hit *const *)right;
    return (a->first_day > b->first_day) - (a->first_day < b->first_day);
}

/* In the order of first dates a hit is near some earlier one exactly if it is near the one that ends last. */
static void join_near(uint32_t *parents, const struct ll_hit **sorted, const struct ll_hit *hits,
                      size_t n, int32_t quiet_days)
{
    const struct ll_hit *latest = sorted[0];
    for (size_t i = 1; i < n; i++) {
        if (sorted[i]->first_day - latest->last_day <= quiet_days)
            unite(parents, (uint32_t)(sorted[i] - hits), (uint32_t)(latest - hits));
        if (sorted[i]->last_day > latest->last_day)
            latest = sorted[i];
    }
}

/* A recovery belongs to the lead of the purchase, however long ago. All hits that have one firearm overlap, and are
 * joined already: one of them stands for all. */
static void join_traced(uint32_t *parents, const struct ll_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (hits[i].indicator->items != LL_ITEM_TRACE)
            continue;
        for (size_t j = 0; j < hits[i].count; j++) {
            const struct ll_item *firearm = hits[i].items[j]->matched;
            if (firearm && firearm->hit)
                unite(parents, (uint32_t)i, firearm->hit - 1);
        }
    }
}

static int compare_ids(const struct ll_item *a, const struct ll_item *b)
{
    if (a->kind != LL_ITEM_REPORT)
        return ll_str_cmp(a->fact->id, b->fact->id);
    const struct ll_report_fact *r = &a->fact->report, *s = &b->fact->report;
    int by_purchaser = memcmp(&r->purchaser, &s->purchaser, sizeof r->purchaser);
    if (by_purchaser)
        return by_purchaser;
    if (r->dealer != s->dealer)
        return r->dealer < s->dealer ? -1 : 1;
    return ll_str_cmp(r->indicator, s->indicator);
}

/* A trace's and a report's instant is midnight UTC of its day. */
static int64_t instant(const struct ll_item *item)
{
    return item->kind == LL_ITEM_FIREARM ? item->fact->occurred.utc_ns
                                         : item->day * INT64_C(86400000000000);
}

static int compare_items(const void *left, const void *right)
{
    const struct ll_item *a = *(const struct ll_item *const *)left,
                         *b = *(const struct ll_item *const *)right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    int64_t a_ns = instant(a), b_ns = instant(b);
    if (a_ns != b_ns)
        return a_ns < b_ns ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int by_id = compare_ids(a, b);
    return by_id ? by_id : (a->place > b->place) - (a->place < b->place);
}

static int compare_hits(const void *left, const void *right)
{
    const struct ll_hit *a = *(const struct ll_hit *const *)left,
                        *b = *(const struct ll_hit *const *)right;
    if (a->indicator != b->indicator)
        return a->indicator->rank < b->indicator->rank ? -1 : 1;
    if (a->first_day != b->first_day)
        return a->first_day < b->first_day ? -1 : 1;
    if (a->last_day != b->last_day)
        return a->last_day < b->last_day ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    if (a->calendar != b->calendar)
        return a->calendar < b->calendar ? -1 : 1;
    /* Where records tell of items, two of one kind are told apart by their first. */
    return compare_items(&a->items[0], &b->items[0]);
}

int ll_item_by_evidence(const void *left, const void *right)
{
    const struct ll_item *a = *(const struct ll_item *const *)left,
                         *b = *(const struct ll_item *const *)right;
    if (a->kind == LL_ITEM_REPORT && a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return compare_ids(a, b);
}

bool ll_item_same(const struct ll_item *a, const struct ll_item *b)
{
    if (a->kind != b->kind || a->place != b->place)
        return false;
    return compare_ids(a, b) == 0 && (a->kind != LL_ITEM_REPORT || a->day == b->day);
}

/* As compare_items, of the items of one assessment: in their lists those of a kind are in this order already. */
static int by_order(const void *left, const void *right)
{
    const struct ll_item *a = *(const struct ll_item *const *)left,
                         *b = *(const struct ll_item *const *)right;
    if (a->kind != b->kind)
        return compare_items(left, right);
    return (a->order > b->order) - (a->order < b->order);
}

/* Sort items and drop the second of two equals. False: memory is out. */
static bool sort_unique(const struct ll_item **items, size_t *n,
                        int (*compare)(const void *, const void *), struct ll_arena *arena)
{
    size_t kept = *n != 0;
    if (!ll_sort(items, *n, compare, arena))
        return false;
    for (size_t i = 1; i < *n; i++)
        if (items[i] != items[kept - 1])
            items[kept++] = items[i];
    *n = kept;
    return true;
}

static char *put(char *at, ll_str text)
{
    if (text.len)
        memcpy(at, text.ptr, text.len);
    return at + text.len;
}

static char *put_number(char *at, uint32_t number)
{
    char digits[10];
    size_t n = 0;
    do {
        digits[n++] = (char)('0' + number % 10);
    } while (number /= 10);
    while (n)
        *at++ = digits[--n];
    return at;
}

/* What names a lead: kind and key of its subject, then kind, name and place of its earliest item, bars between. text.ptr NULL:
 * memory is out. */
static ll_str name_of(const struct ll_lead *lead, const struct ll_subject *subject,
                      struct ll_arena *arena)
{
    enum { KIND_MAX = 16, NUMBER_MAX = 10, DAY_LEN = 10, BARS = 7 };
    const struct ll_item *item = lead->items[0];
    bool report = item->kind == LL_ITEM_REPORT;
    ll_str id = report ? item->fact->report.indicator : item->fact->id;
    char *text = ll_arena_alloc_raw(arena,
                                    KIND_MAX + 2 * LL_SUBJECT_KEY_TEXT + LL_DEALER_KEY_TEXT +
                                        2 * NUMBER_MAX + DAY_LEN + BARS + id.len,
                                    1);
    char *at = text;
    if (!text)
        return (ll_str){NULL, 0};
    at = put(at, ll_str_from(ll_subject_kind_word((enum ll_subject_kind)subject->kind)));
    *at++ = '|';
    at += ll_subject_key_format(subject, at);
    *at++ = '|';
    at = put_number(at, (uint32_t)item->kind);
    *at++ = '|';
    if (report) {
        at = put(at, (ll_str){item->text.purchaser, LL_SUBJECT_KEY_TEXT});
        *at++ = '|';
        at = put(at, (ll_str){item->text.dealer_key, item->dealer ? LL_DEALER_KEY_TEXT : 0});
        *at++ = '|';
        ll_day_format(item->day, at);
        at += DAY_LEN;
        *at++ = '|';
    }
    at = put(at, id);
    *at++ = '|';
    at = put_number(at, item->place);
    return (ll_str){text, (size_t)(at - text)};
}

/* "L-" and 80 bits of a hash over its name, in base 32. */
static bool make_id(struct ll_lead *lead, const struct ll_subject *subject, struct ll_arena *arena)
{
    static const char digits[] = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
    char hex[64];
    ll_str name = name_of(lead, subject, arena);
    if (!name.ptr)
        return false;
    ll_sha256_hex(name, hex);
    lead->id[0] = 'L';
    lead->id[1] = '-';
    for (unsigned i = 0; i < 16; i++) {
        unsigned bit = i * 5, value = 0;
        for (unsigned b = bit; b < bit + 5; b++) {
            char c = hex[b / 4];
            unsigned nibble = (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
            value = value << 1 | (nibble >> (3 - b % 4) & 1);
        }
        lead->id[2 + i] = digits[value];
    }
    return true;
}

static const struct ll_item *first_of_sale(const struct ll_item *firearm)
{
    return firearm - firearm->place;
}

static void take_time_to_crime(struct ll_lead *lead, const struct ll_item *item)
{
    if (item->kind == LL_ITEM_TRACE && item->has_time_to_crime &&
        (!lead->has_time_to_crime || item->time_to_crime < lead->time_to_crime)) {
        lead->has_time_to_crime = true;
        lead->time_to_crime = item->time_to_crime;
    }
}

/* Guns of one sale follow each other. */
static void take_sale(struct ll_lead *lead, const struct ll_item *firearm)
{
    const struct ll_item *sale = first_of_sale(firearm);
    if (lead->sale_count == 0 || lead->sales[lead->sale_count - 1] != sale)
        lead->sales[lead->sale_count++] = sale;
}

/* The items of all hits, each once. */
static bool gather_items(struct ll_lead *lead, struct ll_arena *arena)
{
    for (size_t i = 0; i < lead->hit_count; i++) {
        const struct ll_hit *hit = lead->hits[i];
        for (size_t j = 0; j < hit->count; j++)
            lead->items[lead->item_count++] = hit->items[j];
        if (i == 0 || hit->indicator != lead->hits[i - 1]->indicator) {
            lead->indicators[lead->indicator_count++] = hit->indicator->id;
            lead->score += hit->indicator->weight;
        }
    }
    return sort_unique(lead->items, &lead->item_count, by_order, arena);
}

static void take_past(struct ll_lead *lead, const struct ll_item_list *traces)
{
    for (size_t i = 0; i < lead->hit_count; i++)
        for (size_t j = 0; lead->hits[i]->past && j < traces->count; j++)
            if (lead->hits[i]->past[j])
                lead->traces[lead->trace_count++] = traces->items[j];
}

static bool gather(struct ll_lead *lead, const struct ll_assessment *assessment,
                   struct ll_arena *arena)
{
    if (!gather_items(lead, arena))
        return false;
    lead->first_day = lead->items[0]->day;
    lead->last_day = lead->items[lead->item_count - 1]->day;
    for (size_t i = 0; i < lead->item_count; i++) {
        const struct ll_item *item = lead->items[i];
        take_time_to_crime(lead, item);
        if (item->kind == LL_ITEM_FIREARM)
            take_sale(lead, item);
        else if (item->kind == LL_ITEM_REPORT)
            lead->reports[lead->report_count++] = item;
        else
            lead->traces[lead->trace_count++] = item;
        if (item->matched)
            take_sale(lead, item->matched);
    }
    take_past(lead, &assessment->items.of[LL_ITEM_TRACE]);
    return sort_unique(lead->sales, &lead->sale_count, ll_item_by_evidence, arena) &&
           sort_unique(lead->traces, &lead->trace_count, ll_item_by_evidence, arena);
}

/* Room for all that the hits of a lead can bring. */
static bool make_room(struct ll_lead *lead, const struct ll_assessment *assessment,
                      struct ll_arena *arena)
{
    size_t items = 0, past = 0;
    for (size_t i = 0; i < lead->hit_count; i++) {
        items += lead->hits[i]->count;
        past += lead->hits[i]->past ? assessment->items.of[LL_ITEM_TRACE].count : 0;
    }
    lead->items = LL_NEW_ARRAY(arena, const struct ll_item *, items);
    lead->sales = LL_NEW_ARRAY(arena, const struct ll_item *, items);
    lead->reports = LL_NEW_ARRAY(arena, const struct ll_item *, items);
    lead->traces = LL_NEW_ARRAY(arena, const struct ll_item *, items + past);
    lead->indicators = LL_NEW_ARRAY(arena, ll_str, lead->hit_count);
    return lead->items && lead->sales && lead->reports && lead->traces && lead->indicators;
}

/* Number the leads in the order of their first dates, which is that of their first hits; sorted holds these by date.
 * numbers: of a root, its lead + 1. */
static void number_leads(struct ll_assessment *assessment, uint32_t *parents,
                         const struct ll_hit *const *sorted, uint32_t *numbers)
{
    for (size_t i = 0; i < assessment->hits.count; i++) {
        uint32_t root = root_of(parents, (uint32_t)(sorted[i] - assessment->hits.hits));
        if (!numbers[root])
            numbers[root] = (uint32_t)++assessment->lead_count;
        assessment->leads[numbers[root] - 1].hit_count++;
    }
}

/* Part the hits by their roots; sorted holds them in the order of leads' hits. */
static bool make_leads(struct ll_assessment *assessment, uint32_t *parents,
                       const struct ll_hit *const *sorted, const uint32_t *numbers,
                       const struct ll_subject *subject, struct ll_arena *arena)
{
    size_t n = assessment->hits.count;
    for (size_t i = 0; i < assessment->lead_count; i++) {
        struct ll_lead *lead = &assessment->leads[i];
        lead->hits = LL_NEW_ARRAY(arena, const struct ll_hit *, lead->hit_count);
        if (!lead->hits)
            return false;
        lead->hit_count = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct ll_lead *lead =
            &assessment
                 ->leads[numbers[root_of(parents, (uint32_t)(sorted[i] - assessment->hits.hits))] -
                         1];
        lead->hits[lead->hit_count++] = sorted[i];
    }
    for (size_t i = 0; i < assessment->lead_count; i++) {
        if (!make_room(&assessment->leads[i], assessment, arena) ||
            !gather(&assessment->leads[i], assessment, arena) ||
            !make_id(&assessment->leads[i], subject, arena))
            return false;
    }
    return true;
}

bool ll_leads_join(struct ll_assessment *assessment, const struct ll_subject *subject,
                   const struct ll_rules *rules, struct ll_arena *arena)
{
    size_t n = assessment->hits.count;
    const struct ll_hit *hits = assessment->hits.hits;
    uint32_t *parents = LL_NEW_ARRAY(arena, uint32_t, n);
    uint32_t *numbers = LL_NEW_ARRAY(arena, uint32_t, n);
    const struct ll_hit **sorted = LL_NEW_ARRAY(arena, const struct ll_hit *, n);
    assessment->leads = LL_NEW_ARRAY(arena, struct ll_lead, n);
    if (!parents || !sorted || !numbers || !assessment->leads)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        parents[i] = i;
        sorted[i] = &hits[i];
    }
    if (!ll_sort(sorted, n, by_first_day, arena))
        return false;
    join_near(parents, sorted, hits, n, rules->pack->quiet_days);
    join_traced(parents, hits, n);
    number_leads(assessment, parents, sorted, numbers);
    return ll_sort(sorted, n, compare_hits, arena) &&
           make_leads(assessment, parents, sorted, numbers, subject, arena);
}
