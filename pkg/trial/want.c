/* want.c -- what a test expects.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include <stdlib.h>

#define WANTS_MAX 1000000 /* hits or leads */

static const char *const stage_keys[] = {"leads", "hits", "groups"};
static const char *const hit_keys[] = {"indicator", "count",  "dates",  "calendar",
                                       "buyer",     "dealer", "address"};
static const char *const lead_keys[] = {"buyer", "dealer", "address", "indicators",
                                        "score", "dates",  "groups",  "time_to_crime",
                                        "sales", "guns",   "traces",  "reports"};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* By enum ll_trial_number. */
static const char *const number_keys[LL_TRIAL_NUMBERS] = {"score", "time_to_crime", "sales",
                                                          "guns",  "traces",        "reports"};

/* The expectations of one test. */
struct wanting {
    struct ll_trial_reader *reader;
    struct ll_trial_test *test;
    const struct ll_indicator *home;
    bool *looks; /* as test->looks */
};

static void look_at(struct wanting *w, uint32_t indicator)
{
    if (w->looks)
        w->looks[indicator] = true;
}

/* ---- whose ---- */

static const struct ll_trial_name *find_name(struct wanting *w, const struct ll_yaml_node *node,
                                             enum ll_subject_kind kind, const char *unknown)
{
    const struct ll_trial_test *test = w->test;
    ll_str label = ll_trial_text(w->reader, node, node->key->text.ptr);
    ll_str *labels = LL_NEW_ARRAY(w->reader->arena, ll_str, test->name_count + 1);
    size_t n = 0;

    if (!labels) {
        ll_trial_fault_memory(w->reader);
        return NULL;
    }
    for (size_t i = 0; i < test->name_count; i++) {
        if (test->names[i].subject.kind != kind)
            continue;
        if (ll_str_eq(test->names[i].label, label) ||
            (label.len && ll_str_eq(test->names[i].also, label)))
            return &test->names[i];
        labels[n++] = test->names[i].label;
    }
    /* Where an event is faulty its names are not known. */
    if (label.len && w->reader->errors->count == w->reader->faults_before)
        ll_trial_unknown(w->reader, node, unknown, labels, n, NULL);
    return NULL;
}

static const struct ll_trial_name *read_whose(struct wanting *w, const struct ll_yaml_node *node)
{
    const struct ll_yaml_node *buyer = ll_trial_get(node, "buyer"),
                              *dealer = ll_trial_get(node, "dealer"),
                              *address = ll_trial_get(node, "address");

    if (!!buyer + !!dealer + !!address > 1) {
        ll_trial_fault(w->reader, node->at,
                       "a lead is about one: a buyer, a dealer or an address; keep one of them");
        return NULL;
    }
    if (buyer)
        return find_name(w, buyer, LL_SUBJECT_PURCHASER, "no event of this test has the buyer");
    if (dealer)
        return find_name(w, dealer, LL_SUBJECT_DEALER, "this test has no dealer");
    return address ? find_name(w, address, LL_SUBJECT_ADDRESS, "no event has the address") : NULL;
}

/* A date, or the first and the last. */
static void read_dates(struct wanting *w, const struct ll_yaml_node *node, ll_day *first,
                       ll_day *last)
{
    *first = *last = LL_DAY_NONE;
    if (!node)
        return;
    if (node->kind == LL_YAML_SEQUENCE && node->child_count == 2) {
        (void)ll_trial_date(w->reader, node->first_child, "the first date", first);
        (void)ll_trial_date(w->reader, node->first_child->next, "the last date", last);
        if (*first != LL_DAY_NONE && *last != LL_DAY_NONE && *first > *last)
            ll_trial_fault(w->reader, node->at, "the first date comes after the last; turn them");
    } else if (node->kind == LL_YAML_SCALAR) {
        (void)ll_trial_date(w->reader, node, "dates", first);
        *last = *first;
    } else {
        ll_trial_fault(w->reader, node->at,
                       "dates are the first and the last, as in [2006-03-10, 2006-03-13]");
    }
}

