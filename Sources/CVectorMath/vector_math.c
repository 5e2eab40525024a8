#include "CVectorMath.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The plain way, for every processor: libm, one element at a time. */
static void plain_exp(const double *x, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = exp(x[i]);
}
static void plain_tanh(const double *x, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = tanh(x[i]);
}
static void plain_log1p(const double *x, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = log1p(x[i]);
}
static void plain_sigmoid(const double *x, double *out, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = 1.0 / (1.0 + exp(-x[i]));
}

#if defined(__x86_64__)
#include <immintrin.h>

/* The vector variants of glibc's libmvec: four doubles at a time, at most 4 units in the last place off. */
#define VECTOR __attribute__((target("avx2,fma")))
VECTOR __m256d _ZGVdN4v_exp(__m256d);
VECTOR __m256d _ZGVdN4v_tanh(__m256d);
VECTOR __m256d _ZGVdN4v_log1p(__m256d);

VECTOR static inline __m256d sigmoid4(__m256d x) {
  const __m256d one = _mm256_set1_pd(1.0);
  return _mm256_div_pd(one, _mm256_add_pd(one, _ZGVdN4v_exp(_mm256_sub_pd(_mm256_setzero_pd(), x))));
}

/* The last few elements go through the same four-wide function, padded, so that a result never depends on the place. */
#define OVER_ARRAY(NAME, FUNCTION)                                                                  \
  VECTOR static void avx2_##NAME(const double *x, double *out, size_t count) {                      \
    size_t i = 0;                                                                                   \
    for (; i + 4 <= count; i += 4) _mm256_storeu_pd(out + i, FUNCTION(_mm256_loadu_pd(x + i)));     \
    if (i < count) {                                                                                \
      double rest[4] = {0, 0, 0, 0};                                                                \
      memcpy(rest, x + i, (count - i) * sizeof(double));                                            \
      _mm256_storeu_pd(rest, FUNCTION(_mm256_loadu_pd(rest)));                                      \
      memcpy(out + i, rest, (count - i) * sizeof(double));                                          \
    }                                                                                               \
  }
OVER_ARRAY(exp, _ZGVdN4v_exp)
OVER_ARRAY(tanh, _ZGVdN4v_tanh)
OVER_ARRAY(log1p, _ZGVdN4v_log1p)
OVER_ARRAY(sigmoid, sigmoid4)

static int has_avx2(void) {
  static int known = -1;
  if (known < 0) {
    const char *forced = getenv("NNSHELL_KERNELS");
    known = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && !(forced && strcmp(forced, "plain") == 0);
  }
  return known;
}
#define CHOOSE(NAME)                                                        \
  void nn_##NAME(const double *x, double *out, size_t count) {              \
    if (has_avx2()) avx2_##NAME(x, out, count); else plain_##NAME(x, out, count); \
  }
const char *nn_vector_math_name(void) { return has_avx2() ? "avx2" : "plain"; }
#else
#define CHOOSE(NAME) \
  void nn_##NAME(const double *x, double *out, size_t count) { plain_##NAME(x, out, count); }
const char *nn_vector_math_name(void) { return "plain"; }
#endif

CHOOSE(exp)
CHOOSE(tanh)
CHOOSE(log1p)
CHOOSE(sigmoid)
