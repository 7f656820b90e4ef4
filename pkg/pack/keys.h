/* keys.h -- keys that have no place where they stand, and where they have.
 * Depends on: yaml.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_KEYS_H
#define LL_PACK_KEYS_H

#include "yaml/yaml.h"

/* As ll_yaml_refuse_unknown, for a level of packs or groups files; a key of another level is told where it belongs. */
size_t ll_keys_refuse(const struct ll_yaml_node *mapping, const char *const *known, size_t n,
                      const char *what, struct ll_errors *errors);

#endif