/* ---- groups ---- */

static void read_group(struct wanting *w, const struct ll_yaml_node *node,
                       struct ll_trial_group_want *out)
{
    *out = (struct ll_trial_group_want){.node = node};
    if (node->kind == LL_YAML_SCALAR) {
        out->group = ll_trial_text(w->reader, node, "a group");
    } else if (node->kind == LL_YAML_MAPPING && node->child_count == 1) {
        out->group = node->first_child->key->text;
        out->priority = ll_trial_text(w->reader, node->first_child, "a priority");
    } else {
        ll_trial_fault(w->reader, node->at,
                       "a group is its id, or its id with a priority, as in {laredo: high}");
    }
}

/* NULL: not said, or faulty. */
static const struct ll_trial_group_want *read_groups(struct wanting *w,
                                                     const struct ll_yaml_node *node, size_t *count)
{
    struct ll_trial_group_want *list;

    *count = 0;
    if (!node)
        return NULL;
    if (!ll_trial_is_none(node) && node->kind != LL_YAML_SEQUENCE) {
        ll_trial_fault(w->reader, node->at,
                       "groups is a list, as in [laredo, {houston: high}], or "
                       "none");
        return NULL;
    }
    list = LL_NEW_ARRAY(w->reader->arena, struct ll_trial_group_want, node->child_count + 1);
    if (!list) {
        ll_trial_fault_memory(w->reader);
        return NULL;
    }
    for (const struct ll_yaml_node *one = node->first_child; one; one = one->next)
        read_group(w, one, &list[(*count)++]);
    return list;
}

/* ---- hits ---- */

static int read_calendar(struct wanting *w, const struct ll_yaml_node *node)
{
    static const ll_str words[] = {{"none", 4}, {"assumed", 7}, {"dealer", 6}, {"default", 7}};
    ll_str text = ll_trial_text(w->reader, node, "calendar");

    for (int i = 0; node && i < 4; i++)
        if (ll_str_eq(text, words[i]))
            return i;
    if (text.len)
        ll_trial_unknown(w->reader, node, "no hit has the calendar", words, 4, NULL);
    return LL_TRIAL_ANY;
}

static void read_hit(struct wanting *w, const struct ll_yaml_node *node,
                     struct ll_trial_hit_want *out)
{
    const struct ll_yaml_node *indicator = node, *count;
    enum ll_trial_keys keys = LL_TRIAL_KNOWN_KEYS;

    *out = (struct ll_trial_hit_want){.node = node,
                                      .count = LL_TRIAL_ANY,
                                      .calendar = LL_TRIAL_ANY,
                                      .first_day = LL_DAY_NONE,
                                      .last_day = LL_DAY_NONE};
    if (node->kind != LL_YAML_SCALAR) {
        keys = ll_trial_mapping(w->reader, node, hit_keys, COUNT(hit_keys), "an expected hit",
                                "{indicator: multiple-sale-handgun, count: 2}");
        if (keys == LL_TRIAL_NO_KEYS)
            return;
        indicator = ll_trial_get(node, "indicator");
        count = ll_trial_get(node, "count");
        (void)ll_trial_int(w->reader, count, "count", 1, INT32_MAX, &out->count);
        read_dates(w, ll_trial_get(node, "dates"), &out->first_day, &out->last_day);
        out->calendar = read_calendar(w, ll_trial_get(node, "calendar"));
        out->whose = read_whose(w, node);
    }
    if (indicator) {
        if (ll_trial_indicator(w->reader, indicator, &out->indicator))
            look_at(w, out->indicator);
    } else if (w->home) {
        out->indicator = (uint32_t)(w->home - w->reader->book->pack->indicators);
    } else if (keys == LL_TRIAL_KNOWN_KEYS) {
        ll_trial_fault(w->reader, node->at, "this hit has no indicator; add indicator: with an id");
    }
}

