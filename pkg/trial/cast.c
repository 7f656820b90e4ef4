/* cast.c -- the dealers and buyers of a test, with all that it does not say of them.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "json/writer.h"

#include <stdio.h>

#define PEOPLE_MAX 1000 /* dealers of a test, and buyers */

/* The dealer and the buyer of a test that names none. */
#define ONE_DEALER "A"
#define ONE_BUYER "X"
#define BORN "1960-01-01"
/* Of an address that says no zip. */
#define ZIP "00000"

static const char *const dealer_keys[] = {"open",     "holidays", "closures", "type", "state",
                                          "division", "name",     "city",     "zip",  "ffl"};
static const char *const buyer_keys[] = {"last_name",        "first_name", "born",
                                         "country_of_birth", "state",      "address"};
static const char *const address_keys[] = {"street", "city", "state", "zip"};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static struct ll_cast_dealer *add_dealer(struct ll_trial_reader *reader, struct ll_cast *cast,
                                         ll_str label, struct ll_pos at)
{
    struct ll_cast_dealer *more = NULL;

    if (cast->dealer_count == PEOPLE_MAX) {
        ll_trial_fault(reader, at, "a test has at most %d dealers", PEOPLE_MAX);
        return NULL;
    }
    more = ll_arena_more(reader->arena, cast->dealers, cast->dealer_count, &cast->dealer_cap,
                         sizeof *more);
    if (!more) {
        ll_trial_fault_memory(reader);
        return NULL;
    }
    cast->dealers = more;
    more += cast->dealer_count++;
    *more = (struct ll_cast_dealer){.label = label, .at = at, .row = {.name = label}};
    return more;
}

static struct ll_cast_buyer *add_buyer(struct ll_trial_reader *reader, struct ll_cast *cast,
                                       ll_str label, struct ll_pos at)
{
    struct ll_cast_buyer *more = NULL;

    if (cast->buyer_count == PEOPLE_MAX) {
        ll_trial_fault(reader, at, "a test has at most %d buyers", PEOPLE_MAX);
        return NULL;
    }
    more = ll_arena_more(reader->arena, cast->buyers, cast->buyer_count, &cast->buyer_cap,
                         sizeof *more);
    if (!more) {
        ll_trial_fault_memory(reader);
        return NULL;
    }
    cast->buyers = more;
    more += cast->buyer_count++;
    *more =
        (struct ll_cast_buyer){.label = label, .last_name = label, .born = LL_STR(BORN), .at = at};
    return more;
}

/* ---- dealers ---- */

/* The licence of the dealer that stands last in the cast. */
static void give_licence(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_cast_dealer *dealer, ll_str type)
{
    struct ll_licence licence;

    dealer->ffl = ll_str_from(ll_arena_printf(reader->arena, "1-01-001-%.*s-9A-%05zu",
                                              LL_STR_ARGS(type), cast->dealer_count));
    if (!dealer->ffl.ptr)
        ll_trial_fault_memory(reader);
    else if (ll_licence_parse(dealer->ffl, &licence))
        dealer->row.key = licence.key;
}

static void read_licence(struct ll_trial_reader *reader, struct ll_cast *cast,
                         const struct ll_yaml_node *node, struct ll_cast_dealer *dealer)
{
    const struct ll_yaml_node *ffl = ll_trial_get(node, "ffl"), *type = ll_trial_get(node, "type");
    ll_str digits = type ? ll_trial_text(reader, type, "type") : LL_STR("01");
    struct ll_licence licence;

    if (ffl && type) {
        ll_trial_fault(reader, type->at, "a licence number has the type in it; remove type or ffl");
        return;
    }
    if (!ffl) {
        if (digits.len != 2 || digits.ptr[0] < '0' || digits.ptr[0] > '9' || digits.ptr[1] < '0' ||
            digits.ptr[1] > '9')
            ll_trial_fault(reader, type->at,
                           "the type of a licence has two digits, as in \"02\" of a pawnbroker");
        else
            give_licence(reader, cast, dealer, digits);
        return;
    }
    dealer->ffl = ll_trial_text(reader, ffl, "ffl");
    if (ll_licence_parse(dealer->ffl, &licence))
        dealer->row.key = licence.key;
    else
        ll_trial_fault(reader, ffl->at,
                       "this is no licence number; write it in full, R-DD-CCC-TT-YM-SSSSS: "
                       "5-76-201-01-7F-00123");
}

