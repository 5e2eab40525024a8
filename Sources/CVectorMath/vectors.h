/* A vector of eight doubles and its functions. NN_KIND is the kind of processor: 512, 256 or 0. kernels.inc includes this file. */
#include <math.h>
#include <string.h>

/* Every function with a vector as a parameter or a result is inlined. So the calling convention for vectors does not matter. */
#pragma clang diagnostic ignored "-Wpsabi"

typedef double v8 __attribute__((ext_vector_type(8)));
typedef long m8 __attribute__((ext_vector_type(8)));
#define INLINE static inline __attribute__((always_inline))

INLINE v8 splat(double x) { return (v8)x; }

INLINE v8 load(const double *p) {
  v8 x;
  memcpy(&x, p, sizeof x);
  return x;
}

INLINE void store(double *p, v8 x) { memcpy(p, &x, sizeof x); }

#if NN_KIND == 512
#include <immintrin.h>
__m512d _ZGVeN8v_exp(__m512d), _ZGVeN8v_expm1(__m512d), _ZGVeN8v_log1p(__m512d), _ZGVeN8v_log(__m512d);
INLINE v8 exp8(v8 x) { return (v8)_ZGVeN8v_exp((__m512d)x); }
INLINE v8 expm1_8(v8 x) { return (v8)_ZGVeN8v_expm1((__m512d)x); }
INLINE v8 log1p8(v8 x) { return (v8)_ZGVeN8v_log1p((__m512d)x); }
INLINE v8 log8(v8 x) { return (v8)_ZGVeN8v_log((__m512d)x); }
#elif NN_KIND == 256
#include <immintrin.h>
__m256d _ZGVdN4v_exp(__m256d), _ZGVdN4v_expm1(__m256d), _ZGVdN4v_log1p(__m256d), _ZGVdN4v_log(__m256d);
#define BY_HALVES(NAME, FUNCTION)                                                                                             \
  INLINE v8 NAME(v8 x) {                                                                                                      \
    __m256d low = FUNCTION((__m256d)x.lo), high = FUNCTION((__m256d)x.hi);                                                    \
    return (v8)__builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);                                                    \
  }
BY_HALVES(exp8, _ZGVdN4v_exp)
BY_HALVES(expm1_8, _ZGVdN4v_expm1)
BY_HALVES(log1p8, _ZGVdN4v_log1p)
BY_HALVES(log8, _ZGVdN4v_log)
#else
#define ONE_BY_ONE(NAME, FUNCTION)                         \
  INLINE v8 NAME(v8 x) {                                   \
    for (int i = 0; i < 8; i++) x[i] = FUNCTION(x[i]);     \
    return x;                                              \
  }
ONE_BY_ONE(exp8, exp)
ONE_BY_ONE(expm1_8, expm1)
ONE_BY_ONE(log1p8, log1p)
ONE_BY_ONE(log8, log)
#endif

#if NN_KIND > 0
INLINE v8 fma8(v8 a, v8 b, v8 c) { return __builtin_elementwise_fma(a, b, c); }
#else
INLINE v8 fma8(v8 a, v8 b, v8 c) { return a * b + c; }
#endif

/* load_part reads the first k of eight entries and sets the others to 0. store_part writes the first k. k is 1 to 8. */
#if NN_KIND == 512
INLINE v8 load_part(const double *p, size_t k) { return (v8)_mm512_maskz_loadu_pd((__mmask8)((1u << k) - 1), p); }
INLINE void store_part(double *p, v8 x, size_t k) { _mm512_mask_storeu_pd(p, (__mmask8)((1u << k) - 1), (__m512d)x); }
#else
INLINE v8 load_part(const double *p, size_t k) {
  if (k == 8) return load(p);
  v8 x = 0;
  for (size_t i = 0; i < k; i++) x[i] = p[i];
  return x;
}
INLINE void store_part(double *p, v8 x, size_t k) {
  if (k == 8) {
    store(p, x);
    return;
  }
  for (size_t i = 0; i < k; i++) p[i] = x[i];
}
#endif

INLINE v8 abs8(v8 x) { return __builtin_elementwise_abs(x); }
INLINE v8 select8(m8 condition, v8 yes, v8 no) { return condition ? yes : no; }
INLINE m8 is_nan(v8 x) { return x != x; }

/* The sum of all eight entries, in the same order on every processor. */
INLINE double sum8(v8 x) { return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7])); }

/* The sums of eight vectors: entry i is the sum of vector i, in the order of sum8. */
INLINE v8 sums8(const v8 *x) {
  v8 pairs[4], fours[2];
#pragma unroll
  for (int i = 0; i < 4; i++)
    pairs[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
               __builtin_shufflevector(x[2 * i], x[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
#pragma unroll
  for (int i = 0; i < 2; i++)
    fours[i] = __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
               __builtin_shufflevector(pairs[2 * i], pairs[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(fours[0], fours[1], 0, 1, 2, 3, 8, 9, 10, 11) + __builtin_shufflevector(fours[0], fours[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

/* The larger of each two entries. It is NaN where x or most is NaN, so a running maximum keeps a NaN. */
INLINE v8 larger(v8 most, v8 x) { return select8((x > most) | is_nan(x), x, most); }

/* tanh |x| = -expm1(-2|x|) / (2 + expm1(-2|x|)), with the sign of x. There is no cancellation near 0 and no overflow for large |x|. */
INLINE v8 tanh8(v8 x) {
  v8 e = expm1_8(splat(-2) * abs8(x));
  return __builtin_elementwise_copysign(e / (e + splat(2)), x);
}

/* sigmoid(z) from e = exp(-|z|): 1 / (1 + e) for z >= 0, and e / (1 + e) for z < 0. */
INLINE v8 sigmoid_from(v8 e, v8 z) { return select8(z < splat(0), e, splat(1)) / (splat(1) + e); }
INLINE v8 sigmoid8(v8 z) { return sigmoid_from(exp8(-abs8(z)), z); }
