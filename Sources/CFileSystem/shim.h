// What Swift's Glibc module leaves out about file systems.
#pragma once
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/statfs.h>

// The kernel's number of a path's or descriptor's file system; 0 where it cannot be told.
static inline unsigned long vnet_fs_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (unsigned long)status.f_type & 0xFFFFFFFF : 0;
}

static inline unsigned long vnet_fs_type_of(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (unsigned long)status.f_type & 0xFFFFFFFF : 0;
}

// Whether a file is marked to be overwritten where it stands.
static inline int vnet_is_no_cow(int descriptor) {
    int flags = 0;
    return ioctl(descriptor, FS_IOC_GETFLAGS, &flags) == 0 && (flags & FS_NOCOW_FL) != 0;
}

// Marks an empty file so; whether it was taken.
static inline int vnet_set_no_cow(int descriptor) {
    int flags = 0;
    if (ioctl(descriptor, FS_IOC_GETFLAGS, &flags) != 0) return 0;
    flags |= FS_NOCOW_FL;
    return ioctl(descriptor, FS_IOC_SETFLAGS, &flags) == 0;
}

// Whether another file shares any of the first extents of this one.
static inline int vnet_shares_extents(int descriptor) {
    enum { extents = 64 };
    struct {
        struct fiemap map;
        struct fiemap_extent extents[extents];
    } found = {.map = {.fm_length = ~0ULL, .fm_extent_count = extents}};
    if (ioctl(descriptor, FS_IOC_FIEMAP, &found.map) != 0) return 0;
    for (unsigned i = 0; i < found.map.fm_mapped_extents; i++)
        if (found.extents[i].fe_flags & FIEMAP_EXTENT_SHARED) return 1;
    return 0;
}
