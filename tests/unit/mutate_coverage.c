/* What tests try of a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/report.h"
#include "mutate_world.h"

static const char pack[] = "pack: small\n"
                           "conditions:\n"
                           "  handgun: class in [\"pistol\", \"revolver\"]\n"
                           "indicators:\n"
                           "  - id: guns\n"
                           "    timeline: purchaser\n"
                           "    items: firearms\n"
                           "    where: handgun and price < 150 and sale.date >= \"2026-03-02\"\n"
                           "    window: {days: 5}\n"
                           "    having: count() >= 2 and traces(time_to_crime <= 30) >= 1\n"
                           "  - {id: traces, timeline: dealer, items: traces}\n"
                           "  - {id: off, timeline: dealer, items: traces, enabled: false}\n";

static void expect(const char *tests, const char *expected, bool json)
{
    struct world world;
    struct ll_coverage coverage;
    struct ll_gap *gaps;
    size_t count;
    struct ll_buf out = {0};
    world_open(&world, pack, tests);
    cr_assert(ll_coverage_make(&coverage, world.book, &world.arena));
    for (size_t i = 0; i < world.suite->test_count; i++)
        cr_assert(ll_coverage_add(&coverage, &world.suite->tests[i], &world.arena));
    cr_assert(ll_coverage_sum(&coverage, &world.arena, &gaps, &count));
    if (json)
        ll_coverage_report_json(&coverage, world.path, gaps, count, &out);
    else
        ll_coverage_report(&coverage, world.path, gaps, count, &out);
    world_same(&world, &out, expected);
    world_close(&world);
}

Test(mutate_coverage, tells_what_one_test_leaves_untried)
{
    expect("tests:\n"
           "  - name: two cheap pistols after a trace\n"
           "    events:\n"
           "      - {on: 2026-03-02, guns: [2 pistol], price: 149.99}\n"
           "      - {trace: 1, on: 2026-03-02}\n"
           "    expect: {hits: 2}\n",
           "PACK:8:12: untried: guns: handgun is never false\n"
           "PACK:3:12: untried: guns: class in [\"pistol\", \"revolver\"] is never false\n"
           "PACK:8:24: untried: guns: price < 150 is never false\n"
           "PACK:8:24: untried: guns: price < 150 is never tried with price 150\n"
           "PACK:8:40: untried: guns: sale.date >= \"2026-03-02\" is never false\n"
           "PACK:8:40: untried: guns: sale.date >= \"2026-03-02\" is never tried with sale.date "
           "2026-03-01\n"
           "PACK:10:13: untried: guns: count() >= 2 is never false\n"
           "PACK:10:13: untried: guns: count() >= 2 is never tried with count() 1\n"
           "PACK:10:30: untried: guns: traces(time_to_crime <= 30) >= 1 is never false\n"
           "PACK:10:30: untried: guns: traces(time_to_crime <= 30) >= 1 is never tried with "
           "traces(time_to_crime <= 30) 0\n"
           "PACK:10:37: untried: guns: time_to_crime <= 30 is never false\n"
           "PACK:10:37: untried: guns: time_to_crime <= 30 is never tried with time_to_crime 30\n"
           "PACK:10:37: untried: guns: time_to_crime <= 30 is never tried with time_to_crime 31\n"
           "PACK:9:13: untried: guns: no two firearms stand 4 days apart, just within the window\n"
           "PACK:9:13: untried: guns: no two firearms stand 5 days apart, just too far for the "
           "window\n"
           "PACK:11:10: untried: traces: no two traces stand on one day\n"
           "PACK:11:10: untried: traces: no two traces stand 1 day apart, just too far for the "
           "window\n"
           "PACK: tried 2 of 2 indicators, 1 of 8 conditions, 5 of 11 edges, 0 of 4 window ends\n",
           false);
}

Test(mutate_coverage, is_content_where_all_is_tried)
{
    expect("tests:\n"
           "  - name: all of it\n"
           "    events:\n"
           "      - {on: 2026-03-01, guns: [pistol], price: 100}\n"
           "      - {on: 2026-03-02, guns: [pistol, rifle], price: 149.99}\n"
           "      - {on: 2026-03-06, guns: [pistol, revolver], price: 100}\n"
           "      - {on: 2026-03-11, guns: [pistol], price: 150}\n"
           "      - {on: 2026-03-07, guns: [pistol], price: 1}\n"
           "      - {trace: 2, on: 2026-04-01}\n"
           "      - {trace: 2, on: 2026-04-01}\n"
           "      - {trace: 2, on: 2026-04-02}\n"
           "      - {on: 2026-04-02, guns: [2 pistol], price: 1}\n"
           "      - {on: 2026-05-02, guns: [2 pistol], buyer: Y, price: 1}\n"
           "      - {trace: 10, gun: 1, on: 2026-05-02}\n"
           "    expect: {leads: 3}\n",
           "PACK: tried 2 of 2 indicators, 8 of 8 conditions, 11 of 11 edges, 4 of 4 window ends\n",
           false);
}

Test(mutate_coverage, says_in_one_line_what_no_test_looks_at)
{
    expect("tests:\n"
           "  - name: a trace\n"
           "    only: [traces]\n"
           "    events: [{trace: {class: pistol}, on: 2026-03-02, dealer: A}]\n"
           "    expect: {hits: 1}\n",
           "{\"untried\":\"hit\",\"indicator\":\"guns\",\"text\":\"no test makes it "
           "hit\",\"file\":\"PACK\",\"line\":5,\"column\":9}\n"
           "{\"untried\":\"window\",\"indicator\":\"traces\",\"text\":\"no two traces stand on one "
           "day\",\"file\":\"PACK\",\"line\":11,\"column\":10}\n"
           "{\"untried\":\"window\",\"indicator\":\"traces\",\"text\":\"no two traces stand 1 day "
           "apart, just too far for the window\",\"file\":\"PACK\",\"line\":11,\"column\":10}\n"
           "{\"coverage\":\"PACK\",\"indicators\":[1,2],\"conditions\":[1,8],\"edges\":[1,11],"
           "\"windows\":[0,4]}\n",
           true);
}
