/* Weights from labelled leads: what is suggested, how it is told, and when nothing can be.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/weights_world.h"

static struct weights_world world;

/* The odds of coming true are exp(-1 + 2.5 strong + 0.8 weak - 1.5 against). */
static void add_by_law(struct weights_world *w, size_t leads, bool reversed)
{
    for (size_t i = 0; i < leads; i++) {
        bool hits[INDICATORS];
        double odds = -1;
        for (size_t k = 0; k < INDICATORS; k++)
            hits[k] = chance(w) < 0.4;
        odds += 2.5 * hits[0] + 0.8 * hits[1] - 1.5 * hits[3];
        bool came_true = chance(w) < 1 / (1 + exp(-odds));
        int64_t score = 10 * hits[0] + 50 * hits[1] + 20 * hits[2] + 20 * hits[3];
        add(w, reversed ? THREADS - 1 - i % THREADS : i % THREADS, i / 2, hits, score, came_true);
    }
}

Test(weights_suggest, finds_the_law_that_made_the_labels)
{
    static const double law[INDICATORS] = {2.5, 0.8, 0, -1.5};
    world_open(&world, 1);
    add_by_law(&world, 4000, false);
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    const struct ll_weights *out = &world.out;
    cr_assert(out->made);
    cr_expect_eq(out->rows_true + out->rows_false, 4000);
    cr_expect_eq(out->subjects_true + out->subjects_false, 2000);
    for (size_t k = 0; k < INDICATORS; k++) {
        const struct ll_weight_suggested *one = &out->indicators[k];
        cr_expect(one->known);
        cr_expect_float_eq(one->coefficient, law[k], 0.35, "%zu: %f", k, one->coefficient);
        cr_expect(one->low < one->coefficient && one->coefficient < one->high);
        cr_expect(one->low - 0.1 < law[k] && law[k] < one->high + 0.1, "%zu: %f..%f", k, one->low,
                  one->high);
    }
    cr_expect_float_eq(out->intercept, -1, 0.3);
    cr_expect(out->auc_suggested > out->auc_present + 0.05);
    cr_expect(out->indicators[0].suggested > 2 * out->indicators[1].suggested);
    cr_expect_eq(out->indicators[3].suggested, 0);
    int32_t sum = 0;
    for (size_t k = 0; k < INDICATORS; k++)
        sum += out->indicators[k].suggested;
    cr_expect(sum >= 99 && sum <= 101, "%d", sum);
    world_close(&world);
}

Test(weights_suggest, the_same_whatever_the_threads_that_collected)
{
    struct ll_buf once = {0}, again = {0};
    for (unsigned round = 0; round < 2; round++) {
        world_open(&world, 2);
        add_by_law(&world, 600, round);
        suggest(&world, (struct ll_weights_setup){.seed = 9});
        ll_weights_add_json(round ? &again : &once, &world.out);
        world_close(&world);
    }
    cr_expect(once.len && ll_str_eq(ll_buf_str(&once), ll_buf_str(&again)));
    ll_buf_fini(&once);
    ll_buf_fini(&again);
}

Test(weights_suggest, keeps_the_recall_in_force_with_fewer_false_leads)
{
    world_open(&world, 3);
    add_by_law(&world, 2000, false);
    suggest(&world, (struct ll_weights_setup){.seed = 1, .has_groups = true});
    const struct ll_weight_found *now = &world.out.present, *then = &world.out.suggested;
    cr_expect(now->known && now->came_true);
    cr_expect_geq(then->came_true, now->came_true);
    cr_expect_lt(then->came_false, now->came_false);
    world_close(&world);
}

Test(weights_suggest, few_labels_are_told_and_nothing_is_suggested)
{
    struct ll_buf out = {0};
    const bool hits[INDICATORS] = {true};
    world_open(&world, 4);
    for (uint64_t i = 0; i < 100; i++)
        add(&world, 0, i, hits, 10, i < 29);
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    cr_expect(!world.out.made);
    ll_weights_add_json(&out, &world.out);
    ll_weights_add_table(&out, &world.out);
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(
        out.ptr,
        "{\"method\":null,\"n\":100,\"true\":29,\"false\":71,\"purchasers\":100,\"folds\":5,"
        "\"c\":null,\"intercept\":null,\"auc\":null,\"indicators\":[],\"threshold\":null,"
        "\"notes\":[\"No weights: the labelled leads are on 29 purchasers that came true and 71 "
        "that "
        "did not; 30 of each are needed.\"]}"
        "Weights that 100 labelled leads on 100 purchasers suggest\n"
        "  No weights: the labelled leads are on 29 purchasers that came true and 71 that\n"
        "  did not; 30 of each are needed.\n");
    ll_buf_fini(&out);
    world_close(&world);
}

Test(weights_suggest, purchasers_count_not_leads)
{
    const bool hits[INDICATORS] = {true};
    world_open(&world, 5);
    for (uint64_t i = 0; i < 400; i++)
        add(&world, 0, i < 200 ? i / 10 : i, hits, 10, i < 200);
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    cr_expect(!world.out.made);
    cr_expect_eq(world.out.subjects_true, 20);
    cr_expect_eq(world.out.rows_true, 200);
    world_close(&world);
}

Test(weights_suggest, no_rows_at_all)
{
    world_open(&world, 6);
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    cr_expect(!world.out.made);
    cr_expect_eq(world.out.note_count, 1);
    world_close(&world);
}

