// Relaxation (METHOD section 1, Eqs. 2 and 3), one step as two kernels:
//   emit   every active node r writes its share alpha * u_r / k_r, and when few nodes are active
//          marks its neighbours as touched;
//   relax  every node (or every touched or active one) sums the shares of its active neighbours in
//          ascending order, starting from 0.0, and notes whether it is active next.
// A node reads only shares and bits of the step before, so nothing is summed twice or raced for,
// and the sum's order is fixed: adding 0.0 for a neighbour that is not active changes no bit, as a
// sum that starts from 0.0 is never -0.0.
//
// Low nodes are the hubs of a Barabasi-Albert graph: nodes below `top` are taken by whole blocks,
// nodes below `hubs` by whole warps, 32 at a time the others by a warp (all nodes) or by a lane
// (touched ones only). `hubs` is a multiple of 32, and top <= hubs.
#pragma once
#include "moments.cuh"

struct Graph {
  u64 nodes;
  const u32* lower;
  const u32* offsets;
  const u32* rest;
  u32 lower_from, top, hubs, attachment;
};

struct Step {
  double alpha, tau;
  double* field;
  double* shares;
  const u32* active;
  u32* next;
  u32* touched;
  u64* counts;   // abs(A_l) by relaxation step
  u64* degrees;  // sum of the degrees of A_l: about the edges a sparse step walks
  u64 step;
  u64 sparse_below;  // a step is sparse when degrees[step] is below this
};

#define GT_TILE 128u
#define GT_TOP_TILE (GT_THREADS * 4u)

GT_INLINE u32 bit_of(const u32* bits, u32 node) { return (load(bits + (node >> 5)) >> (node & 31)) & 1u; }

GT_INLINE u32 degree_of(const Graph& graph, u32 node) {
  u32 others = load(graph.offsets + node + 1) - load(graph.offsets + node);
  return others + (node >= graph.lower_from ? graph.attachment : 0);
}

// The lower neighbours' part of the sum; all others lie above them. The paper's two are read at once.
GT_INLINE double lower_shares(const Graph& graph, const Step& now, u32 node) {
  double sum = 0.0;
  if (node < graph.lower_from) return sum;
  if (graph.attachment == 2) {
    u64 both = load_once((const u64*)graph.lower + node);
    u32 a = (u32)both;
    u32 b = (u32)(both >> 32);
    int a_is = bit_of(now.active, a);
    int b_is = bit_of(now.active, b);
    double first = a_is ? load(now.shares + a) : 0.0;
    double second = b_is ? load(now.shares + b) : 0.0;
    sum += first;
    sum += second;
    return sum;
  }
#pragma unroll 1
  for (u32 k = 0; k < graph.attachment; k++) {
    u32 a = load_once(graph.lower + (u64)graph.attachment * node + k);
    if (bit_of(now.active, a)) sum += load(now.shares + a);
  }
  return sum;
}

// Eq. 3 for one node; whether it is active next.
GT_INLINE int settle(const Step& now, u32 node, double sum) {
  double value = load_once(now.field + node);
  if (bit_of(now.active, node)) value = (1.0 - now.alpha) * value;
  value = value + sum;
  store_once(now.field + node, value);
  return fabs(value) > now.tau;
}

