/* The kernels for processors with AVX-512. */
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx2,fma"))), apply_to = function)
#define NN_KIND 512
#define NN_NAME "avx512"
#define NN_LARGEST_PRODUCT 1 << 17
#define NN_TABLE nn_kernels_avx512
#include "kernels.inc"
#pragma clang attribute pop
#endif
