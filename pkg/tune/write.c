/* write.c -- see write.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/write.h"

#include <math.h>
#include <stdio.h>

void ll_write_number(struct ll_buf *out, double number)
{
    char text[340];
    int n = isfinite(number) ? snprintf(text, sizeof text, "%.6f", number) : 0;
    size_t len = n > 0 ? (size_t)n : 0;
    if (len == 0) {
        ll_buf_add_lit(out, "null");
        return;
    }
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    ll_buf_add(out, text, len);
}

void ll_write_prop(struct ll_buf *out, struct ll_prop prop)
{
    double low, high;
    if (prop.n == 0 || prop.k > prop.n) {
        ll_buf_add_lit(out, "null");
        return;
    }
    ll_prop_wilson(prop, &low, &high);
    ll_buf_add_lit(out, "{\"k\":");
    ll_buf_add_u64(out, prop.k);
    ll_buf_add_lit(out, ",\"n\":");
    ll_buf_add_u64(out, prop.n);
    ll_buf_add_lit(out, ",\"share\":");
    ll_write_number(out, ll_prop_share(prop));
    ll_buf_add_lit(out, ",\"low\":");
    ll_write_number(out, low);
    ll_buf_add_lit(out, ",\"high\":");
    ll_write_number(out, high);
    ll_buf_add_char(out, '}');
}

void ll_write_text_or_null(struct ll_buf *out, const char *text)
{
    ll_json_add_string_or_null(out, ll_str_from(text));
}

static void add_count(struct ll_buf *out, ll_str key, uint64_t count)
{
    ll_buf_add_str(out, key);
    ll_buf_add_u64(out, count);
}
#define COUNT(out, key, count) add_count((out), LL_STR(key), (count))

static void add_quartiles(struct ll_buf *out, const struct ll_quartiles *of)
{
    if (of->n == 0) {
        ll_buf_add_lit(out, "null");
        return;
    }
    COUNT(out, "{\"n\":", of->n);
    ll_buf_add_lit(out, ",\"q1\":");
    ll_write_number(out, of->q1);
    ll_buf_add_lit(out, ",\"median\":");
    ll_write_number(out, of->median);
    ll_buf_add_lit(out, ",\"q3\":");
    ll_write_number(out, of->q3);
    ll_buf_add_char(out, '}');
}

void ll_write_figure(struct ll_buf *out, const struct ll_figure *figure, bool of_all)
{
    COUNT(out, "{\"leads\":", figure->leads);
    ll_buf_add_lit(out, ",\"withdrawn\":");
    if (of_all)
        ll_buf_add_u64(out, figure->withdrawn);
    else
        ll_buf_add_lit(out, "null");
    COUNT(out, ",\"purchasers\":", figure->purchasers);
    COUNT(out, ",\"guns\":", figure->guns);
    ll_buf_add_lit(out, ",\"week_median\":");
    ll_write_number(out, figure->week_median);
    COUNT(out, ",\"week_busiest\":", figure->week_busiest);
    ll_buf_add_lit(out, ",\"busiest_week\":");
    ll_json_add_day(out, figure->busiest_week);
    COUNT(out, ",\"true\":", figure->came_true);
    COUNT(out, ",\"false\":", figure->came_false);
    COUNT(out, ",\"unlabelled\":", figure->unlabelled);
    COUNT(out, ",\"duplicate\":", figure->duplicate);
    ll_buf_add_lit(out, ",\"precision\":");
    ll_write_prop(out, figure->precision);
    ll_buf_add_lit(out, ",\"recall\":");
    ll_write_prop(out, figure->recall);
    ll_buf_add_lit(out, ",\"confirmed_share\":");
    ll_write_prop(out, figure->confirmed);
    ll_buf_add_lit(out, ",\"lift\":");
    ll_write_number(out, figure->lift);
    ll_buf_add_lit(out, ",\"false_for_true\":");
    ll_write_number(out, figure->false_for_true);
    ll_buf_add_lit(out, ",\"days_gained\":");
    add_quartiles(out, &figure->gained);
    COUNT(out, ",\"guns_after\":", figure->guns_after);
    ll_buf_add_lit(out, ",\"guns_after_share\":");
    ll_write_prop(out, figure->guns_after_share);
    ll_buf_add_char(out, '}');
}
