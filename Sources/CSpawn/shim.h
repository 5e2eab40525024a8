#ifndef NN_CSPAWN_SHIM_H
#define NN_CSPAWN_SHIM_H
/* Calls of the system for another program's start. glibc declares them only under _GNU_SOURCE, which Swift's module of glibc does not have. */
#include <fcntl.h>
#include <spawn.h>

extern int pipe2(int ends[2], int flags);
extern int memfd_create(const char *name, unsigned flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* A file in memory, which no other program can change. It is closed when another program starts. */
static inline int nn_memory_file(void) { return memfd_create("nnshell", 1 /* MFD_CLOEXEC */); }

#endif
