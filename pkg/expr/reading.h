/* reading.h -- an expression kept as its writer sees it: a tree whose every part can be asked for its value.
 * Depends on: expr, token, tree.   SPDX-License-Identifier: Apache-2.0
 *
 * For tools that explain, test and question rules. Whoever only wants to know whether an expression holds runs its
 * program, which is faster and means the same. */
#ifndef LL_EXPR_READING_H
#define LL_EXPR_READING_H

#include "expr/tree.h"

struct ll_expr_reading {
    struct ll_expr_text text; /* of the expression; parts of the tree are bytes of it */
    const struct ll_node *root;
    const struct ll_expr *program; /* NULL for a named condition within another expression */
    bool has_names;                /* of lists or conditions */
};

/* As ll_expr_compile, with the program in the arena, and the checked tree in that of trees, which may be the same. The
 * reading borrows the text, and the values of parameters. */
LL_NODISCARD enum ll_status ll_expr_read(struct ll_arena *arena, struct ll_arena *trees,
                                         const struct ll_expr_schema *schema, ll_str text,
                                         struct ll_pos at, bool verbatim,
                                         struct ll_expr_reading **out, struct ll_errors *errors);

/* The text of a part, and its place. */
ll_str ll_reading_words(const struct ll_expr_reading *reading, const struct ll_node *node);
struct ll_pos ll_reading_place(const struct ll_expr_reading *reading, const struct ll_node *node);

/* The expression as if what its names stand for were written in their place, in parentheses where it needs them. tidy:
 * with blanks as people set them; else with one between all tokens: without names, what ll_expr_normalise makes of the
 * text. */
void ll_reading_write(const struct ll_expr_reading *reading, bool tidy, struct ll_buf *out);

/* What a part of a checked tree amounts to in an environment: of a condition 0 or 1, of a list its items. A call's
 * condition is asked of a row by an environment that has that row. */
struct ll_value ll_reading_value(const struct ll_node *node, const struct ll_expr_env *env);
/* A part as a condition: null is false. */
bool ll_reading_holds(const struct ll_node *node, const struct ll_expr_env *env);

#endif
