/* identity.c -- keyed hashes of purchasers and addresses.   SPDX-License-Identifier: Apache-2.0 */
#include "event/identity.h"

#include "base/readfile.h"
#include "event/normal.h"
#include <nettle/hmac.h>

struct ll_identity {
    /* Keyed once; each hash starts from a copy, which is what makes it cheap. */
    struct hmac_sha256_ctx keyed;
    bool demo;
};

struct ll_identity *ll_identity_new(struct ll_arena *arena, ll_str key)
{
    struct ll_identity *identity = LL_NEW(arena, struct ll_identity);
    if (!identity)
        return NULL;
    hmac_sha256_set_key(&identity->keyed, key.len, (const uint8_t *)key.ptr);
    identity->demo = ll_str_eq(key, LL_STR(LL_IDENTITY_DEMO_KEY));
    return identity;
}

enum ll_status ll_identity_load(struct ll_arena *arena, const char *path, struct ll_identity **out,
                                struct ll_error *err)
{
    struct ll_source source;
    enum ll_status status = ll_readfile(arena, path, &source, err);
    if (status != LL_OK)
        return status;
    ll_str key = source.text;
    while (key.len && strchr(" \t\r\n\v\f", key.ptr[key.len - 1]) && key.ptr[key.len - 1] != '\0')
        key.len--;
    if (key.len == 0)
        return ll_fail(err, LL_ERR_SYNTAX,
                       "the identity key file '%s' is empty; write the deployment's key into it",
                       path);
    *out = ll_identity_new(arena, key);
    return *out ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "out of memory while reading '%s'", path);
}

bool ll_identity_is_demo(const struct ll_identity *identity)
{
    return identity->demo;
}

static ll_str normal(struct ll_arena *scratch, enum ll_normal_form form, ll_str text)
{
    ll_str out;
    return ll_normal(scratch, form, text, &out) ? out : (ll_str){NULL, 0};
}

ll_str ll_normal_last_name(struct ll_arena *scratch, ll_str text)
{
    return normal(scratch, LL_NORMAL_LAST, text);
}

ll_str ll_normal_first_name(struct ll_arena *scratch, ll_str text)
{
    return normal(scratch, LL_NORMAL_FIRST, text);
}

ll_str ll_normal_street(struct ll_arena *scratch, ll_str text)
{
    return normal(scratch, LL_NORMAL_STREET, text);
}

size_t ll_normal_gun_text(ll_str text, char *out, size_t cap)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            continue;
        if (len < cap)
            out[len] = c;
        len++;
    }
    return len;
}

/* The bytes to be hashed, gathered so that what is usual goes in at once. */
struct message {
    struct sha256_ctx hash;
    size_t len;
    char bytes[192];
};

static void message_add(struct message *message, ll_str part)
{
    if (part.len > sizeof message->bytes - message->len) {
        sha256_update(&message->hash, message->len, (const uint8_t *)message->bytes);
        message->len = 0;
    }
    if (part.len > sizeof message->bytes) {
        sha256_update(&message->hash, part.len, (const uint8_t *)part.ptr);
    } else if (part.len) {
        memcpy(message->bytes + message->len, part.ptr, part.len);
        message->len += part.len;
    }
}

/* HMAC-SHA256 of the n parts with bars between. The keyed states are copied one by one as they are
 * needed: the library's own digest would copy each twice. */
static struct ll_key keyed_hash(const struct ll_identity *identity, const ll_str *parts, size_t n)
{
    struct ll_key key;
    struct message message;
    uint8_t inner[SHA256_DIGEST_SIZE];
    message.hash = identity->keyed.inner;
    message.len = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            message_add(&message, LL_STR("|"));
        message_add(&message, parts[i]);
    }
    sha256_update(&message.hash, message.len, (const uint8_t *)message.bytes);
    sha256_digest(&message.hash, sizeof inner, inner);
    message.hash = identity->keyed.outer;
    sha256_update(&message.hash, sizeof inner, inner);
    sha256_digest(&message.hash, sizeof key.bytes, key.bytes);
    return key;
}

struct ll_key ll_identity_purchaser(const struct ll_identity *identity, ll_str last, ll_str first,
                                    ll_day born)
{
    char date[10];
    ll_day_format(born, date);
    const ll_str parts[] = {LL_STR("purchaser"), last, first, {date, sizeof date}};
    return keyed_hash(identity, parts, sizeof parts / sizeof parts[0]);
}

/* The first five digits of a zip; false where it has fewer. */
static bool zip5(ll_str zip, char out[5])
{
    size_t n = 0;
    for (size_t i = 0; i < zip.len && n < 5; i++) {
        if (zip.ptr[i] >= '0' && zip.ptr[i] <= '9')
            out[n++] = zip.ptr[i];
    }
    return n == 5;
}

bool ll_identity_address_of(const struct ll_identity *identity, ll_str street_form, ll_str zip,
                            struct ll_key *out)
{
    char five[5];
    if (!street_form.len || !zip5(zip, five))
        return false;
    const ll_str parts[] = {LL_STR("address"), street_form, {five, sizeof five}};
    *out = keyed_hash(identity, parts, sizeof parts / sizeof parts[0]);
    return true;
}

bool ll_identity_address(const struct ll_identity *identity, struct ll_arena *scratch,
                         ll_str street, ll_str zip, struct ll_key *out)
{
    return ll_identity_address_of(identity, ll_normal_street(scratch, street), zip, out);
}
