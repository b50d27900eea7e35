/* What Windows and POSIX do differently: a seed, executable memory, a counter in a file. */
#ifndef _WIN32
#define _DEFAULT_SOURCE 1 /* MAP_ANON and clock_gettime, also with -std=c11 */
#endif

#include "control.h"

#include <stdio.h>
#include <string.h>

#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#ifdef __GNUC__ /* gcc 12 warns of array bounds within the headers of mingw-w64 10 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif
#include <windows.h>
#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif

uint64_t os_entropy(void)
{
    LARGE_INTEGER ticks;
    QueryPerformanceCounter(&ticks);
    return (uint64_t)ticks.QuadPart ^ (uint64_t)GetCurrentProcessId() << 40;
}

void *os_executable_copy(const void *code, size_t size)
{
    DWORD before;
    void *pages = VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (!pages) {
        return NULL;
    }
    memcpy(pages, code, size);
    if (!VirtualProtect(pages, size, PAGE_EXECUTE_READ, &before)) {
        return NULL;
    }
    FlushInstructionCache(GetCurrentProcess(), pages, size);
    return pages;
}

/* main's argv went through the ANSI code page, which cannot hold every file name. shell32 is
 * loaded by hand because a program linked to it starts noticeably later.                      */
static const wchar_t *wide_heartbeat(void)
{
    typedef LPWSTR *(WINAPI * split_function)(LPCWSTR, int *);
    const wchar_t *file = NULL;
    HMODULE shell32 = LoadLibraryA("shell32.dll");
    split_function split = NULL;
    LPWSTR *argv;
    int argc = 0, k;

    if (shell32) {
        split = (split_function)(void (*)(void))GetProcAddress(shell32, "CommandLineToArgvW");
    }
    argv = split ? split(GetCommandLineW(), &argc) : NULL;
    for (k = 1; argv && k + 1 < argc; k++) {
        if (wcscmp(argv[k], L"--heartbeat") == 0) {
            file = argv[++k];
        }
    }
    return file;
}

volatile uint64_t *os_map_counter(const char *file)
{
    const wchar_t *name = wide_heartbeat();
    HANDLE handle, mapping;
    uint64_t *counter;

    if (!name) {
        fprintf(stderr, "control: the name of the heartbeat file %s cannot be read\n", file);
        return NULL;
    }
    handle = CreateFileW(name, GENERIC_READ | GENERIC_WRITE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_ALWAYS,
            FILE_ATTRIBUTE_NORMAL, NULL);
    mapping = handle == INVALID_HANDLE_VALUE
            ? NULL
            : CreateFileMappingW(handle, NULL, PAGE_READWRITE, 0, sizeof *counter, NULL);
    counter = mapping ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof *counter) : NULL;
    if (!counter) {
        fprintf(stderr, "control: the heartbeat file %s cannot be mapped (Windows error %lu)\n",
                file, GetLastError());
        return NULL;
    }
    *counter = 0;
    return counter;
}

#else

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

uint64_t os_entropy(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return ((uint64_t)now.tv_sec << 30 | (uint64_t)now.tv_nsec) ^ (uint64_t)getpid() << 40;
}

void *os_executable_copy(const void *code, size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (pages == MAP_FAILED) {
        return NULL;
    }
    memcpy(pages, code, size);
    return mprotect(pages, size, PROT_READ | PROT_EXEC) == 0 ? pages : NULL;
}

static uint64_t *map_shared(const char *file)
{
    struct stat info;
    void *counter = MAP_FAILED;
    int fd = open(file, O_RDWR | O_CREAT, 0666);
    if (fd < 0) {
        return NULL;
    }
    /* A page that lies behind the end of its file cannot be touched. */
    if (fstat(fd, &info) == 0
            && (info.st_size >= (off_t)sizeof(uint64_t) || ftruncate(fd, sizeof(uint64_t)) == 0)) {
        counter = mmap(NULL, sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }
    close(fd);
    return counter == MAP_FAILED ? NULL : counter;
}

volatile uint64_t *os_map_counter(const char *file)
{
    uint64_t *counter = map_shared(file);
    if (!counter) {
        fprintf(stderr, "control: the heartbeat file %s cannot be mapped (%s)\n", file,
                strerror(errno));
        return NULL;
    }
    *counter = 0;
    return counter;
}

#endif
