/* table.c -- see table.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define BAR_COLUMNS 8

/* Ids are ASCII; what is not counts for as many columns as it has bytes. */
void ll_table_name(struct ll_buf *out, ll_str name, size_t columns)
{
    if (name.len <= columns) {
        ll_buf_printf(out, "%-*.*s", (int)columns, LL_STR_ARGS(name));
        return;
    }
    size_t head = (columns - 2) / 2, tail = columns - 2 - head;
    ll_buf_add(out, name.ptr, head);
    ll_buf_add_lit(out, "..");
    ll_buf_add(out, name.ptr + name.len - tail, tail);
}

void ll_table_bar(struct ll_buf *out, uint64_t n, uint64_t most)
{
    static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double share = most ? (double)n / (double)most : 0;
    size_t eighths = (size_t)lround(share * BAR_COLUMNS * 8);
    eighths = n && !eighths ? 1 : eighths;
    for (size_t i = 0; i < eighths / 8; i++)
        ll_buf_add_lit(out, "█");
    ll_buf_add_str(out, ll_str_from(parts[eighths % 8]));
    for (size_t i = eighths / 8 + (eighths % 8 != 0); i < BAR_COLUMNS; i++)
        ll_buf_add_char(out, ' ');
}

void ll_table_count(struct ll_buf *out, uint64_t n, int columns)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%" PRIu64, n);
    if (len >= columns)
        (void)snprintf(text, sizeof text, "%.0fk", floor((double)n / 1000));
    if (len >= columns + 3)
        (void)snprintf(text, sizeof text, "%.0fM", floor((double)n / 1e6));
    ll_buf_printf(out, "%*s", columns, text);
}

void ll_table_share(struct ll_buf *out, struct ll_prop prop, int columns)
{
    char text[32] = "-";
    if (prop.n && prop.k == prop.n)
        (void)snprintf(text, sizeof text, "100 %%");
    else if (prop.n)
        (void)snprintf(text, sizeof text, "%.1f %%", ll_prop_share(prop) * 100);
    ll_buf_printf(out, "%*s", columns, text);
}

void ll_table_number(struct ll_buf *out, double number, int columns)
{
    char text[64] = "-";
    if (isfinite(number))
        (void)snprintf(text, sizeof text, floor(number) < number ? "%.1f" : "%.0f", number);
    ll_buf_printf(out, "%*s", columns, text);
}

/* The bytes of text that fit into room: up to a blank, or a whole word that is longer. */
static size_t line_of(ll_str text, size_t room)
{
    size_t take = text.len, at = 0;
    if (text.len <= room)
        return take;
    for (take = 0; at <= room; at++) {
        if (text.ptr[at] == ' ')
            take = at;
    }
    while (take == 0 && at < text.len && text.ptr[at] != ' ')
        at++;
    return take ? take : at;
}

void ll_table_wrap(struct ll_buf *out, ll_str text, size_t indent)
{
    for (size_t before = 0; text.len; before = indent) {
        size_t take = line_of(text, LL_TABLE_COLUMNS - before);
        ll_buf_printf(out, "%*s%.*s\n", (int)before, "", (int)take, text.ptr);
        text = ll_str_trim((ll_str){text.ptr + take, text.len - take});
    }
}
