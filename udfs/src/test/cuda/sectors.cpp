// What sectors.h declares: records warp accesses, then plays them through models of the first- and
// second-level cache. This file is not compiled with calls before accesses.
#include "sectors.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

namespace {

typedef uint32_t u32;
typedef uint64_t u64;

enum Kind { kLoad, kStore, kAtomic };

const u32 kSector = 32, kSectorsPerLine = 4, kWhole = 0xFFFFFFFFu;

// ---- device memory ------------------------------------------------------------------------------

const size_t kArenaBytes = (size_t)64 << 30, kAlignment = 512;
char* arena;
size_t arena_used, arena_live;

u32 sector_of(const void* at) { return (u32)(((const char*)at - arena) / kSector); }

char* reserve(size_t bytes) {
  void* got = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (got == MAP_FAILED) std::abort();
  return (char*)got;
}

// Bytes of each sector that the launch has read and written so far.
u32 *touched_by_reads, *touched_by_writes;

// ---- counts -------------------------------------------------------------------------------------

struct Row {
  std::string name;
  u64 launches;
  u64 accesses[3], sectors[3];  // of warps, by kind
  u64 needed_read, needed_written;  // distinct bytes a launch touches, summed over launches
  u64 whole_read, whole_written;    // the sectors they lie in
  u64 asked_of_second[3];  // sectors that pass the first-level cache
  u64 memory_read, memory_written;  // sectors that pass the second-level cache
};
const int kValues = 16;

std::vector<Row> rows;
u32 current;

u32 row_of(const std::string& name) {
  for (u32 i = 0; i < rows.size(); i++)
    if (rows[i].name == name) return i;
  Row fresh{};
  fresh.name = name;
  rows.push_back(fresh);
  return (u32)rows.size() - 1;
}

// ---- second-level cache -------------------------------------------------------------------------
// Lines of four sectors, 16 ways, written back, least recently used first; lines that are only
// touched by accesses marked as streaming leave before all others. A sector written in part is
// filled from memory when it leaves.

struct Line {
  u32 tag, used;
  u32 valid[kSectorsPerLine];  // by byte
  uint8_t dirty, streaming;
  uint8_t writer[kSectorsPerLine];
};

const u32 kWays = 16;
u32 sets;
std::vector<Line> lines;
u32 now;

void write_back(Line& line) {
  for (u32 s = 0; s < kSectorsPerLine; s++) {
    if (!(line.dirty >> s & 1)) continue;
    rows[line.writer[s]].memory_written++;
    if (line.valid[s] != kWhole) rows[line.writer[s]].memory_read++;
  }
  line.dirty = 0;
}

Line& line_for(u32 sector, bool streaming) {
  u32 tag = sector / kSectorsPerLine + 1;
  u32 set = (u32)((u64)(tag * 0x9E3779B1u) * sets >> 32);
  Line* of_set = &lines[(size_t)set * kWays];
  Line* victim = of_set;
  now++;
  for (u32 w = 0; w < kWays; w++) {
    Line& line = of_set[w];
    if (line.tag == tag) {
      line.used = now;
      line.streaming &= streaming;
      return line;
    }
    bool before = line.streaming != victim->streaming
                      ? line.streaming
                      : (int)(line.used - victim->used) < 0;
    if (!line.tag ? victim->tag : victim->tag && before) victim = &line;
  }
  write_back(*victim);
  *victim = Line{};
  victim->tag = tag;
  victim->used = now;
  victim->streaming = streaming;
  return *victim;
}

void second_level(Kind kind, u32 sector, u32 mask, bool streaming) {
  rows[current].asked_of_second[kind]++;
  Line& line = line_for(sector, streaming);
  u32 s = sector % kSectorsPerLine;
  if (kind != kStore && (line.valid[s] & mask) != mask) {
    rows[current].memory_read++;
    line.valid[s] = kWhole;
  }
  if (kind == kLoad) return;
  line.valid[s] |= mask;
  line.dirty |= 1u << s;
  line.writer[s] = (uint8_t)current;
}

// ---- first-level caches -------------------------------------------------------------------------
// One per multiprocessor, empty at a launch's start: lines of four sectors, 8 ways. Stores go
// through and keep what is there; atomics go past it.

struct FirstLine {
  u32 tag, used;
  uint8_t valid;
};

const u32 kFirstWays = 8;
u32 multiprocessors, first_sets;
std::vector<FirstLine> first_lines;

bool first_level_has(u32 processor, u32 sector) {
  u32 tag = sector / kSectorsPerLine + 1;
  u32 set = (u32)((u64)(tag * 0x9E3779B1u) * first_sets >> 32);
  FirstLine* of_set = &first_lines[((size_t)processor * first_sets + set) * kFirstWays];
  FirstLine* victim = of_set;
  uint8_t bit = (uint8_t)(1u << sector % kSectorsPerLine);
  now++;
  for (u32 w = 0; w < kFirstWays; w++) {
    FirstLine& line = of_set[w];
    if (line.tag == tag) {
      line.used = now;
      bool had = line.valid & bit;
      line.valid |= bit;
      return had;
    }
    if ((int)(line.used - victim->used) < 0) victim = &line;
  }
  *victim = FirstLine{tag, now, bit};
  return false;
}

// ---- recording ----------------------------------------------------------------------------------

// Accesses of a warp as played later: a head (kind, streaming, number of sectors), then each
// sector with its bytes.
struct Stream {
  std::vector<u64> played;
  size_t at;
};

struct Access {
  u32 position;  // in the program order of the first lane that made it
  Kind kind;
  bool streaming;
  u32 count;
  u32 sector[64], mask[64];
};

// Accesses of one warp since its lanes last came together.
struct Warp {
  std::vector<Access> open;
  u32 opened;
  std::vector<std::vector<u32>> by_instruction;  // n-th pass -> access
  std::vector<u32> instructions;                 // those with an access
  u32 passes[32][1024];                          // by lane and instruction
  u32 made[32];                                  // accesses by lane
};

const u32 kMostInstructions = 1024;
Warp warps[32];
Warp* warp;
u32 lane, warps_of_block, resident;
bool recording;
std::vector<Stream> streams;
Stream* of_block;
std::vector<std::vector<u64>> blocks;

const void* atomic_at;
const void* streaming_at;

struct Instruction {
  const void* at;
  u32 number;
};
Instruction instructions[4 * kMostInstructions];
u32 instructions_known;

u32 number_of(const void* at) {
  u32 slot = (u32)((uintptr_t)at * 0x9E3779B97F4A7C15ull >> 52) % (4 * kMostInstructions);
  while (instructions[slot].at && instructions[slot].at != at)
    slot = (slot + 1) % (4 * kMostInstructions);
  if (!instructions[slot].at) {
    if (instructions_known == kMostInstructions) std::abort();
    instructions[slot] = {at, instructions_known++};
  }
  return instructions[slot].number;
}

void touch(Access& access, u32 sector, u32 mask) {
  // Neighbouring lanes mostly touch the sector touched last.
  for (u32 i = access.count; i-- > 0;) {
    if (access.sector[i] != sector) continue;
    access.mask[i] |= mask;
    return;
  }
  access.sector[access.count] = sector;
  access.mask[access.count++] = mask;
}

void note(Kind kind, const void* at, u32 bytes, const void* instruction) {
  u32 number = number_of(instruction);
  u32 pass = warp->passes[lane][number]++;
  if (warp->by_instruction.size() <= number) warp->by_instruction.resize(number + 1);
  std::vector<u32>& passes = warp->by_instruction[number];
  u32 position = warp->made[lane]++;
  if (passes.empty()) warp->instructions.push_back(number);
  if (passes.size() <= pass) {
    passes.push_back(warp->opened);
    if (warp->open.size() <= warp->opened) warp->open.resize(warp->opened + 64);
    Access& fresh = warp->open[warp->opened++];
    fresh.position = position;
    fresh.kind = kind;
    fresh.streaming = streaming_at == at;
    fresh.count = 0;
  }
  Access& access = warp->open[passes[pass]];
  access.position = std::min(access.position, position);
  size_t from = (const char*)at - arena;
  u32 sector = (u32)(from / kSector), first = (u32)(from % kSector);
  u64 mask = (((u64)1 << bytes) - 1) << first;
  touch(access, sector, (u32)mask);
  if (mask >> 32) touch(access, sector + 1, (u32)(mask >> 32));
}

void access(Kind kind, const void* at, u32 bytes, const void* instruction) {
  if (!recording || (size_t)((const char*)at - arena) >= arena_used) return;
  if (atomic_at == at) return;  // the two halves of an atomic, which was noted whole
  atomic_at = nullptr;
  note(kind, at, bytes, instruction);
  streaming_at = nullptr;
}

void count(Kind kind, u32 sector, u32 mask) {
  Row& row = rows[current];
  row.sectors[kind]++;
  if (kind != kStore) {
    row.needed_read += (u64)__builtin_popcount(mask & ~touched_by_reads[sector]);
    row.whole_read += !touched_by_reads[sector];
    touched_by_reads[sector] |= mask;
  }
  if (kind != kLoad) {
    row.needed_written += (u64)__builtin_popcount(mask & ~touched_by_writes[sector]);
    row.whole_written += !touched_by_writes[sector];
    touched_by_writes[sector] |= mask;
  }
}

// The open accesses of a warp are complete: counts them and puts them into its stream.
void close(u32 index) {
  Warp& closed = warps[index];
  if (!closed.opened) return;
  std::vector<u32> order(closed.opened);
  for (u32 i = 0; i < closed.opened; i++) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](u32 a, u32 b) {
    return closed.open[a].position < closed.open[b].position;
  });
  std::vector<u64>& played = of_block[index].played;
  for (u32 i : order) {
    Access& done = closed.open[i];
    rows[current].accesses[done.kind]++;
    played.push_back((u64)done.kind | (u64)done.streaming << 2 | (u64)done.count << 8);
    for (u32 s = 0; s < done.count; s++) {
      count(done.kind, done.sector[s], done.mask[s]);
      played.push_back((u64)done.sector[s] | (u64)done.mask[s] << 32);
    }
  }
  for (u32 number : closed.instructions) {
    closed.by_instruction[number].clear();
    for (u32 l = 0; l < 32; l++) closed.passes[l][number] = 0;
  }
  closed.instructions.clear();
  std::memset(closed.made, 0, sizeof closed.made);
  closed.opened = 0;
}

