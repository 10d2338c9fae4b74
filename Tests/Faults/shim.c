/* Makes one system call on the files below a directory fail, or the machine's power: preloaded into vnetd by Tests/Faults.
 *
 * VNET_FAULT_DIRECTORY names the directory, VNET_FAULT_CONTROL a file that the test maps too. In it the test says which call
 * is to fail, and how; the shim counts calls by operation and file while it is armed, so that each has a name by which it can
 * be failed again: "the third write to vnet.db-wal". Numbers in file names are left out, for they grow.
 *
 * Where the test wants to cut the power, the shim keeps what each write and truncation overwrites, and notes each sync, in the
 * control file's name with ".undo": of what was not synced, the test takes everything back.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation { OPEN, READ, WRITE, SYNC, TRUNCATE, RENAME, UNLINK };
/* LIE: a sync that says that it is done, and is not. */
enum ending { NOTHING, ERROR, SHORT, KILL, LIE };
enum reach { ONCE, FILE_FROM_THEN_ON, DISK_FROM_THEN_ON };

#define NAME 40
#define ROWS 128

struct row {
  char file[NAME];
  uint32_t operation;
  uint32_t count;
};

/* Read and written by shim.py, which knows this layout. */
struct control {
  uint32_t armed;
  uint32_t ending;
  int32_t code;
  uint32_t reach;
  uint32_t operation;
  uint32_t number; /* the call to fail, from 1; none if 0 */
  char file[NAME];
  uint32_t keeps; /* whether what is overwritten is kept */
  uint32_t fired; /* how many calls have failed */
  uint32_t lock;
  uint32_t rows;
  struct row row[ROWS];
};

static struct control *control;
static char directory[4096];
static size_t length;
static int undo = -1;

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("VNET_FAULT_CONTROL"), *below = getenv("VNET_FAULT_DIRECTORY");
  if (!path || !below || strlen(below) >= sizeof directory) return;
  int descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (map == MAP_FAILED) return;
  char kept[4096];
  snprintf(kept, sizeof kept, "%s.undo", path);
  undo = open(kept, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  strcpy(directory, below);
  length = strlen(directory);
  control = map;
}

/* The name by which a file is counted, or 0 where it is none of ours. The directory itself is ".". */
static int shorten(const char *path, char *name) {
  if (!control || strncmp(path, directory, length) != 0) return 0;
  if (path[length] != '/' && path[length] != 0) return 0;
  const char *from = path + length + (path[length] == '/');
  size_t at = 0;
  for (; *from && at + 1 < NAME; from++)
    if (*from < '0' || *from > '9') name[at++] = *from;
  name[at] = 0;
  if (!at) strcpy(name, ".");
  return 1;
}

/* By descriptor: 0 is not known yet, 1 none of ours. */
static char names[4096][NAME];

static const char *name_of(int descriptor) {
  if (!control || descriptor < 0 || descriptor >= 4096) return NULL;
  char *name = names[descriptor];
  if (!name[0]) {
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = readlink(link, path, sizeof path - 1);
    path[size < 0 ? 0 : size] = 0;
    char *deleted = strstr(path, " (deleted)");
    if (deleted) *deleted = 0;
    if (!shorten(path, name)) strcpy(name, "\1");
  }
  return name[0] == 1 ? NULL : name;
}

static void forget(int descriptor) {
  if (descriptor >= 0 && descriptor < 4096) names[descriptor][0] = 0;
}

static void hold(void) {
  while (__atomic_exchange_n(&control->lock, 1, __ATOMIC_ACQUIRE)) {}
}

static void let_go(void) { __atomic_store_n(&control->lock, 0, __ATOMIC_RELEASE); }

static uint32_t count(enum operation operation, const char *file) {
  hold();
  uint32_t at = 0, number = 0;
  while (at < control->rows && (control->row[at].operation != operation || strcmp(control->row[at].file, file))) at++;
  if (at < ROWS) {
    if (at == control->rows) {
      strcpy(control->row[at].file, file);
      control->row[at].operation = operation;
      control->rows++;
    }
    number = ++control->row[at].count;
  }
  let_go();
  return number;
}

/* Whether an error that lasts can come of an operation: a full disk does not fail to read. */
static int can_hit(enum operation operation, int creates) {
  if (control->ending == SHORT || control->code == ENOSPC)
    return operation == WRITE || operation == TRUNCATE || operation == RENAME || (operation == OPEN && creates);
  if (control->ending == LIE) return operation == SYNC;
  if (control->code == EMFILE || control->code == ENFILE) return operation == OPEN;
  return 1;
}

