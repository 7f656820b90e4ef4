/* parse.c -- tokens to a tree, by a table of precedences.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/tree.h"

#include <strings.h>

enum precedence { PREC_NONE, PREC_OR, PREC_AND, PREC_NOT, PREC_COMPARE, PREC_OPERAND };

struct parser {
    struct ll_expr_text *text;
    struct ll_arena *scratch;
    struct ll_token token; /* the next one, not yet taken */
    unsigned depth;        /* of parentheses, lists, calls and nots */
};

/* prefix: the token begins a value. infix: it stands between left and what follows. Both take the token themselves, and
 * give NULL once a fault is reported. */
struct rule {
    struct ll_node *(*prefix)(struct parser *parser, enum precedence above);
    struct ll_node *(*infix)(struct parser *parser, struct ll_node *left);
    enum precedence precedence;
};

static const struct rule *rule_of(enum ll_token_kind kind);
static struct ll_node *parse_above(struct parser *parser, enum precedence above);

static bool take(struct parser *parser)
{
    return ll_token_next(parser->text, parser->token.end, &parser->token);
}

static struct ll_node *node_new(struct parser *parser, enum ll_node_kind kind)
{
    struct ll_node *node = LL_NEW(parser->scratch, struct ll_node);
    if (!node) {
        (void)ll_expr_fault_memory(parser->text);
        return NULL;
    }
    node->kind = kind;
    node->token = parser->token;
    node->begin = parser->token.begin;
    node->end = parser->token.end;
    node->depth = parser->depth;
    return node;
}

static void add_child(struct ll_node *parent, struct ll_node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->child_count++;
    if (child->begin < parent->begin)
        parent->begin = child->begin;
    if (child->end > parent->end)
        parent->end = child->end;
}

/* A token in words: 'and', "pistol", the end. Cut where it is long. */
#define SHOWN_MAX 40
static int shown(struct ll_token token)
{
    uint32_t len = token.end - token.begin;
    return (int)(len > SHOWN_MAX ? SHOWN_MAX : len);
}

static void fault(struct parser *parser, struct ll_token token, const char *message)
{
    (void)ll_expr_fault(parser->text, LL_ERR_SYNTAX, token.begin, token.end, "%s", message);
}

static bool enter(struct parser *parser)
{
    if (parser->depth == LL_EXPR_DEPTH_MAX) {
        (void)ll_expr_fault(parser->text, LL_ERR_LIMIT, parser->token.begin, parser->token.end,
                            "nested more than %d deep; write it flatter, or as several indicators",
                            LL_EXPR_DEPTH_MAX);
        return false;
    }
    parser->depth++;
    return true;
}

static struct ll_node *plain(struct parser *parser, enum ll_node_kind kind)
{
    struct ll_node *node = node_new(parser, kind);
    return node && take(parser) ? node : NULL;
}

static struct ll_node *prefix_literal(struct parser *parser, enum precedence above)
{
    (void)above;
    return plain(parser, LL_NODE_CONST);
}

static struct ll_node *prefix_param(struct parser *parser, enum precedence above)
{
    (void)above;
    return plain(parser, LL_NODE_PARAM);
}

static struct ll_node *prefix_minus(struct parser *parser, enum precedence above)
{
    (void)above;
    struct ll_token minus = parser->token;
    if (!take(parser))
        return NULL;
    if (parser->token.kind != LL_TOKEN_NUMBER) {
        fault(parser, minus, "'-' stands before a number alone: there is no arithmetic");
        return NULL;
    }
    struct ll_node *node = plain(parser, LL_NODE_CONST);
    if (node) {
        node->begin = minus.begin;
        node->negated = true;
    }
    return node;
}

/* Take the closing token of what `open` opened. */
static bool close(struct parser *parser, enum ll_token_kind kind, struct ll_token open,
                  const char *message)
{
    if (parser->token.kind == kind) {
        parser->depth--;
        return take(parser);
    }
    fault(parser, parser->token, message);
    ll_expr_fault_other(parser->text, open.begin, open.end, "opened here");
    return false;
}

