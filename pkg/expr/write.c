/* write.c -- an expression as text again: its tokens in one spelling, its names put in place.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/decimal.h"
#include "expr/reading.h"

/* How tightly the parts of an expression hold together: what binds looser than its place wants stands in parentheses. */
enum binding { BINDS_NOT_AT_ALL, BINDS_OR, BINDS_AND, BINDS_NOT, BINDS_TIGHT };

/* What was written last, as the blank behind it goes. */
enum last { LAST_NOTHING, LAST_OPENING, LAST_NAME, LAST_OTHER };

/* What the writers of an expression and of its conditions share. */
struct sheet {
    struct ll_buf *out;
    struct ll_errors ignored;
    enum last last;
    bool tidy; /* blanks as people set them */
};

struct writer {
    struct sheet *sheet;
    struct ll_expr_text source;
    uint32_t at; /* bytes before are written */
};

/* count(a, -1): no blank behind what opens, before what closes, and between a name and its parenthesis. */
static bool wants_blank(const struct sheet *sheet, char next)
{
    if (!sheet->tidy || sheet->last == LAST_NOTHING)
        return sheet->last != LAST_NOTHING;
    bool closes = next == ')' || next == ']' || next == ',';
    return !closes && sheet->last != LAST_OPENING && !(next == '(' && sheet->last == LAST_NAME);
}

static void add_word(struct writer *writer, ll_str word)
{
    struct sheet *sheet = writer->sheet;
    char first = word.len ? word.ptr[0] : '\0';
    if (wants_blank(sheet, first))
        ll_buf_add_char(writer->sheet->out, ' ');
    sheet->last = first == '(' || first == '[' || first == '-' ? LAST_OPENING : LAST_OTHER;
    ll_buf_add_str(writer->sheet->out, word);
}

static void add_escaped(struct ll_buf *out, char c)
{
    if (c == '"' || c == '\\')
        ll_buf_add_char(out, '\\');
    ll_buf_add_char(out, c);
}

/* A string token in one spelling: in double quotes, with as few escapes as there can be. */
static void add_string_token(struct writer *writer, ll_str token)
{
    add_word(writer, LL_STR("\""));
    for (size_t i = 1; i + 1 < token.len; i++) {
        if (token.ptr[i] == '\\')
            i++;
        add_escaped(writer->sheet->out, token.ptr[i]);
    }
    ll_buf_add_char(writer->sheet->out, '"');
}

static void add_token(struct writer *writer, struct ll_token token)
{
    ll_str word = {writer->source.text.ptr + token.begin, token.end - token.begin};
    int64_t number;
    if (token.kind == LL_TOKEN_STRING) {
        add_string_token(writer, word);
    } else if (token.kind == LL_TOKEN_NUMBER &&
               ll_decimal_parse(word, &number) == LL_DECIMAL_FINE) {
        add_word(writer, LL_STR(""));
        ll_decimal_add(writer->sheet->out, number);
    } else {
        add_word(writer, word);
        if (token.kind == LL_TOKEN_NAME)
            writer->sheet->last = LAST_NAME;
    }
}

/* The tokens that begin before byte end. */
static void add_tokens(struct writer *writer, size_t end)
{
    struct ll_token token;
    while (ll_token_next(&writer->source, writer->at, &token) && token.kind != LL_TOKEN_END &&
           token.begin < end) {
        add_token(writer, token);
        writer->at = token.end;
    }
}

/* ---- names ---- */

static void add_member(struct writer *writer, const struct ll_value *value, enum ll_node_type type)
{
    if (type == LL_NODE_STRING) {
        add_word(writer, LL_STR("\""));
        for (uint32_t i = 0; i < value->len; i++)
            add_escaped(writer->sheet->out, value->text[i]);
        ll_buf_add_char(writer->sheet->out, '"');
    } else if (type == LL_NODE_BOOL) {
        add_word(writer, value->number ? LL_STR("true") : LL_STR("false"));
    } else {
        if (value->number < 0)
            add_word(writer, LL_STR("-"));
        add_word(writer, LL_STR(""));
        ll_decimal_add(writer->sheet->out, value->number < 0 ? -value->number : value->number);
    }
}

