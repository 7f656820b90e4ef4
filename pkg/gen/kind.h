/* kind.h -- the kinds of things that have a random sequence of their own.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_KIND_H
#define LL_GEN_KIND_H

enum ll_gen_kind {
    LL_GEN_KIND_DEALER,
    LL_GEN_KIND_PERSON,
    LL_GEN_KIND_HOUSEHOLD,
    LL_GEN_KIND_RING,
    LL_GEN_KIND_RING_ADDRESS,
    LL_GEN_KIND_RING_GUN,
    LL_GEN_KIND_SALE,
    LL_GEN_KIND_VOID,
    LL_GEN_KIND_TRACE,
    LL_GEN_KIND_FAULT,
    LL_GEN_KIND_COURSE /* the course of the stream itself */
};

#endif
