// A CUDA driver without a GPU: the functions of libcuda.so.1 that the `cuda` backend calls, with
// device memory on the heap and the kernels compiled for the CPU. So a machine without a GPU tests
// the kernels' logic and the whole host side that drives them. The emulation_* functions are the
// tests' own: memory limit, order of threads, what is still allocated.
#include "gradient_transport.cu"
#include "sectors.h"

#include <csetjmp>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <ucontext.h>
#include <utility>

Index3 threadIdx, blockIdx, blockDim, gridDim;

namespace {

// ---- fibers -------------------------------------------------------------------------------------

struct Warp {
  unsigned arrived, generation, gathered, ballot;
  unsigned long long values[2][32];  // by turns, so that one barrier is enough for a shuffle
};

// Not a power of two, or all stacks would share a few lines of the cache.
const size_t kStackBytes = 64 * 1024 + 17 * 64;
ucontext_t entered[GT_THREADS], scheduler_context;
jmp_buf paused[GT_THREADS], scheduler;
char* stacks;
bool started[GT_THREADS];
unsigned after[GT_THREADS], before[GT_THREADS];  // the ring of threads that have not finished
Warp warps[GT_WARPS];
unsigned block_arrived, block_generation, running;
void (*body)(void**);
void** body_parameters;
bool reversed;
int multiprocessors = 2;

void fiber();

void resume(unsigned thread) {
  running = thread;
  threadIdx = {thread, 0, 0};
  COUNTED(thread(thread));
  if (started[thread]) _longjmp(paused[thread], 1);
  started[thread] = true;
  getcontext(&entered[thread]);
  entered[thread].uc_stack.ss_sp = stacks + thread * kStackBytes;
  entered[thread].uc_stack.ss_size = kStackBytes;
  entered[thread].uc_link = &scheduler_context;
  makecontext(&entered[thread], fiber, 0);
  setcontext(&entered[thread]);
}

void pause() {
  if (!_setjmp(paused[running])) resume(after[running]);
}

void finish() {
  unsigned self = running;
  if (_setjmp(paused[self])) return;
  if (after[self] == self) _longjmp(scheduler, 1);
  after[before[self]] = after[self];
  before[after[self]] = before[self];
  resume(after[self]);
}

// Made once, and resumed for every block: making one takes calls of the system.
void fiber() {
  for (;;) {
    body(body_parameters);
    finish();
  }
}

void run_block_of_fibers() {
  if (!stacks) stacks = (char*)std::malloc(kStackBytes * GT_THREADS);
  std::memset(warps, 0, sizeof warps);
  block_arrived = block_generation = 0;
  for (unsigned t = 0; t < GT_THREADS; t++) {
    unsigned up = (t + 1) % GT_THREADS, down = (t + GT_THREADS - 1) % GT_THREADS;
    after[t] = reversed ? down : up;
    before[t] = reversed ? up : down;
  }
  if (!_setjmp(scheduler)) resume(reversed ? GT_THREADS - 1 : 0);
}

void run_block_of_loops() {
  for (unsigned i = 0; i < GT_THREADS; i++) {
    threadIdx = {reversed ? GT_THREADS - 1 - i : i, 0, 0};
    COUNTED(thread(threadIdx.x));
    body(body_parameters);
  }
}

// ---- kernels ------------------------------------------------------------------------------------

template <auto Kernel>
struct Call;

template <class... Arguments, void (*Kernel)(Arguments...)>
struct Call<Kernel> {
  template <size_t... I>
  static void with(void** parameters, std::index_sequence<I...>) {
    Kernel(*(std::remove_const_t<Arguments>*)parameters[I]...);
  }
  static void run(void** parameters) { with(parameters, std::index_sequence_for<Arguments...>()); }
};

struct Kernel {
  const char* name;
  void (*run)(void**);
  bool barriers;
  int resident = 1;  // blocks per multiprocessor
};

#define LOOPS(name) {#name, Call<name>::run, false}
#define FIBERS(name) {#name, Call<name>::run, true}
Kernel kKernels[] = {
    LOOPS(widen_f16),        LOOPS(widen_bf16),      LOOPS(widen_f32),     LOOPS(widen_f64),
    LOOPS(difference_f16),   LOOPS(difference_bf16), LOOPS(difference_f32), LOOPS(difference_f64),
    LOOPS(gaussian),         FIBERS(permute),        FIBERS(survey),       FIBERS(block_sums),
    FIBERS(select_digit),    FIBERS(select_gather),  FIBERS(select_count), FIBERS(select_above),
    LOOPS(graph_targets),    FIBERS(scan_chunks),    FIBERS(scan_totals),  LOOPS(scan_add),
    LOOPS(graph_fill),       FIBERS(graph_order),    FIBERS(graph_order_long),
    FIBERS(threshold),       LOOPS(emit),            FIBERS(relax),
};

// ---- memory -------------------------------------------------------------------------------------

std::recursive_mutex lock;
std::map<void*, size_t> device_memory, host_memory;
size_t memory_limit = (size_t)4 << 30, memory_used, handles;

enum { kSuccess = 0, kInvalidValue = 1, kOutOfMemory = 2, kNotFound = 500 };

#ifdef GT_COUNT_SECTORS
using sectors::allocate;
using sectors::release;

// Steps are rows of their own by what they do.
std::string row_of(const Kernel& kernel, void** parameters) {
  std::string name = kernel.name;
  if (kernel.run != Call<emit>::run && kernel.run != Call<relax>::run) return name;
  const Step& step = *(const Step*)parameters[1];
  if (step.counts[step.step] == 0) return name + ", nothing active";
  return name + (step.degrees[step.step] < step.sparse_below ? ", sparse" : ", dense");
}
#else
void* allocate(size_t bytes) { return std::malloc(bytes); }
void release(void* at, size_t) { std::free(at); }
#endif

bool on_device(const void* at, size_t bytes) {
  auto after = device_memory.upper_bound((void*)at);
  if (after == device_memory.begin()) return false;
  --after;
  return (const char*)at + bytes <= (const char*)after->first + after->second;
}

}  // namespace

