/* caliber_builtin.c -- config/calibers.csv, in the program.   SPDX-License-Identifier: Apache-2.0
 *
 * The assembler takes the file in as it stands, found from the root of the sources. */
#include "event/caliber.h"

__asm__(".section .rodata\n"
        ".globl ll_calibers_csv\n"
        ".hidden ll_calibers_csv\n"
        ".globl ll_calibers_csv_end\n"
        ".hidden ll_calibers_csv_end\n"
        "ll_calibers_csv:\n"
        ".incbin \"config/calibers.csv\"\n"
        "ll_calibers_csv_end:\n"
        ".byte 0\n"
        ".text\n");

extern const char ll_calibers_csv[] __attribute__((visibility("hidden")));
extern const char ll_calibers_csv_end[] __attribute__((visibility("hidden")));

ll_str ll_calibers_builtin_text(void)
{
    return (ll_str){ll_calibers_csv, (size_t)(ll_calibers_csv_end - ll_calibers_csv)};
}
