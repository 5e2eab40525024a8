/* The kernels for every processor. They use libm and the vectors that every processor of this architecture has. */
#define NN_KIND 0
#define NN_NAME "plain"
#define NN_LARGEST_PRODUCT 1 << 6
#define NN_TABLE nn_kernels_plain
#include "kernels.inc"
