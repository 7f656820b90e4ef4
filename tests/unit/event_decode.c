/* Messages that are events.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "event_world.h"

#include <criterion/criterion.h>

#define FULL_SALE                                                                                  \
    "{\"type\":\"sale\",\"id\":\"S-17\",\"version\":3,\"occurred_at\":\"2026-03-02T15:20:00-06:"   \
    "00\","                                                                                        \
    "\"reported_at\":\"2026-03-02T18:00:00.5Z\",\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\","     \
    "\"name\":\"Bayou Arms\",\"state\":\"TX\",\"division\":\"Houston\"},\"purchaser\":{"           \
    "\"last_name\":\"Doe\",\"first_name\":\"John Q\",\"middle_name\":null,"                        \
    "\"date_of_birth\":\"1984-03-04\",\"id_type\":\"DL\",\"id_state\":\"TX\",\"id_number\":"       \
    "\"08470054\","                                                                                \
    "\"country_of_birth\":\"US\",\"address\":{\"street\":\"12 Main St\",\"city\":\"Houston\","     \
    "\"state\":\"TX\",\"zip\":\"77002\"}},\"firearms\":[{\"class\":\"rifle\",\"manufacturer\":"    \
    "\"Colt\","                                                                                    \
    "\"importer\":null,\"model\":\"AR-15\",\"caliber\":\".223 Rem\",\"serial\":\"AB 1234-5\","     \
    "\"action\":\"semiautomatic\",\"detachable_magazine\":true,\"price\":1099.005},"               \
    "{\"class\":\"any_other_weapon\",\"serial\":\"X\",\"caliber\":\"phaser\",\"importer\":"        \
    "\"Imp\","                                                                                     \
    "\"detachable_magazine\":false},{\"serial\":\"Y\",\"class\":\"pistol\"}],"                     \
    "\"payment\":\"cash\",\"form\":\"3310.12\"}"

Test(event_decode, a_full_sale)
{
    struct world world = world_new();
    struct ll_event event = world_accepts(&world, FULL_SALE);
    cr_assert_eq(event.kind, LL_EVENT_SALE);
    expect_str(event.id, "S-17");
    cr_assert_eq(event.version, 3);
    cr_assert_eq(event.hash, ll_hash64(FULL_SALE, sizeof FULL_SALE - 1));
    cr_assert(event.has_occurred && event.has_reported);
    cr_assert_eq(ll_event_day(&event), ll_day_from_civil(2026, 3, 2));
    cr_assert_eq(event.occurred.offset_minutes, -360);
    cr_assert_eq(event.reported.fraction_digits, 1);
    cr_assert_eq(event.dealer.licence.key, 57600123);
    expect_str(event.dealer.name, "Bayou Arms");
    expect_str(event.dealer.state, "TX");
    expect_str(event.dealer.division, "Houston");
    cr_assert(event.has_purchaser);
    expect_key(event.purchaser, "ac2848b99ca8ed5802858eef9a775020");
    expect_str(event.last_name, "DOE");
    expect_str(event.first_name, "JOHN");
    cr_assert_eq(event.born, ll_day_from_civil(1984, 3, 4));
    cr_assert(event.has_address);
    expect_key(event.address, "6a87a86a7758a1455fcf1ac29cb6c2c7");
    expect_str(event.purchaser_state, "TX");
    expect_str(event.country_of_birth, "US");
    expect_str(event.payment, "cash");
    expect_str(event.form, "3310.12");
    cr_assert(event.caliber_unknown);
    world_free(&world);
}

Test(event_decode, firearms_of_a_sale)
{
    struct world world = world_new();
    struct ll_event event = world_accepts(&world, FULL_SALE);
    cr_assert_eq(event.firearm_count, 3);
    const struct ll_firearm *gun = event.firearms;
    cr_assert_eq(gun[0].class, LL_CLASS_RIFLE);
    cr_assert_eq(gun[0].action, LL_ACTION_SEMIAUTOMATIC);
    cr_assert_eq(gun[0].detachable_magazine, LL_YES);
    cr_assert_eq(gun[0].price, INT64_C(10990100));
    cr_assert_eq(gun[0].bore, 2230);
    expect_str(gun[0].caliber, ".223");
    expect_str(gun[0].manufacturer, "Colt");
    expect_str(gun[0].importer, "");
    expect_str(gun[0].model, "AR-15");
    expect_str(gun[0].serial, "AB 1234-5");
    cr_assert_eq(gun[1].class, LL_CLASS_ANY_OTHER_WEAPON);
    cr_assert_eq(gun[1].action, LL_ACTION_NONE);
    cr_assert_eq(gun[1].detachable_magazine, LL_NO);
    cr_assert_eq(gun[1].price, LL_PRICE_NONE);
    cr_assert_eq(gun[1].bore, 0);
    expect_str(gun[1].caliber, "phaser");
    expect_str(gun[1].importer, "Imp");
    cr_assert_eq(gun[2].class, LL_CLASS_PISTOL);
    cr_assert_eq(gun[2].detachable_magazine, LL_UNKNOWN);
    expect_str(gun[2].serial, "Y");
    expect_str(gun[2].caliber, "");
    world_free(&world);
}

Test(event_decode, null_absent_and_empty_are_the_same)
{
    static const char *const forms[] = {
        "", ",\"payment\":null,\"form\":null,\"version\":null,\"reported_at\":null",
        ",\"payment\":\"\",\"form\":\"\",\"reported_at\":\"\""};
    static const char *const gun_forms[] = {
        "",
        (",\"manufacturer\":null,\"importer\":null,\"model\":null,\"caliber\":null,\"action\":null,"
         "\"detachable_magazine\":null,\"price\":null"),
        ",\"manufacturer\":\"\",\"importer\":\"\",\"model\":\"\",\"caliber\":\"\",\"action\":\"\""};
    static const char *const person_forms[] = {
        "", ",\"first_name\":null,\"middle_name\":null,\"country_of_birth\":null,\"address\":null",
        (",\"first_name\":\"\",\"id_number\":\"\",\"address\":{\"street\":\"\",\"state\":\"\","
         "\"zip\":\"\"}")};
    struct world world = world_new();
    for (size_t i = 0; i < 3; i++) {
        char text[1024];
        (void)snprintf(
            text, sizeof text,
            "{\"type\":\"sale\",\"id\":\"S\",\"occurred_at\":\"2026-03-02T15:20:00Z\","
            "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"Doe\","
            "\"date_of_birth\":\"1984-03-04\"%s},\"firearms\":[{\"class\":\"rifle\","
            "\"serial\":\"1\"%s}]%s}",
            person_forms[i], gun_forms[i], forms[i]);
        struct ll_event event = world_accepts(&world, text);
        cr_assert_eq(event.version, 1);
        cr_assert_not(event.has_reported);
        cr_assert_not(event.has_address);
        cr_assert_not(event.caliber_unknown);
        expect_str(event.first_name, "");
        expect_str(event.payment, "");
        expect_str(event.firearms[0].caliber, "");
        cr_assert_eq(event.firearms[0].action, LL_ACTION_NONE);
        cr_assert_eq(event.firearms[0].price, LL_PRICE_NONE);
    }
    world_free(&world);
}

Test(event_decode, type_and_of_may_come_anywhere)
{
    struct world world = world_new();
    struct ll_event event = world_accepts(
        &world,
        "{\"firearms\":7,\"id\":\"S\",\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":"
        "{\"date_of_birth\":\"1984-03-04\",\"last_name\":\"Doe\"},\"type\":\"void\",\"of\":"
        "\"sale\"}");
    cr_assert_eq(event.kind, LL_EVENT_SALE_VOID);
    event = world_accepts(
        &world, "{\"purchaser\":null,\"id\":\"T\",\"x\":{\"type\":\"sale\"},\"of\":\"trace\","
                "\"t\\u0079pe\":\"void\"}");
    cr_assert_eq(event.kind, LL_EVENT_TRACE_VOID);
    event =
        world_accepts(&world, "{\"id\":\"T\",\"recovered_on\":\"2026-01-02\",\"type\":\"trace\"}");
    cr_assert_eq(event.kind, LL_EVENT_TRACE);
    world_free(&world);
}

Test(event_decode, fields_of_other_types_are_unknown)
{
    struct world world = world_new();
    (void)world_accepts(
        &world, "{\"type\":\"void\",\"id\":\"S\",\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},"
                "\"purchaser\":{\"last_name\":\"Doe\",\"date_of_birth\":\"1984-03-04\"},"
                "\"firearms\":[3],\"firearms\":0,\"payment\":[],\"form\":{},\"status\":\"?\","
                "\"sold_on\":1,\"recovered_on\":\"x\",\"recovery\":\"y\"}");
    (void)world_accepts(&world,
                        "{\"type\":\"trace\",\"id\":\"T\",\"requested_on\":\"2026-01-02\","
                        "\"occurred_at\":\"never\",\"firearms\":{},\"of\":4,\"payment\":false,"
                        "\"firearm\":{\"action\":\"none\",\"price\":-1,\"importer\":3}}");
    (void)world_accepts(
        &world,
        "{\"type\":\"sale\",\"id\":\"S\",\"occurred_at\":\"2026-03-02T15:20:00Z\","
        "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\",\"city\":7},\"purchaser\":{"
        "\"last_name\":\"Doe\",\"date_of_birth\":\"1984-03-04\",\"address\":{\"country\":1}},"
        "\"firearms\":[{\"class\":\"rifle\",\"serial\":\"1\",\"note\":{\"a\":[1]}}],"
        "\"sold_on\":\"x\",\"of\":1,\"recovery\":0,\"a\":1,\"a\":2}");
    world_free(&world);
}

Test(event_decode, a_trace)
{
    struct world world = world_new();
    struct ll_event event = world_accepts(
        &world,
        "{\"type\":\"trace\",\"id\":\"T-9\",\"version\":9223372036854775807,\"recovered_on\":"
        "\"2026-08-01\","
        "\"requested_on\":\"2026-08-09\",\"status\":\"successful\",\"recovery\":{\"country\":"
        "\"MX\","
        "\"state\":\"TAM\",\"city\":\"Reynosa\"},\"firearm\":{\"class\":\"rifle\",\"manufacturer\":"
        "\"Colt\","
        "\"model\":\"AR-15\",\"caliber\":\"5.56\",\"serial\":\"AB12345\"},\"dealer\":{\"ffl\":"
        "\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"DOE\",\"first_name\":\"JOHN\","
        "\"date_of_birth\":\"1984-03-04\",\"address\":{\"street\":\"12 Main "
        "St\",\"zip\":\"77002\"}},"
        "\"sold_on\":\"1850-01-01\"}");
    cr_assert_eq(event.kind, LL_EVENT_TRACE);
    cr_assert_eq(event.version, (uint64_t)INT64_MAX);
    cr_assert_eq(ll_event_day(&event), ll_day_from_civil(2026, 8, 1));
    cr_assert_eq(event.requested_on, ll_day_from_civil(2026, 8, 9));
    cr_assert_eq(event.sold_on, LL_DAY_1850_01_01);
    cr_assert_eq(event.status, LL_STATUS_SUCCESSFUL);
    expect_str(event.recovery_country, "MX");
    expect_str(event.recovery_state, "TAM");
    expect_str(event.recovery_city, "Reynosa");
    cr_assert_eq(event.firearm_count, 1);
    expect_str(event.firearms[0].caliber, ".223");
    cr_assert_eq(event.firearms[0].class, LL_CLASS_RIFLE);
    expect_key(event.purchaser, "ac2848b99ca8ed5802858eef9a775020");
    cr_assert_eq(event.dealer.licence.key, 57600123);
    cr_assert_not(event.has_address, "only a sale's address counts");
    world_free(&world);
}

Test(event_decode, a_trace_may_lack_nearly_everything)
{
    static const char *const rests[] = {
        "",
        ",\"firearm\":null,\"dealer\":null,\"purchaser\":null,\"status\":null,\"recovered_on\":"
        "null,"
        "\"sold_on\":null,\"recovery\":null",
        ",\"firearm\":{},\"dealer\":{},\"purchaser\":{},\"status\":\"\",\"sold_on\":\"\","
        "\"recovered_on\":\"\"",
        ",\"dealer\":{\"name\":\"X\"},\"purchaser\":{\"first_name\":\"J\",\"last_name\":\"\","
        "\"date_of_birth\":null}",
    };
    struct world world = world_new();
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "{\"type\":\"trace\",\"id\":\"T\",\"requested_on\":\"2026-08-09\"%s}",
                       rests[i]);
        struct ll_event event = world_accepts(&world, text);
        cr_assert_eq(event.dealer.licence.key, 0, "row %zu", i);
        cr_assert_not(event.has_purchaser, "row %zu", i);
        cr_assert_eq(event.recovered_on, LL_DAY_NONE);
        cr_assert_eq(event.sold_on, LL_DAY_NONE);
        cr_assert_eq(ll_event_day(&event), ll_day_from_civil(2026, 8, 9));
        cr_assert_eq(event.version, 1);
        cr_assert_leq(event.firearm_count, 1);
    }
    world_free(&world);
}

Test(event_decode, voids)
{
    struct world world = world_new();
    struct ll_event event = world_accepts(
        &world,
        "{\"type\":\"void\",\"id\":\"S\",\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},"
        "\"purchaser\":"
        "{\"last_name\":\"Doe\",\"first_name\":\"John\",\"date_of_birth\":\"1984-03-04\"}}");
    cr_assert_eq(event.kind, LL_EVENT_SALE_VOID);
    cr_assert_eq(event.version, 0, "all versions");
    cr_assert_not(event.has_occurred);
    cr_assert_eq(ll_event_day(&event), LL_DAY_NONE);
    expect_key(event.purchaser, "ac2848b99ca8ed5802858eef9a775020");
    event = world_accepts(
        &world,
        "{\"type\":\"void\",\"of\":\"\",\"id\":\"S\",\"version\":2,\"occurred_at\":"
        "\"1968-01-01T00:00:00+14:00\",\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":"
        "{\"last_name\":\"Doe\",\"date_of_birth\":\"2050-01-01\"}}");
    cr_assert_eq(event.kind, LL_EVENT_SALE_VOID, "and the birth date is not compared");
    cr_assert_eq(event.version, 2);
    cr_assert(event.has_occurred);
    event = world_accepts(&world, "{\"type\":\"void\",\"of\":\"trace\",\"id\":\"T\"}");
    cr_assert_eq(event.kind, LL_EVENT_TRACE_VOID);
    cr_assert_not(event.has_purchaser);
    event = world_accepts(
        &world, "{\"type\":\"void\",\"of\":\"trace\",\"id\":\"T\",\"dealer\":{\"ffl\":"
                "\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"Doe\",\"first_name\":"
                "\"John\",\"date_of_birth\":\"1984-03-04\"}}");
    cr_assert(event.has_purchaser);
    cr_assert_eq(event.dealer.licence.key, 57600123);
    world_free(&world);
}

Test(event_decode, a_reporting_time_far_off_is_as_good_as_none)
{
    struct world world = world_new();
    struct ll_event event =
        world_accepts(&world, "{\"type\":\"void\",\"of\":\"trace\",\"id\":\"T\",\"reported_at\":"
                              "\"0001-01-01T00:00:00Z\"}");
    cr_assert_not(event.has_reported);
    world_free(&world);
}

Test(event_decode, unescaped_strings_hold_until_the_reset)
{
    struct world world = world_new();
    struct ll_event first = world_accepts(
        &world,
        "{\"type\":\"trace\",\"id\":\"T\\u00e9\",\"requested_on\":\"2026-08-09\",\"firearm\":"
        "{\"model\":\"a\\\\b\"}}");
    struct ll_event second = world_accepts(
        &world,
        "{\"type\":\"trace\",\"id\":\"U\\u00e8\",\"requested_on\":\"2026-08-09\",\"firearm\":"
        "{\"model\":\"c\\\"d\"}}");
    expect_str(first.id, "T\xC3\xA9");
    expect_str(first.firearms[0].model, "a\\b");
    expect_str(second.id, "U\xC3\xA8");
    expect_str(second.firearms[0].model, "c\"d");
    world_free(&world);
}

Test(event_decode, many_firearms_keep_their_order)
{
    struct world world = world_new();
    struct ll_buf text = {0};
    ll_buf_add_lit(
        &text, "{\"type\":\"sale\",\"id\":\"S\",\"occurred_at\":\"2026-03-02T15:20:00Z\","
               "\"dealer\":{\"ffl\":\"5-76-201-01-7F-00123\"},\"purchaser\":{\"last_name\":\"Doe\","
               "\"date_of_birth\":\"1984-03-04\"},\"firearms\":[");
    for (unsigned i = 0; i < 10000; i++)
        ll_buf_printf(&text, "%s{\"class\":\"rifle\",\"serial\":\"%u\"}", i ? "," : "", i);
    ll_buf_add_lit(&text, "]}");
    ll_buf_add_char(&text, '\0');
    struct ll_event event = world_accepts(&world, text.ptr);
    cr_assert_eq(event.firearm_count, 10000);
    for (unsigned i = 0; i < 10000; i++) {
        char serial[8];
        (void)snprintf(serial, sizeof serial, "%u", i);
        expect_str(event.firearms[i].serial, serial);
    }
    ll_buf_fini(&text);
    world_free(&world);
}

Test(event_decode, length)
{
    static const struct {
        size_t len;
        bool good;
    } rows[] = {{LL_EVENT_BYTES_MAX - 1, true},
                {LL_EVENT_BYTES_MAX, true},
                {LL_EVENT_BYTES_MAX + 1, false}};
    static const char event_text[] = "{\"type\":\"void\",\"of\":\"trace\",\"id\":\"T\"}";
    struct world world = world_new();
    char *text = malloc(LL_EVENT_BYTES_MAX + 1 + LL_DECODE_PADDING);
    cr_assert_not_null(text);
    memset(text, ' ', LL_EVENT_BYTES_MAX + 1 + LL_DECODE_PADDING);
    memcpy(text, event_text, sizeof event_text - 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_event event;
        struct ll_reject reject;
        bool good = ll_decode(world.decoder, (ll_str){text, rows[i].len}, &event, &reject);
        cr_assert_eq(good, rows[i].good, "row %zu", i);
        if (!good)
            cr_assert_eq(reject.reason, LL_REJECT_TOO_LONG);
    }
    free(text);
    world_free(&world);
}
