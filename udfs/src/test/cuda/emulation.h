// CUDA's names for g++: the threads of a block are fibers on one CPU thread, one block at a time.
// Barriers, shuffles and ballots switch fibers; atomics need nothing. Slow, and exact.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(threads)
#define __shared__ static

struct Index3 {
  unsigned x, y, z;
};

extern Index3 threadIdx, blockIdx, blockDim, gridDim;

void emulation_block_barrier();
void emulation_warp_barrier();
unsigned emulation_ballot(int predicate);
unsigned long long emulation_shuffle(unsigned long long value, unsigned source_lane);

#ifdef GT_COUNT_SECTORS
void emulation_atomic(const void* at, unsigned bytes);
void emulation_streaming(const void* at);
#else
inline void emulation_atomic(const void*, unsigned) {}
inline void emulation_streaming(const void*) {}
#endif

inline void __syncthreads() { emulation_block_barrier(); }
inline void __syncwarp() { emulation_warp_barrier(); }
inline unsigned __ballot_sync(unsigned, int predicate) { return emulation_ballot(predicate); }

template <class T>
T __shfl_sync(unsigned, T value, unsigned lane) {
  unsigned long long bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  bits = emulation_shuffle(bits, lane);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned by) {
  unsigned lane = threadIdx.x & 31u;
  return __shfl_sync(mask, value, lane + by < 32 ? lane + by : lane);
}

template <class T, class U>
T atomicAdd(T* at, U value) {
  emulation_atomic(at, sizeof *at);
  T old = *at;
  *at = old + (T)value;
  return old;
}

inline unsigned atomicOr(unsigned* at, unsigned value) {
  emulation_atomic(at, sizeof *at);
  unsigned old = *at;
  *at |= value;
  return old;
}

inline unsigned atomicAnd(unsigned* at, unsigned value) {
  emulation_atomic(at, sizeof *at);
  unsigned old = *at;
  *at &= value;
  return old;
}

template <class T>
T atomicMin(T* at, T value) {
  emulation_atomic(at, sizeof *at);
  T old = *at;
  if (value < old) *at = value;
  return old;
}

template <class T>
T atomicMax(T* at, T value) {
  emulation_atomic(at, sizeof *at);
  T old = *at;
  if (value > old) *at = value;
  return old;
}

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
inline int __ffs(unsigned bits) { return __builtin_ffs((int)bits); }

inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}

// Stored as one, as on a GPU.
typedef double double2 __attribute__((vector_size(16)));

inline double2 make_double2(double x, double y) { return double2{x, y}; }

template <class To, class From>
To emulation_same_bits(From from) {
  To to;
  static_assert(sizeof to == sizeof from, "only the type changes");
  std::memcpy(&to, &from, sizeof to);
  return to;
}

inline long long __double_as_longlong(double value) { return emulation_same_bits<long long>(value); }
inline double __longlong_as_double(long long bits) { return emulation_same_bits<double>(bits); }
inline float __uint_as_float(unsigned bits) { return emulation_same_bits<float>(bits); }

using std::fabs;
using std::sqrt;
