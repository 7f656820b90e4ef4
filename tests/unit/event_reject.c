/* Messages that are no events: the reason, the field, the sentence.
 * SPDX-License-Identifier: Apache-2.0 */
#include "event_world.h"
#include "json/reader.h"

#include <criterion/criterion.h>

#define DEALER "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"}"
#define DOE "\"last_name\":\"Doe\",\"date_of_birth\":\"1984-03-04\""
#define PURCHASER "\"purchaser\":{" DOE "}"
#define GUNS "\"firearms\":[{\"class\":\"rifle\",\"serial\":\"1\"}]"
#define WHEN "\"occurred_at\":\"2026-03-02T15:20:00-06:00\""
#define SALE_OF(id, when, dealer, purchaser, guns)                                                 \
    "{\"type\":\"sale\"," id "," when "," dealer "," purchaser "," guns "}"
#define ID "\"id\":\"S-1\""
#define SALE_WITH(more) SALE_OF(ID, WHEN, DEALER, PURCHASER, GUNS "," more)
#define SALE_AT(when) SALE_OF(ID, "\"occurred_at\":" when, DEALER, PURCHASER, GUNS)
#define SALE_BY(dealer) SALE_OF(ID, WHEN, dealer, PURCHASER, GUNS)
#define SALE_TO(purchaser) SALE_OF(ID, WHEN, DEALER, "\"purchaser\":" purchaser, GUNS)
#define SALE_GUNS(guns) SALE_OF(ID, WHEN, DEALER, PURCHASER, "\"firearms\":" guns)
#define SALE_GUN(more) SALE_GUNS("[{\"class\":\"rifle\",\"serial\":\"1\"," more "}]")
#define TRACE(more) "{\"type\":\"trace\",\"id\":\"T\",\"recovered_on\":\"2026-08-01\"," more "}"
#define VOID_OF(of, more) "{\"type\":\"void\",\"id\":\"S\",\"of\":" of more "}"

struct row {
    const char *text;
    enum ll_reject_reason reason;
    const char *field;
};

static void expect_rejected(const struct row *rows, size_t n)
{
    struct world world = world_new();
    for (size_t i = 0; i < n; i++) {
        struct ll_event event;
        struct ll_reject reject;
        bool good = world_decode(&world, ll_str_from(rows[i].text), &event, &reject);
        cr_expect_not(good, "row %zu: %s", i, rows[i].text);
        if (good)
            continue;
        cr_expect_eq(reject.reason, rows[i].reason, "%s (%s): %s",
                     ll_reject_reason_word(reject.reason), reject.sentence, rows[i].text);
        cr_expect_str_eq(reject.field, rows[i].field, "%s: %s", reject.field, rows[i].text);
        size_t len = strlen(reject.sentence);
        cr_expect(len > 20 && len < sizeof reject.sentence - 1, "a whole sentence: %s",
                  reject.sentence);
        if (rows[i].field[0])
            cr_expect_not_null(strstr(reject.sentence, rows[i].field), "%s names %s",
                               reject.sentence, rows[i].field);
    }
    world_free(&world);
}
#define EXPECT_REJECTED(rows) expect_rejected(rows, sizeof(rows) / sizeof((rows)[0]))

Test(event_reject, the_bases_of_the_rows_are_good)
{
    struct world world = world_new();
    (void)world_accepts(&world, SALE_WITH("\"payment\":null"));
    (void)world_accepts(&world, SALE_TO("{" DOE "}"));
    (void)world_accepts(&world, SALE_GUN("\"price\":1"));
    (void)world_accepts(&world, TRACE("\"status\":null"));
    (void)world_accepts(&world, VOID_OF("\"sale\"", "," DEALER "," PURCHASER));
    (void)world_accepts(&world, VOID_OF("\"trace\"", ""));
    world_free(&world);
}

