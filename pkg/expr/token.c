/* token.c -- the words of an expression.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/token.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const words[LL_TOKEN_COUNT] = {
#define LL_X(kind, text) text,
    LL_TOKENS(LL_X)
#undef LL_X
};

const char *ll_token_word(enum ll_token_kind kind)
{
    return words[kind];
}

struct ll_pos ll_expr_place(const struct ll_expr_text *text, uint32_t begin, uint32_t end)
{
    struct ll_pos at = text->at;
    if (!text->verbatim)
        return at;
    for (uint32_t i = 0; i < begin; i++) {
        bool is_break = text->text.ptr[i] == '\n';
        at.line += is_break;
        at.col = is_break ? text->at.col : at.col + 1;
    }
    at.width = end > begin ? end - begin : 1;
    return at;
}

/* Characters before byte end, not bytes: what a reader would count. */
static uint32_t characters(ll_str text, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < end; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

enum ll_status ll_expr_fault(struct ll_expr_text *text, enum ll_status status, uint32_t begin,
                             uint32_t end, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct ll_error err;
    if (text->verbatim)
        (void)ll_fail_at(&err, status, ll_expr_place(text, begin, end), "%s", message);
    else
        (void)ll_fail_at(&err, status, text->at, "at character %u: %s",
                         characters(text->text, begin) + 1, message);
    return ll_expr_fault_add(text, &err);
}

static bool is_known(const struct ll_errors *errors, const struct ll_error *err)
{
    for (size_t i = 0; i < errors->count && i < LL_ERRORS_MAX; i++) {
        const struct ll_error *old = &errors->list[i];
        if (old->at.source == err->at.source && old->at.line == err->at.line &&
            old->at.col == err->at.col && strcmp(old->message, err->message) == 0)
            return true;
    }
    return false;
}

enum ll_status ll_expr_fault_add(struct ll_expr_text *text, const struct ll_error *err)
{
    if (text->status == LL_OK)
        text->status = err->status;
    text->last = NULL;
    if (text->used_at.line && is_known(text->errors, err))
        return err->status;
    text->last = ll_errors_next(text->errors);
    *text->last = *err;
    ll_expr_fault_note(text, text->used_at, "used here");
    return err->status;
}

void ll_expr_fault_note(struct ll_expr_text *text, struct ll_pos at, const char *note)
{
    if (!text->last || text->last->other.line || !at.line)
        return;
    text->last->other = at;
    (void)snprintf(text->last->other_note, sizeof text->last->other_note, "%s", note);
}

void ll_expr_fault_other(struct ll_expr_text *text, uint32_t begin, uint32_t end, const char *note)
{
    if (text->verbatim)
        ll_expr_fault_note(text, ll_expr_place(text, begin, end), note);
}

enum ll_status ll_expr_fault_memory(struct ll_expr_text *text)
{
    text->status = LL_ERR_NOMEM;
    return ll_fail_at(ll_errors_next(text->errors), LL_ERR_NOMEM, text->at, "out of memory");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(char c)
{
    return is_name_start(c) || is_digit(c);
}

/* The byte at i, or NUL behind the end. */
static char byte_at(ll_str text, uint32_t i)
{
    return i < text.len ? text.ptr[i] : '\0';
}

static bool starts_with(ll_str text, uint32_t at, const char *word)
{
    size_t len = strlen(word);
    return text.len - at >= len && memcmp(text.ptr + at, word, len) == 0;
}

/* 2026-03-02, or as much of it as people write: a date that wants quotes. */
static bool refuse_date(struct ll_expr_text *text, uint32_t begin, uint32_t at)
{
    ll_str s = text->text;
    uint32_t end = at;
    if (at - begin != 4 || byte_at(s, at) != '-' || !is_digit(byte_at(s, at + 1)))
        return false;
    while (is_digit(byte_at(s, end)) || byte_at(s, end) == '-')
        end++;
    (void)ll_expr_fault(text, LL_ERR_SYNTAX, begin, end, "a date stands in quotes: \"%.*s\"",
                        (int)(end - begin), s.ptr + begin);
    return true;
}

static bool scan_number(struct ll_expr_text *text, struct ll_token *token)
{
    ll_str s = text->text;
    uint32_t i = token->begin;
    while (is_digit(byte_at(s, i)))
        i++;
    if (byte_at(s, i) == '.' && is_digit(byte_at(s, i + 1))) {
        i++;
        while (is_digit(byte_at(s, i)))
            i++;
    }
    if (is_name(byte_at(s, i)) || byte_at(s, i) == '.') {
        uint32_t end = i;
        while (is_name(byte_at(s, end)) || byte_at(s, end) == '.')
            end++;
        (void)ll_expr_fault(text, LL_ERR_SYNTAX, token->begin, end,
                            "'%.*s' is no number; numbers are written like 5, 0.22 or -1, and "
                            "a string stands in quotes: \"%.*s\"",
                            (int)(end - token->begin), s.ptr + token->begin,
                            (int)(end - token->begin), s.ptr + token->begin);
        return false;
    }
    if (refuse_date(text, token->begin, i))
        return false;
    token->kind = LL_TOKEN_NUMBER;
    token->end = i;
    return true;
}

static bool scan_string(struct ll_expr_text *text, struct ll_token *token)
{
    ll_str s = text->text;
    char quote = s.ptr[token->begin];
    uint32_t i = token->begin + 1;
    for (; i < s.len && s.ptr[i] != quote && s.ptr[i] != '\n'; i++) {
        if (s.ptr[i] != '\\')
            continue;
        char escaped = byte_at(s, ++i);
        if (escaped != '"' && escaped != '\'' && escaped != '\\') {
            (void)ll_expr_fault(text, LL_ERR_SYNTAX, i - 1, i < s.len ? i + 1 : i,
                                "unknown escape in a string; a backslash stands before \" ' and "
                                "\\ alone: write \\\\ for a backslash");
            return false;
        }
    }
    if (byte_at(s, i) != quote) {
        (void)ll_expr_fault(text, LL_ERR_SYNTAX, token->begin, token->begin + 1,
                            "this string is not closed; add a %c at its end", quote);
        return false;
    }
    token->kind = LL_TOKEN_STRING;
    token->end = i + 1;
    return true;
}

ll_str ll_token_string(const struct ll_expr_text *text, struct ll_token token,
                       struct ll_arena *arena)
{
    char *copy = ll_arena_alloc_raw(arena, token.end - token.begin, 1);
    if (!copy)
        return (ll_str){0};
    size_t len = 0;
    for (uint32_t i = token.begin + 1; i < token.end - 1; i++) {
        if (text->text.ptr[i] == '\\')
            i++;
        copy[len++] = text->text.ptr[i];
    }
    copy[len] = '\0';
    return (ll_str){copy, len};
}

/* A name may have dots between its words: dealer.key. */
static uint32_t name_end(ll_str s, uint32_t i)
{
    while (is_name(byte_at(s, i)) || (byte_at(s, i) == '.' && is_name_start(byte_at(s, i + 1))))
        i++;
    return i;
}

static bool scan_name(struct ll_expr_text *text, struct ll_token *token)
{
    ll_str s = text->text;
    token->kind = LL_TOKEN_NAME;
    token->end = name_end(s, token->begin);
    ll_str name = {s.ptr + token->begin, token->end - token->begin};
    for (unsigned k = LL_TOKEN_AND; k <= LL_TOKEN_NULL; k++) {
        if (ll_str_eq(name, ll_str_from(words[k])))
            token->kind = (enum ll_token_kind)k;
    }
    return true;
}

static bool scan_param(struct ll_expr_text *text, struct ll_token *token)
{
    uint32_t i = token->begin + 1;
    if (!is_name_start(byte_at(text->text, i))) {
        (void)ll_expr_fault(text, LL_ERR_SYNTAX, token->begin, i,
                            "'$' stands before the name of a parameter, as in $min");
        return false;
    }
    while (is_name(byte_at(text->text, i)))
        i++;
    token->kind = LL_TOKEN_PARAM;
    token->end = i;
    return true;
}

/* What people write who come from other languages, and what they want. The longer come first. */
static const struct {
    const char *text, *remedy;
} slips[] = {
    {"===", "'===' is unknown; write '=='"},
    {"!==", "'!==' is unknown; write '!='"},
    {"=>", "'=>' is unknown; write '>='"},
    {"=<", "'=<' is unknown; write '<='"},
    {"=~", "'=~' is unknown: there are no patterns; compare with '==' or 'in'"},
    {"<>", "'<>' is unknown; write '!='"},
    {"&&", "'&&' is unknown; write 'and'"},
    {"||", "'||' is unknown; write 'or'"},
    {"&", "'&' is unknown; write 'and'"},
    {"|", "'|' is unknown; write 'or'"},
    {"!", "'!' is unknown; write 'not'"},
    {"=", "'=' is unknown; write '==' to compare"},
    {"+", "'+' is unknown: there is no arithmetic in expressions"},
    {"*", "'*' is unknown: there is no arithmetic in expressions"},
    {"/", "'/' is unknown: there is no arithmetic in expressions"},
    {"%", "'%' is unknown: there is no arithmetic in expressions"},
    {"{", "'{' is unknown; a list stands in [ ]"},
    {".",
     "a number needs a digit before its point, as in 0.22; a string, as a caliber is, stands in "
     "quotes: \".223\""},
    {"\xE2\x80\x9C", "a curly quote is unknown; write the straight one: \""},
    {"\xE2\x80\x9D", "a curly quote is unknown; write the straight one: \""},
    {"\xE2\x80\x98", "a curly quote is unknown; write the straight one: \""},
    {"\xE2\x80\x99", "a curly quote is unknown; write the straight one: \""},
};

static void refuse(struct ll_expr_text *text, uint32_t at)
{
    ll_str s = text->text;
    for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++) {
        if (starts_with(s, at, slips[i].text)) {
            uint32_t end = at + (uint32_t)strlen(slips[i].text);
            (void)ll_expr_fault(text, LL_ERR_SYNTAX, at, end, "%s", slips[i].remedy);
            return;
        }
    }
    uint32_t end = at + 1;
    while (end < s.len && ((unsigned char)s.ptr[end] & 0xC0) == 0x80)
        end++;
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x20 || c == 0x7F)
        (void)ll_expr_fault(text, LL_ERR_SYNTAX, at, end,
                            "a control character (%u) has no meaning here", c);
    else
        (void)ll_expr_fault(text, LL_ERR_SYNTAX, at, end, "'%.*s' has no meaning here",
                            (int)(end - at), s.ptr + at);
}