void forget_touched() {
  size_t bytes = (arena_used / kSector + 1) * sizeof(u32);
  std::memset(touched_by_reads, 0, bytes);
  std::memset(touched_by_writes, 0, bytes);
}

// All resident warps make one access each in turn; a block takes the place of one that ends.
void play() {
  std::fill(first_lines.begin(), first_lines.end(), FirstLine{});
  u32 all = (u32)(streams.size() / warps_of_block);
  u32 places = std::min(resident, all), next = places;
  std::vector<u32> placed(places);
  for (u32 p = 0; p < places; p++) placed[p] = p;
  for (bool any = true; any;) {
    any = false;
    for (u32 p = 0; p < places; p++) {
      if (placed[p] == all) continue;
      bool left = false;
      for (u32 w = 0; w < warps_of_block; w++) {
        Stream& stream = streams[(size_t)placed[p] * warps_of_block + w];
        if (stream.at == stream.played.size()) continue;
        left = true;
        u64 head = stream.played[stream.at++];
        Kind kind = (Kind)(head & 3);
        bool streaming = head >> 2 & 1;
        for (u64 n = head >> 8; n > 0; n--) {
          u64 entry = stream.played[stream.at++];
          u32 sector = (u32)entry, mask = (u32)(entry >> 32);
          if (kind == kLoad && first_level_has(p % multiprocessors, sector)) continue;
          second_level(kind, sector, mask, streaming);
        }
        if (stream.at == stream.played.size()) std::vector<u64>().swap(stream.played), stream.at = 0;
      }
      if (!left) placed[p] = next < all ? next++ : all;
      any = true;
    }
  }
  streams.clear();
}

