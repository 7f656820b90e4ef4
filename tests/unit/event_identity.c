/* Normal forms and keyed hashes.   SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "event/identity.h"

#include <criterion/criterion.h>
#include <nettle/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct ll_arena arena;

static void fini(void)
{
    ll_arena_fini(&arena);
}

struct row {
    const char *text, *wanted;
};

static void expect_all(ll_str (*normal)(struct ll_arena *, ll_str), const struct row *rows,
                       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ll_str out = normal(&arena, ll_str_from(rows[i].text));
        cr_expect(ll_str_eq(out, ll_str_from(rows[i].wanted)), "'%s' -> '%.*s', not '%s'",
                  rows[i].text, LL_STR_ARGS(out), rows[i].wanted);
        cr_expect(out.len || !out.ptr, "nothing is {NULL, 0}");
    }
}
#define EXPECT_ALL(normal, rows) expect_all(normal, rows, sizeof(rows) / sizeof((rows)[0]))

Test(event_identity, last_names, .fini = fini)
{
    static const struct row rows[] = {
        {"De la Cruz-P\xC3\xA9rez Jr.", "DELACRUZPEREZ"},
        {"Doe", "DOE"},
        {"  doe  ", "DOE"},
        {"O'Brien", "OBRIEN"},
        {"Smith, Jr", "SMITH"},
        {"Smith Jr. III", "SMITH"},
        {"Smith J.R. Sr ii iv V", "SMITH"},
        {"Jr Smith", "JRSMITH"},
        {"V", "V"},
        {"Jr", "JR"},
        {"Jr Sr", "JR"},
        {"- Jr -", "JR"},
        {"IIII", "IIII"},
        {"Smith VI", "SMITHVI"},
        {"Smith-Jr", "SMITH"},
        {"Agent 47", "AGENT47"},
        {"", ""},
        {" .-' ", ""},
        {"Stra\xC3\x9F"
         "e",
         "STRASSE"},
        {"\xC3\x86gir", "\xC3\x86GIR"},
        {"\xC3\xA6gir", "\xC3\x86GIR"},
        {"\xC3\xBFves", "YVES"},
        {"a\xC3\x97"
         "b",
         "AB"},
        {"N\xCC\x83"
         "a",
         "NA"},                                          /* a combining tilde */
        {"\xEF\xAC\x81n", "FIN"},                        /* the ligature fi */
        {"\xEF\xBC\xA4\xEF\xBD\x8F\xEF\xBD\x85", "DOE"}, /* full width */
        {"Smith\xE2\x80\x93Jones", "SMITHJONES"},        /* an en dash */
        {"Smith\xC2\xA0Jr", "SMITH"},                    /* no-break space */
        {"Smith\xE3\x80\x80Sr", "SMITH"},                /* ideographic space */
        {"Dvo\xC5\x99\xC3\xA1k", "DVORAK"},
        {"\xC5\x81uk", "\xC5\x81UK"}, /* L with stroke is its own letter */
        {"\xD0\xB9", "\xD0\x98"},     /* Cyrillic short i without its breve */
        {"\xCE\xAC\xCF\x83\xCF\x82", "\xCE\x91\xCE\xA3\xCE\xA3"},
        {"\xE2\x85\xA3", "IV"}, /* the Roman numeral four */
        {"Smith \xE2\x85\xA3", "SMITH"},
        {"x\xC2\xB2", "X2"},
        {"\xF0\x9F\x98\x80", ""},
        {"\xC4\xB1", "I"}, /* dotless i */
        {"\xCC\x83", ""},  /* nothing but a mark */
        {"\xC5\x89", "\xCA\xBCN"},
    };
    EXPECT_ALL(ll_normal_last_name, rows);
}

