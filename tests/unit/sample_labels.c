/* Samples that people filled in, read back as labels.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/label_world.h"

#define HEAD                                                                                       \
    "side,lead_id,kind,key,indicator,first_date,last_date,score,guns,label,lacks,why,disposition," \
    "note\n"
#define REST ",\"many rules\",2026-03-02,2026-03-03,20,4,,\"\",\"two\nlines, \"\"said\"\"\","
#define ABOVE(id, key, word) "above," id ",purchaser," key REST word ",\"a, b\"\n"
#define BELOW(key, word) "below,,purchaser," key REST word ",\n"

static struct label_world world;
static struct made made;

static struct ll_verdict of_lead(const char *id, const char *key)
{
    make(&made, LL_SUBJECT_PURCHASER, key, id, "2026-03-10");
    return ll_labels_judge(world.labels, &made.found, &made.found_lead);
}

static struct ll_verdict of_subject(const char *key)
{
    make(&made, LL_SUBJECT_PURCHASER, key, "L-CCCCCCCCCCCCCCCC", "2026-03-10");
    return ll_labels_subject(world.labels, &made.found);
}

Test(sample_labels, what_was_filled_in)
{
    uint64_t counts[4];
    load(&world, HEAD ABOVE(ID_A, KEY_1, "useful") ABOVE(ID_B, KEY_2, "") BELOW(KEY_3, "Useful")
                     BELOW(KEY_2, "not_useful") BELOW(KEY_1, ""));
    cr_expect_eq(world.warnings.count, 0);
    cr_expect_eq(ll_labels_counts(world.labels)->dispositions, 3);
    cr_expect_eq(of_lead(ID_A, KEY_1).label, LL_LABEL_TRUE);
    cr_expect_eq(of_lead(ID_B, KEY_2).label, LL_LABEL_NONE);
    cr_expect_eq(of_subject(KEY_1).label, LL_LABEL_TRUE);
    cr_expect_eq(of_subject(KEY_3).label, LL_LABEL_TRUE);
    cr_expect_eq(of_subject(KEY_2).label, LL_LABEL_FALSE);
    ll_labels_subjects(world.labels, counts);
    cr_expect_eq(counts[LL_SUBJECT_PURCHASER], 2);
    unload(&world);
}

Test(sample_labels, what_is_wrong_in_them)
{
    const struct ll_labels_setup setup = {.traces = true};
    load_setup(&world, setup, HEAD BELOW("12", "useful") BELOW(KEY_1, "usefull"));
    cr_expect_neq(world.status, LL_OK);
    cr_assert_eq(world.errors.count, 1);
    cr_expect_str_eq(world.errors.list[0].message,
                     "'key' must be the key of the subject as the sample has it, beside its kind; "
                     "correct the line, or leave it out");
    cr_assert_eq(world.warnings.count, 1);
    cr_expect_str_eq(world.warnings.list[0].message,
                     "unknown disposition 'usefull', which is no label; did you mean 'useful'?");
    unload(&world);
}