// The initial active set (Eq. 2) and its shares, with the block sums of squared deviations, in one
// reading of the field.
GT_KERNEL threshold(Graph graph, Step now, double mean, double* squares) {
  u32 lane = lane_of_warp();
  u64 members = 0;
  u32* active = (u32*)now.active;
  const double* field = now.field;
  for (u64 block = global_warp(); block < blocks_of(graph.nodes); block += all_warps()) {
    u64 base = block * GT_BLOCK;
    u32 length = block_length(graph.nodes, block);
    double sum = 0.0;
    u32 kept = 0;
    // Eight words at a time, so that eight loads are under way at once; lane j of each four such
    // rounds keeps word j, and the words are written together.
    for (u32 from = 0; from < length; from += 256) {
      double loaded[8];
#pragma unroll
      for (u32 k = 0; k < 8; k++) {
        u32 i = from + 32 * k + lane;
        loaded[k] = i < length ? load_once(field + base + i) : 0.0;
      }
#pragma unroll
      for (u32 k = 0; k < 8; k++) {
        u32 i = from + 32 * k + lane;
        double deviation = loaded[k] - mean;
        if (i < length) sum += deviation * deviation;
        int above = i < length && fabs(loaded[k]) > now.tau;
        if (above) {
          u32 node = (u32)(base + i);
          now.shares[node] = (now.alpha * loaded[k]) / degree_of(graph, node);
        }
        u32 word = __ballot_sync(GT_ALL, above);
        members += __popc(word);
        if ((((from >> 5) + k) & 31u) == lane) kept = word;
      }
      if ((from & 1023u) == 768u || from + 256 >= length) {
        u32 first = (from & ~1023u) >> 5;
        if (32 * (first + lane) < length) active[base / 32 + first + lane] = kept;
      }
    }
    sum = halve(sum);
    if (lane == 0) squares[block] = sum;
  }
  if (lane == 0 && members) {
    atomicAdd(now.counts, members);
    atomicAdd(now.degrees, 4 * members);
  }
}

GT_INLINE void mark(u32* touched, u32 node) { atomicOr(touched + (node >> 5), 1u << (node & 31)); }

GT_INLINE void emit_share(const Graph& graph, const Step& now, u32 node) {
  now.shares[node] = (now.alpha * now.field[node]) / degree_of(graph, node);
}

// Marks all neighbours of a node, `workers` threads of which this is number `worker`.
GT_INLINE void mark_neighbours(const Graph& graph, const Step& now, u32 node, u32 worker,
                               u32 workers) {
  if (worker == 0 && node >= graph.lower_from) {
#pragma unroll 1
    for (u32 k = 0; k < graph.attachment; k++)
      mark(now.touched, graph.lower[(u64)graph.attachment * node + k]);
  }
  u32 end = graph.offsets[node + 1];
  for (u32 e = graph.offsets[node] + worker; e < end; e += workers) mark(now.touched, graph.rest[e]);
}

GT_INLINE void emit_sparse(const Graph& graph, const Step& now) {
  for (u32 node = blockIdx.x; node < graph.top; node += gridDim.x) {
    if (!bit_of(now.active, node)) continue;
    if (threadIdx.x == 0) emit_share(graph, now, node);
    mark_neighbours(graph, now, node, threadIdx.x, GT_THREADS);
  }
  for (u64 node = graph.top + global_warp(); node < graph.hubs; node += all_warps()) {
    if (!bit_of(now.active, (u32)node)) continue;
    if (lane_of_warp() == 0) emit_share(graph, now, (u32)node);
    mark_neighbours(graph, now, (u32)node, lane_of_warp(), 32);
  }
  u64 words = (graph.nodes + 31) / 32;
  for (u64 word = graph.hubs / 32 + global_thread(); word < words; word += all_threads()) {
    for (u32 left = now.active[word]; left; left &= left - 1) {
      u32 node = (u32)(word * 32) + __ffs(left) - 1;
      emit_share(graph, now, node);
      mark_neighbours(graph, now, node, 0, 1);
    }
  }
}

GT_INLINE void emit_dense(const Graph& graph, const Step& now) {
  for (u64 i = global_thread(); i < graph.nodes; i += all_threads())
    if (bit_of(now.active, (u32)i)) emit_share(graph, now, (u32)i);
}

GT_KERNEL emit(Graph graph, Step now) {
  if (now.counts[now.step] == 0) return;
  for (u64 word = global_thread(); word < graph.hubs / 32; word += all_threads()) now.next[word] = 0;
  if (now.degrees[now.step] < now.sparse_below) {
    emit_sparse(graph, now);
  } else if (now.step > 0) {  // the first shares were written by `threshold`
    emit_dense(graph, now);
  }
}

struct Tally {
  u64 members, degrees;
};

GT_INLINE void note(Tally& tally, const Graph& graph, u32 node) {
  tally.members++;
  tally.degrees += degree_of(graph, node);
}

