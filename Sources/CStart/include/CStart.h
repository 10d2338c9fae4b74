// What only C can learn or do as a program starts.
#pragma once

/// The words that the program was called with, its own name first, as the kernel handed them over; nothing is opened to
/// learn them.
int vnet_argument_count(void);
const char *vnet_argument(int index);

/// Gives those of the descriptors 0, 1 and 2 that are closed something that nothing can be read from or written to, so that
/// no file or socket that is opened later becomes standard input, output or error. 0, or an errno.
int vnet_hold_standard_descriptors(void);