/* ---- leads ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void read_indicators(struct wanting *w, const struct ll_yaml_node *node,
                            struct ll_trial_lead_want *out)
{
    uint32_t *list;

    if (!node)
        return;
    if (node->kind != LL_YAML_SEQUENCE) {
        ll_trial_fault(w->reader, node->at, "indicators is a list of ids, as in [several-dealers]");
        return;
    }
    list = LL_NEW_ARRAY(w->reader->arena, uint32_t, node->child_count + 1);
    if (!list) {
        ll_trial_fault_memory(w->reader);
        return;
    }
    for (const struct ll_yaml_node *one = node->first_child; one; one = one->next) {
        if (!ll_trial_indicator(w->reader, one, &list[out->indicator_count]))
            continue;
        look_at(w, list[out->indicator_count]);
        out->indicator_count++;
    }
    if (out->indicator_count)
        qsort(list, out->indicator_count, sizeof *list, by_number);
    for (size_t i = 1; i < out->indicator_count; i++)
        if (list[i] == list[i - 1])
            ll_trial_fault(w->reader, node->at,
                           "an indicator stands twice in this list; remove "
                           "one");
    out->indicators = list;
}

static void read_lead(struct wanting *w, const struct ll_yaml_node *node,
                      struct ll_trial_lead_want *out)
{
    *out = (struct ll_trial_lead_want){
        .node = node, .first_day = LL_DAY_NONE, .last_day = LL_DAY_NONE};
    for (size_t i = 0; i < LL_TRIAL_NUMBERS; i++)
        out->numbers[i] = LL_TRIAL_ANY;
    if (!ll_trial_mapping(w->reader, node, lead_keys, COUNT(lead_keys), "an expected lead",
                          "{buyer: X, score: 40}"))
        return;
    for (size_t i = 0; i < LL_TRIAL_NUMBERS; i++) {
        const struct ll_yaml_node *number = ll_trial_get(node, number_keys[i]);
        if (i == LL_TRIAL_TIME_TO_CRIME && ll_trial_is_none(number))
            out->numbers[i] = LL_TRIAL_NONE;
        else
            (void)ll_trial_int(w->reader, number, number_keys[i], 0, INT32_MAX, &out->numbers[i]);
    }
    read_dates(w, ll_trial_get(node, "dates"), &out->first_day, &out->last_day);
    read_indicators(w, ll_trial_get(node, "indicators"), out);
    out->groups = read_groups(w, ll_trial_get(node, "groups"), &out->group_count);
    out->whose = read_whose(w, node);
}

/* ---- a stage ---- */

/* A number, `none`, or a list: its length. False where it is none of them. */
static bool read_count(struct wanting *w, const struct ll_yaml_node *node, const char *what,
                       int64_t *count)
{
    *count = LL_TRIAL_ANY;
    if (!node)
        return true;
    if (ll_trial_is_none(node))
        *count = 0;
    else if (node->kind == LL_YAML_SEQUENCE && node->child_count <= WANTS_MAX)
        *count = (int64_t)node->child_count;
    else if (!ll_yaml_int(node, 0, WANTS_MAX, count)) {
        ll_trial_fault(w->reader, node->at, "%s is a list, a number or none", what);
        return false;
    }
    return true;
}

static void read_lists(struct wanting *w, const struct ll_yaml_node *leads,
                       const struct ll_yaml_node *hits, struct ll_trial_stage *out)
{
    struct ll_trial_lead_want *lead =
        LL_NEW_ARRAY(w->reader->arena, struct ll_trial_lead_want, leads ? leads->child_count : 0);
    struct ll_trial_hit_want *hit =
        LL_NEW_ARRAY(w->reader->arena, struct ll_trial_hit_want, hits ? hits->child_count : 0);
    size_t n = 0;

    if (!lead || !hit) {
        ll_trial_fault_memory(w->reader);
        return;
    }
    if (leads && leads->kind == LL_YAML_SEQUENCE) {
        out->leads = lead;
        for (const struct ll_yaml_node *one = leads->first_child; one; one = one->next)
            read_lead(w, one, &lead[n++]);
    }
    n = 0;
    if (hits && hits->kind == LL_YAML_SEQUENCE) {
        out->hits = hit;
        for (const struct ll_yaml_node *one = hits->first_child; one; one = one->next)
            read_hit(w, one, &hit[n++]);
    }
}

