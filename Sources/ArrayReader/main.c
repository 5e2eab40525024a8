/* nnshell-arrays reads MATLAB files and HDF5 files for nnshell, in a process of its own.
 *
 *   nnshell-arrays list FILE [MEMORY [SECONDS]]
 *   nnshell-arrays read FILE NAME [MEMORY [SECONDS]]
 *
 * It writes the stream of stream.h to the standard output. MEMORY is the number of bytes that the file may need; SECONDS is the time of the
 * processor. The limits are set before the file is opened. The status is 0 where the stream is complete. The program writes to a pipe; it may write no file.
 */
#include <hdf5.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "stream.h"

/* The program itself with its libraries takes this much of the address space. */
static const uint64_t own_memory = 256u << 20;

static uint64_t number(const char *text) {
  char *end;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != 0) nn_fail("'%.100s' is not a number", text);
  return value;
}

/* The system warns at `value` with a signal, and ends the program at `hard`. */
static void limit(int resource, uint64_t value, uint64_t hard) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) nn_fail("the limits cannot be read");
  if (value < now.rlim_cur) now.rlim_cur = value;
  if (hard < now.rlim_max) now.rlim_max = hard;
  if (setrlimit(resource, &now) != 0) nn_fail("the limits cannot be set");
}

int main(int count, char **words) {
  /* The program ends when nnshell ends. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return 2;
  int reads = count > 1 && strcmp(words[1], "read") == 0;
  int first = reads ? 4 : 3;
  if (count < first || count > first + 2 || (!reads && strcmp(words[1], "list") != 0)) {
    fprintf(stderr, "usage: nnshell-arrays list FILE [MEMORY [SECONDS]] | nnshell-arrays read FILE NAME [MEMORY [SECONDS]]\n");
    return 2;
  }
  nn_request request = {.path = words[2], .wanted = reads ? words[3] : NULL, .found = 0};
  nn_begin();
  uint64_t memory = count > first ? number(words[first]) : 1u << 30;
  uint64_t space = memory < UINT64_MAX - own_memory ? memory + own_memory : UINT64_MAX;
  uint64_t seconds = count > first + 1 ? number(words[first + 1]) : 300;
  limit(RLIMIT_AS, space, space);
  limit(RLIMIT_CPU, seconds, seconds < UINT64_MAX ? seconds + 1 : seconds);
  limit(RLIMIT_CORE, 0, 0);
  /* A damaged file may mislead the libraries. They then can write no file and start no program with other rights. */
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_NPROC, 0, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) nn_fail("the limits cannot be set");
  /* A file that another program has locked is read all the same. */
  if (setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1) != 0) nn_no_memory();
  /* No filter and no driver comes from other files, and the libraries write no errors of their own. */
  unsetenv("HDF5_PLUGIN_PRELOAD");
  unsetenv("HDF5_DRIVER");
  if (H5open() < 0 || H5Eset_auto2(H5E_DEFAULT, NULL, NULL) < 0 || H5PLset_loading_state(0) < 0) nn_fail("the HDF5 library does not start");
  if (H5Fis_hdf5(request.path) > 0) {
    nn_hdf5(&request);
  } else {
    nn_matlab(&request);
  }
  if (request.wanted && !request.found) nn_fail("the file has no array named %.200s", request.wanted);
  nn_end();
  /* What the libraries still hold is left to the system. */
  _Exit(0);
}
