/* The kernels for processors with AVX2 and FMA. */
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NN_KIND 256
#define NN_NAME "avx2"
#define NN_LARGEST_PRODUCT 1 << 8
#define NN_TABLE nn_kernels_avx2
#include "kernels.inc"
#pragma clang attribute pop
#endif
