/* Tables: cells and their places, and every way a table is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "csv/csv.h"
#include <criterion/criterion.h>

static const char *const columns[] = {"ffl", "name", "closures"};
static const bool required[] = {true, false, false};

/* Each row as "line:col+width name=[text]@line:col+width ...". */
static enum ll_status write_row(void *context, const ll_str *cells, const struct ll_pos *places,
                                struct ll_pos at, struct ll_error *err)
{
    (void)err;
    struct ll_buf *out = context;
    ll_buf_printf(out, "%u:%u+%u", at.line, at.col, at.width);
    for (size_t i = 0; i < 3; i++)
        ll_buf_printf(out, " [%.*s]@%u:%u+%u", LL_STR_ARGS(cells[i]), places[i].line, places[i].col,
                      places[i].width);
    ll_buf_add_char(out, '\n');
    return LL_OK;
}

static void expect(ll_str text, enum ll_status status, const char *wanted)
{
    struct ll_source source = {"t.csv", text};
    struct ll_error err = {0};
    struct ll_buf out = {0};
    enum ll_status got = ll_csv_read_placed(&source, columns, required, 3, write_row, &out, &err);
    cr_expect_eq(got, status);
    if (got)
        ll_error_render(&err, "error", &out);
    ll_buf_add_char(&out, '\0');
    cr_expect_str_eq(out.ptr, wanted);
    ll_buf_fini(&out);
}

Test(csv_read, gives_cells_in_the_order_asked_for)
{
    expect(LL_STR("name,ffl\nBayou Arms,5-76\n  Ajax ,\t5-77 "), LL_OK,
           "2:1+15 [5-76]@2:12+4 [Bayou Arms]@2:1+10 []@2:1+15\n"
           "3:1+14 [5-77]@3:10+4 [Ajax]@3:3+4 []@3:1+14\n");
}

Test(csv_read, passes_over_a_byte_order_mark_and_blank_lines)
{
    expect(LL_STR("\xEF\xBB\xBF"
                  "ffl\r\n\r\n  \t\r\n5-76\r\n\n"),
           LL_OK, "4:1+4 [5-76]@4:1+4 []@4:1+4 []@4:1+4\n");
}

Test(csv_read, a_row_with_quoted_line_ends_is_at_its_first_line)
{
    expect(LL_STR("ffl,name,closures\n1,\"a\nb\"\"c\",x\n2, \"d, e\" ,\n"), LL_OK,
           "2:1+4 [1]@2:1+1 [a\nb\"c]@2:3+2 [x]@3:7+1\n"
           "4:1+11 [2]@4:1+1 [d, e]@4:4+6 []@4:12+1\n");
}

Test(csv_read, the_last_line_needs_no_end)
{
    expect(LL_STR("ffl,name\n1,"), LL_OK, "2:1+2 [1]@2:1+1 []@2:3+1 []@2:1+2\n");
    expect(LL_STR("ffl"), LL_OK, "");
}

Test(csv_read, columns_count_bytes)
{
    expect(LL_STR("ffl,name\n\xC3\xA9,\xE2\x82\xAC x\n"), LL_OK,
           "2:1+8 [\xC3\xA9]@2:1+2 [\xE2\x82\xAC x]@2:4+5 []@2:1+8\n");
}

