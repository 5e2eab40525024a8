#ifndef NN_CVECTORMATH_H
#define NN_CVECTORMATH_H
#include <stddef.h>

/* Elementwise functions over arrays; out may be x. Every element's result depends on its value alone, never on its place. */
void nn_exp(const double *x, double *out, size_t count);
void nn_tanh(const double *x, double *out, size_t count);
void nn_log1p(const double *x, double *out, size_t count);
/* 1 / (1 + exp(-x)) */
void nn_sigmoid(const double *x, double *out, size_t count);

/* "avx2" or "plain": what was chosen for this processor. NNSHELL_KERNELS=plain in the environment forces the plain one. */
const char *nn_vector_math_name(void);

#endif
