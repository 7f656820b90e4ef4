/* news.c -- see news.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/news.h"

#include "base/sort.h"

#include <stdlib.h>

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for the reports to dealers and addresses");
}

struct telling {
    struct ll_news *news;
    const struct ll_pack *pack;
    struct ll_key purchaser;
    uint64_t revision;
    ll_day known;
};

static struct ll_news_item *add(struct ll_news *news)
{
    if (news->count == news->cap) {
        size_t cap = news->cap ? news->cap * 2 : 256;
        struct ll_news_item *items = realloc(news->items, cap * sizeof *items);
        if (!items)
            return NULL;
        news->items = items;
        news->cap = cap;
    }
    return &news->items[news->count++];
}

static enum ll_status tell(void *context, const struct ll_subject *to,
                           const struct ll_report *report, bool gone, struct ll_error *err)
{
    const struct telling *telling = context;
    struct ll_buf *facts = &telling->news->facts;
    if (!telling->pack->has_kind[to->kind])
        return LL_OK;
    size_t at = facts->len;
    (void)ll_report_encode(report, telling->purchaser, telling->revision, gone, facts);
    struct ll_news_item *item = facts->failed ? NULL : add(telling->news);
    if (!item)
        return no_memory(err);
    *item = (struct ll_news_item){*to, telling->known, at, facts->len - at};
    return LL_OK;
}

enum ll_status ll_news_add(struct ll_news *news, const struct ll_assessment *before,
                           const struct ll_assessment *after, const struct ll_subject *purchaser,
                           uint64_t revision, ll_day known, const struct ll_pack *pack,
                           struct ll_arena *scratch, struct ll_error *err)
{
    struct telling telling = {news, pack, purchaser->key, revision, known};
    return ll_reports_compare(&before->reports, &after->reports, tell, &telling, scratch, err);
}

void ll_news_fini(struct ll_news *news)
{
    free(news->items);
    ll_buf_fini(&news->facts);
    *news = (struct ll_news){0};
}

/* An item and its fact; none for a subject that is told nothing by it. */
struct sorted {
    struct ll_subject to;
    struct ll_dated_fact fact;
};

static int by_subject_and_day(const void *left, const void *right)
{
    const struct sorted *a = *(const struct sorted *const *)left,
                        *b = *(const struct sorted *const *)right;
    int order = ll_subject_order(&a->to, &b->to);
    return order ? order : (a->fact.known > b->fact.known) - (a->fact.known < b->fact.known);
}

static struct sorted *gather(const struct ll_news *news, size_t n, const struct ll_subject *others,
                             size_t other_count, size_t total, struct ll_arena *arena)
{
    struct sorted *all = LL_NEW_ARRAY(arena, struct sorted, total);
    size_t count = 0;
    for (size_t i = 0; all && i < other_count; i++)
        all[count++] = (struct sorted){others[i], {LL_DAY_NONE, {NULL, 0}}};
    for (size_t i = 0; all && i < n; i++)
        for (size_t k = 0; k < news[i].count; k++) {
            const struct ll_news_item *item = &news[i].items[k];
            all[count++] =
                (struct sorted){item->to, {item->known, {news[i].facts.ptr + item->at, item->len}}};
        }
    return all;
}

/* letters and facts have room for all. */
static size_t part(const struct sorted *const *sorted, size_t total, struct ll_letter *letters,
                   struct ll_dated_fact *facts)
{
    size_t count = 0;
    for (size_t i = 0; i < total; i++) {
        if (i == 0 || !ll_subject_eq(&sorted[i]->to, &sorted[i - 1]->to))
            letters[count++] = (struct ll_letter){sorted[i]->to, facts, 0};
        if (!sorted[i]->fact.bytes.len)
            continue;
        *facts++ = sorted[i]->fact;
        letters[count - 1].count++;
    }
    return count;
}

enum ll_status ll_news_sort(const struct ll_news *news, size_t n, const struct ll_subject *others,
                            size_t other_count, struct ll_arena *arena, struct ll_letter **letters,
                            size_t *count, struct ll_error *err)
{
    size_t total = other_count;
    for (size_t i = 0; i < n; i++)
        total += news[i].count;
    const struct sorted *all = gather(news, n, others, other_count, total, arena);
    const struct sorted **sorted = LL_NEW_ARRAY(arena, const struct sorted *, total);
    struct ll_dated_fact *facts = LL_NEW_ARRAY(arena, struct ll_dated_fact, total);
    *letters = LL_NEW_ARRAY(arena, struct ll_letter, total);
    if (!all || !sorted || !facts || !*letters)
        return no_memory(err);
    for (size_t i = 0; i < total; i++)
        sorted[i] = &all[i];
    if (!ll_sort(sorted, total, by_subject_and_day, arena))
        return no_memory(err);
    *count = part(sorted, total, *letters, facts);
    return LL_OK;
}
