// Passes over a field in the order moments-v1: blocks of 4096 consecutive entries, one warp each,
// lane j over entries j, j + 32, ..., lanes combined by halving. The host adds the block sums in
// ascending order.
#pragma once
#include "target.cuh"

#define GT_BLOCK 4096u
#define GT_TOP_BITS 12
#define GT_TOP_SHIFT (63 - GT_TOP_BITS)

// Lane 0 gets lane[j] += lane[j + h] for h = 16, 8, 4, 2, 1.
GT_INLINE double halve(double lane) {
  for (u32 h = 16; h > 0; h >>= 1) lane += __shfl_down_sync(GT_ALL, lane, h);
  return lane;
}

GT_INLINE u64 blocks_of(u64 nodes) { return (nodes + GT_BLOCK - 1) / GT_BLOCK; }

GT_INLINE u32 block_length(u64 nodes, u64 block) {
  u64 left = nodes - block * GT_BLOCK;
  return left < GT_BLOCK ? (u32)left : GT_BLOCK;
}

// Calls visit(entry, index in the block) for this lane's entries of a block, in ascending order,
// with eight loads under way at once.
template <class Visit>
GT_INLINE void visit_block(const double* entries, u32 length, Visit visit) {
  u32 i = lane_of_warp();
  for (; i - lane_of_warp() + 256 <= length; i += 256) {
    double loaded[8];
#pragma unroll
    for (u32 k = 0; k < 8; k++) loaded[k] = load_once(entries + i + 32 * k);
#pragma unroll
    for (u32 k = 0; k < 8; k++) visit(loaded[k], i + 32 * k);
  }
  for (; i < length; i += 32) visit(entries[i], i);
}

// Doubles in the order of their values, as unsigned numbers.
GT_INLINE u64 ordered(double value) {
  u64 bits = bits_of(value);
  return bits >> 63 ? ~bits : bits | 0x8000000000000000ull;
}

// Counts runs of equal digits before it adds them, as fields full of zeros would else queue at one
// counter.
struct RunCounter {
  u32 digit, run;
};

GT_INLINE void count(RunCounter& counter, u32 digit, u32* histogram) {
  if (digit != counter.digit) {
    if (counter.run) atomicAdd(histogram + counter.digit, counter.run);
    counter.digit = digit;
    counter.run = 0;
  }
  counter.run++;
}

GT_INLINE void flush(RunCounter& counter, u32* histogram) {
  if (counter.run) atomicAdd(histogram + counter.digit, counter.run);
  counter.run = 0;
}

GT_INLINE void clear_shared(u32* histogram, u32 digits) {
  for (u32 d = threadIdx.x; d < digits; d += GT_THREADS) histogram[d] = 0;
  __syncthreads();
}

GT_INLINE void add_to_global(const u32* histogram, u32 digits, u32* total) {
  __syncthreads();
  for (u32 d = threadIdx.x; d < digits; d += GT_THREADS)
    if (histogram[d]) atomicAdd(total + d, histogram[d]);
}

struct Survey {
  u64 least, greatest, zeros, first_not_finite;
};

// First reading of a field: block sums, extremes, zeros, first entry that is not finite, and the
// histogram of the magnitudes' leading bits that the quantile starts from.
GT_KERNEL survey(const double* field, u64 nodes, double* sums, Survey* result, u32* histogram) {
  __shared__ u32 digits[1u << GT_TOP_BITS];
  clear_shared(digits, 1u << GT_TOP_BITS);
  u64 least = ~0ull, greatest = 0, zeros = 0, not_finite = ~0ull;
  RunCounter counter = {0, 0};
  u32 lane = lane_of_warp();
  for (u64 block = global_warp(); block < blocks_of(nodes); block += all_warps()) {
    const double* entries = field + block * GT_BLOCK;
    u32 length = block_length(nodes, block);
    double sum = 0.0;
    visit_block(entries, length, [&](double value, u32 i) {
      u64 magnitude = bits_of(value) & 0x7FFFFFFFFFFFFFFFull;
      u64 rank = ordered(value);
      sum += value;
      least = rank < least ? rank : least;
      greatest = rank > greatest ? rank : greatest;
      zeros += magnitude == 0;
      if (magnitude >= 0x7FF0000000000000ull) {
        u64 index = block * GT_BLOCK + i;
        not_finite = index < not_finite ? index : not_finite;
      }
      count(counter, (u32)(magnitude >> GT_TOP_SHIFT), digits);
    });
    sum = halve(sum);
    if (lane == 0) sums[block] = sum;
  }
  flush(counter, digits);
  least = warp_least(least);
  greatest = warp_greatest(greatest);
  zeros = warp_total(zeros);
  not_finite = warp_least(not_finite);
  if (lane == 0) {
    atomicMin(&result->least, least);
    atomicMax(&result->greatest, greatest);
    atomicAdd(&result->zeros, zeros);
    atomicMin(&result->first_not_finite, not_finite);
  }
  add_to_global(digits, 1u << GT_TOP_BITS, histogram);
}

// Block sums alone: the signed sum of the relaxed field.
GT_KERNEL block_sums(const double* field, u64 nodes, double* sums) {
  u32 lane = lane_of_warp();
  for (u64 block = global_warp(); block < blocks_of(nodes); block += all_warps()) {
    const double* entries = field + block * GT_BLOCK;
    u32 length = block_length(nodes, block);
    double sum = 0.0;
    visit_block(entries, length, [&](double value, u32) { sum += value; });
    sum = halve(sum);
    if (lane == 0) sums[block] = sum;
  }
}
