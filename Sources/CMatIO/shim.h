#ifndef NN_CMATIO_SHIM_H
#define NN_CMATIO_SHIM_H
#include <matio.h>
#endif
