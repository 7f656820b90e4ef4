/* guns.c -- the guns of sales and traces.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "base/decimal.h"
#include "event/caliber.h"
#include "event/vocabulary.h"
#include "json/writer.h"

#define GUNS_MAX 1000 /* of one sale */
#define PRICE_MAX 10000000

static const char *const gun_keys[] = {
    "class",   "count",  "manufacturer", "importer", "model",
    "caliber", "action", "serial",       "price",    "detachable_magazine"};
#define GUN_KEYS (sizeof gun_keys / sizeof gun_keys[0])
#define GUN_EXAMPLE "{class: rifle, caliber: \".223\", action: semiautomatic}"

/* A word of a closed list. */
static ll_str read_word(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        const char *what, const struct ll_words *words, ll_str text)
{
    if (!text.len || ll_words_find(words, text))
        return text;
    struct ll_yaml_node said = *node;
    said.text = text;
    ll_trial_unknown(reader, &said, what, words->list + 1, words->count - 1, NULL);
    return (ll_str){0};
}

static ll_str read_price(struct ll_trial_reader *reader, const struct ll_yaml_node *node)
{
    int64_t value;

    if (!node)
        return (ll_str){0};
    if (node->kind == LL_YAML_SCALAR && node->plain &&
        ll_decimal_parse_price(node->text, PRICE_MAX, &value))
        return node->text;
    ll_trial_fault(reader, node->at,
                   "price is a number of dollars from 0 to 10000000, as in 499.99");
    return (ll_str){0};
}

static ll_str read_magazine(struct ll_trial_reader *reader, const struct ll_yaml_node *node)
{
    bool truth;

    if (!node || ll_yaml_bool(node, &truth))
        return node ? node->text : (ll_str){0};
    ll_trial_fault(reader, node->at, "detachable_magazine must be true or false");
    return (ll_str){0};
}

/* One that the table does not know may be meant, as dealers write such too; one that is near to one of the table is a slip. */
static ll_str read_caliber(struct ll_trial_reader *reader, const struct ll_yaml_node *node)
{
    ll_str text = ll_trial_text(reader, node, "caliber");
    const struct ll_caliber *near = text.len && !ll_calibers_find(reader->calibers, text)
                                        ? ll_calibers_nearest(reader->calibers, text, reader->arena)
                                        : NULL;

    if (near)
        ll_trial_fault(reader, node->at, "the caliber table has no '%.*s'; did you mean \"%.*s\"?",
                       (int)(text.len < 64 ? text.len : 64), text.ptr, LL_STR_ARGS(near->name));
    return text;
}

/* All but class and serial are left out where they are not said. */
static bool read_mapping(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                         struct ll_trial_gun *gun, int64_t *count)
{
    const struct ll_yaml_node *class = ll_trial_get(node, "class"),
                              *action = ll_trial_get(node, "action");
    enum ll_trial_keys keys =
        ll_trial_mapping(reader, node, gun_keys, GUN_KEYS, "a gun", GUN_EXAMPLE);

    if (keys == LL_TRIAL_NO_KEYS)
        return false;
    if (class)
        gun->class = read_word(reader, class, "no gun has the class", &ll_gun_class_words,
                               ll_trial_text(reader, class, "class"));
    else if (keys == LL_TRIAL_KNOWN_KEYS)
        ll_trial_fault(reader, node->at, "this gun has no class; write " GUN_EXAMPLE);
    gun->action = read_word(reader, action, "no gun has the action", &ll_action_words,
                            ll_trial_text(reader, action, "action"));
    gun->manufacturer = ll_trial_text(reader, ll_trial_get(node, "manufacturer"), "manufacturer");
    gun->importer = ll_trial_text(reader, ll_trial_get(node, "importer"), "importer");
    gun->model = ll_trial_text(reader, ll_trial_get(node, "model"), "model");
    gun->caliber = read_caliber(reader, ll_trial_get(node, "caliber"));
    gun->serial = ll_trial_text(reader, ll_trial_get(node, "serial"), "serial");
    gun->price = read_price(reader, ll_trial_get(node, "price"));
    gun->magazine = read_magazine(reader, ll_trial_get(node, "detachable_magazine"));
    if (!ll_trial_int(reader, ll_trial_get(node, "count"), "count", 1, GUNS_MAX, count))
        return false;
    if (*count > 1 && gun->serial.len) {
        ll_trial_fault(reader, ll_trial_get(node, "serial")->at,
                       "%d guns cannot have one serial number; write them one by one", (int)*count);
        return false;
    }
    return gun->class.len > 0 && keys == LL_TRIAL_KNOWN_KEYS;
}

