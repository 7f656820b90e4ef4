/* bench_plan.c -- the model of capacity, generated packs, packs with some indicators off.
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"
#include "bench/capacity.h"
#include "bench/machine.h"

#include <criterion/criterion.h>
#include <math.h>
#include <unistd.h>

/* Round figures, so that what comes of them can be reckoned by hand. */
static const struct ll_capacity_measured measured = {
    .events_per_sale = 1,
    .worker_cpu_s = 3e-6,
    .redis_cpu_s = 1.5e-6,
    .redis_bytes = 400,
    .kafka_bytes = 1000,
    .busiest_hour = 36e-5,
    .kept_share = 0.1,
    .sale_days = 30,
    .lead_days = 730,
};

static bool near(double got, double want)
{
    return fabs(got - want) <= 1e-9 * fabs(want);
}

Test(bench_plan, a_year_of_ten_million_sales)
{
    struct ll_capacity plan = ll_capacity_plan(&measured, 1e7);

    /* 10 m * 36e-5 in the busiest hour: 3,600 of them, 1 a second. */
    cr_expect(near(plan.events_per_second, 1));
    cr_expect(plan.workers == 2, "two at least, so that one may fail");
    cr_expect(plan.partitions == 8);
    /* 30 days, and a tenth for 700 more: 100 days. */
    cr_expect(near(plan.redis_gib, 1e7 / 365 * 100 * 400 / 0.5 / (1 << 30)));
    cr_expect(near(plan.kafka_gib, 1e7 / 365 * 7 * 1000 * 3 / (1 << 30)));
    cr_expect(plan.nodes == 2);
}

Test(bench_plan, a_hundred_thousandfold)
{
    struct ll_capacity plan = ll_capacity_plan(&measured, 1e12);

    cr_expect(near(plan.events_per_second, 1e5));
    /* 1e5 * 4 * 3e-6 / 0.6 */
    cr_expect(plan.workers >= 2 && near(plan.workers, 2));
    cr_expect(near(plan.redis_cores, 1e5 * 4 * 1.5e-6 / 0.6));
    /* By memory: two copies on nodes of 64 GiB, and one node more. */
    cr_expect(plan.nodes == ceil(2 * plan.redis_gib / 64) + 1);
    plan = ll_capacity_plan(&measured, 1e13);
    cr_expect(plan.workers == 20 && plan.partitions == 64, "%g %g", plan.workers, plan.partitions);
}

Test(bench_plan, generated_packs_are_sound)
{
    static const size_t counts[] = {1, 10, 1000, LL_PACK_INDICATORS_MAX};

    for (size_t i = 0; i < 2 * sizeof counts / sizeof counts[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_buf text = {0};
        struct ll_errors errors = {0}, warnings = {0};
        struct ll_calibers *calibers;
        struct ll_pack *pack;
        size_t n = counts[i / 2];
        struct ll_source table = {"calibers", ll_calibers_builtin_text()};
        struct ll_source source = {.file = "generated"};
        cr_assert(ll_calibers_parse(&arena, &table, &calibers, NULL) == LL_OK);
        ll_bench_write_pack(n, i % 2, &text);
        source.text = ll_buf_str(&text);
        cr_expect(ll_pack_parse(&arena, &source, calibers, &pack, &errors, &warnings) == LL_OK,
                  "%zu: %s", n, errors.list[0].message);
        cr_expect(errors.count == 0 && warnings.count == 0);
        cr_expect(pack->order_count == n);
        ll_buf_fini(&text);
        ll_arena_fini(&arena);
    }
}

Test(bench_plan, a_chosen_pack_has_what_was_kept)
{
    static const char text[] =
        "pack: p\nindicators:\n"
        "  - {id: a, timeline: purchaser, items: firearms, same: [dealer.key]}\n"
        "  - {id: b, timeline: dealer, items: reports(a)}\n"
        "  - {id: c, timeline: purchaser, items: firearms, where: 'in_hit(\"a\")'}\n"
        "  - {id: d, timeline: purchaser, items: traces, enabled: false}\n";
    static const bool all[] = {true, true, true, true}, without_b[] = {true, false, true, true},
                      only_b[] = {false, true, false, false}, none[4];
    struct ll_arena arena = {0};
    struct ll_errors errors = {0}, warnings = {0};
    struct ll_source source = {"p.yaml", LL_STR(text)};
    struct ll_source table = {"calibers", ll_calibers_builtin_text()};
    struct ll_calibers *calibers;
    struct ll_pack *pack, *chosen;

    cr_assert(ll_calibers_parse(&arena, &table, &calibers, NULL) == LL_OK);
    cr_assert(ll_pack_parse(&arena, &source, calibers, &pack, &errors, &warnings) == LL_OK);
    chosen = ll_pack_choose(&arena, pack, all);
    cr_expect(chosen->order_count == 3, "what is off stays off");
    cr_expect(chosen->indicators[0].makes_reports && chosen->indicators[0].sought);
    cr_expect(!chosen->indicators[3].enabled);
    chosen = ll_pack_choose(&arena, pack, without_b);
    cr_expect(chosen->order_count == 2 && !chosen->indicators[0].makes_reports);
    cr_expect(chosen->has_kind[LL_SUBJECT_PURCHASER] && !chosen->has_kind[LL_SUBJECT_DEALER]);
    chosen = ll_pack_choose(&arena, pack, only_b);
    cr_expect(chosen->order_count == 1 && !chosen->indicators[0].makes_reports);
    chosen = ll_pack_choose(&arena, pack, none);
    cr_expect(chosen->order_count == 0 && !chosen->has_kind[LL_SUBJECT_PURCHASER]);
    cr_expect(pack->indicators[0].enabled && pack->order_count == 3, "the pack stays as it is");
    ll_arena_fini(&arena);
}

Test(bench_plan, the_kernel_tells_of_processes)
{
    cr_expect(ll_bench_process_cpu(getpid()) >= 0);
    cr_expect(ll_bench_process_cpu(-1) < 0);
    cr_expect(ll_bench_process_listening(0) < 0);
    cr_expect(ll_bench_cores() > 0);
    cr_expect(ll_bench_held_bytes() > 0);
    cr_expect(ll_bench_now_us() > INT64_C(1700000000000000));
}
