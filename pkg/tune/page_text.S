/* The page as it was bundled, and its length in bytes, for page.c.   SPDX-License-Identifier: Apache-2.0 */
    .section .rodata
    .global ll_page_text
    .global ll_page_text_len
ll_page_text:
    .incbin LL_PAGE
ll_page_text_end:
    .balign 8
ll_page_text_len:
    .quad ll_page_text_end - ll_page_text
    .section .note.GNU-stack, "", %progbits
