/* str.h -- strings by value: a pointer and a length, no storage, no NUL promised.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_STR_H
#define LL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Borrowed bytes. {NULL, 0} is the empty string, and stands for null and absent alike. */
typedef struct ll_str {
    const char *ptr;
    size_t len;
} ll_str;

/* The string of a literal. */
#define LL_STR(literal) ((ll_str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", LL_STR_ARGS(s). */
#define LL_STR_ARGS(s) (int)(s).len, (s).len ? (s).ptr : ""

static inline ll_str ll_str_from(const char *nul_terminated)
{
    ll_str s = {nul_terminated, nul_terminated ? strlen(nul_terminated) : 0};
    return s;
}

static inline bool ll_str_eq(ll_str a, ll_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Bytewise order: < 0, 0 or > 0 as a sorts before, with or after b. */
static inline int ll_str_cmp(ll_str a, ll_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

/* The bytes of the well-formed UTF-8 character that s starts with; 0: it starts with none. */
size_t ll_str_utf8(ll_str s);

/* s without ASCII blanks at its ends. */
ll_str ll_str_trim(ll_str s);

#endif
