// Barabasi-Albert graph ba-philox-v1 with attachment m = 2 (METHOD section 1). Every edge is a pure function of
// (seed, edge), so one thread per node finds its two targets by following the chain of odd
// endpoints, without reading what other threads write.
//
// Layout: pairs[2v], pairs[2v + 1] the two lower neighbours of node v >= 3, ascending;
// rest[offsets[v]] .. rest[offsets[v + 1] - 1] all its other neighbours, ascending.
#pragma once
#include "philox.cuh"

// Second edges under resolution at once. Each level is left with probability 1/3, so that at a
// billion edges 60 levels are not reached; a chain that would need more is reported.
#define GT_DEPTH 96
#define GT_FIRST_PAIRED 3u
#define GT_SCAN (GT_THREADS * 16u)

GT_INLINE u32 source_of(u32 edge) { return edge < 2 ? edge + 1 : (edge >> 1) + 2; }

// A uniform one of the 2E endpoints that exist when the edge's node arrives, E = edge rounded down
// to even.
GT_INLINE u32 draw_endpoint(u64 seed, u32 edge, u32 attempt) {
  Words4 words = philox((u32)seed, (u32)(seed >> 32), edge, 0, attempt, 0);
  u64 bound = 2ull * (edge & ~1u);
  return (u32)__umul64hi(first_half(words), bound);
}

struct SecondEdge {
  u32 edge, attempt, sibling;
};

#define GT_UNKNOWN 0xFFFFFFFFu

// Target of an edge. A first edge (even) asks for the edge its draw points at and is forgotten; a
// second edge (odd) is kept on a stack until its sibling's target and its own draw are known.
GT_INLINE u32 target_of(u64 seed, u32 edge, u32* failures) {
  SecondEdge stack[GT_DEPTH];
  u32 depth = 0;
  u32 wanted = edge;
  for (;;) {
    u32 target;
    if (wanted < 2) {
      target = 0;
    } else if (wanted & 1) {
      if (depth == GT_DEPTH) {
        atomicAdd(failures, 1u);
        return 0;
      }
      stack[depth].edge = wanted;
      stack[depth].attempt = 0;
      stack[depth].sibling = GT_UNKNOWN;
      depth++;
      wanted -= 1;
      continue;
    } else {
      u32 endpoint = draw_endpoint(seed, wanted, 0);
      wanted = endpoint >> 1;
      if (endpoint & 1) continue;
      target = source_of(wanted);
    }
    // A target is known: hand it to the second edges that wait for it.
    for (;;) {
      if (depth == 0) return target;
      SecondEdge* top = stack + depth - 1;
      if (top->sibling == GT_UNKNOWN) {
        top->sibling = target;
      } else if (target != top->sibling) {
        depth--;
        continue;
      } else {
        top->attempt++;
      }
      u32 endpoint = draw_endpoint(seed, top->edge, top->attempt);
      wanted = endpoint >> 1;
      if (endpoint & 1) break;
      target = source_of(wanted);
    }
  }
}

// One thread per node v >= 3: its two targets, ascending, and what they add to the targets' counts.
GT_KERNEL graph_targets(u64 nodes, u64 seed, u32* pairs, u32* counts, u32* failures) {
  for (u64 v = GT_FIRST_PAIRED + global_thread(); v < nodes; v += all_threads()) {
    u32 edge = (u32)(2 * v - 4);
    u32 a = target_of(seed, edge, failures);
    u32 b = target_of(seed, edge + 1, failures);
    pairs[2 * v] = a < b ? a : b;
    pairs[2 * v + 1] = a < b ? b : a;
    atomicAdd(counts + a, 1u);
    atomicAdd(counts + b, 1u);
  }
  if (global_thread() == 0) {
    // The star: nodes 1 and 2 keep their only lower neighbour in `rest`, node 0 both of them.
    atomicAdd(counts + 0, 2u);
    atomicAdd(counts + 1, 1u);
    atomicAdd(counts + 2, 1u);
    for (u32 i = 0; i < 2 * GT_FIRST_PAIRED; i++) pairs[i] = 0;
  }
}

