// What a source needs from the machine it is compiled for. nvcc sees CUDA; g++ sees an emulation
// with the same names (src/test/cuda/emulation.h), so that CI runs these very sources on a CPU.
#pragma once

#ifdef __CUDACC__
#define GT_INLINE __device__ __forceinline__
#else
#include "emulation.h"
#define GT_INLINE static inline
#endif

typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

// All kernels run in blocks of this many threads.
#define GT_THREADS 256
#define GT_WARPS (GT_THREADS / 32)
#define GT_ALL 0xFFFFFFFFu
#define GT_KERNEL extern "C" __global__ void __launch_bounds__(GT_THREADS)

GT_INLINE u32 lane_of_warp() { return threadIdx.x & 31u; }

GT_INLINE u32 warp_of_block() { return threadIdx.x >> 5; }

GT_INLINE u64 global_thread() { return (u64)blockIdx.x * blockDim.x + threadIdx.x; }

GT_INLINE u64 all_threads() { return (u64)gridDim.x * blockDim.x; }

GT_INLINE u64 global_warp() { return global_thread() >> 5; }

GT_INLINE u64 all_warps() { return all_threads() >> 5; }

GT_INLINE u64 bits_of(double value) { return (u64)__double_as_longlong(value); }

GT_INLINE double of_bits(u64 bits) { return __longlong_as_double((long long)bits); }

GT_INLINE u32 high_word(double value) { return (u32)(bits_of(value) >> 32); }

// What a kernel only reads, and what it reads or writes once and leaves no reason to keep cached.
#ifdef __CUDACC__
template <class T>
GT_INLINE T load(const T* from) {
  return __ldg(from);
}
template <class T>
GT_INLINE T load_once(const T* from) {
  return __ldcs(from);
}
template <class T>
GT_INLINE void store_once(T* to, T value) {
  __stcs(to, value);
}
#else
template <class T>
GT_INLINE T load(const T* from) {
  return *from;
}
template <class T>
GT_INLINE T load_once(const T* from) {
  emulation_streaming(from);
  return *from;
}
template <class T>
GT_INLINE void store_once(T* to, T value) {
  emulation_streaming(to);
  *to = value;
}
#endif

// Reductions over the warp, in lane 0. Integers only, so no order matters.
GT_INLINE u64 warp_total(u64 value) {
  for (u32 h = 16; h > 0; h >>= 1) value += __shfl_down_sync(GT_ALL, value, h);
  return value;
}

GT_INLINE u64 warp_least(u64 value) {
  for (u32 h = 16; h > 0; h >>= 1) {
    u64 other = __shfl_down_sync(GT_ALL, value, h);
    value = other < value ? other : value;
  }
  return value;
}

GT_INLINE u64 warp_greatest(u64 value) {
  for (u32 h = 16; h > 0; h >>= 1) {
    u64 other = __shfl_down_sync(GT_ALL, value, h);
    value = other > value ? other : value;
  }
  return value;
}