/* What is to come of a call: nothing out of the way, an error (errno is set), or half of what is asked for. */
static enum ending fate(enum operation operation, const char *file, int creates) {
  if (!file || !__atomic_load_n(&control->armed, __ATOMIC_ACQUIRE)) return NOTHING;
  uint32_t number = count(operation, file);
  int is_same = operation == control->operation && !strcmp(file, control->file);
  int is_first = is_same && number == control->number;
  int goes_on = control->fired && can_hit(operation, creates)
      && (control->reach == DISK_FROM_THEN_ON || (control->reach == FILE_FROM_THEN_ON && is_same));
  if (!is_first && !goes_on) return NOTHING;
  __atomic_add_fetch(&control->fired, 1, __ATOMIC_ACQ_REL);
  if (control->ending == KILL) raise(SIGKILL);
  if (control->ending == SHORT && is_first) return SHORT;
  if (control->ending == LIE) return LIE;
  errno = control->ending == SHORT ? ENOSPC : control->code;
  return ERROR;
}

static enum ending fate_of_path(enum operation operation, int at, const char *path, int creates) {
  char name[NAME];
  if (!control || !path) return NOTHING;
  if (path[0] == '/' || at == AT_FDCWD) {
    if (!shorten(path, name)) return NOTHING;
  } else {
    const char *folder = name_of(at);
    char whole[2 * sizeof directory];
    if (!folder || strcmp(folder, ".") || strlen(path) >= sizeof directory) return NOTHING;
    sprintf(whole, "%s/%s", directory, path);
    if (!shorten(whole, name)) return NOTHING;
  }
  return fate(operation, name, creates);
}

/* An entry of the file of what is kept; `size` bytes follow. The size of a file that was synced is -1. */
struct entry {
  int64_t size_before, at, size;
  uint64_t inode;
};

static void keep(int descriptor, int64_t at, int64_t size, int is_sync) {
  if (!control || !control->keeps || !name_of(descriptor)) return;
  struct stat now;
  if (fstat(descriptor, &now)) return;
  if (at < 0) at = lseek(descriptor, 0, SEEK_CUR);
  if (size < 0 || size > now.st_size - at) size = now.st_size - at;
  struct entry entry = {is_sync ? -1 : now.st_size, at, is_sync || size < 0 ? 0 : size, now.st_ino};
  char *bytes = malloc(sizeof entry + entry.size);
  memcpy(bytes, &entry, sizeof entry);
  ssize_t (*real_pread)(int, void *, size_t, off_t) = (__typeof__(real_pread))dlsym(RTLD_NEXT, "pread");
  ssize_t (*real_write)(int, const void *, size_t) = (__typeof__(real_write))dlsym(RTLD_NEXT, "write");
  if (entry.size && real_pread(descriptor, bytes + sizeof entry, entry.size, at) != entry.size) abort();
  if (real_write(undo, bytes, sizeof entry + entry.size) < 0) abort();
  free(bytes);
}

/* A file that is there already takes no room when it is opened to be made. */
static int creates(const char *path, int flags) { return (flags & O_CREAT) && access(path, F_OK) != 0; }

#define OPENS(name, parameters, at, ...) \
  int name parameters { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    REAL(name); \
    if (fate_of_path(OPEN, at, path, creates(path, flags)) == ERROR) return -1; \
    int descriptor = real(__VA_ARGS__, flags, mode); \
    forget(descriptor); \
    return descriptor; \
  }

OPENS(open, (const char *path, int flags, ...), AT_FDCWD, path)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD, path)
OPENS(openat, (int at, const char *path, int flags, ...), at, at, path)
OPENS(openat64, (int at, const char *path, int flags, ...), at, at, path)

