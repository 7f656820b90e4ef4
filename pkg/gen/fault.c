/* fault.c -- damaged lines.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/fault.h"

#include "base/str.h"

#define NOTHING                                                                                    \
    {                                                                                              \
        NULL, 0                                                                                    \
    }
#define TEXT(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

struct fault {
    ll_str mark; /* behind the first one of these ... */
    size_t skip; /* ... and so many bytes ... */
    ll_str text; /* ... this is put in, ... */
    bool over;   /* ... or written over what is there */
};

/* In the order of their numbers; the first two are not of this kind. */
static const struct fault faults[LL_GEN_FAULTS] = {
    {NOTHING, 0, NOTHING, false},                           /* cut off */
    {NOTHING, 0, TEXT("[]"), false},                        /* no object */
    {TEXT("\"type\":\"sa"), 0, TEXT("i"), false},           /* an unknown type */
    {TEXT("\"occurred_at\":\""), 5, TEXT("13"), true},      /* a thirteenth month */
    {TEXT("\"occurred_at\":\""), 10, TEXT(" "), true},      /* no T behind the date */
    {TEXT("\"ffl\":\""), 0, TEXT("X"), true},               /* a letter in a licence number */
    {TEXT("\"date_of_birth\":\""), 5, TEXT("02-30"), true}, /* the 30th of February */
    {TEXT("\"class\":\""), 0, TEXT("toy_"), false},         /* an unknown class */
    {TEXT("\"last_name\":\""), 0, TEXT("\xff"), false},     /* not UTF-8 */
    {TEXT("\"price\":"), 0, TEXT("-"), false},              /* a price below zero */
    {TEXT("\"version\":1"), 0, TEXT(".5"), false},          /* half a version */
    {TEXT("\"purchaser\":{"), 0, TEXT("\"last_name\":\"DOE\","), false}, /* a field twice */
};

/* The place behind the first mark in the line; its end where it has none, as no sale does. */
static size_t behind(const char *line, size_t len, ll_str mark)
{
    for (size_t at = 0; at + mark.len <= len; at++) {
        if (memcmp(line + at, mark.ptr, mark.len) == 0)
            return at + mark.len;
    }
    return len;
}

size_t ll_gen_fault_make(uint32_t fault, char *line, size_t len)
{
    const struct fault *f = &faults[fault % LL_GEN_FAULTS];
    if (!f->text.len)
        return len * 2 / 3;
    if (!f->mark.len) {
        memcpy(line, f->text.ptr, f->text.len);
        return f->text.len;
    }
    size_t at = behind(line, len, f->mark) + f->skip;
    if (at + f->text.len > len)
        return len / 2;
    if (!f->over) {
        memmove(line + at + f->text.len, line + at, len - at);
        len += f->text.len;
    }
    memcpy(line + at, f->text.ptr, f->text.len);
    return len;
}
