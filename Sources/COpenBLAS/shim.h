#ifndef NN_COPENBLAS_SHIM_H
#define NN_COPENBLAS_SHIM_H
#include <cblas.h>
#include <stddef.h>

/* LAPACK's singular values. OpenBLAS contains the function, but the header that declares it is in another package. As in Fortran, numbers
   are passed by address, and the length of a text is the last argument. */
void dgesdd_(const char *job, const blasint *m, const blasint *n, double *a, const blasint *lda, double *s, double *u, const blasint *ldu, double *vt,
             const blasint *ldvt, double *work, const blasint *lwork, blasint *iwork, blasint *info, size_t job_length);

/* Ends the threads of OpenBLAS, as OpenBLAS itself does before a fork. A build of OpenBLAS without threads lacks the function. */
extern int blas_thread_shutdown_(void) __attribute__((weak));
static inline void nn_end_openblas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
#endif
