/* leads.c -- the document: the leads of the pack in force, one by one, a column for each of what is told of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tune/write.h"

/* A page reads a mask of bits as a number, which is exact up to so many. */
#define MASK_BITS 53

uint64_t ll_tune_overlap(const struct ll_tune *tune, uint32_t a, uint32_t b)
{
    const struct ll_pack *pack = tune->setup.cells->cells[0].pack;
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return ll_tally_count(&tune->threads[0].pairs, (int32_t)(low * pack->indicator_count + high));
}

bool ll_tune_hits(const struct ll_tune *tune, size_t slot)
{
    uint32_t indicator = tune->plans.of[0]->indicator_of[slot];
    return ll_tune_overlap(tune, indicator, indicator) != 0;
}

static void add_comma(struct ll_buf *out, size_t i)
{
    if (i)
        ll_buf_add_char(out, ',');
}

/* Bits by place in the pack, of the indicators that hit at all. False: they are too many. */
static bool number_bits(const struct ll_tune *tune, uint32_t *bits)
{
    const struct ll_plan *plan = tune->plans.of[0];
    uint32_t n = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (ll_tune_hits(tune, i))
            bits[plan->indicator_of[i]] = n++;
    }
    return n <= MASK_BITS;
}

static void add_hits(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_columns *leads = &tune->threads[0].leads;
    struct ll_arena *scratch = &tune->threads[0].scratch;
    uint32_t *bits =
        LL_NEW_ARRAY(scratch, uint32_t, tune->setup.cells->cells[0].pack->indicator_count);
    if (!bits || !number_bits(tune, bits)) {
        ll_buf_add_lit(out, ",\"hits\":null");
        return;
    }
    ll_buf_add_lit(out, ",\"hits\":[");
    for (size_t i = 0; i < leads->count; i++) {
        uint64_t mask = 0;
        for (size_t k = 0; k < leads->list[i].hit_count; k++)
            mask |= UINT64_C(1) << bits[leads->list[i].hits[k]];
        add_comma(out, i);
        ll_buf_add_u64(out, mask);
    }
    ll_buf_add_char(out, ']');
}

static void add_letters(struct ll_buf *out, const struct ll_columns *leads)
{
    static const char kinds[] = {
        [LL_SUBJECT_ADDRESS] = 'a', [LL_SUBJECT_DEALER] = 'd', [LL_SUBJECT_PURCHASER] = 'p'};
    static const char labels[] = {
        [LL_LABEL_NONE] = 'u', [LL_LABEL_TRUE] = 't', [LL_LABEL_FALSE] = 'f'};
    ll_buf_add_lit(out, "],\"kind\":\"");
    for (size_t i = 0; i < leads->count; i++)
        ll_buf_add_char(out, kinds[leads->list[i].subject.kind]);
    ll_buf_add_lit(out, "\",\"label\":\"");
    for (size_t i = 0; i < leads->count; i++)
        ll_buf_add_char(out, labels[leads->list[i].label]);
    ll_buf_add_char(out, '"');
}

static int64_t since_of(const struct ll_column_lead *lead)
{
    return lead->since;
}
static int64_t score_of(const struct ll_column_lead *lead)
{
    return lead->score;
}
static int64_t guns_of(const struct ll_column_lead *lead)
{
    return (int64_t)lead->guns;
}

static void add_numbers(struct ll_buf *out, const struct ll_columns *leads, const char *key,
                        int64_t (*of)(const struct ll_column_lead *))
{
    ll_buf_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < leads->count; i++) {
        add_comma(out, i);
        ll_buf_add_i64(out, of(&leads->list[i]));
    }
    ll_buf_add_char(out, ']');
}

void ll_write_leads(struct ll_buf *out, const struct ll_tune *tune)
{
    const struct ll_plan *plan = tune->plans.of[0];
    const struct ll_columns *leads = &tune->threads[0].leads;
    size_t n = 0;
    ll_buf_add_lit(out, ",\"leads\":{\"id\":[");
    for (size_t i = 0; i < leads->count; i++) {
        add_comma(out, i);
        ll_json_add_string(out, (ll_str){leads->list[i].id, LL_LEAD_ID_LEN});
    }
    add_letters(out, leads);
    add_numbers(out, leads, "since", since_of);
    add_numbers(out, leads, "score", score_of);
    add_numbers(out, leads, "guns", guns_of);
    add_hits(out, tune);
    ll_buf_add_lit(out, ",\"ids\":[");
    for (size_t i = 0; i < plan->count; i++) {
        if (!ll_tune_hits(tune, i))
            continue;
        add_comma(out, n++);
        ll_json_add_string(out, plan->pack->indicators[plan->indicator_of[i]].id);
    }
    ll_buf_add_lit(out, "]}");
}
