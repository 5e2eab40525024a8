#ifndef NN_COPENBLAS_SHIM_H
#define NN_COPENBLAS_SHIM_H
#include <cblas.h>
#include <stddef.h>

/* LAPACK's singular values, which OpenBLAS holds; its header declares them in a package of its own. Numbers go by address, as Fortran has it, and the length of a text comes last. */
void dgesdd_(const char *job, const blasint *m, const blasint *n, double *a, const blasint *lda, double *s, double *u, const blasint *ldu, double *vt,
             const blasint *ldvt, double *work, const blasint *lwork, blasint *iwork, blasint *info, size_t job_length);
#endif
