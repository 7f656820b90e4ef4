/* process.c -- what the kernel counts of processes: instructions, CPU time, listening sockets.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/machine.h"

#include <ctype.h>
#include <dirent.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STATE_LISTEN 0x0A

/* ---- instructions ---- */

int ll_bench_instructions_open(void)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_HARDWARE,
                                   .size = sizeof attr,
                                   .config = PERF_COUNT_HW_INSTRUCTIONS,
                                   .inherit = 1,
                                   .exclude_kernel = 1,
                                   .exclude_hv = 1};

    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
}

double ll_bench_instructions(int counter)
{
    uint64_t count = 0;

    if (counter < 0 || read(counter, &count, sizeof count) != (ssize_t)sizeof count)
        return 0;
    return (double)count;
}

void ll_bench_instructions_close(int counter)
{
    if (counter >= 0)
        (void)close(counter);
}

/* ---- other processes ---- */

double ll_bench_process_cpu(int64_t pid)
{
    char path[64], line[1024] = "", *at, *end;
    double ticks = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    file = pid > 0 ? fopen(path, "r") : NULL;
    if (!file)
        return -1;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    (void)fclose(file);
    /* Behind the name, which may hold anything: state, then numbers; utime and stime are fields 14
     * and 15. */
    at = strrchr(line, ')');
    if (!at || strlen(at) < 4)
        return -1;
    at += 4;
    for (int field = 4; field <= 15; field++, at = end) {
        double value = strtod(at, &end);
        if (end == at)
            return -1;
        ticks += field >= 14 ? value : 0;
    }
    return ticks / (double)sysconf(_SC_CLK_TCK);
}

/* The inode of the socket that listens on the port, by one of the kernel's tables; 0: none. */
static unsigned long listening_inode(const char *table, int port)
{
    char line[512];
    unsigned long inode = 0;
    FILE *file = fopen(table, "r");

    while (file && !inode && fgets(line, sizeof line, file)) {
        unsigned local_port = 0, state = 0;
        unsigned long found = 0;
        /* NOLINTNEXTLINE(cert-err34-c): the kernel's own table */
        if (sscanf(line, " %*d: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*s %*s %lu",
                   &local_port, &state, &found) == 3 &&
            state == STATE_LISTEN && (int)local_port == port)
            inode = found;
    }
    if (file)
        (void)fclose(file);
    return inode;
}

static bool has_socket(const char *pid, unsigned long inode)
{
    char folder[300], want[64], path[600], target[64];
    bool found = false;
    struct dirent *entry;
    DIR *files;

    (void)snprintf(folder, sizeof folder, "/proc/%s/fd", pid);
    (void)snprintf(want, sizeof want, "socket:[%lu]", inode);
    files = opendir(folder);
    while (files && !found && (entry = readdir(files))) {
        ssize_t n;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        n = readlink(path, target, sizeof target - 1);
        target[n > 0 ? n : 0] = '\0';
        found = strcmp(target, want) == 0;
    }
    if (files)
        (void)closedir(files);
    return found;
}

int64_t ll_bench_process_listening(int port)
{
    unsigned long inode = listening_inode("/proc/net/tcp", port);
    int64_t pid = -1;
    struct dirent *entry;
    DIR *processes;

    if (!inode)
        inode = listening_inode("/proc/net/tcp6", port);
    if (!inode)
        return -1;
    processes = opendir("/proc");
    while (processes && pid < 0 && (entry = readdir(processes))) {
        if (isdigit((unsigned char)entry->d_name[0]) && has_socket(entry->d_name, inode))
            pid = strtoll(entry->d_name, NULL, 10);
    }
    if (processes)
        (void)closedir(processes);
    return pid;
}
