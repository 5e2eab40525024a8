#ifndef NN_CCSV_SHIM_H
#define NN_CCSV_SHIM_H
#include <csv.h>
#endif
