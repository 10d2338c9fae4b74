#ifndef VNET_CFUZZER_H
#define VNET_CFUZZER_H
// libFuzzer as a library: it comes with the compiler, without a header.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*input)(const uint8_t *data, size_t size));
#endif
