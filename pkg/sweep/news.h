/* news.h -- reports on their way from purchasers' timelines to those of dealers and addresses.
 * Depends on: lead, sweep/order.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_SWEEP_NEWS_H
#define LL_SWEEP_NEWS_H

#include "lead/lead.h"
#include "lead/told.h"
#include "sweep/order.h"

struct ll_news_item {
    struct ll_subject to;
    ll_day known;
    size_t at, len; /* of its fact */
};

/* What one thread has to tell; = {0} is nothing. */
struct ll_news {
    struct ll_news_item *items;
    size_t count, cap;
    struct ll_buf facts;
};

/* What the reports of a purchaser say on that day that they did not say before; only those that may be told by the pack. */
LL_NODISCARD enum ll_status ll_news_add(struct ll_news *news, const struct ll_assessment *before,
                                        const struct ll_assessment *after,
                                        const struct ll_subject *purchaser, uint64_t revision,
                                        ll_day known, const struct ll_pack *pack,
                                        struct ll_arena *scratch, struct ll_error *err);
void ll_news_fini(struct ll_news *news);

/* All that one subject is told, by days. */
struct ll_letter {
    struct ll_subject to;
    const struct ll_dated_fact *facts;
    size_t count;
};
/* Letters of the news of n threads and, where they are told nothing, of the other subjects, in the order of subjects. Borrows the
 * news; in the arena. */
LL_NODISCARD enum ll_status ll_news_sort(const struct ll_news *news, size_t n,
                                         const struct ll_subject *others, size_t other_count,
                                         struct ll_arena *arena, struct ll_letter **letters,
                                         size_t *count, struct ll_error *err);

#endif
