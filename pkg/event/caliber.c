/* caliber.c -- the caliber table.   SPDX-License-Identifier: Apache-2.0 */
#include "event/caliber.h"

#include "base/decimal.h"
#include "base/hash.h"
#include "base/nearest.h"
#include "base/readfile.h"
#include "csv/csv.h"
#include <stdlib.h>
#include <unicase.h>

/* The longest spelling that is compared, in bytes of its compared form. No caliber's name comes
 * near; what is longer is in no table. */
#define SPELLING_MAX 96
/* The most spellings of a table: with twice as many slots, a search is always short. */
#define SPELLINGS_MAX 4096
#define SLOTS (SPELLINGS_MAX * 2)
/* A hundred inches: beyond it a point was forgotten. */
#define BORE_MAX (100 * LL_DECIMAL_ONE)

struct spelling {
    ll_str form; /* as compared; ptr NULL: a free slot */
    struct ll_caliber caliber;
    struct ll_pos at;
};

struct ll_calibers {
    struct ll_arena *arena; /* while the table is read */
    size_t count;
    struct spelling slots[SLOTS];
};

static bool is_passed_over(char c)
{
    return c == ' ' || c == '.' || c == '-';
}

static size_t without_marks(ll_str text, char out[SPELLING_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_passed_over(c))
            continue;
        if (len == SPELLING_MAX)
            return 0;
        out[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return len;
}

/* The form that spellings are compared in: upper case without spaces, dots and hyphens. 0: none. */
static size_t compared_form(ll_str text, char out[SPELLING_MAX])
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++)
        all |= (unsigned char)text.ptr[i];
    if (all < 0x80 || text.len > SPELLING_MAX)
        return without_marks(text, out);
    uint8_t room[SPELLING_MAX * 3];
    size_t len = sizeof room;
    uint8_t *upper = u8_toupper((const uint8_t *)text.ptr, text.len, NULL, NULL, room, &len);
    if (!upper)
        return 0;
    size_t n = without_marks((ll_str){(const char *)upper, len}, out);
    if (upper != room)
        free(upper);
    return n;
}

/* The slot of a form, or the free one where it belongs. */
static size_t slot_of(const struct ll_calibers *calibers, ll_str form)
{
    size_t at = (size_t)ll_hash64(form.ptr, form.len) % SLOTS;
    while (calibers->slots[at].form.ptr && !ll_str_eq(calibers->slots[at].form, form))
        at = (at + 1) % SLOTS;
    return at;
}

const struct ll_caliber *ll_calibers_next(const struct ll_calibers *calibers, size_t *at)
{
    while (*at < SLOTS && !calibers->slots[*at].form.ptr)
        ++*at;
    return *at < SLOTS ? &calibers->slots[(*at)++].caliber : NULL;
}

const struct ll_caliber *ll_calibers_find(const struct ll_calibers *calibers, ll_str text)
{
    char form[SPELLING_MAX];
    size_t len = compared_form(text, form);
    if (!len)
        return NULL;
    const struct spelling *slot = &calibers->slots[slot_of(calibers, (ll_str){form, len})];
    return slot->form.ptr ? &slot->caliber : NULL;
}

const struct ll_caliber *ll_calibers_nearest(const struct ll_calibers *calibers, ll_str text,
                                             struct ll_arena *scratch)
{
    const char **forms = LL_NEW_ARRAY(scratch, const char *, SLOTS);
    char form[SPELLING_MAX];
    size_t len = compared_form(text, form), n = 0;
    if (!forms || !len)
        return NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        if (calibers->slots[i].form.ptr)
            forms[n++] = calibers->slots[i].form.ptr;
    }
    const char *near = ll_nearest((ll_str){form, len}, forms, n);
    return near ? ll_calibers_find(calibers, ll_str_from(near)) : NULL;
}

/* The place of a part of a cell: exact but for a quoted cell, whose own place is given. */
static struct ll_pos place_in(struct ll_pos cell, ll_str text, ll_str part)
{
    ll_str line = cell.source->text;
    for (uint32_t i = 1; i < cell.line; i++) {
        const char *lf = memchr(line.ptr, '\n', line.len);
        if (!lf)
            return cell;
        line.len -= (size_t)(lf + 1 - line.ptr);
        line.ptr = lf + 1;
    }
    size_t offset = (size_t)(part.ptr - text.ptr), begin = cell.col - 1 + offset;
    if (begin + part.len > line.len || memcmp(line.ptr + begin, part.ptr, part.len) != 0)
        return cell;
    cell.col += (uint32_t)offset;
    cell.width = (uint32_t)part.len;
    return cell;
}