void emulation_block_barrier() {
  unsigned generation = block_generation;
  if (++block_arrived == GT_THREADS) {
    block_arrived = 0;
    block_generation++;
    COUNTED(block_barrier());
    return;
  }
  while (block_generation == generation) pause();
}

void emulation_warp_barrier() {
  Warp& warp = warps[running / 32];
  unsigned generation = warp.generation;
  if (++warp.arrived == 32) {
    warp.arrived = 0;
    warp.ballot = warp.gathered;
    warp.gathered = 0;
    warp.generation++;
    COUNTED(warp_barrier(running / 32));
    return;
  }
  while (warp.generation == generation) pause();
}

unsigned emulation_ballot(int predicate) {
  Warp& warp = warps[running / 32];
  if (predicate) warp.gathered |= 1u << (running & 31u);
  emulation_warp_barrier();
  return warp.ballot;
}

unsigned long long emulation_shuffle(unsigned long long value, unsigned source_lane) {
  Warp& warp = warps[running / 32];
  unsigned long long* values = warp.values[warp.generation % 2];
  values[running & 31u] = value;
  emulation_warp_barrier();
  return values[source_lane & 31u];
}

#define API extern "C" __attribute__((visibility("default"))) int
#define LOCKED std::lock_guard<std::recursive_mutex> guard(lock)

API emulation_set_memory_limit(uint64_t bytes) {
  LOCKED;
  memory_limit = bytes;
  return kSuccess;
}

API emulation_set_reversed(int on) {
  LOCKED;
  reversed = on != 0;
  return kSuccess;
}

// Devices opened from here on have so many multiprocessors.
API emulation_set_multiprocessors(int count) {
  LOCKED;
  multiprocessors = count;
  return kSuccess;
}

// How many blocks of a kernel one multiprocessor runs at once.
API emulation_set_resident(const char* name, int blocks) {
  LOCKED;
  for (Kernel& kernel : kKernels) {
    if (std::strcmp(kernel.name, name)) continue;
    kernel.resident = blocks;
    return kSuccess;
  }
  return kNotFound;
}

API emulation_live(uint64_t* device_allocations, uint64_t* host_allocations, uint64_t* open_handles) {
  LOCKED;
  *device_allocations = device_memory.size();
  *host_allocations = host_memory.size();
  *open_handles = handles;
  return kSuccess;
}

API cuInit(unsigned) { return kSuccess; }

API cuDriverGetVersion(int* version) {
  *version = 13000;
  return kSuccess;
}

API cuDeviceGetCount(int* count) {
  *count = 2;
  return kSuccess;
}

API cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return ordinal >= 0 && ordinal < 2 ? kSuccess : 101;
}

API cuDeviceGetName(char* name, int length, int) {
  std::strncpy(name, "emulated device", (size_t)length);
  return kSuccess;
}

API cuDeviceGetAttribute(int* value, int attribute, int) {
  switch (attribute) {
    case 16: *value = multiprocessors; return kSuccess;
    case 75: *value = 7; return kSuccess;  // compute capability, major
    case 76: *value = 5; return kSuccess;  // and minor
    default: return kInvalidValue;
  }
}

API cuDevicePrimaryCtxRetain(void** context, int device) {
  LOCKED;
  handles++;
  *context = (void*)(intptr_t)(device + 1);
  return kSuccess;
}

API cuDevicePrimaryCtxRelease_v2(int) {
  LOCKED;
  handles--;
  return kSuccess;
}

API cuCtxSetCurrent(void*) { return kSuccess; }

API cuModuleLoadData(void** module, const void* image) {
  LOCKED;
  if (!std::strstr((const char*)image, ".visible .entry relax")) return 218;
  handles++;
  *module = (void*)kKernels;
  return kSuccess;
}

API cuModuleUnload(void*) {
  LOCKED;
  handles--;
  return kSuccess;
}

