#ifndef NN_CZIP_SHIM_H
#define NN_CZIP_SHIM_H
#include <zip.h>
#endif
