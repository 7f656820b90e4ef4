/* store.c -- lines become what is said of a lead, whatever their order.   SPDX-License-Identifier: Apache-2.0 */
#include "label/store.h"

#include <stdlib.h>

void *ll_label_push(struct ll_arena *arena, struct ll_label_list *list, size_t size)
{
    void *items = ll_arena_more(arena, list->items, list->count, &list->cap, size);
    if (!items)
        return NULL;
    list->items = items;
    void *place = (char *)items + list->count++ * size;
    memset(place, 0, size);
    return place;
}

static void sort(struct ll_label_list *list, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (list->count > 1)
        qsort(list->items, list->count, size, compare);
}

static void *find(const struct ll_label_list *list, const void *key, size_t size,
                  int (*compare)(const void *, const void *))
{
    return list->count ? bsearch(key, list->items, list->count, size, compare) : NULL;
}

static int compare_leads(const void *left, const void *right)
{
    return memcmp(left, right, LL_LEAD_ID_LEN); /* the id is the first member of both */
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_subjects(const void *left, const void *right)
{
    const struct ll_said_subject *a = left, *b = right;
    int by_kind = compare_numbers(a->subject.kind, b->subject.kind);
    return by_kind ? by_kind : memcmp(&a->subject.key, &b->subject.key, sizeof a->subject.key);
}

/* Whoever saw something in a lead is believed over who did not. */
static int strength(enum ll_label label)
{
    return label == LL_LABEL_TRUE ? 2 : label == LL_LABEL_FALSE ? 1 : 0;
}

/* By lead, group and time. Of two lines of one time the later revision counts; then, so that the order of the lines
 * does not, the label that says more, the earlier case, and the line that names the subject. */
static int compare_said(const void *left, const void *right)
{
    const struct ll_said *a = left, *b = right;
    int order = memcmp(a->lead, b->lead, sizeof a->lead);
    if (!order)
        order = ll_str_cmp(a->group, b->group);
    if (!order)
        order = compare_numbers(a->at_ns, b->at_ns);
    if (!order)
        order = (a->revision > b->revision) - (a->revision < b->revision);
    if (!order)
        order = compare_numbers(strength(a->label), strength(b->label));
    if (!order)
        order = compare_numbers(a->duplicate, b->duplicate);
    if (!order)
        order = -compare_numbers(a->opened, b->opened);
    if (!order)
        order = compare_numbers(a->subject.kind, b->subject.kind);
    return order ? order : memcmp(&a->subject.key, &b->subject.key, sizeof a->subject.key);
}

ll_day ll_day_earlier(ll_day a, ll_day b)
{
    if (a == LL_DAY_NONE || (b != LL_DAY_NONE && b < a))
        return b;
    return a;
}

/* Whether the line is its group's last word on its lead. */
static bool stands(const struct ll_said *said, const struct ll_said *end)
{
    const struct ll_said *next = said + 1;
    return next == end || memcmp(next->lead, said->lead, sizeof said->lead) != 0 ||
           !ll_str_eq(next->group, said->group);
}

void ll_said_merge(struct ll_said_subject *all, enum ll_label label, ll_day opened)
{
    if (strength(label) > strength(all->label))
        all->label = label;
    if (label == LL_LABEL_TRUE)
        all->opened = ll_day_earlier(all->opened, opened);
}

/* What the lines of one lead, first..end-1, say together. False: memory is out. */
static bool settle_lead(struct ll_labels *labels, const struct ll_said *first,
                        const struct ll_said *end)
{
    struct ll_said_lead *lead = ll_label_push(labels->arena, &labels->leads, sizeof *lead);
    if (!lead)
        return false;
    struct ll_said_subject all = {.opened = LL_DAY_NONE};
    memcpy(lead->lead, first->lead, sizeof lead->lead);
    for (const struct ll_said *said = first; said < end; said++) {
        if (said->subject.kind)
            all.subject = said->subject;
        if (!stands(said, end))
            continue;
        ll_said_merge(&all, said->label, said->opened);
        lead->duplicate |= said->duplicate;
    }
    lead->label = all.label;
    lead->opened = all.opened;
    if (!all.subject.kind || all.label == LL_LABEL_NONE)
        return true;
    struct ll_said_subject *about = ll_label_push(labels->arena, &labels->subjects, sizeof *about);
    if (about)
        *about = all;
    return about;
}

/* Several leads of one subject: one entry. */
static void merge_subjects(struct ll_label_list *list)
{
    struct ll_said_subject *all = list->items;
    size_t kept = 0;
    sort(list, sizeof *all, compare_subjects);
    for (size_t i = 0; i < list->count; i++) {
        if (kept && ll_subject_eq(&all[kept - 1].subject, &all[i].subject))
            ll_said_merge(&all[kept - 1], all[i].label, all[i].opened);
        else
            all[kept++] = all[i];
    }
    list->count = kept;
}

static int compare_keys(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(struct ll_key));
}

