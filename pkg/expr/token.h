/* token.h -- the words of an expression, and the place of each.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EXPR_TOKEN_H
#define LL_EXPR_TOKEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

/* X(kind, text): the text of tokens that have one spelling, else NULL. */
#define LL_TOKENS(X)                                                                               \
    X(END, NULL)                                                                                   \
    X(NUMBER, NULL)                                                                                \
    X(STRING, NULL)                                                                                \
    X(PARAM, NULL)                                                                                 \
    X(NAME, NULL)                                                                                  \
    X(AND, "and")                                                                                  \
    X(OR, "or")                                                                                    \
    X(NOT, "not")                                                                                  \
    X(IN, "in")                                                                                    \
    X(TRUE, "true")                                                                                \
    X(FALSE, "false")                                                                              \
    X(NULL, "null")                                                                                \
    X(EQ, "==")                                                                                    \
    X(NE, "!=")                                                                                    \
    X(LE, "<=")                                                                                    \
    X(GE, ">=")                                                                                    \
    X(LT, "<")                                                                                     \
    X(GT, ">")                                                                                     \
    X(OPEN, "(")                                                                                   \
    X(CLOSE, ")")                                                                                  \
    X(LIST_OPEN, "[")                                                                              \
    X(LIST_CLOSE, "]")                                                                             \
    X(COMMA, ",")                                                                                  \
    X(MINUS, "-")

enum ll_token_kind {
#define LL_X(kind, text) LL_TOKEN_##kind,
    LL_TOKENS(LL_X)
#undef LL_X
        LL_TOKEN_COUNT
};

struct ll_token {
    enum ll_token_kind kind;
    uint32_t begin, end; /* bytes of the text */
};

/* The text of an expression, where it stands, and where its faults go. */
struct ll_expr_text {
    ll_str text;
    struct ll_pos at;
    bool verbatim;
    struct ll_errors *errors;
    enum ll_status status; /* of the first fault; LL_OK while there is none */
    /* Of the text of a named condition: where the outermost expression names it (line 0: it is no such text), and how
     * deeply nested that is. */
    struct ll_pos used_at;
    unsigned depth;
    struct ll_error *last; /* the fault reported last; NULL: it had been reported before */
};

/* The place of bytes begin..end of the text; that of the whole text where it is not verbatim. */
struct ll_pos ll_expr_place(const struct ll_expr_text *text, uint32_t begin, uint32_t end);
/* Report a fault at bytes begin..end; returns status. */
enum ll_status ll_expr_fault(struct ll_expr_text *text, enum ll_status status, uint32_t begin,
                             uint32_t end, const char *format, ...) LL_PRINTF(5, 6);
/* Report a fault that is ready. One of a named condition that was reported where another expression uses it is not said
 * again. */
enum ll_status ll_expr_fault_add(struct ll_expr_text *text, const struct ll_error *err);
/* Give the fault reported last a second place, if it has none. */
void ll_expr_fault_note(struct ll_expr_text *text, struct ll_pos at, const char *note);
/* The same at bytes begin..end, where the text is verbatim. */
void ll_expr_fault_other(struct ll_expr_text *text, uint32_t begin, uint32_t end, const char *note);
/* The text's status becomes LL_ERR_NOMEM, and a fault says so. */
enum ll_status ll_expr_fault_memory(struct ll_expr_text *text);

/* The token that starts at or behind byte from. False, and a fault is reported, where none does. */
bool ll_token_next(struct ll_expr_text *text, uint32_t from, struct ll_token *out);
/* The bytes between a string token's quotes, escapes resolved, in the arena; ptr NULL: no memory.
 * Escapes are \" \' and \\ and no other. */
ll_str ll_token_string(const struct ll_expr_text *text, struct ll_token token,
                       struct ll_arena *arena);
/* The spelling of a token that has only one; NULL else. */
const char *ll_token_word(enum ll_token_kind kind);

#endif
