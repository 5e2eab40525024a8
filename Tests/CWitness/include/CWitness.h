#ifndef NN_CWITNESS_H
#define NN_CWITNESS_H

/* Preloaded into the program under test, it stands between it and the C library: what is called is counted, then done.
   At exit it says on standard error, a line each:
     witness allocations N
     witness large N   (those of a megabyte or more)
     witness files write fsync rename …   (calls on regular files and folders, in order) */

#endif
