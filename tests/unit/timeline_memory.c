/* The memory store: what it holds, what it gives back, what it asks of the system.   SPDX-License-Identifier: Apache-2.0 */
#include "timeline/store.h"

#include <criterion/criterion.h>

/* Of the address sanitizer's run time, whose header gcc does not ship. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *at);

#define PLAIN_BYTES 140

static size_t allocations, held;

static void on_malloc(const volatile void *at, size_t size)
{
    (void)at;
    allocations++;
    held += size;
}

static void on_free(const volatile void *at)
{
    held -= at ? __sanitizer_get_allocated_size(at) : 0;
}

static struct ll_store *counted_store(void)
{
    cr_assert(__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) > 0);
    allocations = held = 0;
    return ll_store_memory_new();
}

static struct ll_subject purchaser(uint32_t number)
{
    struct ll_subject subject = {.kind = LL_SUBJECT_PURCHASER};
    uint64_t spread = ll_hash_mix(number + 1);
    memcpy(subject.key.bytes, &spread, sizeof spread);
    memcpy(subject.key.bytes + 8, &number, sizeof number);
    return subject;
}

/* Appends a plain sale; what is in it names the subject and the place. */
static size_t append(struct ll_store *store, uint32_t number, ll_day today, int32_t keep_days)
{
    char fact[PLAIN_BYTES] = {0};
    memcpy(fact, &number, sizeof number);
    struct ll_append one = {.subject = purchaser(number),
                            .fact = {fact, sizeof fact},
                            .today = today,
                            .keep_days = keep_days};
    cr_assert(store->ops->append(store, &one, 1, NULL) == LL_OK);
    return one.len_before;
}

static ll_str log_of(struct ll_store *store, uint32_t number)
{
    struct ll_read read = {.subject = purchaser(number)};
    cr_assert(store->ops->read(store, &read, 1, NULL) == LL_OK);
    return read.log;
}

Test(timeline_memory, a_plain_sale_takes_less_than_200_bytes_all_included)
{
    struct ll_store *store = counted_store();
    uint32_t n = 0;
    for (uint32_t step = 50000; n < 300000; n += step) {
        for (uint32_t i = 0; i < step; i++)
            cr_assert_eq(append(store, n + i, 0, 0), 0);
        /* But for what is left of the last chunk. */
        cr_expect_leq((held - (1u << 20)) / (n + step), 200, "%zu bytes for %u sales", held,
                      n + step);
    }
    for (uint32_t i = 0; i < n; i += 17) {
        ll_str log = log_of(store, i);
        cr_assert(log.len == PLAIN_BYTES && memcmp(log.ptr, &i, sizeof i) == 0, "sale %u", i);
    }
    store->ops->free(store);
}

Test(timeline_memory, in_steady_state_appending_asks_nothing_of_the_system)
{
    struct ll_store *store = counted_store();
    for (uint32_t i = 0; i < 10000; i++)
        (void)append(store, i % 2000, 0, 0);
    allocations = 0;
    for (uint32_t i = 0; i < 10000; i++)
        cr_assert_geq(append(store, i % 2000, 0, 0), PLAIN_BYTES);
    /* Logs get longer: that is some chunks of a MiB. */
    cr_expect_leq(allocations, 20, "%zu allocations for 10,000 appends", allocations);
    store->ops->free(store);
}

Test(timeline_memory, what_need_not_be_kept_makes_room)
{
    struct ll_store *store = counted_store();
    uint32_t number = 0;
    for (ll_day day = 20000; day < 20400; day++)
        for (unsigned i = 0; i < 500; i++) {
            (void)append(store, number, day, number % 1000 == 999 ? 0 : 10);
            number++;
        }
    cr_expect_leq(held, 4u << 20, "%zu bytes", held);
    cr_expect_eq(log_of(store, 0).len, 0, "the first day's are gone");
    for (uint32_t i = 0; i < number; i++) {
        bool kept = i % 1000 == 999 || i >= number - 10 * 500;
        ll_str log = log_of(store, i);
        cr_assert(!kept || log.len == PLAIN_BYTES, "timeline %u is kept", i);
        cr_assert(!log.len || memcmp(log.ptr, &i, sizeof i) == 0, "timeline %u is its own", i);
    }
    store->ops->free(store);
}

Test(timeline_memory, one_append_forgets_nothing_that_it_wrote)
{
    enum { COUNT = 5000, LATE_FROM = COUNT / 2 };
    static char facts[COUNT][PLAIN_BYTES];
    static struct ll_append appends[COUNT];
    struct ll_store *store = ll_store_memory_new();
    for (uint32_t i = 0; i < COUNT; i++) {
        memcpy(facts[i], &i, sizeof i);
        appends[i] = (struct ll_append){.subject = purchaser(i),
                                        .fact = {facts[i], PLAIN_BYTES},
                                        .today = i < LATE_FROM ? 20000 : 20100,
                                        .keep_days = 10,
                                        .want_log = true};
    }
    cr_assert(store->ops->append(store, appends, COUNT, NULL) == LL_OK);
    for (uint32_t i = 0; i < COUNT; i++)
        cr_assert(appends[i].log.len == PLAIN_BYTES &&
                      memcmp(appends[i].log.ptr, &i, sizeof i) == 0,
                  "timeline %u", i);
    store->ops->free(store);
}

Test(timeline_memory, keeping_is_prolonged_and_never_shortened)
{
    struct ll_store *store = ll_store_memory_new();
    struct ll_read keep = {.subject = purchaser(0), .keep_days = 500};
    uint32_t number = 2;
    (void)append(store, 0, 20000, 10);
    (void)append(store, 1, 20000, 10);
    cr_assert(store->ops->keep(store, &keep, 1, NULL) == LL_OK);
    (void)append(store, 0, 20000, 5);
    for (ll_day day = 20001; day < 20100; day++)
        for (unsigned i = 0; i < 500; i++)
            (void)append(store, number++, day, 10);
    cr_expect_eq(log_of(store, 0).len, 2 * PLAIN_BYTES);
    cr_expect_eq(log_of(store, 1).len, 0);
    store->ops->free(store);
}

Test(timeline_memory, long_logs_move_out_and_back_in)
{
    struct ll_store *store = ll_store_memory_new();
    struct ll_subject subject = purchaser(7);
    size_t len = 0;
    for (unsigned i = 0; i < 1000; i++, len += PLAIN_BYTES)
        cr_assert_eq(append(store, 7, 0, 0), len);
    cr_assert_eq(log_of(store, 7).len, len);
    cr_assert(store->ops->replace(store, &subject, len, LL_STR("short"), 0, NULL) == LL_OK);
    cr_expect(ll_str_eq(log_of(store, 7), LL_STR("short")));
    cr_expect_eq(append(store, 7, 0, 0), 5);
    cr_expect_eq(log_of(store, 7).len, 5 + PLAIN_BYTES);
    cr_assert(store->ops->replace(store, &subject, 5 + PLAIN_BYTES, (ll_str){NULL, 0}, 0, NULL) ==
              LL_OK);
    cr_expect_eq(log_of(store, 7).len, 0);
    cr_expect_eq(append(store, 7, 0, 0), 0);
    store->ops->free(store);
}