static void read_stage(struct wanting *w, const struct ll_yaml_node *node, size_t events,
                       struct ll_trial_stage *out)
{
    const struct ll_yaml_node *leads = ll_trial_get(node, "leads"),
                              *hits = ll_trial_get(node, "hits"),
                              *groups = ll_trial_get(node, "groups");

    *out = (struct ll_trial_stage){
        .node = node, .events = events, .lead_count = LL_TRIAL_ANY, .hit_count = LL_TRIAL_ANY};
    if (ll_trial_is_none(node)) {
        out->lead_count = out->hit_count = 0;
        return;
    }
    enum ll_trial_keys keys = ll_trial_mapping(w->reader, node, stage_keys, COUNT(stage_keys),
                                               "what is expected", "{leads: 1}, or none");
    if (keys == LL_TRIAL_NO_KEYS)
        return;
    if (!leads && !hits && !groups) {
        if (keys == LL_TRIAL_KNOWN_KEYS)
            ll_trial_fault(w->reader, node->at,
                           "nothing is expected here; write leads, hits or none");
        return;
    }
    if (read_count(w, leads, "leads", &out->lead_count) &&
        read_count(w, hits, "hits", &out->hit_count))
        read_lists(w, leads, hits, out);
    out->groups = read_groups(w, groups, &out->group_count);
}

/* The expectations of `after`, by their events. */
static size_t read_after(struct wanting *w, const struct ll_yaml_node *after,
                         struct ll_trial_stage *stages)
{
    size_t n = 0;

    if (!after)
        return 0;
    if (after->kind != LL_YAML_MAPPING) {
        ll_trial_fault(w->reader, after->at,
                       "after has numbers of events, as in {2: {leads: 1}, 3: none}");
        return 0;
    }
    for (const struct ll_yaml_node *one = after->first_child; one; one = one->next) {
        int64_t events;
        if (w->test->event_count &&
            !ll_yaml_int(one->key, 1, (int64_t)w->test->event_count, &events)) {
            ll_trial_fault(w->reader, one->key->at,
                           "after is said of an event by its number: a whole number from 1 to %zu",
                           w->test->event_count);
            continue;
        }
        if (w->test->event_count)
            read_stage(w, one, (size_t)events, &stages[n++]);
    }
    return n;
}

static int by_events(const void *a, const void *b)
{
    const struct ll_trial_stage *x = a, *y = b;
    if (x->events != y->events)
        return x->events < y->events ? -1 : 1;
    return (x->node->at.line > y->node->at.line) - (x->node->at.line < y->node->at.line);
}

void ll_wants_read(struct ll_trial_reader *reader, struct ll_trial_test *test,
                   const struct ll_indicator *home, bool *looks)
{
    struct wanting w = {reader, test, home, looks};
    const struct ll_yaml_node *after = ll_trial_get(test->node, "after"),
                              *expect = ll_trial_get(test->node, "expect");
    size_t n;
    struct ll_trial_stage *stages =
        LL_NEW_ARRAY(reader->arena, struct ll_trial_stage, 1 + (after ? after->child_count : 0));

    if (!stages) {
        ll_trial_fault_memory(reader);
        return;
    }
    n = read_after(&w, after, stages);
    if (expect)
        read_stage(&w, expect, test->event_count, &stages[n++]);
    if (n)
        qsort(stages, n, sizeof *stages, by_events);
    test->stages = stages;
    test->stage_count = n;
}
