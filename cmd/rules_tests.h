/* rules_tests.h -- files of tests, read and not run.
 * Depends on: base, event, plain, trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_RULES_TESTS_H
#define LL_CMD_RULES_TESTS_H

#include "base/arena.h"
#include "base/error.h"
#include "event/caliber.h"
#include "plain/plain.h"

/* Read the tests of the file at path on each of its packs. operand: what the user named, the file or its folder, whose pack
 * they are of where they name none. Faults go to errors; without one *count is how many tests the file has. */
void cmd_rules_tests_read(struct ll_arena *arena, const char *path, const char *operand,
                          const struct ll_calibers *calibers, size_t *count,
                          struct ll_errors *errors);

/* The top mappings of the files of tests of a book, which was read from pack, those that can be read as YAML, in the arena. False: memory
 * is out. */
bool cmd_rules_tests_beside(struct ll_arena *arena, const struct ll_book *book, const char *pack,
                            struct ll_plain_tests *out);

#endif