Test(event_identity, first_names, .fini = fini)
{
    static const struct row rows[] = {
        {"John", "JOHN"},
        {"Jos\xC3\xA9 Mar\xC3\xAD"
         "a",
         "JOSE"},
        {"Mary-Ann", "MARY"},
        {" - ann", "ANN"},
        {"J. R.", "J"},
        {"Jr", "JR"},
        {"V John", "V"},
        {"", ""},
        {"'", ""},
        {"D'Arcy Q", "DARCY"},
        {"\xC5\x98"
         "ehor Jan",
         "REHOR"},
    };
    EXPECT_ALL(ll_normal_first_name, rows);
}

Test(event_identity, streets, .fini = fini)
{
    static const struct row rows[] = {
        {"12 Main St", "12MAINST"},
        {"12-b, Main St. #4", "12BMAINST4"},
        {"Pe\xC3\xB1"
         "a Blvd",
         "PENABLVD"},
        {"Stra\xC3\x9F"
         "e 1",
         "STRASSE1"},
        {"\xC3\x98st 5", "ST5"},
        {"\xC5\x98"
         "eka 5",
         "REKA5"},
        {"\xEF\xBC\x91 x", "1X"},
        {"St Jr", "STJR"},
        {"\xD0\x9C", ""},
        {" . ", ""},
    };
    EXPECT_ALL(ll_normal_street, rows);
}

/* The table of Latin-1 against Unicode's: a dash that is no Latin-1 sends the name the long way. */
Test(event_identity, latin1_is_as_unicode_has_it, .fini = fini)
{
    for (unsigned c = 0xC0; c <= 0xFF; c++) {
        char text[8] = {'x', '\xC3', (char)(0x80 | (c & 0x3F)), 'y'};
        ll_str plain = ll_normal_last_name(&arena, (ll_str){text, 4});
        ll_str plain_street = ll_normal_street(&arena, (ll_str){text, 4});
        memcpy(text + 4, "\xE2\x80\x93", 3);
        cr_expect(ll_str_eq(plain, ll_normal_last_name(&arena, (ll_str){text, 7})), "U+%04X", c);
        cr_expect(ll_str_eq(plain_street, ll_normal_street(&arena, (ll_str){text, 7})), "U+%04X",
                  c);
    }
}

Test(event_identity, what_is_not_utf8_leaves_nothing, .fini = fini)
{
    cr_assert_eq(ll_normal_last_name(&arena, LL_STR("a\xFF")).len, 0);
    cr_assert_eq(ll_normal_last_name(&arena, LL_STR("a\xC3")).len, 0);
    cr_assert_eq(ll_normal_street(&arena, LL_STR("1 \xC3(")).len, 0);
}

