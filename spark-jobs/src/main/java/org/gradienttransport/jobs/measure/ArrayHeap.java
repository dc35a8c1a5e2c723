package org.gradienttransport.jobs.measure;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Set;

/**
 * How much of a heap the arrays of fields, graphs and rooms may take. They live long and are large,
 * so under a collector of two fixed parts (Serial, which a JVM takes by itself where it sees one
 * processor, and Parallel) only the part for old objects holds them.
 *
 * @param setting bytes that the JVM was given, {@code -Xmx}
 * @param usable bytes that objects may take at a time
 * @param old the most bytes of these that old objects may take; {@code usable} where any may
 */
public record ArrayHeap(long setting, long usable, long old) {
  /** Spark's own buffers, rows on their way and the collector's headroom. */
  private static final double SHARE_OF_OTHERS = 0.15;

  private static final long LEAST_FOR_OTHERS = 192L << 20;
  private static final Set<String> OLD_PARTS = Set.of("Tenured Gen", "PS Old Gen");

  /** A heap of so many bytes of which only that is known. */
  public static ArrayHeap of(long bytes) {
    return new ArrayHeap(bytes, bytes, bytes);
  }

  /** The heap of this process. */
  public static ArrayHeap ofThisProcess() {
    long usable = Runtime.getRuntime().maxMemory();
    long old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> OLD_PARTS.contains(pool.getName()))
            .mapToLong(ArrayHeap::most)
            .findAny()
            .orElse(usable);
    return new ArrayHeap(Math.max(asked(), usable), usable, Math.min(old, usable));
  }

  private static long most(MemoryPoolMXBean pool) {
    long most = pool.getUsage().getMax();
    return most > 0 ? most : Long.MAX_VALUE;
  }

  private static long asked() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return machine == null ? 0 : Long.parseLong(machine.getVMOption("MaxHeapSize").getValue());
  }

  /** Bytes that fields, graphs and rooms may take together. */
  long budget() {
    long others = Math.max((long) (usable * SHARE_OF_OTHERS), LEAST_FOR_OTHERS);
    return Math.min(
        Math.max(usable - others, usable / 2), Math.max(old - LEAST_FOR_OTHERS, old / 2));
  }

  /** The smallest setting, of JVMs like this one, whose {@link #budget} holds so many bytes. */
  public long settingFor(long bytes) {
    double ofUsable = Math.max(bytes / (1 - SHARE_OF_OTHERS), (double) bytes + LEAST_FOR_OTHERS);
    double ofOld = (double) bytes + LEAST_FOR_OTHERS;
    return (long)
        Math.ceil(setting * Math.max(ofUsable / Math.max(1, usable), ofOld / Math.max(1, old)));
  }

  /** Whether part of this heap is kept for young objects alone. */
  boolean isParted() {
    return old < usable;
  }
}
