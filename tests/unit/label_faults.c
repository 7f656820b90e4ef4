/* Wrong label files: place, cause, remedy; and nothing of what people wrote.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/label_world.h"

static struct label_world world;

/* Every message about the text, without the file's name. */
static void expect(const char *text, enum ll_status status, const char *wanted)
{
    struct ll_buf out = {0};
    struct ll_errors *lists[] = {&world.errors, &world.warnings};
    load_setup(&world, (struct ll_labels_setup){0}, text);
    cr_expect_eq(world.status, status, "%s", text);
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[l]->count && i < LL_ERRORS_MAX; i++) {
            size_t from = out.len;
            ll_error_render(&lists[l]->list[i], l ? "warning" : "error", &out);
            const char *colon = memchr(out.ptr + from, ':', out.len - from);
            cr_assert(colon && strncmp(out.ptr + from, "/tmp/leadline-label-", 20) == 0);
            size_t name = (size_t)(colon - out.ptr) - from;
            memmove(out.ptr + from, out.ptr + from + name, out.len - from - name);
            out.len -= name;
        }
    }
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(out.ptr, wanted, "%s", text);
    ll_buf_fini(&out);
    unload(&world);
}

#define LEAD "{\"lead_id\":\"" ID_A "\",\"disposition\":"

Test(label_faults, of_dispositions)
{
    expect(
        LEAD "\"useful\"}\n{\"lead_id\":\"5\",\"disposition\":\"useful\"}\n", LL_ERR_SYNTAX,
        ":2: error: 'lead_id' must be a lead's id: L- and 16 letters and digits; correct the line, "
        "or leave it out\n");
    expect("\n\n" LEAD "\"\"}", LL_ERR_SYNTAX,
           ":3: error: 'disposition' must be a word, such as useful or not_useful; correct the "
           "line, or "
           "leave it out\n");
    expect(LEAD "7}", LL_ERR_SYNTAX,
           ":1: error: 'disposition' must be a string; correct the line, or leave it out\n");
    expect(LEAD "\"useful\",\"at\":\"2025-02-30\"}", LL_ERR_SYNTAX,
           ":1: error: 'at' must be a date YYYY-MM-DD from 1968 to 2099, or a time "
           "YYYY-MM-DDThh:mm:ss with Z or an "
           "offset; correct the line, or leave it out\n");
    expect(LEAD "\"opened\",\"opened_on\":\"May\"}", LL_ERR_SYNTAX,
           ":1: error: 'opened_on' must be a date YYYY-MM-DD from 1968 to 2099; correct the line, "
           "or leave it out\n");
    expect(
        LEAD "\"useful\",\"revision\":-1}", LL_ERR_SYNTAX,
        ":1: error: 'revision' must be the lead's revision, a whole number; correct the line, or "
        "leave it out\n");
    expect(LEAD "\"useful\",\"revision\":\"1\"}", LL_ERR_SYNTAX,
           ":1: error: 'revision' must be a number; correct the line, or leave it out\n");
    expect(LEAD "\"useful\",\"subject\":{\"kind\":\"buyer\",\"key\":\"" KEY_1 "\"}}", LL_ERR_SYNTAX,
           ":1: error: 'key' must be the key of the lead's subject as the lead has it, beside its "
           "kind: "
           "purchaser, dealer or address; correct the line, or leave it out\n");
    expect(
        LEAD "\"useful\",\"subject\":\"DOE, JOHN\"}", LL_ERR_SYNTAX,
        ":1: error: 'subject' must be an object with kind and key; correct the line, or leave it "
        "out\n");
}

Test(label_faults, of_words_are_warnings_once_for_each)
{
    expect(LEAD "\"usefull\"}\n" LEAD "\"usefull\"}\n" LEAD "\"NOT USFUL\"}\n", LL_OK,
           ":1: warning: unknown disposition 'usefull', which is no label; did you mean 'useful'?\n"
           ":3: warning: unknown disposition 'not_usful', which is no label; did you mean "
           "'not_useful'?\n");
    expect(LEAD "\"spoke to John Doe of 12 Main St\"}\n", LL_OK,
           ":1: warning: unknown disposition, which is no label; the words are useful, opened, "
           "not_useful, insufficient, duplicate, no_action, referred, pending\n");
}