Test(csv_read, refuses_bad_headers)
{
    expect(LL_STR(""), LL_ERR_SYNTAX,
           "t.csv:1:1: error: the file is empty; its first line must name the columns\n"
           "    \n    ^\n");
    expect(LL_STR("name,closures\n"), LL_ERR_SYNTAX,
           "t.csv:1:1: error: column 'ffl' is missing; the first line must name the columns\n"
           "    name,closures\n"
           "    ^~~~~~~~~~~~~\n");
    expect(LL_STR("ffl,Nmae\n"), LL_ERR_SYNTAX,
           "t.csv:1:5: error: unknown column 'Nmae'; did you mean 'name'?\n"
           "    ffl,Nmae\n"
           "        ^~~~\n");
    expect(LL_STR("ffl,opening\n"), LL_ERR_SYNTAX,
           "t.csv:1:5: error: unknown column 'opening'; the columns are ffl, name, closures\n"
           "    ffl,opening\n"
           "        ^~~~~~~\n");
    expect(LL_STR("ffl;name\n"), LL_ERR_SYNTAX,
           "t.csv:1:1: error: columns are separated by commas; save the file with commas\n"
           "    ffl;name\n"
           "    ^~~~~~~~\n");
    expect(LL_STR("ffl,name,\n"), LL_ERR_SYNTAX,
           "t.csv:1:10: error: a column has no name; name it or remove its comma\n"
           "    ffl,name,\n"
           "             ^\n");
    expect(LL_STR("ffl,name,ffl\n"), LL_ERR_SYNTAX,
           "t.csv:1:10: error: column 'ffl' is named twice; remove one\n"
           "    ffl,name,ffl\n"
           "             ^~~\n"
           "t.csv:1:1: note: first named here\n"
           "    ffl,name,ffl\n"
           "    ^~~\n");
}

Test(csv_read, refuses_bad_rows)
{
    expect(LL_STR("ffl,name\n1,a,b\n"), LL_ERR_SYNTAX,
           "t.csv:2:1: error: the row has 3 cells and the header 2; put a value that holds a comma "
           "in quotes\n"
           "    1,a,b\n"
           "    ^~~~~\n");
    expect(LL_STR("ffl,name\n1,a \"b\" c\n"), LL_ERR_SYNTAX,
           "t.csv:2:5: error: a quote is out of place; put the whole value in quotes and write a "
           "quote in it twice\n"
           "    1,a \"b\" c\n"
           "        ^\n");
    expect(LL_STR("ffl,name\n1,\"a\" b\n"), LL_ERR_SYNTAX,
           "t.csv:2:7: error: a quote is out of place; put the whole value in quotes and write a "
           "quote in it twice\n"
           "    1,\"a\" b\n"
           "          ^\n");
    expect(LL_STR("ffl,name\n1,\"a\n2,b\n"), LL_ERR_SYNTAX,
           "t.csv:2:3: error: the quote opened here is never closed; close it\n"
           "    1,\"a\n"
           "      ^\n");
}

Test(csv_read, refuses_what_is_no_text)
{
    expect(LL_STR("ffl\n1\xFF\n"), LL_ERR_SYNTAX,
           "t.csv:2:2: error: the text is not UTF-8; save the file as UTF-8\n"
           "    1\xFF\n     ^\n");
    expect(LL_STR("ffl\n\xED\xA0\x80\n"), LL_ERR_SYNTAX,
           "t.csv:2:1: error: the text is not UTF-8; save the file as UTF-8\n"
           "    \xED\xA0\x80\n    ^\n");
    expect(LL_STR("ffl\n\0\n"), LL_ERR_SYNTAX,
           "t.csv:2:1: error: the text is not UTF-8; save the file as UTF-8\n"
           "    ?\n    ^\n");
    expect(LL_STR("ffl\r1\r"), LL_ERR_SYNTAX,
           "t.csv:1:4: error: a carriage return stands alone; end lines in LF or CRLF\n"
           "    ffl?1\n       ^\n");
}

static enum ll_status stop_at_second(void *context, const ll_str *cells, struct ll_pos at,
                                     struct ll_error *err)
{
    (void)cells;
    size_t *seen = context;
    return ++*seen == 2 ? ll_fail_at(err, LL_ERR_DATA, at, "stop") : LL_OK;
}

Test(csv_read, the_status_of_a_row_stops_the_reading)
{
    struct ll_source source = {"t.csv", LL_STR("ffl\n1\n2\n3\n4\n")};
    struct ll_error err;
    size_t seen = 0;
    cr_assert_eq(ll_csv_read(&source, columns, required, 3, stop_at_second, &seen, &err),
                 LL_ERR_DATA);
    cr_assert_eq(seen, 2);
    cr_assert_eq(err.at.line, 3);
}