Test(event_reject, what_is_no_json_or_no_object)
{
    static const struct row rows[] = {
        {"", LL_REJECT_NOT_JSON, ""},
        {"   ", LL_REJECT_NOT_JSON, ""},
        {"sale", LL_REJECT_NOT_JSON, ""},
        {"{\"type\":\"sale\"", LL_REJECT_NOT_JSON, ""},
        {TRACE("\"status\":null") "x", LL_REJECT_NOT_JSON, ""},
        {TRACE("\"status\":null") "{}", LL_REJECT_NOT_JSON, ""},
        {TRACE("\"unknown\":tru"), LL_REJECT_NOT_JSON, ""},
        {TRACE("\"unknown\":{\"a\":[01]}"), LL_REJECT_NOT_JSON, ""},
        {TRACE("\"unknown\":\"\\ud800\""), LL_REJECT_NOT_JSON, ""},
        {TRACE("\"\\udc00\":1"), LL_REJECT_NOT_JSON, ""},
        {TRACE("\"status\":\"\xFF\""), LL_REJECT_NOT_JSON, ""},
        {"\xEF\xBB\xBF{}", LL_REJECT_NOT_JSON, ""},
        {"{\"type\":\"other\",\"a\":[}", LL_REJECT_NOT_JSON, ""},
        {"{\"type\":\"sale\",\"id\":5,\"a\":nul}", LL_REJECT_NOT_JSON, ""},
        {"[1,2", LL_REJECT_NOT_JSON, ""},
        {"[]", LL_REJECT_NOT_OBJECT, ""},
        {"[{}]", LL_REJECT_NOT_OBJECT, ""},
        {"\"sale\"", LL_REJECT_NOT_OBJECT, ""},
        {"12", LL_REJECT_NOT_OBJECT, ""},
        {"null", LL_REJECT_NOT_OBJECT, ""},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, types)
{
    static const struct row rows[] = {
        {"{}", LL_REJECT_MISSING, "type"},
        {"{\"id\":\"S\"}", LL_REJECT_MISSING, "type"},
        {"{\"type\":null}", LL_REJECT_MISSING, "type"},
        {"{\"type\":\"\"}", LL_REJECT_MISSING, "type"},
        {"{\"type\":1}", LL_REJECT_WRONG_TYPE, "type"},
        {"{\"type\":{\"a\":1}}", LL_REJECT_WRONG_TYPE, "type"},
        {"{\"type\":\"Sale\"}", LL_REJECT_UNKNOWN_TYPE, "type"},
        {"{\"id\":3,\"type\":\"return\"}", LL_REJECT_UNKNOWN_TYPE, "type"},
        {"{\"type\":\"sale\",\"type\":\"sale\"}", LL_REJECT_FIELD_TWICE, "type"},
        {VOID_OF("\"rental\"", ""), LL_REJECT_UNKNOWN_WORD, "of"},
        {VOID_OF("1", ""), LL_REJECT_WRONG_TYPE, "of"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, known_fields_twice)
{
    static const struct row rows[] = {
        {SALE_WITH("\"payment\":null,\"payment\":null"), LL_REJECT_FIELD_TWICE, "payment"},
        {SALE_WITH("\"id\":\"S-1\""), LL_REJECT_FIELD_TWICE, "id"},
        {SALE_WITH("\"i\\u0064\":\"S-1\""), LL_REJECT_FIELD_TWICE, "id"},
        {SALE_WITH("\"dealer\":null"), LL_REJECT_FIELD_TWICE, "dealer"},
        {SALE_WITH("\"firearms\":[]"), LL_REJECT_FIELD_TWICE, "firearms"},
        {SALE_BY("\"dealer\":{\"ffl\":null,\"ffl\":\"5-76-201-01-7F-00123\"}"),
         LL_REJECT_FIELD_TWICE, "dealer.ffl"},
        {SALE_TO("{" DOE ",\"address\":null,\"address\":{}}"), LL_REJECT_FIELD_TWICE,
         "purchaser.address"},
        {SALE_TO("{" DOE ",\"address\":{\"zip\":null,\"zip\":null}}"), LL_REJECT_FIELD_TWICE,
         "purchaser.address.zip"},
        {SALE_GUN("\"model\":null,\"model\":null"), LL_REJECT_FIELD_TWICE, "firearms[0].model"},
        {TRACE("\"firearm\":{\"class\":null,\"class\":null}"), LL_REJECT_FIELD_TWICE,
         "firearm.class"},
        {TRACE("\"recovery\":{\"city\":\"\",\"city\":\"\"}"), LL_REJECT_FIELD_TWICE,
         "recovery.city"},
        {VOID_OF("null", ",\"of\":null"), LL_REJECT_FIELD_TWICE, "of"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, required_of_a_sale)
{
    static const struct row rows[] = {
        {SALE_OF("\"x\":1", WHEN, DEALER, PURCHASER, GUNS), LL_REJECT_MISSING, "id"},
        {SALE_OF("\"id\":null", WHEN, DEALER, PURCHASER, GUNS), LL_REJECT_MISSING, "id"},
        {SALE_OF("\"id\":\"\"", WHEN, DEALER, PURCHASER, GUNS), LL_REJECT_MISSING, "id"},
        {SALE_OF(ID, "\"x\":1", DEALER, PURCHASER, GUNS), LL_REJECT_MISSING, "occurred_at"},
        {SALE_AT("null"), LL_REJECT_MISSING, "occurred_at"},
        {SALE_AT("\"\""), LL_REJECT_MISSING, "occurred_at"},
        {SALE_BY("\"x\":1"), LL_REJECT_MISSING, "dealer.ffl"},
        {SALE_BY("\"dealer\":null"), LL_REJECT_MISSING, "dealer.ffl"},
        {SALE_BY("\"dealer\":{}"), LL_REJECT_MISSING, "dealer.ffl"},
        {SALE_BY("\"dealer\":{\"ffl\":\"\",\"name\":\"X\"}"), LL_REJECT_MISSING, "dealer.ffl"},
        {SALE_OF(ID, WHEN, DEALER, "\"x\":1", GUNS), LL_REJECT_MISSING, "purchaser.last_name"},
        {SALE_TO("null"), LL_REJECT_MISSING, "purchaser.last_name"},
        {SALE_TO("{\"date_of_birth\":\"1984-03-04\"}"), LL_REJECT_MISSING, "purchaser.last_name"},
        {SALE_TO("{\"last_name\":\"\",\"date_of_birth\":\"1984-03-04\"}"), LL_REJECT_MISSING,
         "purchaser.last_name"},
        {SALE_TO("{\"last_name\":\"Doe\"}"), LL_REJECT_MISSING, "purchaser.date_of_birth"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"\"}"), LL_REJECT_MISSING,
         "purchaser.date_of_birth"},
        {SALE_OF(ID, WHEN, DEALER, PURCHASER, "\"x\":1"), LL_REJECT_MISSING, "firearms"},
        {SALE_GUNS("null"), LL_REJECT_MISSING, "firearms"},
        {SALE_GUNS("[]"), LL_REJECT_MISSING, "firearms"},
        {SALE_GUNS("[{}]"), LL_REJECT_MISSING, "firearms[0].class"},
        {SALE_GUNS("[{\"class\":\"rifle\"}]"), LL_REJECT_MISSING, "firearms[0].serial"},
        {SALE_GUNS("[{\"class\":\"rifle\",\"serial\":\"1\"},{\"class\":\"\",\"serial\":\"2\"}]"),
         LL_REJECT_MISSING, "firearms[1].class"},
        {SALE_GUNS(
             "[{\"class\":\"rifle\",\"serial\":\"1\"},{\"class\":\"rifle\",\"serial\":null}]"),
         LL_REJECT_MISSING, "firearms[1].serial"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, required_of_voids_and_traces)
{
    static const struct row rows[] = {
        {"{\"type\":\"void\"," DEALER "," PURCHASER "}", LL_REJECT_MISSING, "id"},
        {VOID_OF("\"sale\"", "," PURCHASER), LL_REJECT_MISSING, "dealer.ffl"},
        {VOID_OF("null", "," PURCHASER), LL_REJECT_MISSING, "dealer.ffl"},
        {VOID_OF("\"\"", "," DEALER), LL_REJECT_MISSING, "purchaser.last_name"},
        {VOID_OF("\"sale\"", "," DEALER ",\"purchaser\":{\"last_name\":\"Doe\"}"),
         LL_REJECT_MISSING, "purchaser.date_of_birth"},
        {"{\"type\":\"void\",\"of\":\"trace\"}", LL_REJECT_MISSING, "id"},
        {VOID_OF("\"trace\"", ",\"purchaser\":{\"last_name\":\"Doe\"}"), LL_REJECT_HALF_PURCHASER,
         "purchaser.date_of_birth"},
        {"{\"type\":\"trace\",\"recovered_on\":\"2026-08-01\"}", LL_REJECT_MISSING, "id"},
        {"{\"type\":\"trace\",\"id\":\"T\"}", LL_REJECT_MISSING, "recovered_on"},
        {"{\"type\":\"trace\",\"id\":\"T\",\"recovered_on\":\"\",\"requested_on\":null}",
         LL_REJECT_MISSING, "recovered_on"},
        {TRACE("\"purchaser\":{\"last_name\":\"Doe\"}"), LL_REJECT_HALF_PURCHASER,
         "purchaser.date_of_birth"},
        {TRACE("\"purchaser\":{\"first_name\":\"J\",\"date_of_birth\":\"1984-03-04\"}"),
         LL_REJECT_HALF_PURCHASER, "purchaser.last_name"},
        {TRACE("\"purchaser\":{\"last_name\":\"...\",\"date_of_birth\":\"1984-03-04\"}"),
         LL_REJECT_NO_NAME, "purchaser.last_name"},
        {SALE_TO("{\"last_name\":\"-\",\"date_of_birth\":\"1984-03-04\"}"), LL_REJECT_NO_NAME,
         "purchaser.last_name"},
        {SALE_TO("{\"last_name\":\"\\ud83d\\ude00\",\"date_of_birth\":\"1984-03-04\"}"),
         LL_REJECT_NO_NAME, "purchaser.last_name"},
        {VOID_OF("\"sale\"",
                 "," DEALER
                 ",\"purchaser\":{\"last_name\":\"'\",\"date_of_birth\":\"1984-03-04\"}"),
         LL_REJECT_NO_NAME, "purchaser.last_name"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, values_of_another_type)
{
    static const struct row rows[] = {
        {SALE_OF("\"id\":17", WHEN, DEALER, PURCHASER, GUNS), LL_REJECT_WRONG_TYPE, "id"},
        {SALE_WITH("\"version\":\"1\""), LL_REJECT_WRONG_TYPE, "version"},
        {SALE_WITH("\"version\":\"\""), LL_REJECT_WRONG_TYPE, "version"},
        {SALE_AT("1772486400"), LL_REJECT_WRONG_TYPE, "occurred_at"},
        {SALE_WITH("\"reported_at\":false"), LL_REJECT_WRONG_TYPE, "reported_at"},
        {SALE_BY("\"dealer\":\"5-76-201-01-7F-00123\""), LL_REJECT_WRONG_TYPE, "dealer"},
        {SALE_BY("\"dealer\":[]"), LL_REJECT_WRONG_TYPE, "dealer"},
        {SALE_BY("\"dealer\":{\"ffl\":5}"), LL_REJECT_WRONG_TYPE, "dealer.ffl"},
        {SALE_BY("\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\",\"name\":{}}"), LL_REJECT_WRONG_TYPE,
         "dealer.name"},
        {SALE_BY("\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\",\"division\":1}"),
         LL_REJECT_WRONG_TYPE, "dealer.division"},
        {SALE_TO("\"Doe\""), LL_REJECT_WRONG_TYPE, "purchaser"},
        {SALE_TO("{\"last_name\":1,\"date_of_birth\":\"1984-03-04\"}"), LL_REJECT_WRONG_TYPE,
         "purchaser.last_name"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":19840304}"), LL_REJECT_WRONG_TYPE,
         "purchaser.date_of_birth"},
        {SALE_TO("{" DOE ",\"middle_name\":[]}"), LL_REJECT_WRONG_TYPE, "purchaser.middle_name"},
        {SALE_TO("{" DOE ",\"id_number\":8470054}"), LL_REJECT_WRONG_TYPE, "purchaser.id_number"},
        {SALE_TO("{" DOE ",\"address\":\"12 Main St\"}"), LL_REJECT_WRONG_TYPE,
         "purchaser.address"},
        {SALE_TO("{" DOE ",\"address\":{\"city\":1}}"), LL_REJECT_WRONG_TYPE,
         "purchaser.address.city"},
        {SALE_TO("{" DOE ",\"address\":{\"zip\":77002}}"), LL_REJECT_WRONG_TYPE,
         "purchaser.address.zip"},
        {SALE_GUNS("{}"), LL_REJECT_WRONG_TYPE, "firearms"},
        {SALE_GUNS("\"\""), LL_REJECT_WRONG_TYPE, "firearms"},
        {SALE_GUNS("[\"rifle\"]"), LL_REJECT_WRONG_TYPE, "firearms[0]"},
        {SALE_GUNS("[null]"), LL_REJECT_WRONG_TYPE, "firearms[0]"},
        {SALE_GUNS("[{\"class\":\"rifle\",\"serial\":\"1\"},[[]]]"), LL_REJECT_WRONG_TYPE,
         "firearms[1]"},
        {SALE_GUNS("[{\"class\":1,\"serial\":\"1\"}]"), LL_REJECT_WRONG_TYPE, "firearms[0].class"},
        {SALE_GUNS("[{\"class\":\"rifle\",\"serial\":1}]"), LL_REJECT_WRONG_TYPE,
         "firearms[0].serial"},
        {SALE_GUN("\"detachable_magazine\":\"yes\""), LL_REJECT_WRONG_TYPE,
         "firearms[0].detachable_magazine"},
        {SALE_GUN("\"detachable_magazine\":1"), LL_REJECT_WRONG_TYPE,
         "firearms[0].detachable_magazine"},
        {SALE_GUN("\"price\":\"1099\""), LL_REJECT_WRONG_TYPE, "firearms[0].price"},
        {SALE_GUN("\"action\":true"), LL_REJECT_WRONG_TYPE, "firearms[0].action"},
        {SALE_WITH("\"payment\":5"), LL_REJECT_WRONG_TYPE, "payment"},
        {TRACE("\"requested_on\":0"), LL_REJECT_WRONG_TYPE, "requested_on"},
        {TRACE("\"status\":[]"), LL_REJECT_WRONG_TYPE, "status"},
        {TRACE("\"recovery\":\"MX\""), LL_REJECT_WRONG_TYPE, "recovery"},
        {TRACE("\"recovery\":{\"country\":1}"), LL_REJECT_WRONG_TYPE, "recovery.country"},
        {TRACE("\"firearm\":[]"), LL_REJECT_WRONG_TYPE, "firearm"},
        {TRACE("\"firearm\":{\"serial\":1}"), LL_REJECT_WRONG_TYPE, "firearm.serial"},
        {TRACE("\"purchaser\":{\"id_type\":1}"), LL_REJECT_WRONG_TYPE, "purchaser.id_type"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, words_licences_versions_prices)
{
    static const struct row rows[] = {
        {SALE_GUNS("[{\"class\":\"riffle\",\"serial\":\"1\"}]"), LL_REJECT_UNKNOWN_WORD,
         "firearms[0].class"},
        {SALE_GUNS("[{\"class\":\"Rifle\",\"serial\":\"1\"}]"), LL_REJECT_UNKNOWN_WORD,
         "firearms[0].class"},
        {SALE_GUN("\"action\":\"gas\""), LL_REJECT_UNKNOWN_WORD, "firearms[0].action"},
        {TRACE("\"status\":\"done\""), LL_REJECT_UNKNOWN_WORD, "status"},
        {TRACE("\"firearm\":{\"class\":\"gun\"}"), LL_REJECT_UNKNOWN_WORD, "firearm.class"},
        {SALE_BY("\"dealer\":{\"ffl\":\"5-76-201-01-7F-0012\"}"), LL_REJECT_BAD_LICENCE,
         "dealer.ffl"},
        {TRACE("\"dealer\":{\"ffl\":\"5-76-201-01-77-00123\"}"), LL_REJECT_BAD_LICENCE,
         "dealer.ffl"},
        {SALE_WITH("\"version\":0"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_WITH("\"version\":-1"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_WITH("\"version\":1.0"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_WITH("\"version\":1e0"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_WITH("\"version\":9223372036854775808"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_WITH("\"version\":18446744073709551617"), LL_REJECT_BAD_VERSION, "version"},
        {VOID_OF("\"trace\"", ",\"version\":0"), LL_REJECT_BAD_VERSION, "version"},
        {SALE_GUN("\"price\":-0.01"), LL_REJECT_BAD_PRICE, "firearms[0].price"},
        {SALE_GUN("\"price\":10000000.001"), LL_REJECT_BAD_PRICE, "firearms[0].price"},
        {SALE_GUN("\"price\":1e999999999999999999999"), LL_REJECT_BAD_PRICE, "firearms[0].price"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, dates_and_times)
{
    static const struct row rows[] = {
        {SALE_AT("\"2026-03-02\""), LL_REJECT_BAD_TIME, "occurred_at"},
        {SALE_AT("\"2026-03-02T15:20:00\""), LL_REJECT_BAD_TIME, "occurred_at"},
        {SALE_AT("\"2026-03-02T24:00:00Z\""), LL_REJECT_BAD_TIME, "occurred_at"},
        {SALE_AT("\"2026-03-02T15:20:60Z\""), LL_REJECT_BAD_TIME, "occurred_at"},
        {SALE_AT("\"2026-02-29T15:20:00Z\""), LL_REJECT_BAD_TIME, "occurred_at"},
        {SALE_AT("\"1967-12-31T23:59:59Z\""), LL_REJECT_DATE_RANGE, "occurred_at"},
        {SALE_AT("\"2100-01-01T00:00:00Z\""), LL_REJECT_DATE_RANGE, "occurred_at"},
        {SALE_AT("\"0900-01-01T00:00:00Z\""), LL_REJECT_DATE_RANGE, "occurred_at"},
        {VOID_OF("\"trace\"", ",\"occurred_at\":\"2100-01-01T00:00:00Z\""), LL_REJECT_DATE_RANGE,
         "occurred_at"},
        {SALE_WITH("\"reported_at\":\"soon\""), LL_REJECT_BAD_TIME, "reported_at"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"1984-02-30\"}"), LL_REJECT_BAD_DATE,
         "purchaser.date_of_birth"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"1984-02-01T00:00:00Z\"}"),
         LL_REJECT_BAD_DATE, "purchaser.date_of_birth"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"1849-12-31\"}"), LL_REJECT_DATE_RANGE,
         "purchaser.date_of_birth"},
        {SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"2026-03-02\"}"), LL_REJECT_DATE_RANGE,
         "purchaser.date_of_birth"},
        {VOID_OF("\"sale\"",
                 "," DEALER
                 ",\"purchaser\":{\"last_name\":\"Doe\",\"date_of_birth\":\"1849-12-31\"}"),
         LL_REJECT_DATE_RANGE, "purchaser.date_of_birth"},
        {TRACE("\"requested_on\":\"2026-8-9\""), LL_REJECT_BAD_DATE, "requested_on"},
        {TRACE("\"requested_on\":\"1967-12-31\""), LL_REJECT_DATE_RANGE, "requested_on"},
        {TRACE("\"requested_on\":\"2100-01-01\""), LL_REJECT_DATE_RANGE, "requested_on"},
        {"{\"type\":\"trace\",\"id\":\"T\",\"recovered_on\":\"1967-12-31\"}", LL_REJECT_DATE_RANGE,
         "recovered_on"},
        {TRACE("\"sold_on\":\"1849-12-31\""), LL_REJECT_DATE_RANGE, "sold_on"},
        {TRACE("\"sold_on\":\"yesterday\""), LL_REJECT_BAD_DATE, "sold_on"},
    };
    EXPECT_REJECTED(rows);
}

Test(event_reject, bounds_that_are_still_good)
{
    static const char *const texts[] = {
        SALE_AT("\"2099-12-31T23:59:59.999999999-23:59\""),
        SALE_OF(ID, "\"occurred_at\":\"1968-01-01T00:00:00+23:59\"", DEALER,
                "\"purchaser\":{\"last_name\":\"Doe\",\"date_of_birth\":\"1967-12-31\"}", GUNS),
        SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"1850-01-01\"}"),
        SALE_TO("{\"last_name\":\"Doe\",\"date_of_birth\":\"2026-03-01\"}"),
        SALE_WITH("\"version\":9223372036854775807"),
        SALE_GUN("\"price\":10000000.000"),
        SALE_GUN("\"price\":-0"),
        SALE_GUN("\"price\":1e-99"),
        TRACE("\"requested_on\":\"2099-12-31\",\"sold_on\":\"9999-12-31\""),
        TRACE("\"requested_on\":\"1968-01-01\",\"sold_on\":\"1850-01-01\""),
        TRACE("\"purchaser\":{\"last_name\":\"Doe\",\"date_of_birth\":\"2090-01-01\"}"),
    };
    struct world world = world_new();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        (void)world_accepts(&world, texts[i]);
    world_free(&world);
}

Test(event_reject, levels)
{
    static const struct {
        size_t levels;
        bool good;
    } rows[] = {
        {LL_JSON_DEPTH_MAX - 1, true}, {LL_JSON_DEPTH_MAX, true}, {LL_JSON_DEPTH_MAX + 1, false}};
    struct world world = world_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf text = {0};
        struct ll_event event;
        struct ll_reject reject;
        ll_buf_add_lit(&text, "{\"type\":\"void\",\"of\":\"trace\",\"id\":\"T\",\"x\":");
        for (size_t k = 1; k < rows[i].levels; k++)
            ll_buf_add_char(&text, '[');
        for (size_t k = 1; k < rows[i].levels; k++)
            ll_buf_add_char(&text, ']');
        ll_buf_add_char(&text, '}');
        cr_assert_eq(world_decode(&world, ll_buf_str(&text), &event, &reject), rows[i].good,
                     "row %zu", i);
        cr_assert_eq(reject.reason, rows[i].good ? LL_REJECT_NONE : LL_REJECT_NOT_JSON);
        ll_buf_fini(&text);
    }
    world_free(&world);
}

/* Whatever is wrong with it, a personal value is not told. */
Test(event_reject, sentences_hold_no_values)
{
    static const char *const texts[] = {
        SALE_TO("{\"last_name\":\"Zyxwv\",\"date_of_birth\":\"Zyxwv\"}"),
        SALE_TO("{\"last_name\":\"Zyxwv\"}"),
        SALE_TO("{" DOE ",\"id_number\":\"Zyxwv\",\"address\":\"Zyxwv\"}"),
        SALE_GUN("\"action\":\"Zyxwv\""),
        SALE_AT("\"Zyxwv\""),
        SALE_BY("\"dealer\":{\"ffl\":\"Zyxwv\"}"),
        VOID_OF("\"Zyxwv\"", ""),
        "{\"type\":\"Zyxwv\"}",
        "{\"Zyxwv\":\"Zyxwv\"",
    };
    struct world world = world_new();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct ll_event event;
        struct ll_reject reject;
        cr_assert_not(world_decode(&world, ll_str_from(texts[i]), &event, &reject), "%s", texts[i]);
        cr_assert_null(strstr(reject.sentence, "Zyxwv"), "%s", reject.sentence);
        cr_assert_null(strstr(reject.field, "Zyxwv"), "%s", reject.field);
    }
    world_free(&world);
}

static void expect_sentence(struct world *world, const char *text, const char *wanted)
{
    struct ll_event event;
    struct ll_reject reject;
    cr_assert_not(world_decode(world, ll_str_from(text), &event, &reject));
    cr_expect_str_eq(reject.sentence, wanted);
}

Test(event_reject, sentences)
{
    struct world world = world_new();
    expect_sentence(
        &world, "{\"type\":\"sale\"",
        "the message is not valid JSON: a comma or a closing bracket is missing; send one JSON "
        "object in UTF-8");
    expect_sentence(&world, SALE_GUNS("[{\"class\":\"riffle\",\"serial\":\"1\"}]"),
                    "firearms[0].class holds an unknown word; did you mean 'rifle'?");
    expect_sentence(
        &world, SALE_GUNS("[{\"class\":\"x\",\"serial\":\"1\"}]"),
        "firearms[0].class must be one of pistol, revolver, rifle, shotgun, receiver, frame, "
        "combination, silencer, machinegun, destructive_device, any_other_weapon");
    expect_sentence(&world, SALE_BY("\"x\":1"), "dealer.ffl is missing or empty; a sale needs it");
    expect_sentence(&world, SALE_WITH("\"payment\":5"),
                    "payment is of the wrong type; it must be a string");
    expect_sentence(
        &world, TRACE("\"purchaser\":{\"last_name\":\"Doe\"}"),
        "purchaser.date_of_birth is missing, but there is a last name; give both, or neither");
    world_free(&world);
}

Test(event_reject, every_reason_has_a_word)
{
    for (unsigned i = 0; i < LL_REJECT_REASON_COUNT; i++)
        cr_assert_gt(strlen(ll_reject_reason_word((enum ll_reject_reason)i)), 3);
    cr_assert_str_eq(ll_reject_reason_word(LL_REJECT_HALF_PURCHASER), "half_purchaser");
    cr_assert_str_eq(ll_reject_reason_word(LL_REJECT_REASON_COUNT), "none");
}
