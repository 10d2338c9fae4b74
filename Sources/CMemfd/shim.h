// memfd_create(2), which the Glibc module leaves out.
#pragma once

int memfd_create(const char *name, unsigned int flags);

// linux/memfd.h
enum { vnet_mfd_cloexec = 1 };
