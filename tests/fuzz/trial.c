/* Any text as tests of a pack: refused with a reason, or run to an outcome that is told, the same in every order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "trial/report.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pack_text[] =
    "pack: p\n"
    "indicators:\n"
    "  - {id: two, timeline: purchaser, items: firearms, same: [dealer.key], weight: 10,\n"
    "     where: 'class in [\"pistol\", \"revolver\"]',\n"
    "     window: {business_days: 5, calendar: dealer}, having: count() >= 2}\n"
    "  - {id: traced, timeline: purchaser, items: traces, where: in_hit(\"two\"), weight: 20}\n"
    "  - {id: after, timeline: purchaser, items: firearms, having: traces() >= 1, weight: 5}\n"
    "  - {id: dealer, timeline: dealer, items: reports(two), window: {days: 30}, weight: 1}\n"
    "  - {id: house, timeline: address, items: reports(two), window: {days: 30}, weight: 2}\n"
    "  - {id: dear, timeline: purchaser, items: firearms, having: sum(price) > 1000}\n"
    "  - {id: off, timeline: purchaser, items: firearms, enabled: false}\n";

/* Loaded once. */
struct world {
    struct ll_arena arena;
    struct ll_source table, pack;
    struct ll_calibers *calibers;
    struct ll_book *book;
};

static struct world *the_world(void)
{
    static struct world world;
    static struct ll_errors errors, warnings;
    if (world.book)
        return &world;
    world.table = (struct ll_source){"c", ll_calibers_builtin_text()};
    world.pack = (struct ll_source){"p.yaml", LL_STR(pack_text)};
    if (ll_calibers_parse(&world.arena, &world.table, &world.calibers, NULL) ||
        ll_book_parse(&world.arena, &world.pack, world.calibers, &world.book, &errors, &warnings))
        abort();
    return &world;
}

static void run(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                struct ll_buf *out)
{
    struct ll_arena arena = {.max_bytes = 256u << 20};
    struct ll_trial_result result;
    const struct ll_trial_ran ran = {suite, test, &result, &arena};
    ll_trial_run(suite, test, suite->book->pack, NULL, 0, &arena, &result);
    if (result.outcome == LL_TRIAL_DIFFERED)
        abort();
    if (result.outcome != LL_TRIAL_NO_MEMORY) {
        (void)ll_trial_add_json(&ran, out);
        (void)ll_trial_add_junit(&ran, out);
    }
    ll_arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct world *world = the_world();
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.test.yaml", {(const char *)data, size}};
    const struct ll_trial_suite *suite;
    struct ll_errors errors;
    struct ll_buf out = {0};
    errors.count = 0;
    if (ll_trial_parse(&arena, world->book, world->calibers, &source, &suite, &errors) == LL_OK) {
        for (size_t i = 0; i < suite->test_count; i++)
            run(suite, &suite->tests[i], &out);
    } else if (!errors.count || suite) {
        abort();
    }
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
