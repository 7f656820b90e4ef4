/* Dispositions: what the words of groups come to.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/label_world.h"

#include <stdio.h>
#include <zlib.h>

static struct label_world world;
static struct made made;

/* What those lines say of lead A. */
static struct ll_verdict said(const char *text)
{
    load(&world, text);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    struct ll_verdict verdict = judge(&world, &made);
    unload(&world);
    return verdict;
}

#define LINE(id, word, rest) "{\"lead_id\":\"" id "\",\"disposition\":\"" word "\"" rest "}\n"
#define A(word, rest) LINE(ID_A, word, rest)

Test(label_said, words_have_their_meaning)
{
    static const struct {
        const char *text;
        enum ll_label label;
        bool duplicate;
    } rows[] = {{A("useful", ""), LL_LABEL_TRUE, false},
                {A("opened", ""), LL_LABEL_TRUE, false},
                {A("not_useful", ""), LL_LABEL_FALSE, false},
                {A("insufficient", ""), LL_LABEL_FALSE, false},
                {A("duplicate", ""), LL_LABEL_NONE, true},
                {A("no_action", ""), LL_LABEL_NONE, false},
                {A("referred", ""), LL_LABEL_NONE, false},
                {A("pending", ""), LL_LABEL_NONE, false},
                {A(" Not useful ", ""), LL_LABEL_FALSE, false},
                {A("NOT-USEFUL", ""), LL_LABEL_FALSE, false},
                {LINE(ID_B, "useful", ""), LL_LABEL_NONE, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ll_verdict verdict = said(rows[i].text);
        cr_expect_eq(verdict.label, rows[i].label, "row %zu", i);
        cr_expect_eq(verdict.duplicate, rows[i].duplicate, "row %zu", i);
        cr_expect_eq(verdict.by_disposition, rows[i].label != LL_LABEL_NONE, "row %zu", i);
        cr_expect(!verdict.by_trace && !verdict.by_truth, "row %zu", i);
    }
}

Test(label_said, a_case_has_its_day)
{
    expect_day(said(A("opened", ",\"at\":\"2025-06-01T01:00:00+09:00\"")).when, "2025-06-01");
    expect_day(said(A("opened", ",\"at\":\"2025-06-01\",\"opened_on\":\"2025-05-20\"")).when,
               "2025-05-20");
    expect_day(said(A("useful", ",\"at\":\"2025-06-01\"")).when, NULL);
    expect_day(said(A("useful", ",\"opened_on\":\"2025-05-20\"")).when, "2025-05-20");
    expect_day(said(A("opened", "")).when, NULL);
}

Test(label_said, the_newest_of_a_group_holds_in_any_order)
{
    const char *early = A("useful", ",\"group\":\"laredo\",\"at\":\"2025-06-01T08:00:00Z\"");
    const char *late =
        A("not_useful", ",\"group\":\"laredo\",\"at\":\"2025-06-01T03:30:00-05:00\"");
    char both[512];
    (void)snprintf(both, sizeof both, "%s%s", early, late);
    cr_expect_eq(said(both).label, LL_LABEL_FALSE);
    (void)snprintf(both, sizeof both, "%s%s%s", late, early, early);
    cr_expect_eq(said(both).label, LL_LABEL_FALSE);
}

Test(label_said, a_group_can_take_back_what_it_said)
{
    cr_expect_eq(
        said(A("useful", ",\"at\":\"2025-06-01\"") A("pending", ",\"at\":\"2025-06-02\"")).label,
        LL_LABEL_NONE);
}

Test(label_said, one_group_that_saw_something_is_believed)
{
    struct ll_verdict verdict = said(A("not_useful", ",\"group\":\"a\",\"at\":\"2025-06-01\"")
                                         A("opened", ",\"group\":\"b\",\"at\":\"2025-05-01\"")
                                             A("opened", ",\"group\":\"c\",\"at\":\"2025-04-01\"")
                                                 A("duplicate", ",\"group\":\"d\""));
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.duplicate);
    expect_day(verdict.when, "2025-04-01");
}

Test(label_said, of_one_time_the_later_revision_holds_then_what_says_more)
{
    cr_expect_eq(said(A("useful", ",\"revision\":7,\"at\":\"2025-06-01\"")
                          A("not_useful", ",\"revision\":9,\"at\":\"2025-06-01\""))
                     .label,
                 LL_LABEL_FALSE);
    cr_expect_eq(said(A("useful", "") A("not_useful", "")).label, LL_LABEL_TRUE);
    cr_expect_eq(said(A("not_useful", "") A("useful", "")).label, LL_LABEL_TRUE);
}

