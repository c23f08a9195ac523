/*
 * To be preloaded. Between the appearance of the file SNAPSHOTS_FROM and that of SNAPSHOTS_UNTIL,
 * the folder SNAPSHOTS_OF is copied to SNAPSHOTS_TO/<number> before each call that changes a file
 * below it. A killed process leaves on disk what it had written: so each copy is what is found
 * after a kill at that call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static void copy(const char *from) {
  char to[PATH_MAX];
  snprintf(to, sizeof to, "%s/%04d", getenv("SNAPSHOTS_TO"), count++);
  char *command[] = {"cp", "-a", (char *) from, to, NULL};
  char *nothing[] = {"PATH=/bin:/usr/bin", NULL};
  pid_t child;
  int status = -1;
  if (posix_spawnp(&child, "cp", NULL, NULL, command, nothing) != 0
      || waitpid(child, &status, 0) != child || status != 0) {
    fprintf(stderr, "SNAPSHOT FAILED %s\n", to);
  }
}

static int wanted(const char *path) {
  const char *root = getenv("SNAPSHOTS_OF");
  return path != NULL && root != NULL && strncmp(path, root, strlen(root)) == 0
      && access(getenv("SNAPSHOTS_FROM"), F_OK) == 0 && access(getenv("SNAPSHOTS_UNTIL"), F_OK) != 0;
}

static void before(const char *path) {
  if (wanted(path)) {
    pthread_mutex_lock(&lock);
    copy(getenv("SNAPSHOTS_OF"));
    pthread_mutex_unlock(&lock);
  }
}

static void before_write(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length > 0) {
    path[length] = 0;
    before(path);
  }
}

static void before_open(const char *path, int flags) {
  if (flags & (O_CREAT | O_TRUNC)) {
    before(path);
  }
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  before_open(path, flags);
  return NEXT(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  before_open(path, flags);
  return NEXT(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
  MODE(flags)
  before_open(path, flags);
  return NEXT(openat)(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
  MODE(flags)
  before_open(path, flags);
  return NEXT(openat64)(folder, path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t length) {
  before_write(file);
  return NEXT(write)(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  before_write(file);
  return NEXT(pwrite64)(file, bytes, length, at);
}

ssize_t writev(int file, const struct iovec *parts, int number) {
  before_write(file);
  return NEXT(writev)(file, parts, number);
}

int rename(const char *from, const char *to) {
  before(to);
  return NEXT(rename)(from, to);
}

int renameat(int folder, const char *from, int other, const char *to) {
  before(to);
  return NEXT(renameat)(folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned int flags) {
  before(to);
  return NEXT(renameat2)(folder, from, other, to, flags);
}

int link(const char *from, const char *to) {
  before(to);
  return NEXT(link)(from, to);
}

int linkat(int folder, const char *from, int other, const char *to, int flags) {
  before(to);
  return NEXT(linkat)(folder, from, other, to, flags);
}

int unlink(const char *path) {
  before(path);
  return NEXT(unlink)(path);
}

int unlinkat(int folder, const char *path, int flags) {
  before(path);
  return NEXT(unlinkat)(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
  before(path);
  return NEXT(mkdir)(path, mode);
}

int rmdir(const char *path) {
  before(path);
  return NEXT(rmdir)(path);
}
