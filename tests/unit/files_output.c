/* files_output.c -- a file that is there whole or not at all.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "base/buf.h"
#include "files/output.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/leadline-output-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static const char *in_folder(const char *name, char path[128])
{
    (void)snprintf(path, 128, "%s/%s", folder, name);
    return path;
}

static size_t files_in_folder(void)
{
    DIR *dir = opendir(folder);
    size_t n = 0;

    cr_assert_not_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return n;
}

static void remove_folder(void)
{
    DIR *dir = opendir(folder);
    char path[512];

    cr_assert_not_null(dir);
    for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    closedir(dir);
    (void)rmdir(folder);
}

static void expect_content(const char *path, const char *want)
{
    char got[256] = "";
    FILE *file = fopen(path, "rb");

    cr_assert_not_null(file, "%s", path);
    got[fread(got, 1, sizeof got - 1, file)] = '\0';
    fclose(file);
    cr_expect_str_eq(got, want);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    cr_assert_not_null(file);
    cr_assert(fputs(text, file) >= 0);
    cr_assert_eq(fclose(file), 0);
}

Test(files_output, an_old_file_stands_until_the_commit, .init = make_folder, .fini = remove_folder)
{
    char path[128];
    struct ll_output *out = NULL;
    struct ll_error err = {0};
    struct stat about;
    mode_t mask = umask(027);

    put(in_folder("leads", path), "old");
    cr_assert_eq(ll_output_open(path, &out, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, LL_STR("new\n"), &err), LL_OK);
    cr_expect_eq(ll_output_flush(out, &err), LL_OK);
    expect_content(path, "old");
    cr_expect_eq(ll_output_commit(out, &err), LL_OK);
    expect_content(path, "new\n");
    cr_expect_eq(stat(path, &about), 0);
    cr_expect_eq(about.st_mode & 0777, 0640);
    ll_output_close(out);
    expect_content(path, "new\n");
    cr_expect_eq(files_in_folder(), 1);
    (void)umask(mask);
}

Test(files_output, what_is_not_committed_is_removed, .init = make_folder, .fini = remove_folder)
{
    char path[128];
    struct ll_output *out = NULL;
    struct ll_error err = {0};

    cr_assert_eq(ll_output_open(in_folder("leads", path), &out, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, LL_STR("new\n"), &err), LL_OK);
    cr_expect_eq(files_in_folder(), 1);
    ll_output_close(out);
    cr_expect_eq(files_in_folder(), 0);
    ll_output_close(NULL);
}

Test(files_output, a_link_stays_and_its_file_is_replaced, .init = make_folder,
     .fini = remove_folder)
{
    char path[128], link[128];
    struct ll_output *out = NULL;
    struct ll_error err = {0};
    struct stat about;

    put(in_folder("leads", path), "old");
    cr_assert_eq(symlink("leads", in_folder("link", link)), 0);
    cr_assert_eq(ll_output_open(link, &out, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, LL_STR("new"), &err), LL_OK);
    cr_expect_eq(ll_output_commit(out, &err), LL_OK);
    ll_output_close(out);
    expect_content(path, "new");
    cr_expect_eq(lstat(link, &about), 0);
    cr_expect(S_ISLNK(about.st_mode));
}

Test(files_output, more_than_a_block_arrives_in_order, .init = make_folder, .fini = remove_folder)
{
    char path[128];
    struct ll_output *out = NULL;
    struct ll_error err = {0};
    struct ll_buf big = {0};
    FILE *file;
    int c;
    unsigned at = 0;

    for (unsigned i = 0; i < 300000; i++)
        ll_buf_add_char(&big, (char)(i % 251));
    cr_assert_eq(ll_output_open(in_folder("big", path), &out, &err), LL_OK);
    for (size_t i = 0; i < 1000; i++)
        cr_expect_eq(ll_output_write(out, (ll_str){big.ptr + i, 1}, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, (ll_str){big.ptr + 1000, big.len - 1000}, &err), LL_OK);
    cr_expect_eq(ll_output_commit(out, &err), LL_OK);
    ll_output_close(out);
    file = fopen(path, "rb");
    cr_assert_not_null(file);
    while ((c = fgetc(file)) != EOF)
        cr_assert_eq(c, (int)(at++ % 251));
    fclose(file);
    cr_expect_eq(at, 300000);
    ll_buf_fini(&big);
}

Test(files_output, a_full_disk_is_told_and_stays_told)
{
    struct ll_output *out = NULL;
    struct ll_error err = {0};

    cr_assert_eq(ll_output_open("/dev/full", &out, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, LL_STR("lead"), &err), LL_OK);
    cr_expect_eq(ll_output_commit(out, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message, "cannot write /dev/full: No space left on device");
    cr_expect_eq(ll_output_write(out, LL_STR("lead"), &err), LL_ERR_IO);
    cr_expect_eq(ll_output_commit(out, &err), LL_ERR_IO);
    cr_expect(!ll_output_pipe_closed(out));
    ll_output_close(out);
}

Test(files_output, a_closed_pipe_is_told, .init = make_folder, .fini = remove_folder)
{
    char path[128];
    struct ll_output *out = NULL;
    struct ll_error err = {0};
    int reader;

    (void)signal(SIGPIPE, SIG_IGN);
    cr_assert_eq(mkfifo(in_folder("pipe", path), 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    cr_assert(reader >= 0);
    cr_assert_eq(ll_output_open(path, &out, &err), LL_OK);
    cr_expect_eq(ll_output_write(out, LL_STR("lead"), &err), LL_OK);
    cr_expect_eq(ll_output_flush(out, &err), LL_OK, "a pipe is given what there is");
    close(reader);
    cr_expect_eq(ll_output_write(out, LL_STR("lead"), &err), LL_OK);
    cr_expect_eq(ll_output_flush(out, &err), LL_ERR_IO);
    cr_expect(strstr(err.message, "its reader closed the pipe"), "%s", err.message);
    cr_expect(ll_output_pipe_closed(out));
    ll_output_close(out);
    cr_expect_eq(files_in_folder(), 1, "the pipe itself stays");
}

Test(files_output, what_cannot_be_written_is_told_at_the_open)
{
    struct ll_output *out = NULL;
    struct ll_error err = {0};

    cr_expect_eq(ll_output_open("/no-such-folder/leads", &out, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message, "cannot write /no-such-folder/leads: No such file or directory");
    cr_expect_eq(ll_output_open("/tmp", &out, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message, "cannot write /tmp: Is a directory");
}