Test(event_identity, gun_text)
{
    char out[8];
    cr_assert_eq(ll_normal_gun_text(LL_STR("ab 1234-5"), out, sizeof out), 7);
    cr_assert(memcmp(out, "AB12345", 7) == 0);
    cr_assert_eq(ll_normal_gun_text(LL_STR("\xC3\xA9-/"), out, sizeof out), 0);
    static const struct {
        const char *text;
        size_t len;
    } rows[] = {{"1234567", 7}, {"12345678", 8}, {"123456789", 9}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(ll_normal_gun_text(ll_str_from(rows[i].text), out, sizeof out), rows[i].len);
    cr_assert(memcmp(out, "12345678", 8) == 0, "not beyond the room");
}

static void expect_key(struct ll_key key, const char *wanted)
{
    char hex[32];
    ll_hex(key.bytes, sizeof key.bytes, hex);
    cr_expect(memcmp(hex, wanted, sizeof hex) == 0, "%.32s, not %s", hex, wanted);
}

static ll_day day(int year, int month, int mday)
{
    return ll_day_from_civil(year, month, mday);
}

Test(event_identity, known_keys, .fini = fini)
{
    struct ll_identity *identity = ll_identity_new(&arena, LL_STR("demo"));
    struct ll_key key;
    expect_key(ll_identity_purchaser(identity, LL_STR("DOE"), LL_STR("JOHN"), day(1984, 3, 4)),
               "ac2848b99ca8ed5802858eef9a775020");
    expect_key(
        ll_identity_purchaser(identity, LL_STR("DELACRUZPEREZ"), LL_STR("JOSE"), day(1990, 12, 31)),
        "5d504041748a37b2371ad2294cc3cdf9");
    cr_assert(
        ll_identity_address(identity, &arena, LL_STR("12 Main St."), LL_STR("77002-1234"), &key));
    expect_key(key, "6a87a86a7758a1455fcf1ac29cb6c2c7");
    cr_assert(ll_identity_is_demo(identity));
    identity = ll_identity_new(&arena, LL_STR("other"));
    cr_assert_not(ll_identity_is_demo(identity));
    cr_assert_neq(
        ll_identity_purchaser(identity, LL_STR("DOE"), LL_STR("JOHN"), day(1984, 3, 4)).bytes[0],
        0xac);
}

/* Names longer than what is gathered go in piece by piece. */
Test(event_identity, long_names_are_hashed_whole, .fini = fini)
{
    struct ll_identity *identity = ll_identity_new(&arena, LL_STR("demo"));
    char name[1000], message[1100];
    memset(name, 'A', sizeof name);
    for (size_t len = 1; len <= sizeof name; len += 37) {
        struct hmac_sha256_ctx context;
        uint8_t wanted[16];
        int n = snprintf(message, sizeof message, "purchaser|%.*s|B|2000-02-29", (int)len, name);
        hmac_sha256_set_key(&context, 4, (const uint8_t *)"demo");
        hmac_sha256_update(&context, (size_t)n, (const uint8_t *)message);
        hmac_sha256_digest(&context, sizeof wanted, wanted);
        struct ll_key key =
            ll_identity_purchaser(identity, (ll_str){name, len}, LL_STR("B"), day(2000, 2, 29));
        cr_assert(memcmp(key.bytes, wanted, sizeof wanted) == 0, "%zu", len);
    }
}

Test(event_identity, no_address_key_without_street_and_zip, .fini = fini)
{
    struct ll_identity *identity = ll_identity_new(&arena, LL_STR("demo"));
    struct ll_key key, other;
    cr_assert_not(ll_identity_address(identity, &arena, LL_STR(""), LL_STR("77002"), &key));
    cr_assert_not(ll_identity_address(identity, &arena, LL_STR(" - "), LL_STR("77002"), &key));
    cr_assert_not(ll_identity_address(identity, &arena, LL_STR("1 St"), LL_STR("7700"), &key));
    cr_assert_not(ll_identity_address(identity, &arena, LL_STR("1 St"), LL_STR(""), &key));
    cr_assert(ll_identity_address(identity, &arena, LL_STR("1 St"), LL_STR("77002"), &key));
    cr_assert(
        ll_identity_address(identity, &arena, LL_STR("1 ST."), LL_STR("TX 770 02-9"), &other));
    cr_assert(memcmp(&key, &other, sizeof key) == 0);
}

static enum ll_status load(const char *text, struct ll_identity **out, struct ll_error *err)
{
    char path[] = "/tmp/ll-identity-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    cr_assert_eq(close(fd), 0);
    enum ll_status status = ll_identity_load(&arena, path, out, err);
    cr_assert_eq(unlink(path), 0);
    return status;
}

Test(event_identity, key_files, .fini = fini)
{
    struct ll_identity *identity = NULL;
    struct ll_error err = {0};
    cr_assert_eq(load("demo \r\n\n", &identity, &err), LL_OK);
    cr_assert(ll_identity_is_demo(identity));
    cr_assert_eq(load(" demo", &identity, &err), LL_OK);
    cr_assert_not(ll_identity_is_demo(identity), "blanks before are part of it");
    cr_assert_eq(load(" \n", &identity, &err), LL_ERR_SYNTAX);
    cr_assert_eq(ll_identity_load(&arena, "/nowhere/key", &identity, &err), LL_ERR_IO);
}
