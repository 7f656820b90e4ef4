/* write_page.c -- the page with the document of a file: write_page DOCUMENT OUT. For the browser's tests, which show
 * documents that no history makes.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "tune/page.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct ll_arena arena = {0};
    struct ll_source source;
    struct ll_output *output = NULL;
    struct ll_error err = {0};
    if (argc != 3) {
        (void)fputs("usage: write_page DOCUMENT OUT\n", stderr);
        return 2;
    }
    enum ll_status status = ll_readfile(&arena, argv[1], &source, &err);
    if (!status)
        status = ll_output_open(argv[2], &output, &err);
    if (!status)
        status = ll_tune_page_write(source.text, output, &err);
    if (!status)
        status = ll_output_commit(output, &err);
    if (status)
        (void)fprintf(stderr, "write_page: %s\n", err.message);
    ll_output_close(output);
    ll_arena_fini(&arena);
    return status ? 1 : 0;
}
