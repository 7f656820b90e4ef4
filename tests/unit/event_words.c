/* Licence numbers and the words of closed lists.   SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"
#include "event/vocabulary.h"

#include <criterion/criterion.h>

Test(event_licence, is_read_and_written)
{
    struct ll_licence licence;
    char text[LL_LICENCE_TEXT], key[LL_DEALER_KEY_TEXT];
    cr_assert(ll_licence_parse(LL_STR("5-76-201-01-7F-00123"), &licence));
    cr_assert_eq(licence.key, 57600123);
    cr_assert_eq(licence.county, 201);
    cr_assert_eq(licence.type, 1);
    cr_assert_eq(licence.expiry_year, 7);
    cr_assert_eq(licence.expiry_month, 'F');
    ll_licence_format(&licence, text);
    cr_assert(memcmp(text, "5-76-201-01-7F-00123", LL_LICENCE_TEXT) == 0);
    ll_dealer_key_format(licence.key, key);
    cr_assert(memcmp(key, "5-76-00123", LL_DEALER_KEY_TEXT) == 0);
}

Test(event_licence, a_renewal_keeps_the_key)
{
    struct ll_licence before, after;
    cr_assert(ll_licence_parse(LL_STR("5-76-201-01-7F-00123"), &before));
    cr_assert(ll_licence_parse(LL_STR("5-76-339-07-0m-00123"), &after));
    cr_assert_eq(before.key, after.key);
    cr_assert_eq(after.expiry_month, 'm');
}

Test(event_licence, zeros_are_a_dealer_too)
{
    struct ll_licence licence;
    char text[LL_LICENCE_TEXT], key[LL_DEALER_KEY_TEXT];
    cr_assert(ll_licence_parse(LL_STR("0-00-000-00-0A-00000"), &licence));
    cr_assert_neq(licence.key, 0);
    ll_licence_format(&licence, text);
    cr_assert(memcmp(text, "0-00-000-00-0A-00000", LL_LICENCE_TEXT) == 0);
    ll_dealer_key_format(licence.key, key);
    cr_assert(memcmp(key, "0-00-00000", LL_DEALER_KEY_TEXT) == 0);
}

Test(event_licence, other_forms_are_none)
{
    static const char *const bad[] = {
        "",
        "5-76-201-01-7F-0012",
        "5-76-201-01-7F-001234",
        "5-76-201-01-77-00123",
        "5-76-201-01-FF-00123",
        "5-76-201-01-7F 00123",
        "X-76-201-01-7F-00123",
        "5-7a-201-01-7F-00123",
        "5-76-20/-01-7F-00123",
        "5-76-201-01-7F-0012:",
        "57620101-7F-00123",
        "5-76-201-01-7[-00123",
        "5-76-201-01-7@-00123",
        "5-76-201-01-7\xC3-00123",
        " 5-76-201-01-7F-0012",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ll_licence licence;
        cr_assert_not(ll_licence_parse(ll_str_from(bad[i]), &licence), "%s", bad[i]);
    }
}

Test(event_vocabulary, every_word_goes_there_and_back)
{
    for (unsigned i = 1; i <= LL_CLASS_ANY_OTHER_WEAPON; i++) {
        enum ll_gun_class class;
        cr_assert(ll_gun_class_parse(ll_gun_class_word((enum ll_gun_class)i), &class));
        cr_assert_eq(class, i);
    }
    for (unsigned i = 1; i <= LL_ACTION_OTHER; i++) {
        enum ll_action action;
        cr_assert(ll_action_parse(ll_action_word((enum ll_action)i), &action));
        cr_assert_eq(action, i);
    }
    for (unsigned i = 1; i <= LL_STATUS_PENDING; i++) {
        enum ll_trace_status status;
        cr_assert(ll_trace_status_parse(ll_trace_status_word((enum ll_trace_status)i), &status));
        cr_assert_eq(status, i);
    }
}

Test(event_vocabulary, words_are_those_of_the_events)
{
    enum ll_gun_class class;
    enum ll_action action;
    enum ll_trace_status status;
    cr_assert(
        ll_str_eq(ll_gun_class_word(LL_CLASS_DESTRUCTIVE_DEVICE), LL_STR("destructive_device")));
    cr_assert(ll_str_eq(ll_action_word(LL_ACTION_SINGLE_SHOT), LL_STR("single_shot")));
    cr_assert(ll_str_eq(ll_trace_status_word(LL_STATUS_UNSUCCESSFUL), LL_STR("unsuccessful")));
    cr_assert_eq(ll_gun_class_word(LL_CLASS_NONE).len, 0);
    cr_assert_not(ll_gun_class_parse(LL_STR("Pistol"), &class));
    cr_assert_not(ll_gun_class_parse(LL_STR(""), &class));
    cr_assert_not(ll_action_parse(LL_STR("pistol"), &action));
    cr_assert_not(ll_trace_status_parse(LL_STR("success"), &status));
}