static struct ll_node *prefix_group(struct parser *parser, enum precedence above)
{
    (void)above;
    struct ll_token open = parser->token;
    if (!enter(parser) || !take(parser))
        return NULL;
    struct ll_node *inner = parse_above(parser, PREC_NONE);
    if (!inner)
        return NULL;
    uint32_t end = parser->token.end;
    if (parser->token.kind == LL_TOKEN_COMMA) {
        fault(parser, open, "a list stands in [ ], as in [\"pistol\", \"revolver\"]");
        return NULL;
    }
    if (!close(parser, LL_TOKEN_CLOSE, open, "a ')' is missing here"))
        return NULL;
    inner->begin = open.begin;
    inner->end = end;
    return inner;
}

/* Expressions with commas between them, up to the closing token; children of node. */
static struct ll_node *members(struct parser *parser, struct ll_node *node,
                               enum ll_token_kind closing, const char *message)
{
    struct ll_token open = parser->token;
    if (!enter(parser) || !take(parser))
        return NULL;
    while (node->child_count || parser->token.kind != closing) {
        struct ll_node *member = parse_above(parser, PREC_NONE);
        if (!member)
            return NULL;
        add_child(node, member);
        if (parser->token.kind != LL_TOKEN_COMMA)
            break;
        if (!take(parser))
            return NULL;
    }
    node->end = parser->token.end;
    return close(parser, closing, open, message) ? node : NULL;
}

static struct ll_node *prefix_list(struct parser *parser, enum precedence above)
{
    (void)above;
    struct ll_node *node = node_new(parser, LL_NODE_LIST);
    return node ? members(parser, node, LL_TOKEN_LIST_CLOSE, "a ',' or ']' is missing here") : NULL;
}

/* AND, Or, TRUE: a word of the language in other letters. */
static bool refuse_capitals(struct parser *parser)
{
    struct ll_token token = parser->token;
    ll_str name = {parser->text->text.ptr + token.begin, token.end - token.begin};
    for (unsigned k = LL_TOKEN_AND; k <= LL_TOKEN_NULL; k++) {
        const char *word = ll_token_word((enum ll_token_kind)k);
        if (strlen(word) != name.len || strncasecmp(word, name.ptr, name.len) != 0)
            continue;
        (void)ll_expr_fault(parser->text, LL_ERR_SYNTAX, token.begin, token.end,
                            "'%.*s' is unknown; write '%s'", LL_STR_ARGS(name), word);
        return true;
    }
    return false;
}

static struct ll_node *prefix_name(struct parser *parser, enum precedence above)
{
    (void)above;
    if (refuse_capitals(parser))
        return NULL;
    struct ll_node *node = plain(parser, LL_NODE_NAME);
    if (!node || parser->token.kind != LL_TOKEN_OPEN)
        return node;
    node->kind = LL_NODE_CALL;
    return members(parser, node, LL_TOKEN_CLOSE, "a ')' is missing here");
}

static struct ll_node *prefix_not(struct parser *parser, enum precedence above)
{
    if (above > PREC_NOT) {
        fault(parser, parser->token, "put parentheses round 'not' and its condition here");
        return NULL;
    }
    struct ll_node *node = node_new(parser, LL_NODE_NOT);
    if (!node || !enter(parser) || !take(parser))
        return NULL;
    struct ll_node *inner = parse_above(parser, PREC_NOT);
    if (!inner)
        return NULL;
    parser->depth--;
    add_child(node, inner);
    return node;
}

/* a and b and c is one node, so that long lists of conditions make no deep trees. */
static struct ll_node *infix_logic(struct parser *parser, struct ll_node *left)
{
    bool is_and = parser->token.kind == LL_TOKEN_AND;
    enum ll_token_kind kind = parser->token.kind;
    struct ll_node *node = node_new(parser, is_and ? LL_NODE_AND : LL_NODE_OR);
    if (!node)
        return NULL;
    add_child(node, left);
    while (parser->token.kind == kind) {
        struct ll_node *right =
            take(parser) ? parse_above(parser, is_and ? PREC_AND : PREC_OR) : NULL;
        if (!right)
            return NULL;
        add_child(node, right);
    }
    return node;
}

