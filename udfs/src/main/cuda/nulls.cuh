// Null controls N0, N1 (Gaussian) and N2 (permutation), METHOD section 4.
#pragma once
#include "philox.cuh"
#include "strict_math.cuh"

GT_INLINE double uniform(u64 bits) { return ((double)(bits >> 11) + 0.5) * 0x1p-53; }

GT_INLINE void store_pair(double* field, u64 nodes, u64 pair, double even, double odd) {
  if (2 * pair + 1 < nodes) {
    ((double2*)field)[pair] = make_double2(even, odd);
  } else {
    field[2 * pair] = even;
  }
}

// kind 1 is N0: standard Gaussian. kind 2 is N1: mean + sd * g.
GT_KERNEL gaussian(double* field, u64 nodes, u32 seed, u32 replicate, u32 kind, double mean,
                   double sd) {
  u64 pairs = (nodes + 1) / 2;
  for (u64 pair = global_thread(); pair < pairs; pair += all_threads()) {
    Words4 words = philox(seed, (u32)nodes, (u32)pair, (u32)(pair >> 32), replicate, kind);
    double radius = sqrt(-2.0 * strict_log(uniform(first_half(words))));
    CosSin turn = strict_cos_sin(6.283185307179586 * uniform(second_half(words)));
    double even = radius * turn.cosine;
    double odd = radius * turn.sine;
    if (kind == 1) {
      store_pair(field, nodes, pair, even, odd);
    } else {
      store_pair(field, nodes, pair, mean + sd * even, mean + sd * odd);
    }
  }
}

// Round function of feistel-v1.
GT_INLINE u32 feistel_mix(u32 part, const u32* key) {
  u32 h = part * 0x9E3779B1u + key[0];
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= key[1];
  h ^= h >> 13;
  h *= 0xC2B2AE35u;
  return h ^ (h >> 16);
}

// permuted[i] = field[feistel-v1(i)]; low_bits is the width of the low part.
GT_KERNEL permute(const double* field, double* permuted, u64 nodes, u64 seed, u32 replicate,
                  u32 high_bits, u32 low_bits) {
  __shared__ u32 keys[16];
  if (threadIdx.x < 8) {
    Words4 words =
        philox((u32)seed, (u32)nodes, threadIdx.x, (u32)(seed >> 32), replicate, 3);
    keys[2 * threadIdx.x] = words.w0;
    keys[2 * threadIdx.x + 1] = words.w1;
  }
  __syncthreads();
  u32 low_mask = (1u << low_bits) - 1u;
  u32 high_mask = (1u << high_bits) - 1u;
  for (u64 i = global_thread(); i < nodes; i += all_threads()) {
    u32 position = (u32)i;
    do {
      u32 high = position >> low_bits;
      u32 low = position & low_mask;
      for (int round = 0; round < 8; round += 2) {
        high ^= feistel_mix(low, keys + 2 * round) & high_mask;
        low ^= feistel_mix(high, keys + 2 * round + 2) & low_mask;
      }
      position = (high << low_bits) | low;
    } while (position >= (u32)nodes);
    permuted[i] = field[position];
  }
}
