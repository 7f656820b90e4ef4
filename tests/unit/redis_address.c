/* redis_address.c -- addresses of Redis.   SPDX-License-Identifier: Apache-2.0 */
#include "redis/store.h"

#include <criterion/criterion.h>

Test(redis_address, reads_hosts_and_sockets)
{
    static const struct {
        const char *url, *host, *path;
        int32_t port, db;
    } rows[] = {
        {"redis://localhost", "localhost", "", 6379, 0},
        {"redis://localhost/", "localhost", "", 6379, 0},
        {"redis://10.0.0.7:7000/3", "10.0.0.7", "", 7000, 3},
        {"redis://[::1]:7001", "::1", "", 7001, 0},
        {"redis://[::1]/2", "::1", "", 6379, 2},
        {"unix:///run/redis.sock", "", "/run/redis.sock", 0, 0},
        {"unix:///run/redis.sock?db=4", "", "/run/redis.sock", 0, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ll_redis_address address;
        struct ll_error err;
        cr_assert_eq(ll_redis_address_parse(ll_str_from(rows[i].url), &address, &err), LL_OK,
                     "row %zu", i);
        cr_expect_str_eq(address.host, rows[i].host, "row %zu", i);
        cr_expect_str_eq(address.path, rows[i].path, "row %zu", i);
        cr_expect_eq(address.port, rows[i].port, "row %zu", i);
        cr_expect_eq(address.db, rows[i].db, "row %zu", i);
    }
}

Test(redis_address, refuses_the_rest_with_a_remedy)
{
    static const struct {
        const char *url, *says;
    } rows[] = {
        {"", "redis://HOST"},
        {"localhost:6379", "redis://HOST"},
        {"redis://", "redis://HOST"},
        {"redis://host:0", "redis://HOST"},
        {"redis://host:65536", "redis://HOST"},
        {"redis://host:7000/x", "redis://HOST"},
        {"redis://host/1/2", "redis://HOST"},
        {"unix://run/redis.sock", "redis://HOST"},
        {"unix:///", "redis://HOST"},
        {"unix:///s?database=1", "redis://HOST"},
        {"redis://user:secret@host", "password into a file"},
        {"rediss://host", "TLS proxy"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ll_redis_address address;
        struct ll_error err = {0};
        cr_expect_eq(ll_redis_address_parse(ll_str_from(rows[i].url), &address, &err),
                     LL_ERR_SYNTAX, "row %zu", i);
        cr_expect(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
        cr_expect(!strstr(err.message, "secret"), "row %zu", i);
    }
}
