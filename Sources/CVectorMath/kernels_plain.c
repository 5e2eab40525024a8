/* The kernels for every processor: libm, and whatever vectors the compiler may take for granted. */
#define NN_KIND 0
#define NN_NAME "plain"
#define NN_LARGEST_PRODUCT 1 << 6
#define NN_TABLE nn_kernels_plain
#include "kernels.inc"
