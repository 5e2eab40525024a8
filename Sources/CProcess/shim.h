#ifndef NN_CPROCESS_SHIM_H
#define NN_CPROCESS_SHIM_H
/* Swift marks fork as unavailable. The program calls it only before it starts threads. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

static inline pid_t nn_fork(void) { return fork(); }
/* The kernel ends the child when its parent ends. */
static inline void nn_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

#endif