Test(label_faults, of_lines_that_are_something_else)
{
    expect("{\"type\":\"sale\",\"id\":\"S-1\"}", LL_ERR_SYNTAX,
           ":1: error: this is an event, and no label; give files of events behind the options\n");
    expect("{\"lead_id\":\"" ID_A "\",\"revision\":1,\"status\":\"open\"}", LL_ERR_SYNTAX,
           ":1: error: this has a 'lead_id', and no 'disposition'; add what the group did with the "
           "lead\n");
    expect(
        "{}", LL_ERR_SYNTAX,
        ":1: error: this is no label: a disposition has 'lead_id' and 'disposition', a record of "
        "'leadline gen --truth' has 'kind'\n");
    expect(LEAD "\"useful\"}\n[]\n", LL_ERR_SYNTAX,
           ":2: error: a line must be a JSON object: a disposition, or a record of 'leadline gen "
           "--truth'\n");
    expect(
        LEAD "\"useful\"\n", LL_ERR_SYNTAX,
        ":1: error: the line is not JSON: a comma or a closing bracket is missing; correct it, or "
        "leave it out\n");
    expect("", LL_OK, ": warning: the file holds no label\n");
}

Test(label_faults, of_a_truth)
{
    expect("{\"kind\":\"buyr\"}", LL_ERR_SYNTAX,
           ":1: error: unknown 'kind' of truth; did you mean 'buyer'?\n");
    expect("{\"kind\":\"person\"}", LL_ERR_SYNTAX,
           ":1: error: 'kind' must be ring, buyer, sale or trace; take the file as 'leadline gen "
           "--truth' wrote it\n");
    expect("{\"kind\":\"buyer\",\"purchaser\":\"DOE\"}", LL_ERR_SYNTAX,
           ":1: error: 'purchaser' must be a key of 32 hex digits; take the file as 'leadline gen "
           "--truth' wrote it\n");
    expect(
        "{\"kind\":\"buyer\",\"purchaser\":\"" KEY_1 "\",\"address\":\"12 Main St\"}",
        LL_ERR_SYNTAX,
        ":1: error: 'address' must be a key of 32 hex digits, or null; take the file as 'leadline "
        "gen --truth' wrote it\n");
    expect("{\"kind\":\"trace\",\"purchaser\":\"" KEY_1 "\"}", LL_ERR_SYNTAX,
           ":1: error: 'trace' must be the id of a trace; take the file as 'leadline gen --truth' "
           "wrote "
           "it\n");
}

Test(label_faults, of_tables)
{
    expect("lead_id,group\n", LL_ERR_SYNTAX,
           ":1:1: error: column 'disposition' is missing; the first line must name the columns\n");
    expect("lead_id,disposition,grop\n", LL_ERR_SYNTAX,
           ":1:21: error: unknown column 'grop'; did you mean 'group'?\n");
    expect(
        "lead_id,disposition,at,note\n" ID_A ",useful,2025-06-01,Doe\n" ID_A
        ",useful,yesterday,\"Doe\nJohn\"\nX,useful,,\n",
        LL_ERR_SYNTAX,
        ":3: error: 'at' must be a date YYYY-MM-DD from 1968 to 2099, or a time "
        "YYYY-MM-DDThh:mm:ss with Z or an "
        "offset; correct the line, or leave it out\n"
        ":5: error: 'lead_id' must be a lead's id: L- and 16 letters and digits; correct the line, "
        "or leave it out\n");
    expect("lead_id,disposition\n" ID_A ",useful,John Doe\n", LL_ERR_SYNTAX,
           ":2:1: error: the row has 3 cells and the header 2; put a value that holds a comma in "
           "quotes\n");
}

Test(label_faults, of_a_file_that_is_not_there)
{
    const char *path = "/nowhere/labels.csv";
    memset(&world, 0, sizeof world);
    load_paths(&world, (struct ll_labels_setup){0}, &path, 1);
    cr_expect_eq(world.status, LL_ERR_IO);
    cr_expect_eq(world.errors.count, 1);
    cr_expect(strstr(world.errors.list[0].message, "/nowhere/labels.csv"));
    cr_expect_null(world.labels);
    unload(&world);
}

Test(label_faults, many_are_counted_and_sixteen_kept)
{
    struct ll_buf text = {0};
    for (unsigned i = 0; i < 20; i++)
        ll_buf_add_lit(&text, "{}\n");
    ll_buf_add_char(&text, '\0');
    load_setup(&world, (struct ll_labels_setup){0}, text.ptr);
    cr_expect_eq(world.status, LL_ERR_SYNTAX);
    cr_expect_eq(world.errors.count, 20);
    ll_buf_fini(&text);
    unload(&world);
}
