#define _GNU_SOURCE
#include "CStart.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int count;
static char **words;

// glibc hands main's arguments to constructors too, which Swift's own main loses.
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    words = argv;
}

int vnet_argument_count(void) { return count; }

const char *vnet_argument(int index) { return words[index]; }

int vnet_hold_standard_descriptors(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0) continue;
        // The lowest that is free, which is this one. By O_PATH, reading and writing go on failing as if it were closed.
        if (open("/", O_PATH) != descriptor) return errno;
    }
    return 0;
}
