package org.gradienttransport.udfs.backend.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kernel takes of one generation of GPU, as NVIDIA's assembler reports it.
 *
 * @param registers per thread
 * @param sharedBytes of memory shared by a block
 * @param stackBytes per thread
 * @param spilledBytes stored to and loaded from memory for want of registers
 */
record AssembledKernel(
    Kernel kernel, int registers, int sharedBytes, int stackBytes, int spilledBytes) {
  private static final Pattern ENTRY =
      Pattern.compile(
          "Compiling entry function '(\\w+)' for.*?(\\d+) bytes stack frame,"
              + " (\\d+) bytes spill stores, (\\d+) bytes spill loads.*?Used (\\d+) registers([^\n]*)",
          Pattern.DOTALL);
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  /** What one multiprocessor has of everything that blocks share. */
  record Multiprocessor(int architecture, int sharedBytes) {
    static final Multiprocessor SM_80 = new Multiprocessor(80, 164 << 10);
    static final Multiprocessor SM_90 = new Multiprocessor(90, 228 << 10);

    private static final int REGISTERS = 1 << 16;
    private static final int WARPS = 64;
    private static final int BLOCKS = 32;

    /** Registers are handed out in pieces of this many to a warp. */
    private static final int REGISTER_PIECE = 256;

    /** Every block takes this much shared memory more than it asks for, and whole pieces of it. */
    private static final int SHARED_RESERVED = 1 << 10;

    private static final int SHARED_PIECE = 128;

    /** Blocks of a kernel that it runs at once. */
    int residentBlocks(AssembledKernel kernel) {
      int warps = Kernel.THREADS / 32;
      int ofWarp = roundedUp(32 * kernel.registers(), REGISTER_PIECE);
      int byRegisters = REGISTERS / ofWarp / warps;
      int byShared =
          sharedBytes / (roundedUp(kernel.sharedBytes(), SHARED_PIECE) + SHARED_RESERVED);
      return Math.min(Math.min(byRegisters, byShared), Math.min(WARPS / warps, BLOCKS));
    }

    /** Of the 64 warps that it could hold at once. */
    int residentWarps(AssembledKernel kernel) {
      return residentBlocks(kernel) * (Kernel.THREADS / 32);
    }

    /** The shipped kernels assembled for it. */
    List<AssembledKernel> assemble() {
      return read(
          PtxCompiler.assemble(CudaDevice.readPtx(), "--gpu-name=sm_" + architecture, "--verbose"));
    }

    private static int roundedUp(int value, int piece) {
      return (value + piece - 1) / piece * piece;
    }
  }

  /** The kernels of an assembler's verbose report, in the order of {@link Kernel}. */
  static List<AssembledKernel> read(String report) {
    return ENTRY
        .matcher(report)
        .results()
        .map(
            found -> {
              Matcher shared = SHARED.matcher(found.group(6));
              return new AssembledKernel(
                  Kernel.valueOf(found.group(1).toUpperCase(Locale.ROOT)),
                  Integer.parseInt(found.group(5)),
                  shared.find() ? Integer.parseInt(shared.group(1)) : 0,
                  Integer.parseInt(found.group(2)),
                  Integer.parseInt(found.group(3)) + Integer.parseInt(found.group(4)));
            })
        .sorted(Comparator.comparing(AssembledKernel::kernel))
        .toList();
  }

  /** The table of docs/gpu.md: a line per kernel. */
  static List<String> table() {
    List<AssembledKernel> older = Multiprocessor.SM_80.assemble();
    List<AssembledKernel> newer = Multiprocessor.SM_90.assemble();
    List<String> lines = new ArrayList<>();
    lines.add(
        "| kernel | registers, sm_80 | sm_90 | shared bytes | stack bytes | spilled bytes |"
            + " warps of 64, sm_80 | sm_90 |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < older.size(); i++) {
      AssembledKernel before = older.get(i);
      AssembledKernel now = newer.get(i);
      lines.add(
          "| `%s` | %d | %d | %d | %d | %d | %d | %d |"
              .formatted(
                  now.kernel().name().toLowerCase(Locale.ROOT),
                  before.registers(),
                  now.registers(),
                  Math.max(before.sharedBytes(), now.sharedBytes()),
                  Math.max(before.stackBytes(), now.stackBytes()),
                  before.spilledBytes() + now.spilledBytes(),
                  Multiprocessor.SM_80.residentWarps(before),
                  Multiprocessor.SM_90.residentWarps(now)));
    }
    return lines;
  }
}