static void read_dealer(struct ll_trial_reader *reader, struct ll_cast *cast,
                        const struct ll_yaml_node *node)
{
    struct ll_cast_dealer *dealer = add_dealer(reader, cast, node->key->text, node->key->at);
    const struct ll_yaml_node *closed = ll_trial_get(node, "holidays");

    if (!dealer)
        return;
    if (ll_yaml_is_null(node)) {
        give_licence(reader, cast, dealer, LL_STR("01"));
        return;
    }
    if (!ll_trial_mapping(reader, node, dealer_keys, COUNT(dealer_keys), "a dealer",
                          "{open: MTWTF--, closures: [2006-03-15]}"))
        return;
    read_licence(reader, cast, node, dealer);
    if (!closed)
        closed = ll_trial_get(node, "closures");
    if (ll_trial_get(node, "open"))
        dealer->row.calendar = ll_trial_calendar(reader, node);
    else if (closed)
        ll_trial_fault(reader, closed->key->at,
                       "the days of a dealer are not known without open; add it, as in open: "
                       "MTWTF--");
    if (ll_trial_get(node, "name"))
        dealer->row.name = ll_trial_text(reader, ll_trial_get(node, "name"), "name");
    dealer->row.state = ll_trial_text(reader, ll_trial_get(node, "state"), "state");
    dealer->row.division = ll_trial_text(reader, ll_trial_get(node, "division"), "division");
    dealer->row.city = ll_trial_text(reader, ll_trial_get(node, "city"), "city");
    dealer->row.zip = ll_trial_text(reader, ll_trial_get(node, "zip"), "zip");
}

/* ---- buyers ---- */

void ll_cast_read_address(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                          struct ll_cast_address *address)
{
    if (node->kind == LL_YAML_SCALAR) {
        address->label = address->street = ll_trial_text(reader, node, "address");
        address->zip = LL_STR(ZIP);
        return;
    }
    if (!ll_trial_mapping(reader, node, address_keys, COUNT(address_keys), "an address",
                          "{street: 12 Main St, city: Houston, state: TX, zip: 77002}"))
        return;
    address->street = ll_trial_text(reader, ll_trial_get(node, "street"), "street");
    address->city = ll_trial_text(reader, ll_trial_get(node, "city"), "city");
    address->zip = ll_trial_text(reader, ll_trial_get(node, "zip"), "zip");
    address->label = address->street;
    if (!address->zip.len)
        address->zip = LL_STR(ZIP);
    if (ll_trial_get(node, "state"))
        address->state = ll_trial_text(reader, ll_trial_get(node, "state"), "state");
}

void ll_cast_read_state(struct ll_trial_reader *reader, const struct ll_yaml_node *mapping,
                        struct ll_cast_address *address)
{
    const struct ll_yaml_node *state = ll_trial_get(mapping, "state"),
                              *whole = ll_trial_get(mapping, "address");

    if (state && whole && ll_trial_get(whole, "state"))
        ll_trial_fault(reader, state->at, "the address has a state too; remove one of them");
    if (state)
        address->state = ll_trial_text(reader, state, "state");
}

static void read_buyer(struct ll_trial_reader *reader, struct ll_cast *cast,
                       const struct ll_yaml_node *node)
{
    struct ll_cast_buyer *buyer = add_buyer(reader, cast, node->key->text, node->key->at);
    const struct ll_yaml_node *born = ll_trial_get(node, "born"),
                              *name = ll_trial_get(node, "last_name"),
                              *address = ll_trial_get(node, "address");
    ll_day day;

    if (!buyer || ll_yaml_is_null(node))
        return;
    if (!ll_trial_mapping(reader, node, buyer_keys, COUNT(buyer_keys), "a buyer",
                          "{born: 1984-03-04, state: TX}"))
        return;
    if (name)
        buyer->last_name = ll_trial_text(reader, name, "last_name");
    buyer->first_name = ll_trial_text(reader, ll_trial_get(node, "first_name"), "first_name");
    if (born && ll_trial_date(reader, born, "born", &day))
        buyer->born = ll_str_trim(born->text);
    buyer->country_of_birth =
        ll_trial_text(reader, ll_trial_get(node, "country_of_birth"), "country_of_birth");
    if (address)
        ll_cast_read_address(reader, address, &buyer->address);
    ll_cast_read_state(reader, node, &buyer->address);
}

void ll_cast_read(struct ll_trial_reader *reader, const struct ll_yaml_node *test,
                  struct ll_cast *cast)
{
    const struct ll_yaml_node *dealers = ll_trial_get(test, "dealers"),
                              *buyers = ll_trial_get(test, "buyers");

    /* Where they are not said as they should be, that is told: not that those of the events are missing. */
    cast->dealers_said = dealers && dealers->kind == LL_YAML_MAPPING;
    cast->buyers_said = buyers && buyers->kind == LL_YAML_MAPPING;
    if (dealers && !cast->dealers_said)
        ll_trial_fault(reader, dealers->at,
                       "dealers have names, as in {A: {open: MTWTF--}, B: {}}");
    else if (dealers)
        for (const struct ll_yaml_node *one = dealers->first_child; one; one = one->next)
            read_dealer(reader, cast, one);
    if (buyers && !cast->buyers_said)
        ll_trial_fault(reader, buyers->at,
                       "buyers have names, as in {X: {born: 1984-03-04}, Y: {}}");
    else if (buyers)
        for (const struct ll_yaml_node *one = buyers->first_child; one; one = one->next)
            read_buyer(reader, cast, one);
}