// Whether a hub has to be looked at in this step; only its own warp or block asks, and clears.
GT_INLINE int wanted(const Step& now, int sparse, u32 node) {
  return !sparse || bit_of(now.active, node) || ((now.touched[node >> 5] >> (node & 31)) & 1u);
}

GT_INLINE void finish_hub(const Graph& graph, const Step& now, int sparse, u32 node, double sum,
                          Tally& tally) {
  if (sparse) atomicAnd(now.touched + (node >> 5), ~(1u << (node & 31)));
  if (settle(now, node, sum)) {
    mark(now.next, node);
    note(tally, graph, node);
  }
}

// One hub by one block: its active neighbours' shares, packed in order, summed by thread 0.
GT_INLINE void relax_top(const Graph& graph, const Step& now, int sparse, u32 node, double* packed,
                         u32* of_warp, Tally& tally) {
  double sum = threadIdx.x == 0 ? lower_shares(graph, now, node) : 0.0;
  u32 lane = lane_of_warp();
  u32 warp = warp_of_block();
  u32 end = graph.offsets[node + 1];
  for (u32 tile = graph.offsets[node]; tile < end; tile += GT_TOP_TILE) {
    u32 from = tile + warp * (GT_TOP_TILE / GT_WARPS) + lane;
    u32 found[4];
    u32 active[4];
    u32 total = 0;
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      u32 e = from + 32 * k;
      found[k] = e < end ? load_once(graph.rest + e) : 0;
    }
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      int is = from + 32 * k < end && bit_of(now.active, found[k]);
      active[k] = __ballot_sync(GT_ALL, is);
      total += __popc(active[k]);
    }
    if (lane == 0) of_warp[warp] = total;
    __syncthreads();
    u32 position = 0;
    u32 all = 0;
    for (u32 w = 0; w < GT_WARPS; w++) {
      if (w < warp) position += of_warp[w];
      all += of_warp[w];
    }
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      if ((active[k] >> lane) & 1u)
        packed[position + __popc(active[k] & ((1u << lane) - 1u))] = load(now.shares + found[k]);
      position += __popc(active[k]);
    }
    __syncthreads();
    if (threadIdx.x == 0)
      for (u32 i = 0; i < all; i++) sum += packed[i];
    __syncthreads();
  }
  if (threadIdx.x == 0) finish_hub(graph, now, sparse, node, sum, tally);
}

// One hub by one warp.
GT_INLINE void relax_hub(const Graph& graph, const Step& now, int sparse, u32 node, double* packed,
                         Tally& tally) {
  u32 lane = lane_of_warp();
  double sum = lane == 0 ? lower_shares(graph, now, node) : 0.0;
  u32 end = graph.offsets[node + 1];
  for (u32 tile = graph.offsets[node]; tile < end; tile += GT_TILE) {
    u32 found[4];
    u32 position = 0;
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      u32 e = tile + 32 * k + lane;
      found[k] = e < end ? load_once(graph.rest + e) : 0;
    }
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      int is = tile + 32 * k + lane < end && bit_of(now.active, found[k]);
      u32 active = __ballot_sync(GT_ALL, is);
      if (is) packed[position + __popc(active & ((1u << lane) - 1u))] = load(now.shares + found[k]);
      position += __popc(active);
    }
    __syncwarp();
    if (lane == 0)
      for (u32 i = 0; i < position; i++) sum += packed[i];
    __syncwarp();
  }
  if (lane == 0) finish_hub(graph, now, sparse, node, sum, tally);
}

