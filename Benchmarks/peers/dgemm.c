/* dgemm SIZES M REPEATS [forward]: prints the seconds for only the dgemm calls of one step. These are Z and dW for each layer, and dA for each
   layer but the inputs; with `forward` only Z. OpenBLAS multiplies whole matrices. OPENBLAS_NUM_THREADS sets the number of threads. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double *filled(size_t count) {
  double *values = aligned_alloc(64, (count * 8 + 63) / 64 * 64);
  for (size_t i = 0; i < count; i++) values[i] = rand() / (double)RAND_MAX - 0.5;
  return values;
}

int main(int count, char **arguments) {
  if (count < 4) return 1;
  int sizes[64], depth = -1, m = atoi(arguments[2]), repeats = atoi(arguments[3]);
  for (char *part = strtok(arguments[1], "-"); part && depth < 62; part = strtok(NULL, "-")) sizes[++depth] = atoi(part);
  double *A[64], *Z[64], *W[64], *dW[64];
  for (int l = 0; l <= depth; l++) {
    A[l] = filled((size_t)sizes[l] * m);
    Z[l] = filled((size_t)sizes[l] * m);
    W[l] = l ? filled((size_t)sizes[l] * sizes[l - 1]) : NULL;
    dW[l] = l ? filled((size_t)sizes[l] * sizes[l - 1]) : NULL;
  }
  struct timespec begin, end;
  for (int k = -1; k < repeats; k++) {
    if (k == 0) clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int l = 1; l <= depth; l++)
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, sizes[l], m, sizes[l - 1], 1, W[l], sizes[l - 1], A[l - 1], m, 0, Z[l], m);
    for (int l = count > 4 ? 0 : depth; l >= 1; l--) {
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, sizes[l], sizes[l - 1], m, 1, Z[l], m, A[l - 1], m, 0, dW[l], sizes[l - 1]);
      if (l > 1) cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, sizes[l - 1], m, sizes[l], 1, W[l], sizes[l - 1], Z[l], m, 0, Z[l - 1], m);
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("{\"seconds\": %.17g}\n", (end.tv_sec - begin.tv_sec + 1e-9 * (end.tv_nsec - begin.tv_nsec)) / repeats);
  return 0;
}
