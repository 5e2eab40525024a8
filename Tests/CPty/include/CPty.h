#ifndef NN_CPTY_H
#define NN_CPTY_H
#include <sys/types.h>

/* Starts argv[0] on a new pseudo-terminal of the given size. Returns the id of the child, or -1, and the terminal in `master`. */
pid_t nn_pty_spawn(char *const argv[], char *const envp[], int rows, int columns, int *master);

/* Gives the terminal another size. The program in the foreground gets SIGWINCH. */
int nn_pty_resize(int master, int rows, int columns);

#endif
