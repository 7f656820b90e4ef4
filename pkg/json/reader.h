/* reader.h -- one JSON text, read forward, validated whole.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * Use: ll_json_open, walk objects and arrays in order, ll_json_close. Every value must be taken
 * by exactly one of the take/get/enter/skip calls; skip validates what it passes over (nested
 * values, escapes, numbers) as thoroughly as the rest. An error is sticky: after false from any
 * call, ll_json_fault tells it, and nothing more is read. Strings are borrowed from the text or
 * from the reader until the next ll_json_open or _rewind, with LL_JSON_PADDING readable bytes
 * behind them. */
#ifndef LL_JSON_READER_H
#define LL_JSON_READER_H

#include "base/compiler.h"
#include "base/str.h"
#include <stdint.h>

#define LL_JSON_DEPTH_MAX 1000
#define LL_JSON_PADDING 64

enum ll_json_type {
    LL_JSON_NULL,
    LL_JSON_BOOL,
    LL_JSON_NUMBER,
    LL_JSON_STRING,
    LL_JSON_ARRAY,
    LL_JSON_OBJECT
};

/* A value as taken: a string's unescaped text, another scalar's text as written. Of an array or an
 * object, text is empty: its elements or fields are to be taken next. */
struct ll_json_value {
    enum ll_json_type type;
    ll_str text;
};

/* The members are for the functions below alone, which are here so that they can be inlined: a
 * sale is some fifty values, and a call for each would cost as much as the reading. */
struct ll_json_reader {
    const char *text;
    const uint32_t *at;   /* the next token's offset */
    const uint32_t *last; /* behind the last token: the text's length stands there */
    unsigned depth;
    bool escapes; /* a backslash is somewhere in the text */
    const char *fault;
    const uint32_t *first;
    size_t len;
    char *scratch; /* unescaped strings; never more than the text */
    size_t scratch_used;
    struct ll_json_index *index;
};

/* For texts up to max_bytes. NULL when memory is out. */
struct ll_json_reader *ll_json_reader_new(size_t max_bytes);
void ll_json_reader_free(struct ll_json_reader *reader);

/* Start on text (LL_JSON_PADDING bytes readable behind it). False: not UTF-8, empty, unterminated,
 * a bare control character in a string, ... */
bool ll_json_open(struct ll_json_reader *reader, ll_str text);
/* Start again at the beginning of the text that was opened; only without a fault. */
void ll_json_rewind(struct ll_json_reader *reader);
/* After the root value was taken: true if nothing but blanks is left. */
bool ll_json_close(struct ll_json_reader *reader);
/* Why the last call returned false, as words for a person ("a string is not closed"); NULL where
 * nothing is wrong. */
const char *ll_json_fault(const struct ll_json_reader *reader);

/* For the inlined functions: note the first fault, read nothing more, return false; a string with
 * escapes; a number or a literal. */
bool ll_json_fail(struct ll_json_reader *reader, const char *fault) __attribute__((cold));
bool ll_json_unescape(struct ll_json_reader *reader, ll_str *text);
bool ll_json_take_scalar(struct ll_json_reader *reader, struct ll_json_value *out);

/* The first byte of the next token; NUL, which begins no token that is valid, at the end. */
static inline char ll_json_peek(const struct ll_json_reader *reader)
{
    return reader->at < reader->last ? reader->text[*reader->at] : '\0';
}

/* The string that the token at opens. Between its closing quote and the next token are blanks
 * alone, so its end is found from there. */
static inline ll_str ll_json_raw_string(const char *text, const uint32_t *at)
{
    size_t from = at[0] + (size_t)1, to = at[1] - (size_t)1;
    while (text[to] != '"')
        to--;
    return (ll_str){text + from, to - from};
}

static inline bool ll_json_descend(struct ll_json_reader *reader)
{
    if (reader->depth >= LL_JSON_DEPTH_MAX)
        return ll_json_fail(reader, "it has more than 1,000 levels");
    reader->depth++;
    reader->at++;
    /* Any other comma is known to be behind something. */
    if (ll_json_peek(reader) == ',')
        return ll_json_fail(reader, "a comma is behind nothing");
    return true;
}

/* Take the value at hand (the root after open; a field's value or an element after next), entering
 * it where it is an array or an object. */
static inline bool ll_json_take(struct ll_json_reader *reader, struct ll_json_value *out)
{
    char c = ll_json_peek(reader);
    if (c == '"') {
        out->type = LL_JSON_STRING;
        out->text = ll_json_raw_string(reader->text, reader->at);
        reader->at++;
        return !reader->escapes || ll_json_unescape(reader, &out->text);
    }
    if (c != '{' && c != '[')
        return ll_json_take_scalar(reader, out);
    out->type = c == '{' ? LL_JSON_OBJECT : LL_JSON_ARRAY;
    out->text = (ll_str){NULL, 0};
    return ll_json_descend(reader);
}

/* Step over the comma before the next field or element, or over the end. What was entered and has
 * given nothing yet is known by the token just passed. */
static inline bool ll_json_next(struct ll_json_reader *reader, char open, char close, bool *more)
{
    char c = ll_json_peek(reader);
    *more = c != close;
    if (c == ',') {
        reader->at++;
        return true;
    }
    if (c == close) {
        reader->at++;
        reader->depth--;
        return true;
    }
    if (reader->text[reader->at[-1]] != open)
        return ll_json_fail(reader, "a comma or a closing bracket is missing");
    return true;
}

/* The next field of the object at hand; *key holds the unescaped name. *more false: the object is
 * closed, and the reader is back in its parent. */
static inline bool ll_json_next_field(struct ll_json_reader *reader, ll_str *key, bool *more)
{
    if (!ll_json_next(reader, '{', '}', more))
        return false;
    if (!*more)
        return true;
    const char *text = reader->text;
    const uint32_t *at = reader->at;
    if (reader->last - at < 2 || text[at[0]] != '"' || text[at[1]] != ':')
        return ll_json_fail(reader, "a field's name or the colon behind it is missing");
    *key = ll_json_raw_string(text, at);
    reader->at = at + 2;
    return !reader->escapes || ll_json_unescape(reader, key);
}

/* As next_field, of an array. */
static inline bool ll_json_next_element(struct ll_json_reader *reader, bool *more)
{
    return ll_json_next(reader, '[', ']', more);
}

/* The type of the value at hand, which is not taken. */
bool ll_json_type(struct ll_json_reader *reader, enum ll_json_type *out);
/* Take the value at hand, which must be of that type. */
bool ll_json_enter_object(struct ll_json_reader *reader);
bool ll_json_enter_array(struct ll_json_reader *reader);
bool ll_json_get_string(struct ll_json_reader *reader, ll_str *out);
bool ll_json_get_bool(struct ll_json_reader *reader, bool *out);
/* The number's text as written; its grammar is checked. */
bool ll_json_get_number(struct ll_json_reader *reader, ll_str *out);
/* Take the value at hand, whatever it is, validating it. Also takes a null. */
bool ll_json_skip(struct ll_json_reader *reader);
/* Take the rest of a value that ll_json_take entered, or nothing where it was a scalar. */
bool ll_json_skip_rest(struct ll_json_reader *reader, enum ll_json_type taken);

#endif
