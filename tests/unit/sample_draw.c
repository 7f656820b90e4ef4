/* Samples that a seed draws.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sample.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void offer(struct ll_sample *sample, unsigned i)
{
    char name[16];
    int len = snprintf(name, sizeof name, "name-%u", i);
    struct ll_buf text = {0};
    uint64_t number = ll_sample_number(sample, (ll_str){name, (size_t)len});
    if (ll_sample_wants(sample, number)) {
        ll_buf_printf(&text, "%s", name);
        ll_sample_take(sample, number, &text);
    }
    ll_buf_fini(&text);
}

static void write_all(struct ll_sample *sample, struct ll_buf *out)
{
    ll_sample_sort(sample);
    for (size_t i = 0; i < sample->count; i++) {
        ll_buf_add_str(out, ll_buf_str(&sample->list[i].text));
        ll_buf_add_char(out, ' ');
    }
    ll_buf_add_char(out, '\0');
}

#define OFFERED 500

/* Offered forwards to one, backwards to one, and spread over three that are merged. */
static void draw(size_t most, uint64_t seed, unsigned parts, bool turned, struct ll_buf *out)
{
    struct ll_sample samples[3];
    for (unsigned i = 0; i < 3; i++)
        cr_assert_eq(ll_sample_init(&samples[i], most, seed, NULL), LL_OK);
    for (unsigned i = 0; i < OFFERED; i++) {
        unsigned n = turned ? OFFERED - 1 - i : i;
        offer(&samples[n * 7 % parts], n);
    }
    ll_sample_merge(&samples[0], &samples[1]);
    ll_sample_merge(&samples[0], &samples[2]);
    cr_expect_eq(samples[0].seen, OFFERED);
    cr_expect_eq(samples[0].count, most < OFFERED ? most : OFFERED);
    write_all(&samples[0], out);
    for (unsigned i = 0; i < 3; i++)
        ll_sample_fini(&samples[i]);
}

Test(sample_draw, the_same_whoever_came_across_them)
{
    static const size_t sizes[] = {0, 1, 2, 20, 499, 500, 501};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct ll_buf one = {0}, turned = {0}, parts = {0};
        draw(sizes[i], 7, 1, false, &one);
        draw(sizes[i], 7, 1, true, &turned);
        draw(sizes[i], 7, 3, true, &parts);
        cr_expect_str_eq(one.ptr, turned.ptr);
        cr_expect_str_eq(one.ptr, parts.ptr);
        ll_buf_fini(&one);
        ll_buf_fini(&turned);
        ll_buf_fini(&parts);
    }
}

Test(sample_draw, another_seed_draws_others_and_a_smaller_one_its_first)
{
    struct ll_buf one = {0}, other = {0}, few = {0};
    draw(20, 7, 1, false, &one);
    draw(20, 8, 1, false, &other);
    draw(5, 7, 1, false, &few);
    cr_expect_str_neq(one.ptr, other.ptr);
    cr_expect_eq(memcmp(one.ptr, few.ptr, few.len - 1), 0);
    ll_buf_fini(&one);
    ll_buf_fini(&other);
    ll_buf_fini(&few);
}

/* Each name is as likely as any other: of 500, 100 seeds draw 50 each, so 10 times a name. */
Test(sample_draw, none_is_favoured)
{
    unsigned often[OFFERED] = {0}, most = 0, least = UINT32_MAX;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct ll_buf drawn = {0};
        draw(50, seed, 1, false, &drawn);
        for (const char *at = drawn.ptr; *at; at = strchr(at, ' ') + 1)
            often[strtoul(at + 5, NULL, 10)]++;
        ll_buf_fini(&drawn);
    }
    for (unsigned i = 0; i < OFFERED; i++) {
        most = often[i] > most ? often[i] : most;
        least = often[i] < least ? often[i] : least;
    }
    cr_expect(least >= 1 && most <= 24, "%u to %u", least, most);
}
