/* dates.c -- dates of a test; one in another form is told the form that it should have.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include <stdio.h>

/* The numbers of a date, as they were written. */
struct numbers {
    int value[3];
    size_t digits[3];
};

/* Three numbers with one sign between them; false: it is something else. */
static bool find_numbers(ll_str text, struct numbers *out)
{
    size_t at = 0;
    char sign = 0;

    *out = (struct numbers){0};
    for (size_t i = 0; i < 3; i++) {
        for (; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++) {
            if (++out->digits[i] > 4)
                return false;
            out->value[i] = out->value[i] * 10 + (text.ptr[at] - '0');
        }
        if (!out->digits[i] || i == 2)
            continue;
        if (at == text.len || !strchr("-/. ", text.ptr[at]) || (sign && text.ptr[at] != sign))
            return false;
        sign = text.ptr[at++];
    }
    return at == text.len && out->digits[0] && out->digits[1] && out->digits[2];
}

/* The date of three numbers, in the form it should have; false: there is no such date. */
static bool make(int year, int month, int mday, char out[11])
{
    char text[40];
    ll_day day;

    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, mday);
    if (!ll_day_parse(ll_str_from(text), &day))
        return false;
    memcpy(out, text, 11);
    return true;
}

static void tell(struct ll_trial_reader *reader, const struct ll_yaml_node *node, const char *what)
{
    struct numbers n;
    ll_str text = node->kind == LL_YAML_SCALAR ? ll_str_trim(node->text) : (ll_str){0};
    ll_day day;
    char date[11];

    if (find_numbers(text, &n) && n.digits[0] == 4 &&
        (n.digits[1] != 2 || n.digits[2] != 2 || text.ptr[4] != '-')) {
        if (make(n.value[0], n.value[1], n.value[2], date)) {
            bool two = n.digits[1] == 2 && n.digits[2] == 2;
            ll_trial_fault(reader, node->at, "%s is a date as YYYY-MM-DD, with %s; write %s", what,
                           two ? "hyphens" : "two digits for month and day", date);
            return;
        }
    } else if (find_numbers(text, &n) && n.digits[2] == 4) {
        bool month_first = make(n.value[2], n.value[0], n.value[1], date);
        if (month_first || make(n.value[2], n.value[1], n.value[0], date)) {
            ll_trial_fault(reader, node->at,
                           "%s is a date as YYYY-MM-DD, with the year first; write %s%s", what,
                           date,
                           month_first && n.value[1] <= 12 && n.value[0] != n.value[1]
                               ? ", if the month stands first here"
                               : "");
            return;
        }
    } else if (text.len > 10 && (text.ptr[10] == 'T' || text.ptr[10] == ' ') &&
               ll_day_parse((ll_str){text.ptr, 10}, &day)) {
        ll_trial_fault(reader, node->at, "%s is a date without a time; write %.10s", what,
                       text.ptr);
        return;
    }
    ll_trial_fault(reader, node->at, "%s must be a date that exists; write it as YYYY-MM-DD", what);
}

bool ll_trial_date(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                   const char *what, ll_day *out)
{
    if (!node)
        return true;
    if (node->kind == LL_YAML_SCALAR && ll_day_parse(ll_str_trim(node->text), out))
        return true;
    tell(reader, node, what);
    return false;
}
