#ifndef NN_CWITNESS_H
#define NN_CWITNESS_H

/* A library that is preloaded into the program under test. It takes the place of some functions of the C library, counts their calls, and then
   does what they do. At the end of the program it writes three lines to standard error:
     witness allocations N
     witness large N   (the allocations of a mebibyte or more)
     witness files write fsync rename …   (the calls on regular files and folders, in order) */

#endif
