/* compiler.h -- attributes that gcc and clang share.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_COMPILER_H
#define LL_BASE_COMPILER_H

#define LL_NODISCARD __attribute__((warn_unused_result))
#define LL_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

#endif
