// Philox4x32-10, the counter-based generator of Random123 (Salmon et al., SC 2011).
#pragma once
#include "target.cuh"

struct Words4 {
  u32 w0, w1, w2, w3;
};

GT_INLINE Words4 philox(u32 key0, u32 key1, u32 c0, u32 c1, u32 c2, u32 c3) {
#pragma unroll
  for (int round = 0; round < 10; round++) {
    u64 product0 = (u64)0xD2511F53u * c0;
    u64 product1 = (u64)0xCD9E8D57u * c2;
    c0 = (u32)(product1 >> 32) ^ c1 ^ key0;
    c1 = (u32)product1;
    c2 = (u32)(product0 >> 32) ^ c3 ^ key1;
    c3 = (u32)product0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  Words4 out = {c0, c1, c2, c3};
  return out;
}

GT_INLINE u64 first_half(Words4 words) { return words.w0 | ((u64)words.w1 << 32); }

GT_INLINE u64 second_half(Words4 words) { return words.w2 | ((u64)words.w3 << 32); }
