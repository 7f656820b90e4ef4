/* A pack with what its writers wrote.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/book.h"
#include <criterion/criterion.h>

static const char text[] = "pack: small\n"
                           "indicators:\n"
                           "  - id: pistols\n"
                           "    timeline: purchaser\n"
                           "    items: firearms\n"
                           "    where: class == \"pistol\" and price < $most\n"
                           "    params: {most: 150}\n"
                           "  - {id: many, timeline: dealer, items: reports(known)}\n"
                           "  - id: known\n"
                           "    timeline: purchaser\n"
                           "    items: firearms\n"
                           "    same: [dealer.key]\n"
                           "    having: count() >= 2\n";

Test(pack_book, keeps_what_was_written)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"small.yaml", ll_str_from(text)};
    struct ll_errors errors, warnings;
    struct ll_book *book;
    errors.count = warnings.count = 0;
    enum ll_status status = ll_book_parse(&arena, &source, NULL, &book, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s", errors.list[0].message);
    cr_assert_eq(book->root_count, 1);
    cr_assert_eq(book->pack->indicator_count, 3);
    const struct ll_book_entry *pistols = &book->entries[0], *known = &book->entries[2];

    const struct ll_node *root = pistols->where->root;
    cr_expect_eq(root->kind, LL_NODE_AND);
    cr_expect(
        ll_str_eq(ll_reading_words(pistols->where, root->first->next), LL_STR("price < $most")));
    struct ll_pos at = ll_reading_place(pistols->where, root->first->next);
    cr_expect_eq(at.line, 6);
    cr_expect_eq(at.col, 34);
    cr_expect_eq(at.width, 13);
    cr_expect_eq(pistols->where->program, pistols->indicator->where);
    cr_expect_eq(pistols->param_count, 1);
    cr_expect(ll_str_eq(pistols->param_nodes[0]->text, LL_STR("150")));
    cr_expect(ll_str_eq(book->entries[1].reports_id, LL_STR("known")));
    cr_expect_eq(known->where, NULL);
    cr_expect(
        ll_str_eq(ll_reading_words(known->having, known->having->root), LL_STR("count() >= 2")));
    ll_arena_fini(&arena);
}

Test(pack_book, is_none_where_the_pack_is_faulty)
{
    struct ll_arena arena = {0};
    struct ll_source source = {"none.yaml", LL_STR("pack: p\nindicators: [{id: a}]\n")};
    struct ll_errors errors, warnings;
    struct ll_book *book;
    errors.count = warnings.count = 0;
    cr_expect_eq(ll_book_parse(&arena, &source, NULL, &book, &errors, &warnings), LL_ERR_SYNTAX);
    cr_expect_eq(book, NULL);
    cr_expect_eq(errors.count, 2);
    ll_arena_fini(&arena);
}