static bool is_comparison(enum ll_token_kind kind)
{
    return kind >= LL_TOKEN_EQ && kind <= LL_TOKEN_GT;
}

/* What may not follow a comparison without parentheses. */
static bool refuse_mixture(struct parser *parser)
{
    enum ll_token_kind kind = parser->token.kind;
    if (!is_comparison(kind) && kind != LL_TOKEN_IN && kind != LL_TOKEN_NOT)
        return false;
    fault(parser, parser->token,
          "a comparison stands here already; put parentheses round one, or an 'and' between them");
    return true;
}

static struct ll_node *infix_compare(struct parser *parser, struct ll_node *left)
{
    struct ll_node *node = node_new(parser, LL_NODE_CHAIN);
    if (!node)
        return NULL;
    add_child(node, left);
    while (is_comparison(parser->token.kind)) {
        enum ll_token_kind op = parser->token.kind;
        struct ll_node *right = take(parser) ? parse_above(parser, PREC_OPERAND) : NULL;
        if (!right)
            return NULL;
        right->op = op;
        add_child(node, right);
    }
    return refuse_mixture(parser) ? NULL : node;
}

static struct ll_node *infix_in(struct parser *parser, struct ll_node *left)
{
    struct ll_node *node = node_new(parser, LL_NODE_IN);
    if (!node)
        return NULL;
    add_child(node, left);
    if (parser->token.kind == LL_TOKEN_NOT) {
        struct ll_token not = parser->token;
        node->negated = true;
        if (!take(parser))
            return NULL;
        if (parser->token.kind != LL_TOKEN_IN) {
            fault(parser, not,
                  "'not' stands before a condition; write 'and not', 'not in' or '!='");
            return NULL;
        }
    }
    struct ll_node *right = take(parser) ? parse_above(parser, PREC_OPERAND) : NULL;
    if (!right)
        return NULL;
    add_child(node, right);
    return refuse_mixture(parser) ? NULL : node;
}

static const struct rule rules[LL_TOKEN_COUNT] = {
    [LL_TOKEN_NUMBER] = {prefix_literal, NULL, PREC_NONE},
    [LL_TOKEN_STRING] = {prefix_literal, NULL, PREC_NONE},
    [LL_TOKEN_TRUE] = {prefix_literal, NULL, PREC_NONE},
    [LL_TOKEN_FALSE] = {prefix_literal, NULL, PREC_NONE},
    [LL_TOKEN_NULL] = {prefix_literal, NULL, PREC_NONE},
    [LL_TOKEN_PARAM] = {prefix_param, NULL, PREC_NONE},
    [LL_TOKEN_NAME] = {prefix_name, NULL, PREC_NONE},
    [LL_TOKEN_MINUS] = {prefix_minus, NULL, PREC_NONE},
    [LL_TOKEN_OPEN] = {prefix_group, NULL, PREC_NONE},
    [LL_TOKEN_LIST_OPEN] = {prefix_list, NULL, PREC_NONE},
    [LL_TOKEN_NOT] = {prefix_not, infix_in, PREC_COMPARE},
    [LL_TOKEN_IN] = {NULL, infix_in, PREC_COMPARE},
    [LL_TOKEN_AND] = {NULL, infix_logic, PREC_AND},
    [LL_TOKEN_OR] = {NULL, infix_logic, PREC_OR},
    [LL_TOKEN_EQ] = {NULL, infix_compare, PREC_COMPARE},
    [LL_TOKEN_NE] = {NULL, infix_compare, PREC_COMPARE},
    [LL_TOKEN_LT] = {NULL, infix_compare, PREC_COMPARE},
    [LL_TOKEN_LE] = {NULL, infix_compare, PREC_COMPARE},
    [LL_TOKEN_GT] = {NULL, infix_compare, PREC_COMPARE},
    [LL_TOKEN_GE] = {NULL, infix_compare, PREC_COMPARE},
};

