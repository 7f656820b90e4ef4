/* Any bytes as a program: the verifier refuses it, or it runs without harm and ends.
 * SPDX-License-Identifier: Apache-2.0 */
#include "expr/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Instructions that fit two blocks; the first byte says where the second begins and what it looks at. */
#define CODE_MAX 64

static bool in_hit(const struct ll_value *row, uint32_t slot, void *context)
{
    (void)context;
    return row[0].len > slot;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t cells[] = {LL_CELL_STRING, LL_CELL_NUMBER, LL_CELL_STRINGS,
                                    LL_CELL_NUMBERS, LL_CELL_NONE};
    static const struct ll_value texts[] = {{.text = "a", .len = 1}, {.text = "bb", .len = 2}};
    static const struct ll_value numbers[] = {{.number = 1}, {.number = 20000}};
    static const struct ll_constant constants[] = {{{.text = "a", .len = 1}, LL_CELL_STRING},
                                                   {{.number = 20000}, LL_CELL_NUMBER},
                                                   {{.items = texts, .len = 2}, LL_CELL_STRINGS},
                                                   {{.items = numbers, .len = 2}, LL_CELL_NUMBERS}};
    static const struct ll_value row[] = {{.text = "bb", .len = 2},
                                          {.number = 1},
                                          {.items = texts, .len = 2},
                                          {.items = numbers, .len = 2},
                                          {.null = true}};
    const struct ll_value *rows[] = {row, row, row};
    struct ll_instruction code[CODE_MAX];
    if (!size)
        return 0;
    uint32_t len = (uint32_t)((size - 1) / 4), split = data[0] & 63;
    len = len < CODE_MAX ? len : CODE_MAX;
    split = split < len ? split : len;
    for (uint32_t i = 0; i < len; i++) {
        const uint8_t *at = data + 1 + (size_t)i * 4;
        code[i] = (struct ll_instruction){at[0] % (LL_OP_NUMBER + 1), at[1] & 7, at[2], at[3]};
    }
    struct ll_block blocks[] = {{0, split, data[0] & 64 ? LL_SCOPE_WINDOW : LL_SCOPE_ROW},
                                {split, len, data[0] & 128 ? LL_SCOPE_PAST : LL_SCOPE_ROW}};
    struct ll_expr expr = {.code = code,
                           .constants = constants,
                           .blocks = blocks,
                           .code_len = len,
                           .constant_count = 4,
                           .block_count = split < len ? 2 : 1,
                           .row_cells = cells,
                           .past_cells = cells,
                           .row_slots = 5,
                           .past_slots = 5,
                           .uses_past = true};
    struct ll_expr_env env = {
        .row = row, .rows = rows, .row_count = 3, .past = rows, .past_count = 3, .in_hit = in_hit};
    bool marks[3] = {false, false, false};
    if (ll_expr_verify(&expr)) {
        (void)ll_expr_run(&expr, &env);
        (void)ll_expr_mark_past(&expr, &env, marks);
    }
    return 0;
}
