/* spelling.c -- words and places of expressions.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/spelling.h"

#include "base/nearest.h"
#include "event/vocabulary.h"

#include <stdio.h>

const char *ll_spelling_caliber(const struct ll_calibers *calibers, struct ll_arena *arena,
                                uint16_t slot, ll_str literal)
{
    if (slot != LL_SLOT_CALIBER || !calibers)
        return NULL;
    const struct ll_caliber *caliber = ll_calibers_find(calibers, literal);
    if (!caliber || ll_str_eq(caliber->name, literal))
        return NULL;
    return ll_arena_str(arena, caliber->name).ptr;
}

/* The words of a closed list, NUL-terminated: they are literals of the vocabulary. Returns how many. */
#define WORDS_MAX 16
static size_t words_of(uint16_t slot, const char *words[WORDS_MAX], const char **what)
{
    size_t n = 0;
    switch (slot) {
    case LL_SLOT_CLASS:
        *what = "class";
        for (unsigned c = LL_CLASS_PISTOL; c <= LL_CLASS_ANY_OTHER_WEAPON; c++)
            words[n++] = ll_gun_class_word((enum ll_gun_class)c).ptr;
        break;
    case LL_SLOT_ACTION:
        *what = "action";
        for (unsigned a = LL_ACTION_SEMIAUTOMATIC; a <= LL_ACTION_OTHER; a++)
            words[n++] = ll_action_word((enum ll_action)a).ptr;
        break;
    case LL_SLOT_STATUS:
        *what = "status";
        for (unsigned s = LL_STATUS_SUCCESSFUL; s <= LL_STATUS_PENDING; s++)
            words[n++] = ll_trace_status_word((enum ll_trace_status)s).ptr;
        break;
    default:
        break;
    }
    return n;
}

/* A word that is near to none: what there is instead. */
static void say_all(ll_str literal, const char *what, const char *const *words, size_t n, char *why,
                    size_t why_size)
{
    int len = snprintf(why, why_size, "no event has the %s '%.*s'; there are ", what,
                       LL_STR_ARGS(literal));
    for (size_t i = 0; i < n && len > 0 && (size_t)len < why_size; i++)
        len += snprintf(why + len, why_size - (size_t)len, "%s%s", i ? ", " : "", words[i]);
}

bool ll_spelling_closed(uint16_t slot, ll_str literal, char *why, size_t why_size)
{
    const char *words[WORDS_MAX], *what = "";
    size_t n = words_of(slot, words, &what);
    if (!n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (ll_str_eq(literal, ll_str_from(words[i])))
            return false;
    }
    const char *near = ll_nearest(literal, words, n);
    if (near)
        (void)snprintf(why, why_size, "no event has the %s '%.*s'; did you mean '%s'?", what,
                       LL_STR_ARGS(literal), near);
    else
        say_all(literal, what, words, n, why, why_size);
    return true;
}

/* The next line of *rest, without its end; *rest becomes what is behind it. */
static ll_str take_line(ll_str *rest)
{
    const char *lf = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    ll_str line = {rest->ptr, lf ? (size_t)(lf - rest->ptr) : rest->len};
    size_t taken = line.len + (lf != NULL);
    *rest = (ll_str){rest->ptr + taken, rest->len - taken};
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* Does the source, from rest on, have the lines of text, each behind the same indentation? */
static bool stands_there(ll_str rest, ll_str text, size_t *indent)
{
    ll_str first = rest;
    ll_str line = take_line(&first);
    *indent = 0;
    while (*indent < line.len && line.ptr[*indent] == ' ')
        (*indent)++;
    while (text.len) {
        ll_str want = take_line(&text), have = take_line(&rest);
        if (!want.len && have.len <= *indent)
            continue;
        if (have.len < *indent)
            return false;
        have = (ll_str){have.ptr + *indent, have.len - *indent};
        if (!ll_str_eq(want, have))
            return false;
    }
    return true;
}

bool ll_spelling_place(const struct ll_yaml_node *node, struct ll_pos *at)
{
    *at = node->verbatim ? node->text_at : node->at;
    if (node->verbatim || !at->source)
        return node->verbatim;
    ll_str rest = at->source->text;
    for (uint32_t line = 1; line < at->line && rest.len; line++)
        (void)take_line(&rest);
    ll_str head = take_line(&rest);
    size_t indent;
    bool is_block = at->col && at->col <= head.len && head.ptr[at->col - 1] == '|';
    if (!is_block || !stands_there(rest, node->text, &indent))
        return false;
    at->line++;
    at->col = (uint32_t)indent + 1;
    return true;
}
