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
GT_KERNEL graph_targets(u64 nodes, u64 seed, u64* pairs, u32* counts, u32* failures) {
  for (u64 v = GT_FIRST_PAIRED + global_thread(); v < nodes; v += all_threads()) {
    u32 edge = (u32)(2 * v - 4);
    u32 a = target_of(seed, edge, failures);
    u32 b = target_of(seed, edge + 1, failures);
    pairs[v] = a < b ? a | (u64)b << 32 : b | (u64)a << 32;
    atomicAdd(counts + a, 1u);
    atomicAdd(counts + b, 1u);
  }
  if (global_thread() == 0) {
    // The star: nodes 1 and 2 keep their only lower neighbour in `rest`, node 0 both of them.
    atomicAdd(counts + 0, 2u);
    atomicAdd(counts + 1, 1u);
    atomicAdd(counts + 2, 1u);
    for (u32 i = 0; i < GT_FIRST_PAIRED; i++) pairs[i] = 0;
  }
}

// Entry i of a tile of shared memory that threads read in runs of 16 without two at one bank.
#define GT_PADDED(i) ((i) + ((i) >> 5))

// Exclusive prefix sums in three passes: within chunks, over chunk totals, and added together.
GT_KERNEL scan_chunks(u32* values, u64 length, u32* totals) {
  __shared__ u32 tile[GT_PADDED(GT_SCAN)];
  __shared__ u32 parts[GT_THREADS];
  u64 base = (u64)blockIdx.x * GT_SCAN;
  for (u32 i = threadIdx.x; i < GT_SCAN; i += GT_THREADS)
    tile[GT_PADDED(i)] = base + i < length ? values[base + i] : 0;
  __syncthreads();
  u32 from = threadIdx.x * 16u;
  u32 total = 0;
  for (u32 i = 0; i < 16; i++) total += tile[GT_PADDED(from + i)];
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
    u32 own = tile[GT_PADDED(from + i)];
    tile[GT_PADDED(from + i)] = running;
    running += own;
  }
  if (threadIdx.x == GT_THREADS - 1) totals[blockIdx.x] = running;
  __syncthreads();
  for (u32 i = threadIdx.x; i < GT_SCAN; i += GT_THREADS)
    if (base + i < length) values[base + i] = tile[GT_PADDED(i)];
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

// Scatters each edge's source to its target's run, in any order. `ends[v]` starts as the first place
// of v's run and is at the end the place after its last: the start of the next node's.
GT_KERNEL graph_fill(u64 nodes, const u64* pairs, u32* ends, u32* rest) {
  for (u64 v = GT_FIRST_PAIRED + global_thread(); v < nodes; v += all_threads()) {
    u64 both = pairs[v];
    rest[atomicAdd(ends + (u32)both, 1u)] = (u32)v;
    rest[atomicAdd(ends + (u32)(both >> 32), 1u)] = (u32)v;
  }
  if (global_thread() == 0) {
    rest[atomicAdd(ends + 0, 1u)] = 1;
    rest[atomicAdd(ends + 0, 1u)] = 2;
    rest[atomicAdd(ends + 1, 1u)] = 0;
    rest[atomicAdd(ends + 2, 1u)] = 0;
  }
}

GT_INLINE void order_run(u32* run, u32 length) {
  for (u32 i = 1; i < length; i++) {
    u32 value = run[i];
    u32 j = i;
    for (; j > 0 && run[j - 1] > value; j--) run[j] = run[j - 1];
    run[j] = value;
  }
}

#define GT_STRETCH 512u

// Orders runs of up to `longest` entries, one lane each, and lists the nodes of longer ones. The runs
// of a warp's 32 nodes are one stretch of `rest`, which is brought to shared memory and ordered there,
// as many whole runs at once as fit. `longest` is below GT_STRETCH.
GT_KERNEL graph_order(u64 nodes, const u32* offsets, u32* rest, u32 longest, u32* listed,
                      u32* list) {
  __shared__ u32 stretches[GT_WARPS][GT_STRETCH];
  u32* stretch = stretches[warp_of_block()];
  u32 lane = lane_of_warp();
  u64 words = (nodes + 31) / 32;
  for (u64 word = global_warp(); word < words; word += all_warps()) {
    u64 v = word * 32 + lane;
    u32 end = offsets[v < nodes ? v + 1 : nodes];
    u32 from = v < nodes ? offsets[v] : end;
    u32 length = end - from;
    if (length > longest) {
      list[atomicAdd(listed, 1u)] = (u32)v;
      length = 0;
    }
    for (u32 done = 0; done < 32;) {
      u32 first = __shfl_sync(GT_ALL, from, done);
      u32 fitting = __ballot_sync(GT_ALL, lane >= done && end - first <= GT_STRETCH);
      if (fitting == 0) {  // a long run
        done++;
        continue;
      }
      done += __popc(fitting);
      u32 all = __shfl_sync(GT_ALL, end, done - 1) - first;
      for (u32 i = lane; i < all; i += 32) stretch[i] = rest[first + i];
      __syncwarp();
      if ((fitting >> lane) & 1u) order_run(stretch + (from - first), length);
      __syncwarp();
      for (u32 i = lane; i < all; i += 32) rest[first + i] = stretch[i];
      __syncwarp();
    }
  }
}

// A bitonic network whose every exchange puts the lesser entry first, so that entries past the end
// count as infinite and never move. All threads of a block, which see the order when it returns.
GT_INLINE void order_by_network(u32* run, u32 length) {
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

#define GT_LONG 4096u

// Orders long runs, one block each, in shared memory if they fit there.
GT_KERNEL graph_order_long(const u32* offsets, u32* rest, const u32* listed, const u32* list) {
  __shared__ u32 tile[GT_LONG];
  for (u32 entry = blockIdx.x; entry < *listed; entry += gridDim.x) {
    u32 node = list[entry];
    u32 from = offsets[node];
    u32 length = offsets[node + 1] - from;
    if (length > GT_LONG) {
      order_by_network(rest + from, length);
      continue;
    }
    for (u32 i = threadIdx.x; i < length; i += GT_THREADS) tile[i] = rest[from + i];
    __syncthreads();
    order_by_network(tile, length);
    for (u32 i = threadIdx.x; i < length; i += GT_THREADS) rest[from + i] = tile[i];
    __syncthreads();
  }
}
