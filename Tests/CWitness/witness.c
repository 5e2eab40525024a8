#define _GNU_SOURCE
#include "CWitness.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static unsigned long allocations;
/* The allocations of a mebibyte or more, which are those of large arrays. */
static unsigned long large;
static char calls[4096];

static void *counted(void *result, size_t size) {
  __atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED);
  if (size >= 1 << 20) __atomic_add_fetch(&large, 1, __ATOMIC_RELAXED);
  return result;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), size); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size), count * size); }
void *realloc(void *old, size_t size) { return counted(__libc_realloc(old, size), size); }
void *aligned_alloc(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size), size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  *result = counted(__libc_memalign(alignment, size), size);
  return *result ? 0 : 12;
}

static void note(const char *name) {
  if (strlen(calls) + strlen(name) + 2 < sizeof calls) strcat(strcat(calls, " "), name);
}

static mode_t kind(int file) {
  struct stat status;
  return fstat(file, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/* With NN_FAIL=N, the N-th of the calls below that change or make a regular file fails with "no space left on device". */
static long until = -1;

static int fails(const char *name) {
  if (until < 0) {
    const char *text = getenv("NN_FAIL");
    until = text ? atol(text) : 0;
  }
  if (until == 0 || --until > 0) return 0;
  char line[64];
  int length = snprintf(line, sizeof line, "witness failed %s\n", name);
  syscall(SYS_write, 2, line, length);
  errno = ENOSPC;
  return 1;
}

static int is_file(int file) { return kind(file) == S_IFREG; }

int fsync(int file) {
  note(kind(file) == S_IFDIR ? "fsync-folder" : "fsync");
  return fails("fsync") ? -1 : (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to) {
  note("rename");
  return fails("rename") ? -1 : (int)syscall(SYS_rename, from, to);
}

ssize_t write(int file, const void *bytes, size_t count) {
  if (is_file(file)) {
    note("write");
    if (fails("write")) return -1;
  }
  return syscall(SYS_write, file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  if (is_file(file) && fails("pwrite")) return -1;
  return syscall(SYS_pwrite64, file, bytes, count, place);
}

int ftruncate(int file, off_t length) {
  if (is_file(file) && fails("ftruncate")) return -1;
  return (int)syscall(SYS_ftruncate, file, length);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (flags & (O_WRONLY | O_RDWR) && fails("open")) return -1;
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int close(int file) {
  int counts = is_file(file) && (fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY;
  int result = (int)syscall(SYS_close, file);
  return counts && fails("close") ? -1 : result;
}

FILE *fopen(const char *path, const char *mode) {
  static FILE *(*next)(const char *, const char *);
  if (!next) next = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen");
  if (strpbrk(mode, "wa+") && fails("fopen")) return NULL;
  return next(path, mode);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  static size_t (*next)(const void *, size_t, size_t, FILE *);
  if (!next) next = (size_t(*)(const void *, size_t, size_t, FILE *))dlsym(RTLD_NEXT, "fwrite");
  if (is_file(fileno(file)) && fails("fwrite")) return 0;
  return next(bytes, size, count, file);
}

__attribute__((destructor)) static void report(void) {
  char text[4200];
  int length = snprintf(text, sizeof text, "witness allocations %lu\nwitness large %lu\nwitness files%s\n", allocations, large, calls);
  syscall(SYS_write, 2, text, length);
}