void configure(u64 second_bytes, u64 first_bytes, u32 processors) {
  multiprocessors = processors;
  sets = (u32)(second_bytes / (kSector * kSectorsPerLine * kWays));
  lines.assign((size_t)sets * kWays, Line{});
  first_sets = (u32)(first_bytes / (kSector * kSectorsPerLine * kFirstWays));
  first_lines.assign((size_t)processors * first_sets * kFirstWays, FirstLine{});
}

void prepare() {
  if (arena) return;
  arena = reserve(kArenaBytes);
  touched_by_reads = (u32*)reserve(kArenaBytes / kSector * sizeof(u32));
  touched_by_writes = (u32*)reserve(kArenaBytes / kSector * sizeof(u32));
  if (!sets) configure((u64)50 << 20, (u64)128 << 10, 132);
}

}  // namespace

namespace sectors {

void* allocate(size_t bytes) {
  prepare();
  size_t taken = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (arena_live == 0) arena_used = 0;
  if (arena_used + taken > kArenaBytes) return nullptr;
  void* at = arena + arena_used;
  arena_used += taken;
  arena_live++;
  return at;
}

void release(void* at, size_t bytes) {
  arena_live--;
  size_t page = 4096;
  uintptr_t from = ((uintptr_t)at + page - 1) / page * page;
  uintptr_t to = ((uintptr_t)at + bytes) / page * page;
  if (from < to) madvise((void*)from, to - from, MADV_DONTNEED);
}

void copied(const char* name, const void* at, size_t bytes, bool written) {
  prepare();
  current = row_of(name);
  Row& row = rows[current];
  Kind kind = written ? kStore : kLoad;
  row.launches++;
  row.accesses[kind] += (bytes + 511) / 512;
  (written ? row.needed_written : row.needed_read) += bytes;
  size_t from = (const char*)at - arena;
  for (size_t b = from; b < from + bytes;) {
    size_t end = std::min(b / kSector * kSector + kSector, from + bytes);
    u32 mask = (u32)((((u64)1 << (end - b)) - 1) << b % kSector);
    row.sectors[kind]++;
    (written ? row.whole_written : row.whole_read)++;
    second_level(kind, (u32)(b / kSector), mask, false);
    b = end;
  }
}

void begin(const std::string& row, unsigned grid, unsigned at_once, unsigned warps_in_block) {
  prepare();
  current = row_of(row);
  rows[current].launches++;
  resident = at_once;
  warps_of_block = warps_in_block;
  streams.clear();
  streams.resize((size_t)grid * warps_in_block);
  forget_touched();
  recording = true;
}

void block(unsigned index) { of_block = &streams[(size_t)index * warps_of_block]; }

void thread(unsigned index) {
  warp = warps + index / 32;
  lane = index % 32;
  atomic_at = streaming_at = nullptr;
}

void warp_barrier(unsigned index) { close(index); }

void block_barrier() {
  for (u32 w = 0; w < warps_of_block; w++) close(w);
}

void end() {
  recording = false;
  play();
}

}  // namespace sectors

