/* The index of indicators: it leaves out none that could hold.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/hash.h"
#include "pack/index.h"
#include <criterion/criterion.h>

#define INDICATORS 1000

static const char *const wheres[] = {"class == 'rifle'",
                                     "class in ['pistol', 'revolver']",
                                     "class != 'rifle'",
                                     "caliber == '9mm'",
                                     "class == 'rifle' and caliber in ['.223', '.50 BMG']",
                                     "price > 500",
                                     "class == 'frame' or price > 500",
                                     "action == 'bolt' and class != null",
                                     "sale.payment == 'cash'",
                                     "dealer.state == 'TX'",
                                     "model == null",
                                     "true"};
#define WHERES (sizeof wheres / sizeof wheres[0])

static const struct ll_pack *parsed(struct ll_arena *arena, const char *text)
{
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_errors errors, warnings;
    struct ll_pack *pack;
    errors.count = warnings.count = 0;
    *source = (struct ll_source){"t.yaml", ll_str_from(text)};
    enum ll_status status = ll_pack_parse(arena, source, NULL, &pack, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s", errors.list[0].message);
    return pack;
}

/* A thousand indicators of the wheres above, that need one to ten guns. */
static const struct ll_pack *make_pack(struct ll_arena *arena)
{
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "pack: p\nindicators:\n");
    for (unsigned i = 0; i < INDICATORS; i++)
        ll_buf_printf(&text,
                      "- {id: a%u, timeline: purchaser, items: firearms, where: \"%s\", having: "
                      "count() >= %u}\n",
                      i, wheres[ll_hash_mix(i) % WHERES], 1 + i % 10);
    ll_buf_add_char(&text, '\0');
    const struct ll_pack *pack = parsed(arena, ll_arena_str(arena, ll_buf_str(&text)).ptr);
    ll_buf_fini(&text);
    return pack;
}

static void make_row(struct ll_value row[LL_SLOT_COUNT], unsigned seed)
{
    static const char *const classes[] = {"", "rifle", "pistol", "frame", "silencer"};
    static const char *const calibers[] = {"", "9mm", ".223", "home made"};
    static const char *const actions[] = {"", "bolt", "pump"};
    static const char *const payments[] = {"", "cash", "card"};
    for (unsigned slot = 0; slot < LL_SLOT_COUNT; slot++)
        row[slot] = ll_value_null();
    uint64_t bits = ll_hash_mix(seed + 1000);
    row[LL_SLOT_CLASS] = ll_value_string(ll_str_from(classes[bits % 5]));
    row[LL_SLOT_CALIBER] = ll_value_string(ll_str_from(calibers[bits / 8 % 4]));
    row[LL_SLOT_ACTION] = ll_value_string(ll_str_from(actions[bits / 64 % 3]));
    row[LL_SLOT_SALE_PAYMENT] = ll_value_string(ll_str_from(payments[bits / 512 % 3]));
    row[LL_SLOT_PRICE] = ll_value_number((int64_t)(bits / 4096 % 1000) * 10000);
    if (bits & 1)
        row[LL_SLOT_DEALER_STATE] = ll_value_string(LL_STR("TX"));
}

static bool has(const uint64_t *set, size_t place)
{
    return set[place / 64] >> (place % 64) & 1;
}

static bool holds(const struct ll_indicator *indicator, const struct ll_value *const *rows,
                  size_t n)
{
    size_t selected = 0;
    for (size_t i = 0; i < n; i++) {
        const struct ll_expr_env env = {.row = rows[i]};
        selected += !indicator->where || ll_expr_run(indicator->where, &env);
    }
    return selected >= indicator->needs_items;
}

