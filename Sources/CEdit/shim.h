#ifndef NN_CEDIT_SHIM_H
#define NN_CEDIT_SHIM_H
#include <histedit.h>
#endif