static enum ll_status spelling_add(struct ll_calibers *calibers, ll_str text,
                                   struct ll_caliber caliber, struct ll_pos at,
                                   struct ll_error *err)
{
    char form[SPELLING_MAX];
    size_t len = compared_form(text, form);
    if (!len)
        return ll_fail_at(
            err, LL_ERR_SYNTAX, at,
            "'%.*s' is no spelling of a caliber: at least one letter or digit, at most %d "
            "bytes",
            LL_STR_ARGS(text), SPELLING_MAX);
    struct spelling *slot = &calibers->slots[slot_of(calibers, (ll_str){form, len})];
    if (slot->form.ptr) {
        /* The name itself may stand among its aliases. */
        if (ll_str_eq(slot->caliber.name, caliber.name) && slot->at.line == at.line)
            return LL_OK;
        enum ll_status status = ll_fail_at(
            err, LL_ERR_SYNTAX, at,
            "'%.*s' of caliber '%.*s' is alike to a spelling of '%.*s'; give it to one of them",
            LL_STR_ARGS(text), LL_STR_ARGS(caliber.name), LL_STR_ARGS(slot->caliber.name));
        if (err) {
            err->other = slot->at;
            memcpy(err->other_note, "first given here", sizeof "first given here");
        }
        return status;
    }
    if (calibers->count == SPELLINGS_MAX)
        return ll_fail_at(err, LL_ERR_LIMIT, at, "the table has more than %d spellings",
                          SPELLINGS_MAX);
    slot->form = ll_arena_str(calibers->arena, (ll_str){form, len});
    if (!slot->form.ptr)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory while reading the caliber table");
    slot->caliber = caliber;
    slot->at = at;
    calibers->count++;
    return LL_OK;
}

enum column { NAME, BORE, ALIASES, COLUMNS };

static enum ll_status bore_parse(ll_str text, struct ll_pos at, int64_t *bore, struct ll_error *err)
{
    *bore = 0;
    if (!text.len)
        return LL_OK;
    if (ll_decimal_parse(text, bore) != LL_DECIMAL_FINE || *bore <= 0 || *bore > BORE_MAX)
        return ll_fail_at(
            err, LL_ERR_SYNTAX, at,
            "'%.*s' is no bore; write inches over 0 and at most 100, with at most four "
            "decimals, such as 0.223",
            LL_STR_ARGS(text));
    return LL_OK;
}

/* aliases is split by '|'; the place of each is known where the cell's text is as in the file. */
static enum ll_status aliases_add(struct ll_calibers *calibers, ll_str aliases,
                                  struct ll_caliber caliber, struct ll_pos at, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    ll_str rest = aliases;
    while (status == LL_OK && rest.len) {
        const char *bar = memchr(rest.ptr, '|', rest.len);
        size_t len = bar ? (size_t)(bar - rest.ptr) : rest.len;
        ll_str alias = ll_str_trim((ll_str){rest.ptr, len});
        if (alias.len)
            status = spelling_add(calibers, alias, caliber, place_in(at, aliases, alias), err);
        len += bar != NULL;
        rest = (ll_str){rest.ptr + len, rest.len - len};
    }
    return status;
}

static enum ll_status row_add(void *context, const ll_str *cells, const struct ll_pos *places,
                              struct ll_pos at, struct ll_error *err)
{
    struct ll_calibers *calibers = context;
    struct ll_caliber caliber;
    if (!cells[NAME].len)
        return ll_fail_at(err, LL_ERR_SYNTAX, at, "a caliber has no name");
    enum ll_status status = bore_parse(cells[BORE], places[BORE], &caliber.bore, err);
    if (status != LL_OK)
        return status;
    caliber.name = ll_arena_str(calibers->arena, cells[NAME]);
    if (!caliber.name.ptr)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory while reading the caliber table");
    status = spelling_add(calibers, caliber.name, caliber, places[NAME], err);
    if (status != LL_OK)
        return status;
    return aliases_add(calibers, cells[ALIASES], caliber, places[ALIASES], err);
}

enum ll_status ll_calibers_parse(struct ll_arena *arena, const struct ll_source *source,
                                 struct ll_calibers **out, struct ll_error *err)
{
    static const char *const columns[COLUMNS] = {"caliber", "bore_inches", "aliases"};
    static const bool required[COLUMNS] = {true, true, false};
    struct ll_calibers *calibers = LL_NEW(arena, struct ll_calibers);
    if (!calibers)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory while reading the caliber table");
    calibers->arena = arena;
    enum ll_status status =
        ll_csv_read_placed(source, columns, required, COLUMNS, row_add, calibers, err);
    calibers->arena = NULL;
    if (status == LL_OK)
        *out = calibers;
    return status;
}

enum ll_status ll_calibers_load(struct ll_arena *arena, const char *path, struct ll_calibers **out,
                                struct ll_error *err)
{
    /* In the arena, as errors and the table point into it. */
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    if (!source)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory while reading '%s'", path);
    enum ll_status status = ll_readfile(arena, path, source, err);
    return status == LL_OK ? ll_calibers_parse(arena, source, out, err) : status;
}