Test(pack_index, leaves_out_none_that_holds)
{
    struct ll_arena arena = {0};
    const struct ll_pack *pack = make_pack(&arena);
    struct ll_value items[12][LL_SLOT_COUNT];
    const struct ll_value *rows[12];
    size_t left = 0, held = 0;
    cr_assert_eq(pack->order_count, INDICATORS);
    cr_assert_eq(ll_pack_words(pack), (INDICATORS + 63) / 64);
    for (unsigned round = 0; round < 200; round++) {
        size_t n = 1 + round % 12;
        uint64_t set[LL_PACK_WORDS_MAX] = {0};
        for (unsigned i = 0; i < n; i++) {
            make_row(items[i], round * 16 + i);
            rows[i] = items[i];
        }
        ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, rows, n, n, set);
        for (size_t place = 0; place < pack->order_count; place++) {
            bool does = holds(&pack->indicators[pack->order[place]], rows, n);
            cr_expect(!does || has(set, place), "round %u, place %zu", round, place);
            left += has(set, place);
            held += does;
        }
    }
    cr_expect_gt(held, 0);
    cr_expect_lt(left, (size_t)INDICATORS * 200 * 6 / 10, "%zu left, %zu held", left, held);
    ll_arena_fini(&arena);
}

Test(pack_index, by_number_kind_and_wants)
{
    static const char text[] =
        "pack: p\nindicators:\n"
        "- {id: one, timeline: purchaser, items: firearms}\n"
        "- {id: two, timeline: purchaser, items: firearms, having: count() >= 2}\n"
        "- {id: many, timeline: purchaser, items: firearms, having: count() >= 20}\n"
        "- {id: past, timeline: purchaser, items: firearms, having: traces() >= 1}\n"
        "- {id: after, timeline: purchaser, items: firearms, where: in_hit('one')}\n"
        "- {id: traced, timeline: dealer, items: traces}\n";
    struct ll_arena arena = {0};
    const struct ll_pack *pack = parsed(&arena, text);
    uint64_t set[1] = {0};
    ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, NULL, 0, 0, set);
    cr_expect_eq(set[0], 0);
    ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, NULL, 0, 1, set);
    cr_expect_eq(__builtin_popcountll(set[0]), 3);
    ll_pack_drop_traced(pack, set);
    cr_expect_eq(__builtin_popcountll(set[0]), 2);
    ll_pack_drop_followers(pack, set);
    cr_expect_eq(ll_pack_next(set, 1, 0), 0);
    cr_expect_eq(ll_pack_next(set, 1, 1), SIZE_MAX);
    set[0] = 0;
    ll_pack_candidates(pack, LL_SUBJECT_PURCHASER, LL_ITEM_FIREARM, NULL, 0, 9, set);
    cr_expect_eq(__builtin_popcountll(set[0]), 5);
    set[0] = 0;
    ll_pack_candidates(pack, LL_SUBJECT_DEALER, LL_ITEM_TRACE, NULL, 0, 1, set);
    cr_expect_eq(ll_pack_next(set, 1, 0), 5);
    ll_arena_fini(&arena);
}

Test(pack_index, what_is_shared_has_one_number)
{
    static const char text[] =
        "pack: p\nindicators:\n"
        "- {id: a, timeline: purchaser, items: firearms, where: \"class == 'rifle'\", same: "
        "[model]}\n"
        "- {id: b, timeline: purchaser, items: firearms, where: \"class=='rifle'\", same: "
        "[model]}\n"
        "- {id: c, timeline: purchaser, items: firearms, where: \"class == 'rifle'\"}\n"
        "- {id: d, timeline: purchaser, items: traces, where: \"class == 'rifle'\"}\n"
        "- {id: e, timeline: purchaser, items: firearms, where: \"class == 'frame'\"}\n";
    struct ll_arena arena = {0};
    const struct ll_indicator *of = parsed(&arena, text)->indicators;
    cr_expect(of[0].shared_items && of[0].shared_items == of[1].shared_items &&
              of[1].shared_items == of[2].shared_items);
    cr_expect(of[3].shared_items == 0 && of[4].shared_items == 0);
    cr_expect(of[0].shared_parts && of[0].shared_parts == of[1].shared_parts);
    cr_expect_eq(of[2].shared_parts, 0);
    ll_arena_fini(&arena);
}
