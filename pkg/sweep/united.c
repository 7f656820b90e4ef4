/* united.c -- see united.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/united.h"

static enum ll_status no_memory(const struct ll_cells *cells, struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "out of memory for the rules of %zu cells; try fewer values",
                   cells->count);
}

static bool unite(struct ll_united *united, struct ll_arena *arena, enum ll_status *status,
                  struct ll_error *err)
{
    const struct ll_cells *cells = united->cells;
    const struct ll_pack **packs = LL_NEW_ARRAY(arena, const struct ll_pack *, cells->count);
    if (!packs)
        return false;
    for (size_t i = 0; i < cells->count; i++)
        packs[i] = cells->cells[i].pack;
    *status = ll_pack_unite(arena, packs, cells->count, &united->one, err);
    if (*status != LL_OK)
        return false;
    united->pack = *united->one.pack;
    for (size_t i = 0; i < cells->count; i++)
        if (packs[i]->quiet_days > united->pack.quiet_days)
            united->pack.quiet_days = packs[i]->quiet_days;
    return true;
}

static void find_own(struct ll_united *united)
{
    for (size_t cell = 0; cell < united->cells->count; cell++) {
        uint32_t *own = &united->own[cell * united->pack.indicator_count];
        const struct ll_pack *pack = united->cells->cells[cell].pack;
        for (uint32_t i = 0; i < pack->indicator_count; i++)
            if (united->one.of[cell][i] != LL_UNION_NONE)
                own[united->one.of[cell][i]] = i + 1;
    }
}

static bool has_alike(const struct ll_united *united, size_t number, uint32_t a, uint32_t b)
{
    const struct ll_indicator *x = ll_united_own(united, a, number),
                              *y = ll_united_own(united, b, number);
    return x && y ? x->weight == y->weight : !x && !y;
}

/* first: by kind, its first cell; room for as many as there are cells. */
static void find_kinds(struct ll_united *united, uint32_t *first)
{
    uint32_t cells = (uint32_t)united->cells->count;
    for (size_t number = 0; number < united->pack.indicator_count; number++) {
        uint32_t count = 0;
        for (uint32_t cell = 0; cell < cells; cell++) {
            uint32_t kind = 0;
            while (kind < count && !has_alike(united, number, first[kind], cell))
                kind++;
            if (kind == count)
                first[count++] = cell;
            united->kinds[number * cells + cell] = kind;
        }
        united->kind_counts[number] = count;
    }
}

/* Cells of one number lie together; alike has room for all numbers. False: memory is out. */
static bool part_by(const struct ll_alike *all, const uint32_t *numbers, size_t number_count,
                    struct ll_alike *alike, size_t *count, struct ll_arena *arena)
{
    *count = 0;
    for (uint32_t number = 0; number < number_count; number++) {
        uint32_t *cells = NULL;
        size_t n = 0;
        for (size_t i = 0; i < all->count; i++) {
            if (numbers[all->cells[i]] != number)
                continue;
            if (!cells)
                cells = LL_NEW_ARRAY(arena, uint32_t, all->count);
            if (!cells)
                return false;
            cells[n++] = all->cells[i];
        }
        if (n)
            alike[(*count)++] = (struct ll_alike){cells, n};
    }
    return true;
}

bool ll_united_part(const struct ll_united *united, size_t number, struct ll_alike *alike,
                    struct ll_alike *more, size_t *rest, struct ll_arena *arena)
{
    const uint32_t *kinds = &united->kinds[number * united->cells->count];
    bool differ = false;
    *rest = 0;
    for (size_t i = 1; i < alike->count; i++)
        differ = differ || kinds[alike->cells[i]] != kinds[alike->cells[0]];
    if (!differ)
        return true;
    if (!part_by(alike, kinds, united->kind_counts[number], more, rest, arena))
        return false;
    *alike = more[--*rest];
    return true;
}

static bool begin_alike(struct ll_united *united, uint32_t *numbers, uint32_t *all,
                        struct ll_arena *arena)
{
    size_t cells = united->cells->count, count = 0;
    for (uint32_t cell = 0; cell < cells; cell++) {
        const struct ll_pack *pack = united->cells->cells[cell].pack;
        uint32_t like = 0;
        while (united->cells->cells[like].pack->quiet_days != pack->quiet_days)
            like++;
        numbers[cell] = like == cell ? (uint32_t)count++ : numbers[like];
        all[cell] = cell;
    }
    united->alike = LL_NEW_ARRAY(arena, struct ll_alike, count);
    return united->alike && part_by(&(struct ll_alike){all, cells}, numbers, count, united->alike,
                                    &united->alike_count, arena);
}

static bool make_tables(struct ll_united *united, struct ll_arena *arena)
{
    size_t cells = united->cells->count, indicators = united->pack.indicator_count;
    united->own = LL_NEW_ARRAY(arena, uint32_t, cells * indicators);
    united->kinds = LL_NEW_ARRAY(arena, uint32_t, cells * indicators);
    united->kind_counts = LL_NEW_ARRAY(arena, uint32_t, indicators);
    uint32_t *first = LL_NEW_ARRAY(arena, uint32_t, cells),
             *numbers = LL_NEW_ARRAY(arena, uint32_t, cells);
    if (!united->own || !united->kinds || !united->kind_counts || !first || !numbers)
        return false;
    find_own(united);
    find_kinds(united, first);
    return begin_alike(united, numbers, first, arena);
}

enum ll_status ll_united_make(struct ll_united *united, const struct ll_cells *cells,
                              const struct ll_engine_setup *setup, struct ll_arena *arena,
                              struct ll_error *err)
{
    enum ll_status status = LL_OK;
    *united = (struct ll_united){.cells = cells};
    if (!unite(united, arena, &status, err))
        return status != LL_OK ? status : no_memory(cells, err);
    united->rules_of = LL_NEW_ARRAY(arena, struct ll_rules, cells->count);
    if (!united->rules_of || !make_tables(united, arena))
        return no_memory(cells, err);
    for (size_t i = 0; i < cells->count; i++)
        united->rules_of[i] = (struct ll_rules){cells->cells[i].pack, setup->dealers,
                                                setup->calendar, cells->cells[i].router};
    united->rules = (struct ll_rules){&united->pack, setup->dealers, setup->calendar, NULL};
    struct ll_engine_setup own = *setup;
    own.pack = &united->pack;
    ll_spans_find(&united->spans, &own);
    return LL_OK;
}

ll_str ll_united_id(ll_str id)
{
    const char *mark = id.len ? memchr(id.ptr, '#', id.len) : NULL;
    return mark ? (ll_str){id.ptr, (size_t)(mark - id.ptr)} : id;
}
