#define _GNU_SOURCE
#include "CPty.h"
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

pid_t nn_pty_spawn(char *const argv[], char *const envp[], int rows, int columns, int *master) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  pid_t child = forkpty(master, 0, 0, &size);
  if (child == 0) {
    // The threads of a pool block signals, and a program keeps its blocked signals over exec.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    // The program must not keep another test's terminal open.
    close_range(3, ~0u, 0);
    execve(argv[0], argv, envp);
    _exit(127);
  }
  return child;
}

int nn_pty_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return ioctl(master, TIOCSWINSZ, &size);
}
