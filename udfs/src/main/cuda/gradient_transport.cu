// All kernels of the probe, one module. Built without fused multiply-add (-fmad=false): the
// measurement's arithmetic is plain IEEE double (METHOD section 1).
#include "graph.cuh"
#include "moments.cuh"
#include "nulls.cuh"
#include "quantile.cuh"
#include "relaxation.cuh"
#include "snapshots.cuh"
