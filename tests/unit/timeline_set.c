/* The set of facts: any order gives the same; and the memory store.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/set.h"
#include "timeline/store.h"

#include <criterion/criterion.h>

static struct ll_fact fact_of(enum ll_fact_kind kind, const char *id, uint64_t version,
                              uint64_t hash)
{
    struct ll_fact fact = {.kind = kind, .id = ll_str_from(id), .version = version, .hash = hash};
    fact.recovered_on = fact.requested_on = fact.sold_on = LL_DAY_NONE;
    return fact;
}

static struct ll_applied apply(struct ll_fact_set *set, struct ll_fact fact)
{
    return ll_fact_set_apply(set, &fact, LL_STR("stored"));
}

Test(timeline_set, the_highest_version_holds_whichever_comes_first)
{
    struct ll_arena arena = {0};
    struct ll_fact_set set;
    ll_fact_set_init(&set, &arena);
    cr_expect(apply(&set, fact_of(LL_FACT_SALE, "S", 2, 7)).used);
    cr_expect_not(apply(&set, fact_of(LL_FACT_SALE, "S", 1, 9)).used);
    cr_expect(apply(&set, fact_of(LL_FACT_SALE, "S", 3, 1)).used);
    cr_expect(set.count == 1 && ll_fact_entry_live(&set.entries[0])->version == 3);
    cr_expect(set.revision == 2);
    ll_arena_fini(&arena);
}

Test(timeline_set, of_one_version_the_greater_hash_holds_and_is_a_conflict)
{
    struct ll_arena arena = {0};
    struct ll_fact_set set;
    ll_fact_set_init(&set, &arena);
    (void)apply(&set, fact_of(LL_FACT_SALE, "S", 1, 5));
    struct ll_applied lesser = apply(&set, fact_of(LL_FACT_SALE, "S", 1, 4));
    cr_expect(lesser.conflict && !lesser.used);
    struct ll_applied greater = apply(&set, fact_of(LL_FACT_SALE, "S", 1, 6));
    cr_expect(greater.conflict && greater.used);
    struct ll_applied same = apply(&set, fact_of(LL_FACT_SALE, "S", 1, 6));
    cr_expect(!same.conflict && !same.used);
    ll_arena_fini(&arena);
}

Test(timeline_set, a_void_hides_up_to_its_version_before_and_after)
{
    struct ll_arena arena = {0};
    struct ll_fact_set set;
    ll_fact_set_init(&set, &arena);
    (void)apply(&set, fact_of(LL_FACT_SALE_VOID, "S", 2, 1));
    cr_expect_not(apply(&set, fact_of(LL_FACT_SALE, "S", 2, 1)).used);
    cr_expect_null(ll_fact_entry_live(&set.entries[0]));
    cr_expect(apply(&set, fact_of(LL_FACT_SALE, "S", 3, 1)).used);
    cr_expect_not_null(ll_fact_entry_live(&set.entries[0]));
    cr_expect(apply(&set, fact_of(LL_FACT_SALE_VOID, "S", 0, 1)).used);
    cr_expect_not(apply(&set, fact_of(LL_FACT_SALE, "S", 4, 1)).used);
    cr_expect_null(ll_fact_entry_live(&set.entries[0]));
    ll_arena_fini(&arena);
}

Test(timeline_set, a_trace_of_the_same_id_is_another_fact)
{
    struct ll_arena arena = {0};
    struct ll_fact_set set;
    ll_fact_set_init(&set, &arena);
    (void)apply(&set, fact_of(LL_FACT_SALE, "X", 1, 1));
    (void)apply(&set, fact_of(LL_FACT_TRACE, "X", 1, 2));
    (void)apply(&set, fact_of(LL_FACT_TRACE_VOID, "X", 0, 3));
    cr_assert(set.count == 2);
    cr_expect_not_null(ll_fact_entry_live(&set.entries[0]));
    cr_expect_null(ll_fact_entry_live(&set.entries[1]));
    ll_arena_fini(&arena);
}

Test(timeline_store, the_memory_store_keeps_logs_in_the_order_of_appending)
{
    struct ll_store *store = ll_store_memory_new();
    struct ll_subject dealer = ll_subject_dealer(57600123);
    char fact[100];
    memset(fact, 'x', sizeof fact);
    size_t len = 0;
    for (size_t i = 0; i < 2000; i++) {
        fact[0] = (char)('a' + i % 26);
        struct ll_append appends[2] = {
            {.subject = dealer, .fact = {fact, 1 + i % sizeof fact}},
            {.subject = {.kind = LL_SUBJECT_PURCHASER, .key = {{(uint8_t)i, (uint8_t)(i >> 8)}}},
             .fact = {fact, 70}}};
        cr_assert(store->ops->append(store, appends, 2, NULL) == LL_OK);
        cr_expect(appends[0].len_before == len && appends[1].len_before == 0);
        len += appends[0].fact.len;
    }
    struct ll_read read = {.subject = dealer};
    cr_assert(store->ops->read(store, &read, 1, NULL) == LL_OK);
    cr_assert(read.log.len == len);
    for (size_t i = 0, at = 0; i < 2000; at += 1 + i++ % sizeof fact)
        cr_assert(read.log.ptr[at] == (char)('a' + i % 26), "fact %zu", i);
    cr_assert(store->ops->replace(store, &dealer, len - 1, LL_STR("too late"), 0, NULL) == LL_OK);
    cr_assert(store->ops->replace(store, &dealer, len, LL_STR("short"), 0, NULL) == LL_OK);
    cr_assert(store->ops->read(store, &read, 1, NULL) == LL_OK);
    cr_expect(ll_str_eq(read.log, LL_STR("short")));
    store->ops->free(store);
}
