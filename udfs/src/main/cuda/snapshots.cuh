// Snapshots as stored (float16, bfloat16, float32, float64) to double, and differences of two,
// taken in double from the stored values.
#pragma once
#include "target.cuh"

// Exact: every float16 is a double. Subnormals are fraction * 2^-24.
GT_INLINE double widen_half(u16 half) {
  u32 exponent = (half >> 10) & 0x1Fu;
  u64 fraction = half & 0x3FFu;
  u64 sign = (u64)(half >> 15) << 63;
  if (exponent == 0) {
    double magnitude = (double)(u32)fraction * 5.9604644775390625e-08;
    return of_bits(bits_of(magnitude) | sign);
  }
  u64 wide = exponent == 31u ? 0x7FFull : (u64)(exponent + 1008u);
  return of_bits(sign | (wide << 52) | (fraction << 42));
}

GT_INLINE double widen_brain(u16 brain) { return (double)__uint_as_float((u32)brain << 16); }

GT_INLINE double widen_single(float single) { return (double)single; }

GT_INLINE double widen_double(double value) { return value; }

#define GT_SNAPSHOT(name, type, widen)                                                         \
  GT_KERNEL widen_##name(const type* stored, double* field, u64 nodes) {                       \
    for (u64 i = global_thread(); i < nodes; i += all_threads()) field[i] = widen(stored[i]);  \
  }                                                                                            \
  GT_KERNEL difference_##name(const type* earlier, const type* later, double* field,           \
                              u64 nodes) {                                                     \
    for (u64 i = global_thread(); i < nodes; i += all_threads())                               \
      field[i] = widen(later[i]) - widen(earlier[i]);                                          \
  }

GT_SNAPSHOT(f16, u16, widen_half)
GT_SNAPSHOT(bf16, u16, widen_brain)
GT_SNAPSHOT(f32, float, widen_single)
GT_SNAPSHOT(f64, double, widen_double)
