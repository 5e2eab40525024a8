#include "CPty.h"
#include <pty.h>
#include <unistd.h>

pid_t nn_pty_spawn(char *const argv[], char *const envp[], int rows, int columns, int *master) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  pid_t child = forkpty(master, 0, 0, &size);
  if (child == 0) {
    execve(argv[0], argv, envp);
    _exit(127);
  }
  return child;
}