// Exclusive prefix sums in three passes: within chunks, over chunk totals, and added together.
GT_KERNEL scan_chunks(u32* values, u64 length, u32* totals) {
  __shared__ u32 parts[GT_THREADS];
  u64 from = (u64)blockIdx.x * GT_SCAN + threadIdx.x * 16u;
  u32 own[16];
  u32 total = 0;
  for (u32 i = 0; i < 16; i++) {
    own[i] = from + i < length ? values[from + i] : 0;
    total += own[i];
  }
  parts[threadIdx.x] = total;
  __syncthreads();
  for (u32 h = 1; h < GT_THREADS; h <<= 1) {
    u32 below = threadIdx.x >= h ? parts[threadIdx.x - h] : 0;
    __syncthreads();
    parts[threadIdx.x] += below;
    __syncthreads();
  }
  u32 running = parts[threadIdx.x] - total;
  for (u32 i = 0; i < 16; i++) {
    if (from + i < length) values[from + i] = running;
    running += own[i];
  }
  if (threadIdx.x == GT_THREADS - 1) totals[blockIdx.x] = running;
}

// One block.
GT_KERNEL scan_totals(u32* totals, u64 chunks) {
  __shared__ u32 parts[GT_THREADS];
  u32 carried = 0;
  for (u64 base = 0; base < chunks; base += GT_THREADS) {
    u64 i = base + threadIdx.x;
    u32 own = i < chunks ? totals[i] : 0;
    parts[threadIdx.x] = own;
    __syncthreads();
    for (u32 h = 1; h < GT_THREADS; h <<= 1) {
      u32 below = threadIdx.x >= h ? parts[threadIdx.x - h] : 0;
      __syncthreads();
      parts[threadIdx.x] += below;
      __syncthreads();
    }
    if (i < chunks) totals[i] = carried + parts[threadIdx.x] - own;
    carried += parts[GT_THREADS - 1];
    __syncthreads();
  }
}

GT_KERNEL scan_add(u32* values, u64 length, const u32* totals) {
  for (u64 i = global_thread(); i < length; i += all_threads()) values[i] += totals[i / GT_SCAN];
}

// Scatters each edge's source to its target's run, in any order; `filled` starts as zeros.
GT_KERNEL graph_fill(u64 nodes, const u32* pairs, const u32* offsets, u32* filled, u32* rest) {
  for (u64 v = GT_FIRST_PAIRED + global_thread(); v < nodes; v += all_threads()) {
    for (u32 k = 0; k < 2; k++) {
      u32 target = pairs[2 * v + k];
      rest[offsets[target] + atomicAdd(filled + target, 1u)] = (u32)v;
    }
  }
  if (global_thread() == 0) {
    rest[offsets[0] + atomicAdd(filled + 0, 1u)] = 1;
    rest[offsets[0] + atomicAdd(filled + 0, 1u)] = 2;
    rest[offsets[1] + atomicAdd(filled + 1, 1u)] = 0;
    rest[offsets[2] + atomicAdd(filled + 2, 1u)] = 0;
  }
}

// Orders runs of up to `longest` entries, one thread each, and lists the nodes of longer ones.
GT_KERNEL graph_order(u64 nodes, const u32* offsets, u32* rest, u32 longest, u32* listed,
                      u32* list) {
  for (u64 v = global_thread(); v < nodes; v += all_threads()) {
    u32 from = offsets[v];
    u32 length = offsets[v + 1] - from;
    if (length > longest) {
      list[atomicAdd(listed, 1u)] = (u32)v;
      continue;
    }
    u32* run = rest + from;
    for (u32 i = 1; i < length; i++) {
      u32 value = run[i];
      u32 j = i;
      for (; j > 0 && run[j - 1] > value; j--) run[j] = run[j - 1];
      run[j] = value;
    }
  }
}

// Orders long runs, one block each, by a bitonic network whose every exchange puts the lesser entry
// first, so that entries past the end count as infinite and never move.
GT_KERNEL graph_order_long(const u32* offsets, u32* rest, const u32* listed, const u32* list) {
  for (u32 entry = blockIdx.x; entry < *listed; entry += gridDim.x) {
    u32* run = rest + offsets[list[entry]];
    u32 length = offsets[list[entry] + 1] - offsets[list[entry]];
    u32 padded = 1;
    while (padded < length) padded <<= 1;
    for (u32 k = 2; k <= padded; k <<= 1) {
      for (u32 j = k >> 1; j > 0; j >>= 1) {
        for (u32 i = threadIdx.x; i < length; i += GT_THREADS) {
          u32 partner = j == k >> 1 ? i ^ (k - 1) : i ^ j;
          if (partner > i && partner < length && run[i] > run[partner]) {
            u32 swapped = run[i];
            run[i] = run[partner];
            run[partner] = swapped;
          }
        }
        __syncthreads();
      }
    }
  }
}