/* ---- who an event names ---- */

/* The names that there are, for those that are wrong. */
static void refuse(struct ll_trial_reader *reader, const struct ll_cast *cast,
                   const struct ll_yaml_node *node, bool dealer)
{
    size_t n = dealer ? cast->dealer_count : cast->buyer_count;
    ll_str *labels = LL_NEW_ARRAY(reader->arena, ll_str, n + 1);

    if (!labels) {
        ll_trial_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < n; i++)
        labels[i] = dealer ? cast->dealers[i].label : cast->buyers[i].label;
    ll_trial_unknown(reader, node, dealer ? "this test has no dealer" : "this test has no buyer",
                     labels, n, dealer ? "add it to dealers" : "add it to buyers");
}

/* The name in the event, or the only one that there can be; false, and a fault, where none is clear. */
static bool read_label(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                       struct ll_pos at, const char *what, size_t count, ll_str first,
                       const char *one, ll_str *label)
{
    *label = node ? ll_trial_text(reader, node, what) : ll_str_from(one);
    if (node || !count)
        return label->len > 0;
    *label = first;
    if (count == 1)
        return true;
    ll_trial_fault(reader, at, "this test has several %ss; name one, as in %s: %.*s", what, what,
                   LL_STR_ARGS(first));
    return false;
}

size_t ll_cast_dealer(struct ll_trial_reader *reader, struct ll_cast *cast,
                      const struct ll_yaml_node *node, struct ll_pos at)
{
    ll_str label, first = cast->dealer_count ? cast->dealers[0].label : (ll_str){0};
    size_t said = cast->dealers_said ? cast->dealer_count : 0;

    if (!read_label(reader, node, at, "dealer", said, first, ONE_DEALER, &label))
        return SIZE_MAX;
    for (size_t i = 0; i < cast->dealer_count; i++)
        if (ll_str_eq(cast->dealers[i].label, label))
            return cast->dealers[i].row.key ? i : SIZE_MAX; /* its fault is told already */
    if (cast->dealers_said && node) {
        refuse(reader, cast, node, true);
        return SIZE_MAX;
    }
    struct ll_cast_dealer *dealer = add_dealer(reader, cast, label, node ? node->at : at);
    if (!dealer)
        return SIZE_MAX;
    give_licence(reader, cast, dealer, LL_STR("01"));
    return cast->dealer_count - 1;
}

size_t ll_cast_buyer(struct ll_trial_reader *reader, struct ll_cast *cast,
                     const struct ll_yaml_node *node, struct ll_pos at)
{
    ll_str label, first = cast->buyer_count ? cast->buyers[0].label : (ll_str){0};
    size_t said = cast->buyers_said ? cast->buyer_count : 0;

    if (!read_label(reader, node, at, "buyer", said, first, ONE_BUYER, &label))
        return SIZE_MAX;
    for (size_t i = 0; i < cast->buyer_count; i++)
        if (ll_str_eq(cast->buyers[i].label, label))
            return i;
    if (cast->buyers_said && node) {
        refuse(reader, cast, node, false);
        return SIZE_MAX;
    }
    return add_buyer(reader, cast, label, node ? node->at : at) ? cast->buyer_count - 1 : SIZE_MAX;
}

/* ---- as JSON ---- */

void ll_draft_add_text(struct ll_buf *out, const char *before, ll_str text)
{
    if (!text.len)
        return;
    ll_buf_add_str(out, ll_str_from(before));
    ll_json_add_string(out, text);
}

void ll_draft_add_dealer(struct ll_buf *out, const struct ll_cast *cast, size_t dealer)
{
    if (dealer == SIZE_MAX)
        return;
    ll_draft_add_text(out, ",\"dealer\":{\"ffl\":", cast->dealers[dealer].ffl);
    ll_draft_add_text(out, ",\"name\":", cast->dealers[dealer].row.name);
    ll_buf_add_char(out, '}');
}

void ll_draft_add_buyer(struct ll_buf *out, const struct ll_cast *cast, size_t buyer)
{
    const struct ll_cast_buyer *who = &cast->buyers[buyer];

    ll_draft_add_text(out, ",\"purchaser\":{\"last_name\":", who->last_name);
    ll_draft_add_text(out, ",\"first_name\":", who->first_name);
    ll_draft_add_text(out, ",\"date_of_birth\":", who->born);
}
