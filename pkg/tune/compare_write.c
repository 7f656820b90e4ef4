/* compare_write.c -- a comparison as JSON.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_state.h"

#include "json/writer.h"

void ll_compare_add_differs(struct ll_buf *out, unsigned differ)
{
    static const char *const words[LL_DIFFERS_KINDS] = {"id",     "score",      "dates",
                                                        "routes", "indicators", "evidence"};
    const char *between = "";
    ll_buf_add_char(out, '[');
    for (size_t i = 0; i < LL_DIFFERS_KINDS; i++) {
        if (!(differ >> i & 1))
            continue;
        ll_buf_printf(out, "%s\"%s\"", between, words[i]);
        between = ",";
    }
    ll_buf_add_char(out, ']');
}

static void add_number(struct ll_buf *out, const char *key, uint64_t value)
{
    ll_buf_printf(out, ",\"%s\":", key);
    ll_buf_add_u64(out, value);
}

static void add_rows(struct ll_buf *out, const char *key, const struct ll_change_rows *rows)
{
    ll_buf_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < rows->count; i++) {
        const struct ll_change_counts *counts = &rows->list[i].counts;
        ll_buf_add_str(out, i ? LL_STR(",{\"id\":") : LL_STR("{\"id\":"));
        ll_json_add_string_or_null(out, rows->list[i].id);
        for (size_t k = 0; k < LL_PAIR_COUNT; k++)
            add_number(out, ll_pair_word((enum ll_pair_change)k), counts->of[k]);
        add_number(out, "came", counts->came);
        add_number(out, "went", counts->went);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_samples(struct ll_buf *out, const struct ll_sample *samples)
{
    static const enum ll_pair_change order[] = {LL_PAIR_ONLY_CANDIDATE, LL_PAIR_ONLY_PRESENT,
                                                LL_PAIR_CHANGED};
    const char *between = "";
    ll_buf_add_lit(out, ",\"samples\":[");
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        for (size_t k = 0; k < samples[order[i]].count; k++) {
            ll_buf_add_str(out, ll_str_from(between));
            ll_buf_add_str(out, ll_buf_str(&samples[order[i]].list[k].text));
            between = ",";
        }
    ll_buf_add_char(out, ']');
}

void ll_compare_json(const struct ll_compare *compare, struct ll_buf *out)
{
    const struct ll_compare_thread *all = &compare->threads[0];
    ll_buf_add_lit(out, "{\"same\":");
    ll_buf_add_u64(out, all->all.of[LL_PAIR_SAME]);
    for (size_t k = LL_PAIR_CHANGED; k < LL_PAIR_COUNT; k++)
        add_number(out, ll_pair_word((enum ll_pair_change)k), all->all.of[k]);
    add_number(out, "id", ll_compare_differing(compare, LL_DIFFERS_ID));
    add_number(out, "score", ll_compare_differing(compare, LL_DIFFERS_SCORE));
    add_number(out, "dates", ll_compare_differing(compare, LL_DIFFERS_DATES));
    add_number(out, "routes", ll_compare_differing(compare, LL_DIFFERS_ROUTES));
    add_number(out, "other_indicators", ll_compare_differing(compare, LL_DIFFERS_INDICATORS));
    add_number(out, "evidence", ll_compare_differing(compare, LL_DIFFERS_EVIDENCE));
    add_number(out, "sooner", all->sooner);
    add_number(out, "later", all->later);
    add_rows(out, "indicators", &all->rows[LL_CHANGES_BY_INDICATOR]);
    add_rows(out, "states", &all->rows[LL_CHANGES_BY_STATE]);
    add_rows(out, "divisions", &all->rows[LL_CHANGES_BY_DIVISION]);
    add_rows(out, "groups", &all->rows[LL_CHANGES_BY_GROUP]);
    add_samples(out, all->samples);
    ll_buf_add_char(out, '}');
}