static bool scan_operator(struct ll_expr_text *text, struct ll_token *token)
{
    /* Three characters that begin with an operator but mean none. */
    bool slip = starts_with(text->text, token->begin, "===") ||
                starts_with(text->text, token->begin, "!==") ||
                starts_with(text->text, token->begin, "<>");
    for (unsigned k = LL_TOKEN_EQ; k < LL_TOKEN_COUNT && !slip; k++) {
        if (starts_with(text->text, token->begin, words[k])) {
            token->kind = (enum ll_token_kind)k;
            token->end = token->begin + (uint32_t)strlen(words[k]);
            return true;
        }
    }
    refuse(text, token->begin);
    return false;
}

bool ll_token_next(struct ll_expr_text *text, uint32_t from, struct ll_token *out)
{
    ll_str s = text->text;
    while (from < s.len && (s.ptr[from] == ' ' || s.ptr[from] == '\t' || s.ptr[from] == '\n' ||
                            s.ptr[from] == '\r'))
        from++;
    *out = (struct ll_token){LL_TOKEN_END, from, from};
    if (from >= s.len)
        return true;
    char c = s.ptr[from];
    if (is_digit(c))
        return scan_number(text, out);
    if (c == '"' || c == '\'')
        return scan_string(text, out);
    if (is_name_start(c))
        return scan_name(text, out);
    if (c == '$')
        return scan_param(text, out);
    return scan_operator(text, out);
}
