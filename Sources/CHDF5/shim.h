#ifndef NN_CHDF5_SHIM_H
#define NN_CHDF5_SHIM_H
#include <hdf5.h>
#endif
