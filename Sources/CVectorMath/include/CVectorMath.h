#ifndef NN_CVECTORMATH_H
#define NN_CVECTORMATH_H
#include <stddef.h>

/* out[i] = exp(x[i]); in place when out == x. */
void nn_exp(const double *x, double *out, size_t count);

#endif