int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open64(path, flags); }
int __openat_2(int at, const char *path, int flags) { return openat(at, path, flags); }
int __openat64_2(int at, const char *path, int flags) { return openat64(at, path, flags); }
int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open64(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* A stream of its own opens inside libc, where no preload sees it; so it is counted here. */
FILE *fopen(const char *path, const char *mode) {
  REAL(fopen);
  return fate_of_path(OPEN, AT_FDCWD, path, creates(path, mode[0] == 'r' ? 0 : O_CREAT)) == ERROR ? NULL : real(path, mode);
}
FILE *fopen64(const char *path, const char *mode) { return fopen(path, mode); }

int close(int descriptor) {
  REAL(close);
  forget(descriptor);
  return real(descriptor);
}

int dup2(int from, int to) {
  REAL(dup2);
  forget(to);
  return real(from, to);
}

int dup3(int from, int to, int flags) {
  REAL(dup3);
  forget(to);
  return real(from, to, flags);
}

static size_t half(size_t size) { return size > 1 ? size / 2 : size; }

#define MOVES(name, operation, where, parameters, ...) \
  ssize_t name parameters { \
    REAL(name); \
    enum ending ending = fate(operation, name_of(descriptor), 0); \
    if (ending == SHORT) size = half(size); \
    if (ending == ERROR) return -1; \
    if (operation == WRITE) keep(descriptor, where, size, 0); \
    return real(__VA_ARGS__); \
  }

MOVES(read, READ, -1, (int descriptor, void *bytes, size_t size), descriptor, bytes, size)
MOVES(pread, READ, at, (int descriptor, void *bytes, size_t size, off_t at), descriptor, bytes, size, at)
MOVES(pread64, READ, at, (int descriptor, void *bytes, size_t size, off64_t at), descriptor, bytes, size, at)
MOVES(write, WRITE, -1, (int descriptor, const void *bytes, size_t size), descriptor, bytes, size)
MOVES(pwrite, WRITE, at, (int descriptor, const void *bytes, size_t size, off_t at), descriptor, bytes, size, at)
MOVES(pwrite64, WRITE, at, (int descriptor, const void *bytes, size_t size, off64_t at), descriptor, bytes, size, at)

ssize_t __read_chk(int descriptor, void *bytes, size_t size, size_t room) {
  (void)room;
  return read(descriptor, bytes, size);
}
ssize_t __pread_chk(int descriptor, void *bytes, size_t size, off_t at, size_t room) {
  (void)room;
  return pread(descriptor, bytes, size, at);
}
ssize_t __pread64_chk(int descriptor, void *bytes, size_t size, off64_t at, size_t room) {
  (void)room;
  return pread64(descriptor, bytes, size, at);
}

#define GATHERS(name, operation, where, parameters, ...) \
  ssize_t name parameters { \
    REAL(name); \
    enum ending ending = fate(operation, name_of(descriptor), 0); \
    if (ending == SHORT && parts > 1) parts /= 2; \
    if (ending == ERROR) return -1; \
    if (operation == WRITE) keep(descriptor, where, -1, 0); \
    return real(__VA_ARGS__); \
  }

GATHERS(readv, READ, -1, (int descriptor, const struct iovec *part, int parts), descriptor, part, parts)
GATHERS(preadv, READ, at, (int descriptor, const struct iovec *part, int parts, off_t at), descriptor, part, parts, at)
GATHERS(preadv64, READ, at, (int descriptor, const struct iovec *part, int parts, off64_t at), descriptor, part, parts, at)
GATHERS(writev, WRITE, -1, (int descriptor, const struct iovec *part, int parts), descriptor, part, parts)
GATHERS(pwritev, WRITE, at, (int descriptor, const struct iovec *part, int parts, off_t at), descriptor, part, parts, at)
GATHERS(pwritev64, WRITE, at, (int descriptor, const struct iovec *part, int parts, off64_t at), descriptor, part, parts, at)

#define ACTS(name, operation, from, parameters, ...) \
  int name parameters { \
    REAL(name); \
    enum ending ending = fate(operation, name_of(descriptor), 0); \
    if (ending == ERROR) return -1; \
    if (ending == LIE) return 0; \
    if (operation == TRUNCATE) keep(descriptor, from, -1, 0); \
    int result = real(__VA_ARGS__); \
    if (operation == SYNC && !result) keep(descriptor, 0, 0, 1); \
    return result; \
  }

ACTS(fsync, SYNC, 0, (int descriptor), descriptor)
ACTS(fdatasync, SYNC, 0, (int descriptor), descriptor)
ACTS(ftruncate, TRUNCATE, size, (int descriptor, off_t size), descriptor, size)
ACTS(ftruncate64, TRUNCATE, size, (int descriptor, off64_t size), descriptor, size)

/* Here the error is what is given back. */
int posix_fallocate(int descriptor, off_t at, off_t size) {
  REAL(posix_fallocate);
  return fate(TRUNCATE, name_of(descriptor), 0) == ERROR ? errno : real(descriptor, at, size);
}

#define NAMES(name, operation, at, path, parameters, ...) \
  int name parameters { \
    REAL(name); \
    return fate_of_path(operation, at, path, 0) == ERROR ? -1 : real(__VA_ARGS__); \
  }

NAMES(truncate, TRUNCATE, AT_FDCWD, path, (const char *path, off_t size), path, size)
NAMES(rename, RENAME, AT_FDCWD, to, (const char *from, const char *to), from, to)
NAMES(renameat, RENAME, there, to, (int here, const char *from, int there, const char *to), here, from, there, to)
NAMES(link, RENAME, AT_FDCWD, to, (const char *from, const char *to), from, to)
NAMES(unlink, UNLINK, AT_FDCWD, path, (const char *path), path)
NAMES(unlinkat, UNLINK, at, path, (int at, const char *path, int flags), at, path, flags)
NAMES(remove, UNLINK, AT_FDCWD, path, (const char *path), path)