Test(weights_suggest, indicators_that_always_or_never_hit_say_nothing)
{
    world_open(&world, 7);
    for (uint64_t i = 0; i < 200; i++) {
        const bool hits[INDICATORS] = {true, i % 3 == 0, false, false};
        add(&world, 0, i, hits, 60, i % 3 == 0);
    }
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    const struct ll_weights *out = &world.out;
    cr_assert(out->made);
    cr_expect(!out->indicators[0].known && out->indicators[1].known && !out->indicators[2].known);
    cr_expect_eq(out->indicators[1].suggested, 50);
    cr_expect_float_eq(out->auc_present, 0.5, 1e-9);
    cr_expect_float_eq(out->auc_suggested, 1, 1e-9);
    /* It hits in true leads alone: the coefficient has no size of its own, which is told. */
    cr_expect_eq(out->note_count, 1);
    cr_expect(out->indicators[1].high < 100);
    /* The weight in force of what always hits is part of every score. */
    cr_expect_eq(out->threshold, 60);
    cr_expect_eq(out->suggested.came_true, 67);
    cr_expect_eq(out->suggested.came_false, 0);
    world_close(&world);
}

Test(weights_suggest, where_no_indicator_varies_nothing_is_said)
{
    const bool hits[INDICATORS] = {true, true, true, true};
    world_open(&world, 8);
    for (uint64_t i = 0; i < 200; i++)
        add(&world, 0, i, hits, 60, i % 3 == 0);
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    cr_expect(!world.out.made);
    cr_expect_eq(world.out.note_count, 1);
    world_close(&world);
}

Test(weights_suggest, hits_that_speak_against_give_zeros)
{
    world_open(&world, 9);
    for (uint64_t i = 0; i < 400; i++) {
        const bool hits[INDICATORS] = {i % 4 == 0, i % 5 < 4, false, false};
        add(&world, 0, i, hits, 60, i % 4 && i % 5 > 2);
    }
    suggest(&world, (struct ll_weights_setup){.seed = 1});
    cr_assert(world.out.made);
    cr_expect_lt(world.out.indicators[0].coefficient, 0);
    cr_expect_lt(world.out.indicators[1].coefficient, 0);
    cr_expect_eq(world.out.indicators[0].suggested, 0);
    cr_expect_eq(world.out.indicators[1].suggested, 0);
    world_close(&world);
}

Test(weights_suggest, is_told_as_a_table_and_as_json)
{
    const struct ll_weight_suggested indicators[] = {
        {LL_STR("five-or-more-guns"), 40, true, 52, 2.314, 1.9, 2.704, 210, 33},
        {LL_STR("x\"y"), 5, false, 0, 0, 0, 0, 0, 0}};
    const ll_str notes[] = {LL_STR("One note.")};
    const struct ll_weights weights = {.made = true,
                                       .rows_true = 210,
                                       .rows_false = 90,
                                       .subjects_true = 200,
                                       .subjects_false = 80,
                                       .c = 0.1,
                                       .intercept = -1.25,
                                       .auc_present = 0.75,
                                       .auc_suggested = 0.8125,
                                       .indicators = indicators,
                                       .indicator_count = 2,
                                       .present = {true, 200, 60},
                                       .suggested = {true, 201, 30},
                                       .threshold = 38,
                                       .notes = notes,
                                       .note_count = 1};
    struct ll_buf out = {0};
    ll_weights_add_json(&out, &weights);
    ll_buf_add_char(&out, '\n');
    ll_weights_add_table(&out, &weights);
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(
        out.ptr,
        "{\"method\":\"logistic regression on hits, L2 (liblinear), cross-validated by purchaser\","
        "\"n\":300,\"true\":210,\"false\":90,\"purchasers\":280,\"folds\":5,\"c\":0.1,"
        "\"intercept\":-1.2500,"
        "\"auc\":{\"present\":0.7500,\"suggested\":0.8125},\"indicators\":[{\"id\":\"five-or-more-"
        "guns\","
        "\"present\":40,\"suggested\":52,\"coefficient\":2.3140,\"low\":1.9000,\"high\":2.7040,"
        "\"true\":210,"
        "\"false\":33},{\"id\":\"x\\\"y\",\"present\":5,\"suggested\":null,\"coefficient\":null,"
        "\"low\":null,"
        "\"high\":null,\"true\":0,\"false\":0}],\"threshold\":{\"present\":null,\"suggested\":38,"
        "\"present_true\":200,\"present_false\":60,\"suggested_true\":201,\"suggested_false\":30},"
        "\"notes\":[\"One note.\"]}\n"
        "Weights that 300 labelled leads on 280 purchasers suggest\n"
        "  indicator          now   new   odds   from     to   true  false\n"
        "  five-or-more-guns   40    52   2.31   1.90   2.70    210     33\n"
        "  x\"y                  5     -      -      -      -      0      0\n"
        "  now, accepted by some group: 200 leads that came true, 60 that did not\n"
        "  suggested, a score of 38 and above: 201 leads that came true, 30 that did not\n"
        "  AUC on purchasers not seen: 0.750 now, 0.812 suggested\n"
        "  odds: what a hit adds to the log of the odds that a lead comes true, and the\n"
        "  95 % interval; true, false: leads in which it hits\n"
        "  One note.\n");
    ll_buf_fini(&out);
}