static void add_list(struct writer *writer, const struct ll_node *list)
{
    add_word(writer, LL_STR("["));
    for (uint32_t i = 0; i < list->value.len; i++) {
        if (i)
            add_word(writer, LL_STR(","));
        add_member(writer, &list->value.items[i], list->type);
    }
    add_word(writer, LL_STR("]"));
}

static enum binding binding_of(const struct ll_node *node)
{
    switch (node->kind) {
    case LL_NODE_OR:
        return BINDS_OR;
    case LL_NODE_AND:
        return BINDS_AND;
    case LL_NODE_NOT:
        return BINDS_NOT;
    case LL_NODE_NAMED: /* what it stands for sees to itself */
    case LL_NODE_CONST:
    case LL_NODE_LIST:
    case LL_NODE_NAME:
    case LL_NODE_PARAM:
    case LL_NODE_CALL:
    case LL_NODE_CHAIN:
    case LL_NODE_IN:
        break;
    }
    return BINDS_TIGHT;
}

/* Its writer put it in parentheses: they are in the text, and the node begins with them. */
static bool has_parentheses(const struct ll_expr_text *text, const struct ll_node *node)
{
    uint32_t inner = node->token.begin;
    if (node->first && node->first->begin < inner)
        inner = node->first->begin;
    return node->begin < inner && text->text.ptr[node->begin] == '(';
}

static void write_node(struct writer *writer, const struct ll_node *node, enum binding wanted);

static void write_named(struct writer *writer, const struct ll_expr_reading *named,
                        enum binding wanted)
{
    struct writer inner = {writer->sheet, named->text, 0};
    inner.source.errors = &writer->sheet->ignored;
    bool parts = !has_parentheses(&named->text, named->root) && binding_of(named->root) < wanted;
    if (parts)
        add_word(writer, LL_STR("("));
    write_node(&inner, named->root, parts ? BINDS_NOT_AT_ALL : wanted);
    add_tokens(&inner, named->text.text.len);
    if (parts)
        add_word(writer, LL_STR(")"));
}

/* The names within a node; the tokens before each are written with it. wanted: the least binding that needs no
 * parentheses there. */
static void write_node(struct writer *writer, const struct ll_node *node, enum binding wanted)
{
    bool is_list = node->kind == LL_NODE_LIST && node->token.kind == LL_TOKEN_NAME;
    if (has_parentheses(&writer->source, node))
        wanted = BINDS_NOT_AT_ALL;
    if (node->kind == LL_NODE_NAMED || is_list) {
        add_tokens(writer, node->token.begin);
        writer->at = node->token.end;
        if (is_list)
            add_list(writer, node);
        else
            write_named(writer, node->named, wanted);
        return;
    }
    enum binding inner = node->kind == LL_NODE_CALL ? BINDS_NOT_AT_ALL : binding_of(node);
    for (const struct ll_node *child = node->first; child; child = child->next)
        write_node(writer, child, inner);
}

void ll_reading_write(const struct ll_expr_reading *reading, bool tidy, struct ll_buf *out)
{
    struct sheet sheet;
    sheet.out = out;
    sheet.ignored.count = 0;
    sheet.last = LAST_NOTHING;
    sheet.tidy = tidy;
    struct writer writer = {&sheet, reading->text, 0};
    writer.source.errors = &sheet.ignored;
    if (reading->has_names)
        write_node(&writer, reading->root, BINDS_NOT_AT_ALL);
    add_tokens(&writer, reading->text.text.len);
}

void ll_expr_normalise(ll_str text, struct ll_buf *out)
{
    struct ll_expr_reading reading = {.text = {.text = text}};
    ll_reading_write(&reading, false, out);
}
