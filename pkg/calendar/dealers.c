/* dealers.c -- the dealers file, and its table.   SPDX-License-Identifier: Apache-2.0 */
#include "calendar/dealers.h"
#include "base/hash.h"
#include "base/readfile.h"
#include "calendar/holidays.h"
#include "calendar/words.h"
#include "csv/csv.h"

enum column { FFL, NAME, STATE, CITY, ZIP, DIVISION, OPEN_DAYS, HOLIDAYS, CLOSURES, COLUMNS };

static const char *const columns[COLUMNS] = {"ffl",      "name",      "state",    "city",    "zip",
                                             "division", "open_days", "holidays", "closures"};
static const bool required[COLUMNS] = {[FFL] = true};

#define MASKS 128 /* weekly patterns */

struct ll_dealers {
    struct ll_dealer *list;
    size_t count;
    uint32_t *slots; /* open addressing: index in list plus 1, 0 for a free slot */
    size_t slot_mask;
};

struct loader {
    struct ll_arena *arena;
    struct ll_dealer *list;
    size_t count, capacity;
    /* Most dealers have one of a few calendars: those without closures are made once. */
    const struct ll_calendar *plain[2][MASKS];
    struct ll_day_set federal[MASKS];
    ll_day *closures; /* of the row at hand */
    size_t closure_count, closure_capacity;
};

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory");
}

static enum ll_status add_closure(struct loader *l, ll_day day, struct ll_error *err)
{
    ll_day *days =
        ll_arena_more(l->arena, l->closures, l->closure_count, &l->closure_capacity, sizeof *days);
    if (!days)
        return no_memory(err);
    l->closures = days;
    l->closures[l->closure_count++] = day;
    return LL_OK;
}

/* The place of a part of a cell: its own where the cell's text stands in the file as it is, else
 * the cell's. */
static struct ll_pos part_place(struct ll_pos cell, ll_str text, ll_str part)
{
    ll_str source = cell.source->text;
    const char *line = source.ptr;
    if (cell.width < text.len)
        return cell;
    for (uint32_t i = 1; i < cell.line; i++)
        line = (const char *)memchr(line, '\n', (size_t)(source.ptr + source.len - line)) + 1;
    const char *start = line + cell.col - 1;
    if (*start == '"') {
        start++;
        cell.col++;
    }
    if (memcmp(start, text.ptr, text.len) != 0)
        return cell;
    cell.col += (uint32_t)(part.ptr - text.ptr);
    cell.width = (uint32_t)part.len;
    return cell;
}

/* closures: dates split by ';', blanks and empty parts passed over. */
static enum ll_status read_closures(struct loader *l, ll_str text, struct ll_pos at,
                                    struct ll_error *err)
{
    l->closure_count = 0;
    for (size_t from = 0; from < text.len;) {
        const char *end = memchr(text.ptr + from, ';', text.len - from);
        size_t to = end ? (size_t)(end - text.ptr) : text.len;
        ll_str part = ll_str_trim((ll_str){text.ptr + from, to - from});
        from = to + 1;
        if (!part.len)
            continue;
        ll_day day;
        enum ll_status status = LL_OK;
        if (!ll_day_parse(part, &day))
            status = ll_calendar_read_closure(part, part_place(at, text, part), &day, err);
        if (status == LL_OK)
            status = add_closure(l, day, err);
        if (status)
            return status;
    }
    return LL_OK;
}

static const struct ll_calendar *make_calendar(struct loader *l, uint8_t open_mask, bool federal)
{
    const struct ll_calendar **plain = &l->plain[federal][open_mask];
    if (!l->closure_count && *plain)
        return *plain;
    struct ll_day_set holidays = {0};
    if (federal) {
        if (!l->federal[open_mask].days)
            l->federal[open_mask] = ll_federal_holidays(l->arena, open_mask);
        holidays = l->federal[open_mask];
        if (!holidays.days)
            return NULL;
    }
    const struct ll_calendar *calendar =
        ll_calendar_new_shared(l->arena, open_mask, &holidays, l->closures, l->closure_count);
    if (!l->closure_count)
        *plain = calendar;
    return calendar;
}

/* The calendar of a row. All of its words are checked, even where it has no pattern and they say
 * nothing. */
static enum ll_status read_calendar(struct loader *l, const ll_str *cells,
                                    const struct ll_pos *places, const struct ll_calendar **out,
                                    struct ll_error *err)
{
    bool federal;
    uint8_t open_mask = 0;
    enum ll_status status = LL_OK;
    if (cells[OPEN_DAYS].len)
        status = ll_calendar_read_week(cells[OPEN_DAYS], places[OPEN_DAYS], &open_mask, err);
    if (status == LL_OK)
        status = ll_calendar_read_holidays(cells[HOLIDAYS], places[HOLIDAYS], &federal, err);
    if (status == LL_OK)
        status = read_closures(l, cells[CLOSURES], places[CLOSURES], err);
    if (status || !cells[OPEN_DAYS].len)
        return status;
    *out = make_calendar(l, open_mask, federal);
    return *out ? LL_OK : no_memory(err);
}

