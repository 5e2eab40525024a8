#ifndef NN_CVECTORMATH_H
#define NN_CVECTORMATH_H
#include <stddef.h>

/* What the processor's vectors do: functions over arrays, and the passes of a network over a block of its examples.
   One source (kernels.inc) is compiled once for each kind of processor; a table holds the functions of one kind. */

/* A block of a row-major matrix: entry (r, c) at entries[r * stride + c]. */
typedef struct {
  double *_Nonnull entries;
  size_t rows, columns, stride;
} nn_block;

/* A matrix to multiply by: entry (r, c) at entries[r * row_step + c * column_step], so that a transpose is one with the steps swapped. */
typedef struct {
  const double *_Nonnull entries;
  size_t rows, columns, row_step, column_step;
} nn_factor;

typedef enum : int { nn_sigmoid, nn_tanh, nn_relu, nn_leaky_relu, nn_linear, nn_softmax } nn_activation_kind;
typedef struct {
  nn_activation_kind kind;
  double slope; /* of leaky_relu left of 0 */
} nn_activation;

typedef enum : int { nn_cross_entropy, nn_categorical, nn_squared_error } nn_loss;

typedef enum : int { nn_add, nn_subtract, nn_multiply, nn_divide } nn_operation;

typedef struct {
  /* "avx512", "avx2" or "plain" */
  const char *_Nonnull name;
  /* Entries of a factor up to which `product` and `gradient` were measured to be faster than OpenBLAS on the same block. */
  size_t largest_product;

  /* Elementwise over arrays, as the functions stand in the passes below: for tests of their accuracy. out may be x. An entry's result depends on its value alone, never on its place. */
  void (*_Nonnull exponential)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull hyperbolic_tangent)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull log1p)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull sigmoid)(const double *_Nonnull x, double *_Nonnull out, size_t count);

  /* out = factor @ right, then + bias down the rows where there is one. Each entry is one chain over the inner dimension, so equal rows of the
     factor give equal rows. */
  void (*_Nonnull product)(nn_factor factor, nn_block right, const double *_Nullable bias, nn_block out);
  /* dW (+)= dZ @ Aᵀ, db (+)= Σ dZ over the columns: dW row-major (dZ.rows, A.rows); added to what stands there unless `first`. */
  void (*_Nonnull gradient)(nn_block dZ, nn_block A, double *_Nonnull dW, double *_Nonnull db, int first);
  /* db (+)= Σ dZ over the columns. */
  void (*_Nonnull row_sums)(nn_block dZ, double *_Nonnull db, int first);

  /* z += bias where there is one, a = g(z). A may be Z. */
  void (*_Nonnull activate)(nn_activation g, const double *_Nullable bias, nn_block Z, nn_block A);
  /* dZ = dZ * g'(z) (softmax: the Jacobian applied). leaky_relu reads Z, the others A. */
  void (*_Nonnull derive)(nn_activation g, nn_block Z, nn_block A, nn_block dZ);

  /* `activate` for the output layer, and the losses of the block summed (no 1/m): from Z where loss and output fit. */
  double (*_Nonnull output)(nn_loss loss, nn_activation g, const double *_Nullable bias, nn_block Z, nn_block A, nn_block Y);
  /* dA of the output: each loss derived by a, exact where a fitting output saturates. */
  void (*_Nonnull output_gradient)(nn_loss loss, nn_activation g, nn_block Z, nn_block A, nn_block Y, nn_block dA);
  /* out = from: columns that lie far apart, brought together. */
  void (*_Nonnull gather)(nn_block from, nn_block out);
  /* out = a - b; out may be either. */
  void (*_Nonnull subtract)(nn_block a, nn_block b, nn_block out);

  /* out[i] = a[i] OPERATION b[i]. A step is 1, or 0 where one number meets every entry of the other side. Returns 1 where every result is finite,
     else 0. */
  int (*_Nonnull arithmetic)(nn_operation operation, const double *_Nonnull a, size_t a_step, const double *_Nonnull b, size_t b_step,
                             double *_Nonnull out, size_t count);
  /* Returns 1 where every entry is finite, else 0. */
  int (*_Nonnull is_finite)(const double *_Nonnull entries, size_t count);

  /* out = scale · (parts[0] + parts[step] + …), the parts added in order. */
  void (*_Nonnull combine)(const double *_Nonnull parts, size_t part_count, size_t step, double scale, double *_Nonnull out, size_t count);
  /* parameters -= alpha · gradients; a product and a difference, each rounded. */
  void (*_Nonnull update)(double *_Nonnull parameters, const double *_Nonnull gradients, double alpha, size_t count);
} nn_kernels;

/* The table for this processor: the widest it has, or the one that NNSHELL_KERNELS names. */
const nn_kernels *_Nonnull nn_chosen_kernels(void);
/* The table of a name, NULL where this processor has no such vectors. */
const nn_kernels *_Nullable nn_kernels_named(const char *_Nonnull name);

/* Processors that this process may run on. */
int nn_processors(void);

#endif
