/* Any pack's mutants and points of coverage: each mutant has a name of its own and a place.
 * SPDX-License-Identifier: Apache-2.0 */
#include "mutate/coverage.h"
#include "mutate/mutate.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.yaml", {(const char *)data, size}};
    struct ll_mutants mutants = {0};
    struct ll_coverage coverage;
    struct ll_errors errors, warnings;
    struct ll_book *book;
    errors.count = warnings.count = 0;
    if (ll_book_parse(&arena, &source, NULL, &book, &errors, &warnings) == LL_OK &&
        ll_mutants_list(book, &arena, &mutants) && ll_coverage_make(&coverage, book, &arena)) {
        for (size_t i = 0; i < mutants.count; i++)
            if (!mutants.list[i].name.len || !mutants.list[i].at.source ||
                !mutants.list[i].edit.at.line)
                abort();
    }
    ll_arena_fini(&arena);
    return 0;
}