/* `pistol`, or `5 pistol`. */
static bool read_scalar(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        struct ll_trial_gun *gun, int64_t *count)
{
    ll_str text = ll_trial_text(reader, node, "a gun");
    size_t digits = 0;

    while (digits < text.len && digits < 4 && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    if (digits && digits < text.len && text.ptr[digits] == ' ') {
        *count = 0;
        for (size_t i = 0; i < digits; i++)
            *count = *count * 10 + (text.ptr[i] - '0');
        text = ll_str_trim((ll_str){text.ptr + digits, text.len - digits});
    }
    if (*count < 1 || *count > GUNS_MAX) {
        ll_trial_fault(reader, node->at, "a sale has from 1 to %d guns", GUNS_MAX);
        return false;
    }
    gun->class = read_word(reader, node, "no gun has the class", &ll_gun_class_words, text);
    return gun->class.len > 0;
}

static bool read_gun(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                     struct ll_trial_gun *gun, int64_t *count)
{
    *gun = (struct ll_trial_gun){0};
    *count = 1;
    return node->kind == LL_YAML_SCALAR ? read_scalar(reader, node, gun, count)
                                        : read_mapping(reader, node, gun, count);
}

bool ll_gun_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                 struct ll_trial_gun *gun)
{
    int64_t count;
    return read_gun(reader, node, gun, &count);
}

/* Letters between the numbers, as serials are compared by letters and digits alone. */
static bool give_serial(struct ll_trial_reader *reader, struct ll_trial_gun *gun, size_t number,
                        size_t place)
{
    if (gun->serial.len)
        return true;
    gun->serial = ll_str_from(ll_arena_printf(reader->arena, "E%zuG%zu", number, place));
    if (!gun->serial.len)
        ll_trial_fault_memory(reader);
    return gun->serial.len > 0;
}

struct ll_trial_gun *ll_guns_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                                  const struct ll_yaml_node *price, size_t number, size_t *count)
{
    const struct ll_yaml_node *one = node->kind == LL_YAML_SEQUENCE ? node->first_child : node;
    ll_str each = read_price(reader, price);
    struct ll_trial_gun *guns = NULL;
    size_t cap = 0;
    bool sound = true;

    *count = 0;
    if (!one)
        ll_trial_fault(reader, node->at, "a sale has a gun at least; write guns: [pistol]");
    for (; one; one = node->kind == LL_YAML_SEQUENCE ? one->next : NULL) {
        struct ll_trial_gun gun;
        int64_t times;
        if (!read_gun(reader, one, &gun, &times)) {
            sound = false;
            continue;
        }
        if (!gun.price.len)
            gun.price = each;
        for (int64_t i = 0; i < times; i++) {
            struct ll_trial_gun *more =
                *count < GUNS_MAX ? ll_arena_more(reader->arena, guns, *count, &cap, sizeof *more)
                                  : NULL;
            if (!more) {
                ll_trial_fault(reader, one->at, "a sale has at most %d guns", GUNS_MAX);
                return NULL;
            }
            guns = more;
            guns[*count] = gun;
            if (!give_serial(reader, &guns[*count], number, *count + 1))
                return NULL;
            ++*count;
        }
    }
    return sound ? guns : NULL;
}

static void add(struct ll_buf *out, const char *before, ll_str text, bool quoted)
{
    if (!text.len)
        return;
    ll_buf_add_str(out, ll_str_from(before));
    if (quoted)
        ll_json_add_string(out, text);
    else
        ll_buf_add_str(out, text);
}

void ll_gun_add(struct ll_buf *out, const struct ll_trial_gun *gun, bool of_trace)
{
    add(out, "{\"class\":", gun->class, true);
    add(out, ",\"manufacturer\":", gun->manufacturer, true);
    add(out, ",\"model\":", gun->model, true);
    add(out, ",\"caliber\":", gun->caliber, true);
    add(out, ",\"serial\":", gun->serial, true);
    if (!of_trace) {
        add(out, ",\"importer\":", gun->importer, true);
        add(out, ",\"action\":", gun->action, true);
        add(out, ",\"detachable_magazine\":", gun->magazine, false);
        add(out, ",\"price\":", gun->price, false);
    }
    ll_buf_add_char(out, '}');
}
