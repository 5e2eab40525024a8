#define _GNU_SOURCE
#include "CVectorMath.h"
#include <sched.h>
#include <stdlib.h>
#include <string.h>

extern const nn_kernels nn_kernels_plain;
#if defined(__x86_64__)
extern const nn_kernels nn_kernels_avx2, nn_kernels_avx512;
#endif

const nn_kernels *nn_kernels_named(const char *name) {
  if (strcmp(name, "plain") == 0) return &nn_kernels_plain;
#if defined(__x86_64__)
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (strcmp(name, "avx2") == 0 && has_avx2) return &nn_kernels_avx2;
  if (strcmp(name, "avx512") == 0 && has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return &nn_kernels_avx512;
#endif
  return NULL;
}

const nn_kernels *nn_chosen_kernels(void) {
  const char *asked = getenv("NNSHELL_KERNELS");
  const nn_kernels *table = asked ? nn_kernels_named(asked) : NULL;
  if (!table) table = nn_kernels_named("avx512");
  if (!table) table = nn_kernels_named("avx2");
  return table ? table : &nn_kernels_plain;
}

int nn_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
