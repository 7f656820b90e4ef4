/* reader.c -- walks the tokens of a JSON text.   SPDX-License-Identifier: Apache-2.0 */
#include "json/reader.h"

#include "json/index.h"
#include <stdlib.h>

struct ll_json_reader *ll_json_reader_new(size_t max_bytes)
{
    struct ll_json_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return NULL;
    reader->scratch = malloc(max_bytes + LL_JSON_PADDING);
    reader->index = ll_json_index_new(max_bytes);
    if (!reader->scratch || !reader->index) {
        ll_json_reader_free(reader);
        return NULL;
    }
    return reader;
}

void ll_json_reader_free(struct ll_json_reader *reader)
{
    if (!reader)
        return;
    ll_json_index_free(reader->index);
    free(reader->scratch);
    free(reader);
}

bool ll_json_open(struct ll_json_reader *reader, ll_str text)
{
    size_t count = 0;
    reader->text = text.ptr;
    reader->len = text.len;
    reader->first = reader->last = NULL;
    const char *fault = ll_json_index_build(reader->index, text, &reader->first, &count);
    reader->last = fault ? reader->first : reader->first + count;
    ll_json_rewind(reader);
    if (fault)
        return ll_json_fail(reader, fault);
    reader->escapes = memchr(text.ptr, '\\', text.len) != NULL;
    return true;
}

void ll_json_rewind(struct ll_json_reader *reader)
{
    reader->at = reader->first;
    reader->depth = 0;
    reader->fault = NULL;
    reader->scratch_used = 0;
}

bool ll_json_close(struct ll_json_reader *reader)
{
    if (reader->fault)
        return false;
    if (reader->at < reader->last)
        return ll_json_fail(reader, "something follows the value");
    return true;
}

const char *ll_json_fault(const struct ll_json_reader *reader)
{
    return reader->fault;
}