static int compare_texts(const void *left, const void *right)
{
    return ll_str_cmp(*(const ll_str *)left, *(const ll_str *)right);
}

/* A truth that is given twice has each buyer twice. */
static void drop_repeated_keys(struct ll_label_list *list)
{
    struct ll_key *all = list->items;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!kept || compare_keys(&all[kept - 1], &all[i]) != 0)
            all[kept++] = all[i];
    }
    list->count = kept;
}

static int compare_addresses(const void *left, const void *right)
{
    const struct ll_ring_address *a = left, *b = right;
    int order = compare_keys(&a->address, &b->address);
    return order ? order : compare_keys(&a->purchaser, &b->purchaser);
}

static int compare_address(const void *left, const void *right)
{
    const struct ll_ring_address *a = left, *b = right;
    return compare_keys(&a->address, &b->address);
}

/* One entry for each address, with how many different buyers gave it. */
static void merge_addresses(struct ll_label_list *list)
{
    struct ll_ring_address *all = list->items, *last = NULL;
    size_t kept = 0;
    sort(list, sizeof *all, compare_addresses);
    for (size_t i = 0; i < list->count; i++) {
        if (!last || compare_address(last, &all[i]) != 0) {
            last = &all[kept++];
            *last = all[i];
            last->buyers = 1;
        } else if (compare_keys(&last->purchaser, &all[i].purchaser) != 0) {
            last->purchaser = all[i].purchaser;
            last->buyers++;
        }
    }
    list->count = kept;
}

bool ll_labels_settle(struct ll_labels *labels)
{
    sort(&labels->said, sizeof(struct ll_said), compare_said);
    const struct ll_said *said = labels->said.items;
    for (size_t i = 0, next; i < labels->said.count; i = next) {
        for (next = i + 1; next < labels->said.count; next++) {
            if (memcmp(said[next].lead, said[i].lead, sizeof said[i].lead) != 0)
                break;
        }
        if (!settle_lead(labels, said + i, said + next))
            return false;
    }
    merge_subjects(&labels->subjects);
    sort(&labels->buyers, sizeof(struct ll_key), compare_keys);
    drop_repeated_keys(&labels->buyers);
    merge_addresses(&labels->addresses);
    sort(&labels->traces, sizeof(ll_str), compare_texts);
    return true;
}

struct ll_said_lead *ll_labels_said(const struct ll_labels *labels, const char lead[LL_LEAD_ID_LEN])
{
    return find(&labels->leads, lead, sizeof(struct ll_said_lead), compare_leads);
}

const struct ll_said_subject *ll_labels_said_subject(const struct ll_labels *labels,
                                                     const struct ll_subject *subject)
{
    const struct ll_said_subject key = {.subject = *subject};
    return find(&labels->subjects, &key, sizeof key, compare_subjects);
}

bool ll_labels_is_buyer(const struct ll_labels *labels, const struct ll_key *purchaser)
{
    return find(&labels->buyers, purchaser, sizeof *purchaser, compare_keys);
}

size_t ll_labels_buyers_at(const struct ll_labels *labels, const struct ll_key *address)
{
    const struct ll_ring_address key = {.address = *address};
    const struct ll_ring_address *found =
        find(&labels->addresses, &key, sizeof key, compare_address);
    return found ? found->buyers : 0;
}

bool ll_labels_is_ring_trace(const struct ll_labels *labels, ll_str id)
{
    return find(&labels->traces, &id, sizeof id, compare_texts);
}
