#ifndef NN_CPTY_H
#define NN_CPTY_H
#include <sys/types.h>

/* Starts argv[0] on a new pseudo-terminal of the given size; returns the child's id, or -1. */
pid_t nn_pty_spawn(char *const argv[], char *const envp[], int rows, int columns, int *master);

/* Gives the terminal another size; the program in front gets SIGWINCH. */
int nn_pty_resize(int master, int rows, int columns);

#endif