bool ll_json_fail(struct ll_json_reader *reader, const char *fault)
{
    /* At the end of an empty text, no call can go on. */
    static const uint32_t none[2] = {0, 0};
    if (!reader->fault)
        reader->fault = fault;
    reader->text = "";
    reader->at = reader->last = none + 1;
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The code unit of the four hex digits at p, all before end; -1 where they are none. */
static int32_t code_unit(const char *p, const char *end)
{
    int32_t value = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(p[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (char)(leads[tails] | (c >> (6 * tails)));
    while (tails-- > 0)
        *out++ = (char)(0x80 | ((c >> (6 * tails)) & 0x3F));
    return out;
}

/* *p is behind "\u". False: no four hex digits, or half a pair. */
static bool unescape_unicode(const char **p, const char *end, char **out)
{
    int32_t unit = code_unit(*p, end);
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
        return false;
    *p += 4;
    if (unit < 0xD800 || unit > 0xDBFF) {
        *out = put_utf8(*out, (uint32_t)unit);
        return true;
    }
    if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
        return false;
    int32_t low = code_unit(*p + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return false;
    *p += 6;
    *out = put_utf8(*out, 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00));
    return true;
}

static char unescape_letter(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

bool ll_json_unescape(struct ll_json_reader *reader, ll_str *text)
{
    const char *p = text->ptr, *end = p + text->len;
    const char *escape = text->len ? memchr(p, '\\', text->len) : NULL;
    if (!escape)
        return true;
    char *start = reader->scratch + reader->scratch_used, *out = start;
    while (escape) {
        size_t plain = (size_t)(escape - p);
        memcpy(out, p, plain);
        out += plain;
        /* A closing quote is never escaped, so something follows the backslash. */
        char c = escape[1];
        p = escape + 2;
        if (c == 'u') {
            if (!unescape_unicode(&p, end, &out))
                return ll_json_fail(reader, "a \\u escape is wrong or half of a surrogate pair");
        } else {
            *out = unescape_letter(c);
            if (*out++ == '\0')
                return ll_json_fail(reader, "a string holds an escape that JSON does not know");
        }
        escape = p < end ? memchr(p, '\\', (size_t)(end - p)) : NULL;
    }
    memcpy(out, p, (size_t)(end - p));
    out += end - p;
    reader->scratch_used += (size_t)(out - start);
    *text = (ll_str){start, (size_t)(out - start)};
    return true;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

static bool is_number(ll_str text)
{
    const char *p = text.ptr, *end = p + text.len;
    if (p < end && *p == '-')
        p++;
    const char *digits = p;
    p = skip_digits(p, end);
    if (p == digits || (*digits == '0' && p - digits > 1))
        return false;
    if (p < end && *p == '.') {
        digits = ++p;
        p = skip_digits(p, end);
        if (p == digits)
            return false;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        digits = p;
        p = skip_digits(p, end);
        if (p == digits)
            return false;
    }
    return p == end;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A scalar reaches to the next token but for blanks; a quote that touches it begins no token, and
 * so is found in it. */
bool ll_json_take_scalar(struct ll_json_reader *reader, struct ll_json_value *out)
{
    if (reader->at >= reader->last)
        return ll_json_fail(reader, "it ends too early");
    size_t from = reader->at[0], to = reader->at[1];
    while (is_blank(reader->text[to - 1]))
        to--;
    ll_str text = {reader->text + from, to - from};
    out->text = text;
    if (text.ptr[0] == '-' || (text.ptr[0] >= '0' && text.ptr[0] <= '9')) {
        if (!is_number(text))
            return ll_json_fail(reader, "a number is malformed");
        out->type = LL_JSON_NUMBER;
    } else if (ll_str_eq(text, LL_STR("null"))) {
        out->type = LL_JSON_NULL;
    } else if (ll_str_eq(text, LL_STR("true")) || ll_str_eq(text, LL_STR("false"))) {
        out->type = LL_JSON_BOOL;
    } else {
        return ll_json_fail(reader, "a value is missing or malformed");
    }
    reader->at++;
    return true;
}

bool ll_json_type(struct ll_json_reader *reader, enum ll_json_type *out)
{
    const uint32_t *at = reader->at;
    char c = ll_json_peek(reader);
    struct ll_json_value value = {LL_JSON_STRING, {NULL, 0}};
    if (c == '{' || c == '[')
        value.type = c == '{' ? LL_JSON_OBJECT : LL_JSON_ARRAY;
    else if (c != '"' && !ll_json_take_scalar(reader, &value))
        return false;
    reader->at = at;
    *out = value.type;
    return true;
}

/* Take the value at hand where it is of that type. */
static bool take_typed(struct ll_json_reader *reader, enum ll_json_type type, ll_str *text)
{
    struct ll_json_value value;
    if (!ll_json_take(reader, &value))
        return false;
    if (value.type != type)
        return ll_json_fail(reader, "a value has another type");
    *text = value.text;
    return true;
}

bool ll_json_enter_object(struct ll_json_reader *reader)
{
    ll_str text = {NULL, 0};
    return take_typed(reader, LL_JSON_OBJECT, &text);
}

bool ll_json_enter_array(struct ll_json_reader *reader)
{
    ll_str text = {NULL, 0};
    return take_typed(reader, LL_JSON_ARRAY, &text);
}

bool ll_json_get_string(struct ll_json_reader *reader, ll_str *out)
{
    return take_typed(reader, LL_JSON_STRING, out);
}

bool ll_json_get_bool(struct ll_json_reader *reader, bool *out)
{
    ll_str text = {NULL, 0};
    if (!take_typed(reader, LL_JSON_BOOL, &text))
        return false;
    *out = text.len == sizeof "true" - 1;
    return true;
}

bool ll_json_get_number(struct ll_json_reader *reader, ll_str *out)
{
    return take_typed(reader, LL_JSON_NUMBER, out);
}

/* Which of the levels entered are objects, a bit each. */
struct levels {
    uint64_t bits[LL_JSON_DEPTH_MAX / 64 + 1];
};

static void levels_note(struct levels *levels, unsigned depth, enum ll_json_type type)
{
    uint64_t bit = UINT64_C(1) << (depth % 64);
    if (type == LL_JSON_OBJECT)
        levels->bits[depth / 64] |= bit;
    else
        levels->bits[depth / 64] &= ~bit;
}

static bool next_of_level(struct ll_json_reader *reader, const struct levels *levels, bool *more)
{
    ll_str key;
    bool object = levels->bits[reader->depth / 64] >> (reader->depth % 64) & 1;
    return object ? ll_json_next_field(reader, &key, more) : ll_json_next_element(reader, more);
}

bool ll_json_skip_rest(struct ll_json_reader *reader, enum ll_json_type taken)
{
    struct ll_json_value value = {taken, {NULL, 0}};
    if (taken != LL_JSON_OBJECT && taken != LL_JSON_ARRAY)
        return true;
    /* Without recursion: the depth of the input is no depth of calls. */
    unsigned outside = reader->depth - 1;
    struct levels levels = {{0}};
    for (;;) {
        if (value.type == LL_JSON_OBJECT || value.type == LL_JSON_ARRAY)
            levels_note(&levels, reader->depth, value.type);
        bool more = false;
        while (!more && reader->depth > outside) {
            if (!next_of_level(reader, &levels, &more))
                return false;
        }
        if (reader->depth == outside)
            return true;
        if (!ll_json_take(reader, &value))
            return false;
    }
}

bool ll_json_skip(struct ll_json_reader *reader)
{
    struct ll_json_value value;
    return ll_json_take(reader, &value) && ll_json_skip_rest(reader, value.type);
}
