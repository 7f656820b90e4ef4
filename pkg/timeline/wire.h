/* wire.h -- the small pieces of the stored form: varints, strings, days.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TIMELINE_WIRE_H
#define LL_TIMELINE_WIRE_H

#include "base/buf.h"
#include "base/day.h"

/* A writer writes at a place behind which there is room for all that it will write, and returns the place behind what it wrote. */
#define LL_WIRE_VARINT_MAX 10

static inline char *ll_wire_put(char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (char)(uint8_t)(value | 0x80);
    *at++ = (char)(uint8_t)value;
    return at;
}

static inline char *ll_wire_put_bytes(char *at, const void *bytes, size_t n)
{
    if (n)
        memcpy(at, bytes, n);
    return at + n;
}

static inline char *ll_wire_put_str(char *at, ll_str s)
{
    return ll_wire_put_bytes(ll_wire_put(at, s.len), s.ptr, s.len);
}

static inline char *ll_wire_put_u64(char *at, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (char)(uint8_t)(value >> (8 * i));
    return at + 8;
}

/* 9999-12-31: a day of sale may be written with any year. */
#define LL_WIRE_DAY_LAST 2932896

/* A day from 1850 on, or LL_DAY_NONE, as a small number. */
static inline char *ll_wire_put_day(char *at, ll_day day)
{
    return ll_wire_put(at, day == LL_DAY_NONE ? 0 : (uint64_t)(day - LL_DAY_1850_01_01) + 1);
}

/* A reader that goes bad once and for all at the first thing that is not there. */
struct ll_wire {
    const char *at, *end;
    bool bad;
};

static inline uint64_t ll_wire_get(struct ll_wire *wire)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && wire->at < wire->end; shift += 7) {
        uint8_t byte = (uint8_t)*wire->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    wire->bad = true;
    return 0;
}

/* A number up to max. */
static inline uint64_t ll_wire_get_max(struct ll_wire *wire, uint64_t max)
{
    uint64_t value = ll_wire_get(wire);
    if (value <= max)
        return value;
    wire->bad = true;
    return 0;
}

static inline const char *ll_wire_get_bytes(struct ll_wire *wire, size_t n)
{
    if (wire->bad || n > (size_t)(wire->end - wire->at)) {
        wire->bad = true;
        return NULL;
    }
    const char *bytes = wire->at;
    wire->at += n;
    return bytes;
}

static inline ll_str ll_wire_get_str(struct ll_wire *wire)
{
    size_t len = (size_t)ll_wire_get_max(wire, UINT32_MAX);
    const char *bytes = ll_wire_get_bytes(wire, len);
    return bytes && len ? (ll_str){bytes, len} : (ll_str){NULL, 0};
}

static inline uint64_t ll_wire_get_u64(struct ll_wire *wire)
{
    const char *bytes = ll_wire_get_bytes(wire, 8);
    uint64_t value = 0;
    for (unsigned i = 0; bytes && i < 8; i++)
        value |= (uint64_t)(uint8_t)bytes[i] << (8 * i);
    return value;
}

static inline ll_day ll_wire_get_day(struct ll_wire *wire)
{
    uint64_t value = ll_wire_get_max(wire, (uint64_t)(LL_WIRE_DAY_LAST - LL_DAY_1850_01_01) + 1);
    return value == 0 ? LL_DAY_NONE : (ll_day)(value - 1) + LL_DAY_1850_01_01;
}

#endif
