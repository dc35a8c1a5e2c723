package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gradienttransport.schemas.vocabulary.GraphKind;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.graph.Graphs;
import org.gradienttransport.udfs.parallel.Workers;

/**
 * A graph in device memory, laid out as {@link Graph}: m lower neighbours per node, then offsets
 * and the ascending runs of all others. The paper's graphs are made on the device, all others on
 * the host.
 */
final class DeviceGraph implements AutoCloseable {
  /** Entries one block of the prefix sum takes. */
  private static final int SCAN_CHUNK = Kernel.THREADS * 16;

  /** Runs up to this long are ordered by one thread. */
  private static final int SHORT_RUN = 48;

  private static final int BYTES = 48;

  /** Entries copied to the device at once. */
  private static final int COPIED = 1 << 23;

  /** The attachment of which graphs are made on the device. */
  private static final int MADE_HERE = 2;

  private final long nodes;
  private final int lowerFrom;
  private final int attachment;
  private final Tuning tuning;
  private final Allocations allocations;
  private final DeviceMemory lower;
  private final DeviceMemory offsets;
  private final DeviceMemory rest;

  private DeviceGraph(
      CudaDevice device,
      long nodes,
      int lowerFrom,
      int attachment,
      long restEntries,
      Tuning tuning) {
    this.nodes = nodes;
    this.lowerFrom = lowerFrom;
    this.attachment = attachment;
    this.tuning = tuning;
    this.allocations = new Allocations(device);
    try {
      this.lower = allocations.take(Math.max(4L * attachment * nodes, 8));
      this.offsets = allocations.take(4 * (nodes + 1));
      this.rest = allocations.take(4 * restEntries);
    } catch (DeviceMemoryException e) {
      allocations.close();
      throw e;
    }
  }

  /** Bytes held by a graph. */
  static long bytesFor(GraphKey key) {
    return key.bytes() + 16;
  }

  /** Bytes of device memory taken while a graph is made. */
  static long peakBytesFor(GraphKey key) {
    long nodes = key.nodes();
    long scratch = 4 * (nodes / 16 + 16) + 4 * (nodes / SCAN_CHUNK + 2);
    return bytesFor(key) + (isMadeHere(key) ? scratch : 0);
  }

  /** Bytes of host memory taken while a graph is made. */
  static long hostBytesFor(GraphKey key) {
    return isMadeHere(key) ? 0 : key.bytes() + key.makingBytes() + 4L * COPIED;
  }

  private static boolean isMadeHere(GraphKey key) {
    return key.kind() == GraphKind.BA_PHILOX_V1 && key.attachment() == MADE_HERE;
  }

  /**
   * Makes a graph on the device, or on the host and copies it there.
   *
   * @throws DeviceMemoryException when it does not fit; nothing stays taken then
   */
  static DeviceGraph of(
      CudaDevice device, CudaStream stream, Staging staging, GraphKey key, Tuning tuning) {
    if (isMadeHere(key)) {
      return build(device, stream, staging, key.nodes(), key.seed(), tuning);
    }
    try (Workers workers = Workers.of(Runtime.getRuntime().availableProcessors())) {
      return copy(device, stream, Graphs.build(key, workers), tuning);
    }
  }

  /**
   * Makes the graph of the generator {@code ba-philox-v1} on the device.
   *
   * @throws DeviceMemoryException when it does not fit; nothing stays taken then
   */
  static DeviceGraph build(
      CudaDevice device, CudaStream stream, Staging staging, long nodes, long seed, Tuning tuning) {
    DeviceGraph graph =
        new DeviceGraph(device, nodes, MADE_HERE + 1, MADE_HERE, 2 * nodes - 2, tuning);
    try (Allocations scratch = new Allocations(device)) {
      graph.generate(scratch, stream, staging, seed);
      return graph;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private void generate(Allocations scratch, CudaStream stream, Staging staging, long seed) {
    DeviceMemory list = scratch.take(4 * (nodes / 16 + 16));
    DeviceMemory flags = scratch.take(8);
    DeviceMemory totals = scratch.take(4 * (nodes / SCAN_CHUNK + 2));
    stream.fill(offsets, 0);
    stream.fill(flags, 0);
    // Node v's count, then the start and at last the end of its run, is entry v + 1 of the offsets,
    // which are complete when every run is: a run ends where the next node's begins.
    long ends = offsets.address() + 4;
    stream.launch(Kernel.GRAPH_TARGETS, nodes, nodes, seed, lower, ends, flags);
    scan(stream, ends, totals);
    stream.launch(Kernel.GRAPH_FILL, nodes, nodes, lower, ends, rest);
    long listed = flags.address() + 4;
    stream.launch(Kernel.GRAPH_ORDER, nodes, nodes, offsets, rest, SHORT_RUN, listed, list);
    stream.launch(
        Kernel.GRAPH_ORDER_LONG, nodes / 16 * Kernel.THREADS, offsets, rest, listed, list);
    int failures = (int) staging.longs(flags, 0, 1, stream)[0];
    if (failures != 0) {
      throw new IllegalStateException(
          failures + " edges of the graph with seed " + seed + " need a longer chain than planned");
    }
  }

  /** Turns counts of all nodes into starts, in place. */
  private void scan(CudaStream stream, long counts, DeviceMemory totals) {
    int chunks = (int) ((nodes + SCAN_CHUNK - 1) / SCAN_CHUNK);
    stream.launchBlocks(Kernel.SCAN_CHUNKS, chunks, counts, nodes, totals);
    stream.launchBlocks(Kernel.SCAN_TOTALS, 1, totals, (long) chunks);
    stream.launch(Kernel.SCAN_ADD, nodes, counts, nodes, totals);
  }

  /** Copies any graph to the device. */
  static DeviceGraph copy(CudaDevice device, CudaStream stream, Graph graph, Tuning tuning) {
    DeviceGraph made =
        new DeviceGraph(
            device,
            graph.nodes(),
            graph.lowerFrom(),
            graph.attachment(),
            Math.max(1, graph.rest().length),
            tuning);
    made.put(stream, made.lower, graph.lower());
    made.put(stream, made.offsets, graph.offsets());
    made.put(stream, made.rest, graph.rest());
    return made;
  }

  private void put(CudaStream stream, DeviceMemory to, int[] values) {
    if (values.length == 0) {
      return;
    }
    try (Memory copied = new Memory(4L * Math.min(COPIED, values.length))) {
      for (int from = 0; from < values.length; from += COPIED) {
        int count = Math.min(COPIED, values.length - from);
        copied.write(0, values, from, count);
        stream.toDevice(to.address() + 4L * from, copied, 4L * count);
        stream.await();
      }
    }
  }

  long nodes() {
    return nodes;
  }

  Tuning tuning() {
    return tuning;
  }

  DeviceMemory lower() {
    return lower;
  }

  DeviceMemory offsets() {
    return offsets;
  }

  DeviceMemory rest() {
    return rest;
  }

  /** The graph as the structure Graph that kernels are given. */
  ByteBuffer structure() {
    int hubs = (int) (nodes >> tuning.hubShift()) & -Integer.SIZE;
    int top = (int) Math.min(nodes >> tuning.topShift(), hubs);
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(nodes)
        .putLong(lower.address())
        .putLong(offsets.address())
        .putLong(rest.address())
        .putInt(lowerFrom)
        .putInt(top)
        .putInt(hubs)
        .putInt(attachment);
  }

  @Override
  public void close() {
    allocations.close();
  }
}