Test(label_said, a_table_says_the_same)
{
    struct ll_verdict verdict =
        said("lead_id,disposition,group,at,note\n" ID_A
             ",Opened,laredo,2025-06-01,\"two\nlines, \"\"quoted\"\"\"\n" ID_A
             ",not useful,el-paso,2025-07-01,\n");
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    expect_day(verdict.when, "2025-06-01");
}

Test(label_said, packed_files_are_read)
{
    const char *text = "\xEF\xBB\xBF\n\nlead_id,disposition\n\n" ID_A ",useful\n";
    struct label_file file = label_bytes("", 0);
    const char *path = file.path;
    gzFile packed = gzopen(path, "wb");
    cr_assert_gt(gzputs(packed, text), 0);
    cr_assert_eq(gzclose(packed), Z_OK);
    memset(&world, 0, sizeof world);
    load_paths(&world, (struct ll_labels_setup){0}, &path, 1);
    cr_assert_eq(world.status, LL_OK);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    cr_assert_eq(unlink(path), 0);
    unload(&world);
}

Test(label_said, counts_and_leads_that_nobody_has)
{
    load(&world, LINE(ID_A, "useful", "") LINE(ID_A, "useful", "") LINE(ID_B, "pending", "")
                     LINE(ID_B, "usefull", ""));
    cr_expect_eq(ll_labels_counts(world.labels)->dispositions, 4);
    cr_expect_eq(ll_labels_counts(world.labels)->unknown_words, 1);
    cr_expect_eq(ll_labels_counts(world.labels)->truths, 0);
    cr_expect(!ll_labels_counts(world.labels)->complete);
    cr_expect_eq(ll_labels_unmatched(world.labels), 2);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    (void)judge(&world, &made);
    cr_expect_eq(ll_labels_unmatched(world.labels), 1);
    unload(&world);
}

Test(label_said, a_subject_is_one_by_any_lead_on_it_or_by_name)
{
    uint64_t counts[4];
    load(&world,
         A("useful", ",\"at\":\"2025-06-01\"")
             LINE(ID_B, "opened",
                  ",\"at\":\"2025-07-01\",\"subject\":{\"kind\":\"purchaser\",\"key\":\"" KEY_2
                  "\",\"name\":\"X\"}")
                 LINE("L-CCCCCCCCCCCCCCCC", "not_useful",
                      ",\"subject\":{\"kind\":\"dealer\",\"key\":\"5-76-00123\"}")
                     LINE("L-DDDDDDDDDDDDDDDD", "useful",
                          ",\"subject\":{\"kind\":\"dealer\",\"key\":\"5-76-00123\"}"));
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    struct ll_verdict verdict = ll_labels_subject(world.labels, &made.found);
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.by_disposition && !verdict.listed);
    make(&made, LL_SUBJECT_PURCHASER, KEY_2, "L-EEEEEEEEEEEEEEEE", "2025-03-10");
    verdict = ll_labels_subject(world.labels, &made.found);
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.by_disposition && verdict.listed);
    expect_day(verdict.when, "2025-07-01");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_NONE);
    ll_labels_subjects(world.labels, counts);
    cr_expect_eq(counts[LL_SUBJECT_PURCHASER], 1);
    cr_expect_eq(counts[LL_SUBJECT_DEALER], 1);
    cr_expect_eq(counts[LL_SUBJECT_ADDRESS], 0);
    unload(&world);
}

Test(label_said, a_later_trace_is_believed_over_not_useful)
{
    load(&world, A("not_useful", ",\"at\":\"2025-06-01\""));
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    add_trace(&made, "T-1", "2025-08-01", "2025-08-02", add_sale(&made, "S-1", "2025-03-08", true),
              "MX");
    struct ll_verdict verdict = judge(&world, &made);
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.by_trace && !verdict.by_disposition);
    expect_day(verdict.when, "2025-08-01");
    unload(&world);
}

Test(label_said, a_case_opened_before_the_trace_tells_when)
{
    load(&world, A("opened", ",\"at\":\"2025-06-01\""));
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    add_trace(&made, "T-1", "2025-08-01", "2025-08-02", add_sale(&made, "S-1", "2025-03-08", true),
              "MX");
    struct ll_verdict verdict = judge(&world, &made);
    cr_expect(verdict.by_trace && verdict.by_disposition);
    expect_day(verdict.when, "2025-06-01");
    unload(&world);
}