// 32 consecutive nodes by one warp: their runs in `rest` are one stretch, read together.
GT_INLINE void relax_word(const Graph& graph, const Step& now, u64 word, double* tile_shares,
                          Tally& tally) {
  u32 lane = lane_of_warp();
  u64 i = word * 32 + lane;
  int present = i < graph.nodes;
  u32 node = present ? (u32)i : (u32)(graph.nodes - 1);
  u32 end = graph.offsets[node + 1];
  u32 from = present ? graph.offsets[node] : end;
  u32 stretch = __shfl_sync(GT_ALL, from, 0);
  u32 stretch_end = __shfl_sync(GT_ALL, end, 31);
  double sum = present ? lower_shares(graph, now, node) : 0.0;
  for (u32 tile = stretch; tile < stretch_end; tile += GT_TILE) {
    u32 found[4];
#pragma unroll
    for (u32 k = 0; k < 4; k++) {
      u32 e = tile + 32 * k + lane;
      found[k] = e < stretch_end ? load_once(graph.rest + e) : GT_ALL;
    }
    int is[4];
#pragma unroll
    for (u32 k = 0; k < 4; k++) is[k] = found[k] != GT_ALL && bit_of(now.active, found[k]);
    double shares[4];
#pragma unroll
    for (u32 k = 0; k < 4; k++) shares[k] = is[k] ? load(now.shares + found[k]) : 0.0;
#pragma unroll
    for (u32 k = 0; k < 4; k++) tile_shares[32 * k + lane] = shares[k];
    __syncwarp();
    u32 first = from > tile ? from : tile;
    u32 last = end < tile + GT_TILE ? end : tile + GT_TILE;
    for (u32 e = first; e < last; e++) sum += tile_shares[e - tile];
    __syncwarp();
  }
  int above = present && settle(now, node, sum);
  u32 bits = __ballot_sync(GT_ALL, above);
  if (lane == 0) now.next[word] = bits;
  if (above) {
    tally.members++;
    tally.degrees += end - from + (node >= graph.lower_from ? graph.attachment : 0);
  }
}

// The touched and active nodes of one word by one lane.
GT_INLINE void relax_touched(const Graph& graph, const Step& now, u64 word, Tally& tally) {
  u32 bits = 0;
  u32 touched = now.touched[word];
  if (touched) now.touched[word] = 0;
  for (u32 left = touched | now.active[word]; left; left &= left - 1) {
    u32 place = __ffs(left) - 1;
    u32 node = (u32)(word * 32) + place;
    double sum = 0.0;
    if ((touched >> place) & 1u) {
      sum = lower_shares(graph, now, node);
      u32 end = graph.offsets[node + 1];
      for (u32 e = graph.offsets[node]; e < end; e++) {
        u32 neighbour = graph.rest[e];
        if (bit_of(now.active, neighbour)) sum += now.shares[neighbour];
      }
    }
    if (settle(now, node, sum)) {
      bits |= 1u << place;
      note(tally, graph, node);
    }
  }
  now.next[word] = bits;
}

GT_KERNEL relax(Graph graph, Step now) {
  __shared__ double packed[GT_TOP_TILE];
  __shared__ u32 of_warp[GT_WARPS];
  if (now.counts[now.step] == 0) return;
  int sparse = now.degrees[now.step] < now.sparse_below;
  Tally tally = {0, 0};
  for (u32 node = blockIdx.x; node < graph.top; node += gridDim.x) {
    int look = wanted(now, sparse, node);
    __syncthreads();
    if (look) relax_top(graph, now, sparse, node, packed, of_warp, tally);
  }
  __syncthreads();
  double* own = packed + warp_of_block() * (GT_TOP_TILE / GT_WARPS);
  for (u64 node = graph.top + global_warp(); node < graph.hubs; node += all_warps()) {
    int look = wanted(now, sparse, (u32)node);
    __syncwarp();
    if (look) relax_hub(graph, now, sparse, (u32)node, own, tally);
  }
  __syncwarp();
  u64 words = (graph.nodes + 31) / 32;
  u64 first = graph.hubs / 32;
  if (sparse) {
    for (u64 word = first + global_thread(); word < words; word += all_threads())
      relax_touched(graph, now, word, tally);
  } else {
    for (u64 word = first + global_warp(); word < words; word += all_warps())
      relax_word(graph, now, word, own, tally);
  }
  __syncwarp();
  u64 members = warp_total(tally.members);
  u64 degrees = warp_total(tally.degrees);
  if (lane_of_warp() == 0 && members) {
    atomicAdd(now.counts + now.step + 1, members);
    atomicAdd(now.degrees + now.step + 1, degrees);
  }
}
