/* pack.c -- packs of any number of indicators.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

/* Of what dealers sell, and of what hardly anybody does. */
static const char *const sold[] = {"pistol", "revolver", "rifle", "shotgun"};
static const char *const rare[] = {"machinegun", "destructive_device", "any_other_weapon",
                                   "silencer"};
static const char *const windows[] = {"{business_days: 5}", "{days: 30}", "{same_day: true}",
                                      "{days: 90}", "{days: 365}"};

static void add_indicator(size_t i, bool match, struct ll_buf *out)
{
    ll_buf_printf(out, "  - id: g%zu\n    title: Generated %zu\n", i, i);
    ll_buf_add_lit(out, "    timeline: purchaser\n    items: firearms\n");
    ll_buf_printf(out, "    where: class == \"%s\" and price >= %zu\n",
                  match ? sold[i % 4] : rare[i % 4], i * 37 % 900);
    if (i % 2)
        ll_buf_add_lit(out, "    same: [dealer.key]\n");
    ll_buf_printf(out, "    window: %s\n    having: count() >= %zu\n    weight: %zu\n",
                  windows[i % 5], 2 + i % 4, 1 + i % 20);
}

void ll_bench_write_pack(size_t n, bool match, struct ll_buf *out)
{
    ll_buf_printf(out, "pack: generated\nversion: \"%zu\"\nindicators:\n", n);
    for (size_t i = 0; i < n; i++)
        add_indicator(i, match, out);
}
