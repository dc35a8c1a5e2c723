// Exact order statistics of magnitudes by radix selection: the bit patterns of numbers without sign
// order as the numbers do. The leading 12 bits are counted by `survey`; the entries that share them
// with the wanted one are gathered and counted by 13, 13, 13 and 12 further bits.
#pragma once
#include "moments.cuh"

#define GT_DIGITS 8192u

struct Selection {
  u64 prefix;      // leading bits of x_k found so far; at the end all 63
  u64 rank;        // rank of x_k among the entries with this prefix
  u64 equal;       // entries with this prefix
  u64 above;       // least magnitude known to lie above x_k
  u64 candidates;  // entries gathered
};

// One block: finds the digit that holds the wanted rank, and clears the histogram.
GT_KERNEL select_digit(u32* histogram, u32 digits, u32 width, Selection* selection) {
  __shared__ u32 counted[GT_DIGITS];
  __shared__ u64 parts[GT_THREADS];
  for (u32 d = threadIdx.x; d < digits; d += GT_THREADS) {
    counted[d] = histogram[d];
    histogram[d] = 0;
  }
  __syncthreads();
  u32 share = digits / GT_THREADS;
  u32 from = threadIdx.x * share;
  u64 total = 0;
  // Each thread begins at another place of its share, as all shares begin at one bank.
  for (u32 d = 0; d < share; d++) total += counted[from + (d + threadIdx.x) % share];
  parts[threadIdx.x] = total;
  u64 rank = selection->rank;
  u64 prefix = selection->prefix;
  __syncthreads();
  u64 below = 0;
  for (u32 t = 0; t < threadIdx.x; t++) below += parts[t];
  if (below <= rank && rank < below + total) {
    u32 d = from;
    while (rank >= below + counted[d]) below += counted[d++];
    selection->prefix = (prefix << width) | d;
    selection->rank = rank - below;
    selection->equal = counted[d];
  }
}

#define GT_ROUNDS 4
#define GT_BUFFER 256u

// Hands a warp's buffered magnitudes over; one atomic for up to 256 of them.
GT_INLINE void hand_over(const u64* buffer, u32 filled, Selection* selection, u64* gathered) {
  u64 base = 0;
  __syncwarp();
  if (lane_of_warp() == 0) base = atomicAdd(&selection->candidates, (u64)filled);
  base = __shfl_sync(GT_ALL, base, 0);
  for (u32 i = lane_of_warp(); i < filled; i += 32) gathered[base + i] = buffer[i];
  __syncwarp();
}

// Gathers the magnitudes whose leading bits are the prefix, in any order, and notes the least one
// above them.
GT_KERNEL select_gather(const double* field, u64 nodes, Selection* selection, u64* gathered) {
  __shared__ u64 buffers[GT_WARPS][GT_BUFFER];
  u64* buffer = buffers[warp_of_block()];
  u32 filled = 0;
  u64 prefix = selection->prefix;
  u64 above = ~0ull;
  u32 lane = lane_of_warp();
  u32 lower_lanes = (1u << lane) - 1u;
  const u64 stride = 32 * GT_ROUNDS;
  for (u64 from = global_warp() * stride; from < nodes; from += all_warps() * stride) {
    u64 magnitudes[GT_ROUNDS];
#pragma unroll
    for (u32 k = 0; k < GT_ROUNDS; k++) {
      u64 i = from + 32 * k + lane;
      magnitudes[k] = i < nodes ? bits_of(load_once(field + i)) & 0x7FFFFFFFFFFFFFFFull : ~0ull;
    }
#pragma unroll
    for (u32 k = 0; k < GT_ROUNDS; k++) {
      u64 leading = magnitudes[k] >> GT_TOP_SHIFT;
      if (leading > prefix && magnitudes[k] < above) above = magnitudes[k];
      u32 chosen = __ballot_sync(GT_ALL, leading == prefix);
      if (leading == prefix) buffer[filled + __popc(chosen & lower_lanes)] = magnitudes[k];
      filled += __popc(chosen);
      if (filled > GT_BUFFER - 32) {
        hand_over(buffer, filled, selection, gathered);
        filled = 0;
      }
    }
  }
  if (filled) hand_over(buffer, filled, selection, gathered);
  above = warp_least(above);
  if (lane == 0) atomicMin(&selection->above, above);
}

// Counts the next digit of the candidates that share the prefix found so far.
GT_KERNEL select_count(const u64* gathered, u32 shift, u32 width, const Selection* selection,
                       u32* histogram) {
  __shared__ u32 digits[GT_DIGITS];
  clear_shared(digits, GT_DIGITS);
  u64 prefix = selection->prefix;
  u64 candidates = selection->candidates;
  u32 mask = (1u << width) - 1u;
  RunCounter counter = {0, 0};
  for (u64 i = global_thread(); i < candidates; i += all_threads()) {
    u64 magnitude = gathered[i];
    if (magnitude >> (shift + width) == prefix) count(counter, (u32)(magnitude >> shift) & mask, digits);
  }
  flush(counter, digits);
  add_to_global(digits, GT_DIGITS, histogram);
}

// Least candidate above x_k.
GT_KERNEL select_above(const u64* gathered, Selection* selection) {
  u64 value = selection->prefix;
  u64 candidates = selection->candidates;
  u64 above = ~0ull;
  for (u64 i = global_thread(); i < candidates; i += all_threads()) {
    u64 magnitude = gathered[i];
    if (magnitude > value && magnitude < above) above = magnitude;
  }
  above = warp_least(above);
  if (lane_of_warp() == 0) atomicMin(&selection->above, above);
}