static enum ll_status add_dealer(struct loader *l, const struct ll_dealer *dealer,
                                 struct ll_error *err)
{
    bool fits = l->count < l->capacity || l->capacity < UINT32_MAX / 2;
    struct ll_dealer *list =
        fits ? ll_arena_more(l->arena, l->list, l->count, &l->capacity, sizeof *list) : NULL;
    if (!list)
        return no_memory(err);
    l->list = list;
    l->list[l->count++] = *dealer;
    return LL_OK;
}

static enum ll_status on_row(void *context, const ll_str *cells, const struct ll_pos *places,
                             struct ll_pos at, struct ll_error *err)
{
    (void)at;
    struct loader *l = context;
    struct ll_licence licence;
    if (!ll_licence_parse(cells[FFL], &licence))
        return ll_fail_at(err, LL_ERR_SYNTAX, places[FFL],
                          "'%.*s' is no licence number; write it in full, R-DD-CCC-TT-YM-SSSSS: "
                          "5-76-201-01-7F-00123",
                          (int)(cells[FFL].len < 40 ? cells[FFL].len : 40),
                          cells[FFL].len ? cells[FFL].ptr : "");
    struct ll_dealer dealer = {.key = licence.key};
    ll_str *texts[] = {&dealer.name, &dealer.state, &dealer.city, &dealer.zip, &dealer.division};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ll_str cell = cells[NAME + i];
        if (!cell.len)
            continue;
        *texts[i] = ll_arena_str(l->arena, cell);
        if (!texts[i]->ptr)
            return no_memory(err);
    }
    enum ll_status status = read_calendar(l, cells, places, &dealer.calendar, err);
    return status ? status : add_dealer(l, &dealer, err);
}

/* The slot of key: the one that holds it, or the free one where it belongs. */
static uint32_t *find_slot(const struct ll_dealers *dealers, uint32_t key)
{
    size_t at = (size_t)ll_hash_mix(key) & dealers->slot_mask;
    while (dealers->slots[at] && dealers->list[dealers->slots[at] - 1].key != key)
        at = (at + 1) & dealers->slot_mask;
    return &dealers->slots[at];
}

/* Keep the last row of each key, in the order of the file, and index them. False when memory is
 * out. */
static bool settle(struct ll_dealers *dealers, struct loader *l)
{
    size_t slots = ll_table_size(l->count);
    dealers->slots = LL_NEW_ARRAY(l->arena, uint32_t, slots);
    if (!dealers->slots)
        return false;
    dealers->slot_mask = slots - 1;
    dealers->list = l->list;
    for (size_t i = 0; i < l->count; i++)
        *find_slot(dealers, l->list[i].key) = (uint32_t)i + 1;
    /* A slot now holds the last row of its key; the list closes up over the
     * others, slots in step. */
    for (size_t i = 0; i < l->count; i++) {
        uint32_t *slot = find_slot(dealers, l->list[i].key);
        if (*slot != i + 1)
            continue;
        *slot = (uint32_t)dealers->count + 1;
        dealers->list[dealers->count++] = l->list[i];
    }
    return true;
}

struct ll_dealers *ll_dealers_new(struct ll_arena *arena, const struct ll_dealer *list, size_t n)
{
    struct ll_dealers *dealers = LL_NEW(arena, struct ll_dealers);
    struct loader loader = {.arena = arena, .list = LL_NEW_ARRAY(arena, struct ll_dealer, n)};
    if (!dealers || !loader.list)
        return NULL;
    if (n)
        memcpy(loader.list, list, n * sizeof *list);
    loader.count = n;
    return settle(dealers, &loader) ? dealers : NULL;
}

enum ll_status ll_dealers_parse(struct ll_arena *arena, const struct ll_source *source,
                                struct ll_dealers **out, struct ll_error *err)
{
    *out = NULL;
    struct ll_dealers *dealers = LL_NEW(arena, struct ll_dealers);
    struct loader loader = {.arena = arena};
    if (!dealers)
        return no_memory(err);
    enum ll_status status =
        ll_csv_read_placed(source, columns, required, COLUMNS, on_row, &loader, err);
    if (status)
        return status;
    if (!settle(dealers, &loader))
        return no_memory(err);
    *out = dealers;
    return LL_OK;
}

enum ll_status ll_dealers_load(struct ll_arena *arena, const char *path, struct ll_dealers **out,
                               struct ll_error *err)
{
    *out = NULL;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    if (!source)
        return no_memory(err);
    enum ll_status status = ll_readfile(arena, path, source, err);
    return status ? status : ll_dealers_parse(arena, source, out, err);
}

const struct ll_dealer *ll_dealers_find(const struct ll_dealers *dealers, uint32_t key)
{
    if (!dealers)
        return NULL;
    uint32_t slot = *find_slot(dealers, key);
    return slot ? &dealers->list[slot - 1] : NULL;
}

const struct ll_dealer *ll_dealers_all(const struct ll_dealers *dealers, size_t *count)
{
    *count = dealers ? dealers->count : 0;
    return dealers ? dealers->list : NULL;
}
