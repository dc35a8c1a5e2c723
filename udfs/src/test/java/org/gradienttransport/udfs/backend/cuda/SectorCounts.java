package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The emulated driver that counts what its kernels move ({@code src/test/cuda/sectors.h}): warp
 * accesses, 32-byte sectors, and which of them the caches of a GPU would keep.
 */
final class SectorCounts {
  private static final int VALUES = 16;
  private static final int NAME_BYTES = 64;
  private static Path library;

  private SectorCounts() {}

  /** The driver's functions that are only there when it counts, and those that shape the device. */
  interface Controls extends Library {
    int emulation_set_multiprocessors(int count);

    int emulation_set_resident(String kernel, int blocks);

    int emulation_set_memory_limit(long bytes);

    int emulation_set_reversed(int on);

    int emulation_count_configure(long secondLevelBytes, long firstLevelBytes, int multiprocessors);

    int emulation_count_clear();

    int emulation_count_finish();

    int emulation_count_row(int row, byte[] name, int length, long[] values);
  }

  /**
   * A GPU as far as the counts depend on it.
   *
   * @param secondLevelBytes of the cache all multiprocessors share
   * @param firstLevelBytes of the cache each has to itself
   */
  record Model(int multiprocessors, long secondLevelBytes, long firstLevelBytes) {
    /** Of the generation sm_90. */
    static final Model H100 = new Model(132, 50L << 20, 128L << 10);
  }

  /** Numbers of loads, stores and atomics. */
  record ByKind(long loads, long stores, long atomics) {
    long total() {
      return loads + stores + atomics;
    }

    ByKind plus(ByKind other) {
      return new ByKind(loads + other.loads, stores + other.stores, atomics + other.atomics);
    }
  }

  /**
   * What the launches of one kernel moved, summed.
   *
   * @param accesses of whole warps
   * @param sectors those accesses touch, each once per access
   * @param neededRead distinct bytes that a launch reads
   * @param neededWritten distinct bytes that a launch writes
   * @param neededSectors that those bytes lie in: what must move where only whole sectors do
   * @param secondLevel sectors that pass the first-level cache
   * @param memoryRead sectors that come from memory
   * @param memoryWritten sectors that go to memory
   */
  record Row(
      String name,
      long launches,
      ByKind accesses,
      ByKind sectors,
      long neededRead,
      long neededWritten,
      long neededSectors,
      ByKind secondLevel,
      long memoryRead,
      long memoryWritten) {
    static final int SECTOR = 32;

    private static final ByKind NONE = new ByKind(0, 0, 0);

    /** Several rows as one. */
    static Row sum(String name, List<Row> rows) {
      Row none = new Row(name, 0, NONE, NONE, 0, 0, 0, NONE, 0, 0);
      return rows.stream().reduce(none, Row::plus);
    }

    private Row plus(Row other) {
      return new Row(
          name,
          launches + other.launches,
          accesses.plus(other.accesses),
          sectors.plus(other.sectors),
          neededRead + other.neededRead,
          neededWritten + other.neededWritten,
          neededSectors + other.neededSectors,
          secondLevel.plus(other.secondLevel),
          memoryRead + other.memoryRead,
          memoryWritten + other.memoryWritten);
    }

    long neededBytes() {
      return neededRead + neededWritten;
    }

    long neededSectorBytes() {
      return SECTOR * neededSectors;
    }

    long askedBytes() {
      return SECTOR * sectors.total();
    }

    long secondLevelBytes() {
      return SECTOR * secondLevel.total();
    }

    long memoryBytes() {
      return SECTOR * (memoryRead + memoryWritten);
    }
  }

  /** Path of the built library. */
  static synchronized Path library() {
    if (library == null) {
      Emulation.Tools.assumePresent("g++");
      Path built = Emulation.Tools.library("counting");
      Emulation.Tools.run(
          List.of(
              Emulation.Tools.module().resolve("src/test/cuda/make-emulated-driver.sh").toString(),
              built.toString(),
              "count-sectors"));
      library = built;
    }
    return library;
  }

  static Controls controls() {
    return Native.load(library().toString(), Controls.class);
  }

  static CudaOptions options() {
    return new CudaOptions(0, 0, 2, library().toString());
  }

  /** Shapes devices opened from here on, and starts counting anew with empty caches. */
  static void begin(Model model) {
    Controls controls = controls();
    controls.emulation_set_multiprocessors(model.multiprocessors());
    controls.emulation_set_memory_limit(48L << 30);
    controls.emulation_count_configure(
        model.secondLevelBytes(), model.firstLevelBytes(), model.multiprocessors());
    AssembledKernel.Multiprocessor multiprocessor = AssembledKernel.Multiprocessor.SM_90;
    for (AssembledKernel kernel : multiprocessor.assemble()) {
      controls.emulation_set_resident(
          kernel.kernel().name().toLowerCase(Locale.ROOT), multiprocessor.residentBlocks(kernel));
    }
    controls.emulation_count_clear();
  }

  /** The rows counted so far, in the order in which they were first launched. */
  static Map<String, Row> finish() {
    Controls controls = controls();
    Map<String, Row> rows = new LinkedHashMap<>();
    int count = controls.emulation_count_finish();
    for (int i = 0; i < count; i++) {
      byte[] name = new byte[NAME_BYTES];
      long[] values = new long[VALUES];
      controls.emulation_count_row(i, name, NAME_BYTES - 1, values);
      Row row = row(Native.toString(name), values);
      rows.put(row.name(), row);
    }
    return rows;
  }

  private static Row row(String name, long[] values) {
    return new Row(
        name,
        values[0],
        byKind(values, 1),
        byKind(values, 4),
        values[7],
        values[8],
        values[9] + values[10],
        byKind(values, 11),
        values[14],
        values[15]);
  }

  private static ByKind byKind(long[] values, int from) {
    return new ByKind(values[from], values[from + 1], values[from + 2]);
  }
}
