#ifndef NN_CZLIB_SHIM_H
#define NN_CZLIB_SHIM_H
#include <zlib.h>
#endif