// ---- what the compiled kernels call -------------------------------------------------------------

void emulation_atomic(const void* at, unsigned bytes) {
  if (!recording || (size_t)((const char*)at - arena) >= arena_used) return;
  note(kAtomic, at, bytes, __builtin_return_address(0));
  atomic_at = at;
}

void emulation_streaming(const void* at) { streaming_at = at; }

#define ACCESSES(bytes)                                             \
  extern "C" void __tsan_read##bytes(void* at) {                    \
    access(kLoad, at, bytes, __builtin_return_address(0));          \
  }                                                                 \
  extern "C" void __tsan_write##bytes(void* at) {                   \
    access(kStore, at, bytes, __builtin_return_address(0));         \
  }
ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)
extern "C" void __tsan_init() {}

// ---- what tests and tools ask -------------------------------------------------------------------

#define API extern "C" __attribute__((visibility("default"))) int

// Sizes of the caches, both empty from here on, and number of multiprocessors.
API emulation_count_configure(uint64_t second_bytes, uint64_t first_bytes, unsigned processors) {
  configure(second_bytes, first_bytes, processors);
  return 0;
}

API emulation_count_clear() {
  for (Line& line : lines) line = Line{};
  rows.clear();
  return 0;
}

// What is still to be written is written: rows are complete.
API emulation_count_finish() {
  for (Line& line : lines) write_back(line);
  return (int)rows.size();
}

API emulation_count_row(int index, char* name, int length, uint64_t* values) {
  const Row& row = rows[(size_t)index];
  std::strncpy(name, row.name.c_str(), (size_t)length);
  *values++ = row.launches;
  for (int k = 0; k < 3; k++) *values++ = row.accesses[k];
  for (int k = 0; k < 3; k++) *values++ = row.sectors[k];
  *values++ = row.needed_read;
  *values++ = row.needed_written;
  *values++ = row.whole_read;
  *values++ = row.whole_written;
  for (int k = 0; k < 3; k++) *values++ = row.asked_of_second[k];
  *values++ = row.memory_read;
  *values++ = row.memory_written;
  return kValues;
}
