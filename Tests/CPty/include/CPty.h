#ifndef NN_CPTY_H
#define NN_CPTY_H
#include <sys/types.h>

/* Starts argv[0] on a new pseudo-terminal of the given size; returns the child's id, or -1. */
pid_t nn_pty_spawn(char *const argv[], char *const envp[], int rows, int columns, int *master);

#endif
