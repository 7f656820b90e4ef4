/* folder.c -- the files of a folder, in the order of their names.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/read.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_yaml_name(const char *name)
{
    size_t len = strlen(name);
    bool yaml = len > 5 && strcmp(name + len - 5, ".yaml") == 0;
    bool yml = len > 4 && strcmp(name + len - 4, ".yml") == 0;
    return name[0] != '.' && (yaml || yml);
}

struct names {
    const char **list;
    size_t count, cap;
};

static bool add_name(struct ll_reader *reader, struct names *names, const char *path,
                     const char *name)
{
    struct stat st;
    const char *full = ll_arena_printf(&reader->scratch, "%s/%s", path, name);
    if (full && (stat(full, &st) != 0 || S_ISDIR(st.st_mode)))
        return true;
    if (names->count == names->cap) {
        size_t cap = names->cap ? names->cap * 2 : 16;
        const char **list = LL_NEW_ARRAY(&reader->scratch, const char *, cap);
        if (!list)
            return false;
        for (size_t i = 0; i < names->count; i++)
            list[i] = names->list[i];
        names->list = list;
        names->cap = cap;
    }
    names->list[names->count++] = full;
    return full != NULL;
}

static int name_cmp(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

void ll_folder_read(struct ll_reader *reader, const char *path)
{
    struct names names = {0};
    DIR *folder = opendir(path);
    if (!folder) {
        ll_reader_fault_io(reader, path, errno);
        return;
    }
    bool fine = true;
    for (const struct dirent *entry; fine && (entry = readdir(folder)) != NULL;) {
        if (is_yaml_name(entry->d_name))
            fine = add_name(reader, &names, path, entry->d_name);
    }
    (void)closedir(folder);
    if (!fine) {
        ll_reader_fault_memory(reader);
        return;
    }
    if (names.count)
        qsort(names.list, names.count, sizeof names.list[0], name_cmp);
    for (size_t i = 0; i < names.count; i++)
        ll_reader_file(reader, names.list[i], true);
    if (!reader->head.has && reader->status == LL_OK)
        ll_reader_note(reader,
                       ll_fail(ll_errors_next(reader->errors), LL_ERR_SYNTAX,
                               "the folder '%s' has no pack; put a .yaml file there", path));
}
