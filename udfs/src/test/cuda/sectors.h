// Counting of memory traffic in the emulated driver (make-emulated-driver.sh FILE count-sectors). The
// kernels are compiled with a call before every access to memory (g++ -fsanitize=thread, without
// its library), so nothing in their sources changes. What one lane's n-th pass over an instruction
// touches is put together over the 32 lanes of its warp: one warp access. In the ordinary build all
// of this is nothing.
#pragma once

#ifdef GT_COUNT_SECTORS
#include <cstddef>
#include <string>

namespace sectors {

// Room for device memory, aligned as a driver aligns it; null when it is used up.
void* allocate(size_t bytes);
void release(void* at, size_t bytes);

// A copy or fill of the driver's own: whole warps reading or writing ascending bytes.
void copied(const char* name, const void* at, size_t bytes, bool written);

// Around one launch, and around each of its blocks. `resident` blocks run at once.
void begin(const std::string& row, unsigned blocks, unsigned resident, unsigned warps_of_block);
void block(unsigned index);
void end();

// The thread of the block that runs from here on.
void thread(unsigned index);

// All lanes of a warp, or of the block, have come to a barrier.
void warp_barrier(unsigned warp);
void block_barrier();

}  // namespace sectors

#define COUNTED(call) sectors::call
#else
#define COUNTED(call) ((void)0)
#endif
