/* say.c -- see say.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/say.h"

#include "event/vocabulary.h"

#include <inttypes.h>

void ll_why_add_text(struct ll_buf *out, ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool c1 = c == 0xC2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] < 0xA0;
        if (c1)
            i++;
        ll_buf_add_char(out, c < 0x20 || c == 0x7F || c1 ? '?' : text.ptr[i]);
    }
}

void ll_why_add_words(struct ll_buf *out, ll_str words)
{
    bool blank = false;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_blank)
            ll_buf_add_char(out, c);
        else if (!blank)
            ll_buf_add_char(out, ' ');
        blank = is_blank;
    }
}

void ll_why_add_date(struct ll_buf *out, ll_day day)
{
    char text[10];
    ll_day_format(day, text);
    ll_buf_add(out, text, sizeof text);
}

void ll_why_add_day(struct ll_buf *out, ll_day day)
{
    static const char names[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    ll_buf_printf(out, "%s ", names[ll_day_weekday(day)]);
    ll_why_add_date(out, day);
}

void ll_why_add_count(struct ll_buf *out, uint64_t n, const char *one, const char *many)
{
    ll_buf_printf(out, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

void ll_why_add_gun(struct ll_buf *out, const struct ll_firearm *gun)
{
    const ll_str parts[] = {gun->manufacturer, gun->model, gun->caliber};
    bool any = false;
    if (!gun->manufacturer.len && !gun->model.len) {
        ll_str word = ll_gun_class_word(gun->class);
        ll_buf_add_str(out, word.len ? word : LL_STR("gun"));
        any = true;
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i].len)
            continue;
        ll_buf_add_str(out, any ? LL_STR(" ") : LL_STR(""));
        ll_why_add_text(out, parts[i]);
        any = true;
    }
}

void ll_why_add_name(struct ll_buf *out, const struct ll_item *item)
{
    if (item->kind == LL_ITEM_REPORT) {
        ll_buf_add(out, item->text.purchaser, LL_SUBJECT_KEY_TEXT);
        return;
    }
    ll_why_add_text(out, item->fact->id);
    if (item->kind == LL_ITEM_FIREARM && item->fact->firearm_count > 1)
        ll_buf_printf(out, " #%u", item->place + 1);
}

void ll_why_add_what(struct ll_buf *out, const struct ll_item *item)
{
    if (item->kind == LL_ITEM_REPORT) {
        ll_why_add_count(out, item->fact->report.guns, "gun", "guns");
        ll_buf_add_lit(out, ", ");
        ll_why_add_text(out, item->fact->report.indicator);
    } else if (item->gun) {
        ll_why_add_gun(out, item->gun);
    } else {
        ll_buf_add_lit(out, "gun not known");
    }
}

const char *ll_why_kind_word(enum ll_item_kind kind, size_t n)
{
    static const char *const words[][2] = {
        {"firearm", "firearms"}, {"trace", "traces"}, {"report", "reports"}};
    return words[kind][n != 1];
}

size_t ll_why_width(ll_str text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.len; i++)
        width += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return width;
}

void ll_why_pad(struct ll_buf *out, size_t have, size_t want)
{
    for (; have < want; have++)
        ll_buf_add_char(out, ' ');
}