static const struct rule *rule_of(enum ll_token_kind kind)
{
    return &rules[kind];
}

static void refuse_start(struct parser *parser)
{
    struct ll_token token = parser->token;
    if (token.kind == LL_TOKEN_END)
        fault(parser, token, "the expression ends where a value is expected");
    else
        (void)ll_expr_fault(parser->text, LL_ERR_SYNTAX, token.begin, token.end,
                            "a value is expected here, not '%.*s'", shown(token),
                            parser->text->text.ptr + token.begin);
}

/* Everything that binds tighter than `above`. */
static struct ll_node *parse_above(struct parser *parser, enum precedence above)
{
    const struct rule *rule = rule_of(parser->token.kind);
    if (!rule->prefix) {
        refuse_start(parser);
        return NULL;
    }
    struct ll_node *left = rule->prefix(parser, above);
    while (left) {
        rule = rule_of(parser->token.kind);
        if (rule->precedence <= above || !rule->infix)
            break;
        left = rule->infix(parser, left);
    }
    return left;
}

/* Words that other languages have between two values. */
static const char *remedy_for(ll_str word)
{
    static const char *const remedies[][2] = {
        {"is", "'is' is unknown; write '==' or '!='"},
        {"equals", "'equals' is unknown; write '=='"},
        {"between", "'between' is unknown; write it as in 1 <= price <= 5"},
        {"contains", "'contains' is unknown: there are no patterns; compare with '==' or 'in'"},
        {"like", "'like' is unknown: there are no patterns; compare with '==' or 'in'"},
        {"matches", "'matches' is unknown: there are no patterns; compare with '==' or 'in'"}};
    for (size_t i = 0; i < sizeof remedies / sizeof remedies[0]; i++) {
        const char *name = remedies[i][0];
        if (strlen(name) == word.len && strncasecmp(name, word.ptr, word.len) == 0)
            return remedies[i][1];
    }
    return NULL;
}

static void refuse_rest(struct parser *parser)
{
    struct ll_token token = parser->token;
    const char *text = parser->text->text.ptr + token.begin;
    const char *remedy =
        token.kind == LL_TOKEN_NAME ? remedy_for((ll_str){text, token.end - token.begin}) : NULL;
    if (token.kind == LL_TOKEN_CLOSE)
        fault(parser, token, "this ')' closes nothing; remove it");
    else if (token.kind == LL_TOKEN_MINUS)
        fault(parser, token, "'-' stands before a number alone: there is no arithmetic");
    else if (remedy)
        fault(parser, token, remedy);
    else if (token.kind != LL_TOKEN_NAME || !refuse_capitals(parser))
        (void)ll_expr_fault(parser->text, LL_ERR_SYNTAX, token.begin, token.end,
                            "'and', 'or' or a comparison is expected before '%.*s'", shown(token),
                            text);
}

struct ll_node *ll_expr_parse(struct ll_expr_text *text, struct ll_arena *scratch)
{
    struct parser parser = {.text = text, .scratch = scratch, .depth = text->depth};
    if (text->text.len > LL_EXPR_TEXT_MAX) {
        (void)ll_expr_fault(text, LL_ERR_LIMIT, 0, 1,
                            "an expression has at most %d bytes; write it as several indicators",
                            LL_EXPR_TEXT_MAX);
        return NULL;
    }
    if (!take(&parser))
        return NULL;
    if (parser.token.kind == LL_TOKEN_END) {
        fault(&parser, parser.token, "the expression is empty; write a condition, such as true");
        return NULL;
    }
    struct ll_node *root = parse_above(&parser, PREC_NONE);
    if (root && parser.token.kind != LL_TOKEN_END) {
        refuse_rest(&parser);
        return NULL;
    }
    return root;
}