API cuModuleGetFunction(void** function, void*, const char* name) {
  for (Kernel& kernel : kKernels) {
    if (std::strcmp(kernel.name, name)) continue;
    *function = (void*)&kernel;
    return kSuccess;
  }
  return kNotFound;
}

API cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* function, int, size_t) {
  *blocks = ((const Kernel*)function)->resident;
  return kSuccess;
}

API cuMemGetInfo_v2(size_t* available, size_t* total) {
  LOCKED;
  *available = memory_limit > memory_used ? memory_limit - memory_used : 0;
  *total = memory_limit;
  return kSuccess;
}

API cuMemAlloc_v2(void** at, size_t bytes) {
  LOCKED;
  if (bytes == 0) return kInvalidValue;
  if (memory_used + bytes > memory_limit) return kOutOfMemory;
  void* made = allocate(bytes);
  if (!made) return kOutOfMemory;
  std::memset(made, 0xA5, bytes);  // nothing may rely on fresh memory
  device_memory[made] = bytes;
  memory_used += bytes;
  *at = made;
  return kSuccess;
}

API cuMemFree_v2(void* at) {
  LOCKED;
  auto found = device_memory.find(at);
  if (found == device_memory.end()) return kInvalidValue;
  memory_used -= found->second;
  std::memset(at, 0x5A, found->second);
  release(at, found->second);
  device_memory.erase(found);
  return kSuccess;
}

API cuMemAllocHost_v2(void** at, size_t bytes) {
  LOCKED;
  *at = std::malloc(bytes);
  host_memory[*at] = bytes;
  return kSuccess;
}

API cuMemFreeHost(void* at) {
  LOCKED;
  if (!host_memory.erase(at)) return kInvalidValue;
  std::free(at);
  return kSuccess;
}

API cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, void*) {
  LOCKED;
  if (!on_device(to, bytes)) return kInvalidValue;
  COUNTED(copied("copies to the device", to, bytes, true));
  std::memcpy(to, from, bytes);
  return kSuccess;
}

API cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, void*) {
  LOCKED;
  if (!on_device(from, bytes)) return kInvalidValue;
  COUNTED(copied("copies to the host", from, bytes, false));
  std::memcpy(to, from, bytes);
  return kSuccess;
}

API cuMemcpyDtoDAsync_v2(void* to, const void* from, size_t bytes, void*) {
  LOCKED;
  if (!on_device(to, bytes) || !on_device(from, bytes)) return kInvalidValue;
  std::memcpy(to, from, bytes);
  return kSuccess;
}

API cuMemsetD8Async(void* at, unsigned char value, size_t bytes, void*) {
  LOCKED;
  if (!on_device(at, bytes)) return kInvalidValue;
  COUNTED(copied("fills", at, bytes, true));
  std::memset(at, value, bytes);
  return kSuccess;
}

API cuStreamCreate(void** stream, unsigned) {
  LOCKED;
  *stream = (void*)(intptr_t)(++handles);
  return kSuccess;
}

API cuStreamDestroy_v2(void*) {
  LOCKED;
  handles--;
  return kSuccess;
}

API cuStreamSynchronize(void*) { return kSuccess; }

API cuEventCreate(void** event, unsigned) {
  LOCKED;
  *event = (void*)(intptr_t)(++handles);
  return kSuccess;
}

API cuEventDestroy_v2(void*) {
  LOCKED;
  handles--;
  return kSuccess;
}

API cuEventRecord(void*, void*) { return kSuccess; }

API cuEventSynchronize(void*) { return kSuccess; }

API cuLaunchKernel(void* function, unsigned grid_x, unsigned, unsigned, unsigned block_x, unsigned,
                   unsigned, unsigned, void*, void** parameters, void**) {
  LOCKED;
  if (block_x != GT_THREADS || grid_x == 0) return kInvalidValue;
  const Kernel* kernel = (const Kernel*)function;
  gridDim = {grid_x, 1, 1};
  blockDim = {block_x, 1, 1};
  body = kernel->run;
  body_parameters = parameters;
  COUNTED(begin(row_of(*kernel, parameters), grid_x, (unsigned)(kernel->resident * multiprocessors),
                GT_WARPS));
  for (unsigned i = 0; i < grid_x; i++) {
    blockIdx = {reversed ? grid_x - 1 - i : i, 0, 0};
    COUNTED(block(blockIdx.x));
    if (kernel->barriers) {
      run_block_of_fibers();
    } else {
      run_block_of_loops();
    }
    COUNTED(block_barrier());
  }
  COUNTED(end());
  return kSuccess;
}

API cuGetErrorName(int error, const char** name) {
  *name = error == kOutOfMemory ? "CUDA_ERROR_OUT_OF_MEMORY"
          : error == kNotFound  ? "CUDA_ERROR_NOT_FOUND"
          : error == 218        ? "CUDA_ERROR_INVALID_PTX"
                                : "CUDA_ERROR_INVALID_VALUE";
  return kSuccess;
}
