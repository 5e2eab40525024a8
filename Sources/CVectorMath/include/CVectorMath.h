#ifndef NN_CVECTORMATH_H
#define NN_CVECTORMATH_H
#include <stddef.h>

/* Functions that use the processor's vectors: functions over arrays, and the passes of a network over a block of examples.
   One source file, kernels.inc, is compiled once for each kind of processor. A table holds the functions of one kind.
   No function checks sizes. Every pointer must have as many entries as its sizes say. */

/* A block of a row-major matrix: entry (r, c) is at entries[r * stride + c]. */
typedef struct {
  double *_Nonnull entries;
  size_t rows, columns, stride;
} nn_block;

/* The left matrix of a product: entry (r, c) is at entries[r * row_step + c * column_step]. The transpose has the two steps swapped. */
typedef struct {
  const double *_Nonnull entries;
  size_t rows, columns, row_step, column_step;
} nn_factor;

typedef enum : int { nn_sigmoid, nn_tanh, nn_relu, nn_leaky_relu, nn_linear, nn_softmax } nn_activation_kind;
typedef struct {
  nn_activation_kind kind;
  double slope; /* the slope of leaky_relu for z <= 0 */
} nn_activation;

typedef enum : int { nn_cross_entropy, nn_categorical, nn_squared_error } nn_loss;

/* The optimizers that keep averages: v of the gradients, s of their squares. */
typedef enum : int { nn_momentum, nn_rmsprop, nn_adam } nn_optimizer;
typedef struct {
  nn_optimizer kind;
  /* Whether momentum looks one step ahead. */
  int nesterov;
  double alpha;
  /* v = beta1 · v + share · g and s = beta2 · s + (1 - beta2) · g². */
  double beta1, share, beta2, epsilon;
  /* Adam divides v by correction1 and s by correction2. */
  double correction1, correction2;
} nn_step;

typedef enum : int { nn_add, nn_subtract, nn_multiply, nn_divide } nn_operation;

typedef struct {
  /* "avx512", "avx2" or "plain". */
  const char *_Nonnull name;
  /* The largest number of entries in a factor for which `product` and `gradient` were measured to be faster than OpenBLAS. */
  size_t largest_product;

  /* Functions of each entry of an array. The passes below use the same functions; these are for tests of their accuracy.
     out may be x. The result for an entry depends only on its value, not on its place. */
  void (*_Nonnull exponential)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull hyperbolic_tangent)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull log1p)(const double *_Nonnull x, double *_Nonnull out, size_t count);
  void (*_Nonnull sigmoid)(const double *_Nonnull x, double *_Nonnull out, size_t count);

  /* out = factor @ right. Where there is a bias, bias[r] is then added to row r. Each entry is one sum in the order of the inner dimension,
     so equal rows of the factor give equal rows. */
  void (*_Nonnull product)(nn_factor factor, nn_block right, const double *_Nullable bias, nn_block out);
  /* out = scale · (factor @ rows), where the rows of the right factor lie apart. */
  void (*_Nonnull product_of_rows)(nn_factor factor, const double *_Nonnull const *_Nonnull rows, double scale, nn_block out);
  /* dW += dZ @ Aᵀ and db += Σ dZ over the columns. dW is row-major, (dZ.rows, A.rows). With `first`, the old values are overwritten. */
  void (*_Nonnull gradient)(nn_block dZ, nn_block A, double *_Nonnull dW, double *_Nonnull db, int first);
  /* db += Σ dZ over the columns. With `first`, the old values are overwritten. */
  void (*_Nonnull row_sums)(nn_block dZ, double *_Nonnull db, int first);

  /* Z += bias for each row, where there is a bias. Then A = g(Z). A may be Z. */
  void (*_Nonnull activate)(nn_activation g, const double *_Nullable bias, nn_block Z, nn_block A);
  /* dZ = dZ * g'(Z). For softmax it is the Jacobian applied to dZ. leaky_relu reads Z, the others read A. */
  void (*_Nonnull derive)(nn_activation g, nn_block Z, nn_block A, nn_block dZ);

  /* `activate` for the output layer. It returns the sum of the losses in the block (no 1/m), computed from Z where loss and output fit. */
  double (*_Nonnull output)(nn_loss loss, nn_activation g, const double *_Nullable bias, nn_block Z, nn_block A, nn_block Y);
  /* dA of the output: the derivative of each loss by a. Where loss and output fit, it is exact even for a saturated output. */
  void (*_Nonnull output_gradient)(nn_loss loss, nn_activation g, nn_block Z, nn_block A, nn_block Y, nn_block dA);
  /* out = from. It copies rows that lie far apart in memory to a block where they are close together. */
  void (*_Nonnull gather)(nn_block from, nn_block out);
  /* out[f][e] = examples[e][first + f]: examples that lie in rows become columns. */
  void (*_Nonnull gather_rows)(const double *_Nonnull const *_Nonnull examples, size_t first, nn_block out);
  /* out = a - b. out may be a or b. */
  void (*_Nonnull subtract)(nn_block a, nn_block b, nn_block out);

  /* out[i] = a[i] OPERATION b[i]. A step is 1, or 0 where one number meets every entry of the other side. Returns 1 where every result is finite,
     else 0. */
  int (*_Nonnull arithmetic)(nn_operation operation, const double *_Nonnull a, size_t a_step, const double *_Nonnull b, size_t b_step,
                             double *_Nonnull out, size_t count);
  /* Returns 1 where every entry is finite, else 0. */
  int (*_Nonnull is_finite)(const double *_Nonnull entries, size_t count);

  /* out[i] = scale · (parts[i] + parts[step + i] + …), with part_count terms, added in this order. */
  void (*_Nonnull combine)(const double *_Nonnull parts, size_t part_count, size_t step, double scale, double *_Nonnull out, size_t count);
  /* parameters -= alpha · gradients. The product and the difference are rounded separately. */
  void (*_Nonnull update)(double *_Nonnull parameters, const double *_Nonnull gradients, double alpha, size_t count);
  /* The step of an optimizer with averages. momentum reads and writes v, rmsprop s, adam both; the other one may be NULL. */
  void (*_Nonnull average)(nn_step step, double *_Nonnull parameters, const double *_Nonnull gradients, double *_Nullable v, double *_Nullable s,
                           size_t count);
} nn_kernels;

/* The table with the widest vectors that this processor has. The environment variable NNSHELL_KERNELS can name another one. */
const nn_kernels *_Nonnull nn_chosen_kernels(void);
/* The table with this name; NULL for another name or where this processor lacks such vectors. */
const nn_kernels *_Nullable nn_kernels_named(const char *_Nonnull name);

/* The number of processors that this process may run on; 1 where the system does not say. */
int nn_processors(void);

#endif
