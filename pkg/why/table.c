/* table.c -- see table.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/table.h"

#include "why/say.h"

void ll_why_paint(struct ll_buf *out, enum ll_why_tone tone, bool colour)
{
    static const char *const codes[] = {"", "\033[32m", "\033[33m", "\033[2m", "\033[1m"};
    if (colour)
        ll_buf_add_str(out, ll_str_from(codes[tone]));
}

void ll_why_unpaint(struct ll_buf *out, enum ll_why_tone tone, bool colour)
{
    if (colour && tone != LL_WHY_PLAIN)
        ll_buf_add_lit(out, "\033[0m");
}

void ll_why_table_add(struct ll_why_table *table, enum ll_why_tone tone, ll_str text)
{
    struct ll_why_cell *cells = ll_arena_more(table->arena, table->cells, table->cell_count,
                                              &table->cell_cap, sizeof *cells);
    ll_str copy = ll_arena_str(table->arena, text);
    table->failed |= !cells || !copy.ptr;
    if (!cells || !copy.ptr)
        return;
    table->cells = cells;
    cells[table->cell_count++] = (struct ll_why_cell){copy, tone};
}

void ll_why_table_take(struct ll_why_table *table, enum ll_why_tone tone, struct ll_buf *text)
{
    table->failed |= text->failed;
    ll_why_table_add(table, tone, ll_buf_str(text));
    ll_buf_reset(text);
}

/* So many characters of a text. */
static ll_str first_of(ll_str text, size_t n)
{
    size_t len = 0;
    for (; n && len < text.len; n--)
        for (len++; len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80;)
            len++;
    return (ll_str){text.ptr, len};
}

static size_t width_of(const struct ll_why_cell *cell)
{
    size_t width = ll_why_width(cell->text);
    return width < LL_WHY_CELL_MAX ? width : LL_WHY_CELL_MAX;
}

static void write_cell(const struct ll_why_cell *cell, bool last, bool colour, struct ll_buf *out)
{
    bool cut = !last && ll_why_width(cell->text) > LL_WHY_CELL_MAX;
    ll_why_paint(out, cell->tone, colour);
    ll_buf_add_str(out, cut ? first_of(cell->text, LL_WHY_CELL_MAX - 3) : cell->text);
    if (cut)
        ll_buf_add_lit(out, "...");
    ll_why_unpaint(out, cell->tone, colour);
}

void ll_why_table_write(const struct ll_why_table *table, size_t indent, bool colour,
                        struct ll_buf *out)
{
    size_t widths[LL_WHY_COLUMNS_MAX] = {0};
    out->failed |= table->failed;
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t width = width_of(&table->cells[i]), *most = &widths[i % table->columns];
        *most = width > *most ? width : *most;
    }
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t column = i % table->columns, last = i - column + table->columns;
        const struct ll_why_cell *cell = &table->cells[i];
        /* No blanks at the end of a line. */
        while (last > i + 1 && table->cells[last - 1].text.len == 0)
            last--;
        if (column == 0)
            ll_why_pad(out, 0, indent);
        write_cell(cell, column + 1 == table->columns, colour, out);
        if (i + 1 < last)
            ll_why_pad(out, width_of(cell), widths[column] + 2);
        if (column + 1 == table->columns)
            ll_buf_add_char(out, '\n');
    }
}
