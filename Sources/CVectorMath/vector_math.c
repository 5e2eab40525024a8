#include "CVectorMath.h"
#include <math.h>

void nn_exp(const double *x, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = exp(x[i]);
}
