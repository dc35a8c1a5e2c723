package org.gradienttransport.udfs.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/** The probe on one lane and one graph (METHOD section 1). */
final class DeviceProbe {
  private static final int STEP_BYTES = 88;
  private static final long NONE = -1L;

  private final Lane lane;
  private final Lane.Buffers buffers;
  private final CudaStream stream;
  private final DeviceGraph graph;
  private final ProbeParameters parameters;
  private final long nodes;

  DeviceProbe(Lane lane, DeviceGraph graph, ProbeParameters parameters) {
    this.lane = lane;
    this.buffers = lane.buffers();
    this.stream = lane.stream();
    this.graph = graph;
    this.parameters = parameters;
    this.nodes = graph.nodes();
  }

  /** A field's threshold and statistics, known before it relaxes. */
  record Surveyed(double tau, FieldMoments moments) {}

  /**
   * Reads a field: finite check, statistics, threshold. Leaves it ready for {@link #relax}.
   *
   * @throws NonFiniteFieldException when it holds NaN or an infinity
   */
  Surveyed survey(DeviceMemory field) {
    long[] found = read(field);
    if (found[3] != NONE) {
      throw new NonFiniteFieldException(found[3], valueAt(field, found[3]));
    }
    return surveyed(field, found);
  }

  /** Surveys a null field, which is finite unless its moments overflow, as on every backend. */
  Surveyed surveyDrawn(DeviceMemory field) {
    return surveyed(field, read(field));
  }

  /** The kernels' structure Survey, and the block sums left in the lane. */
  private long[] read(DeviceMemory field) {
    stream.fill(buffers.histogram(), 0);
    lane.staging().put(buffers.survey(), stream, NONE, 0L, 0L, NONE);
    stream.launch(
        Kernel.SURVEY,
        threadsForBlocks(),
        field,
        nodes,
        buffers.sums(),
        buffers.survey(),
        buffers.histogram());
    return lane.staging().longs(buffers.survey(), 0, 4, stream);
  }

  private Surveyed surveyed(DeviceMemory field, long[] found) {
    double sum = total(buffers.sums());
    double mean = sum / nodes;
    double tau = DeviceQuantile.of(lane, field, parameters.quantile());
    threshold(field, tau, mean);
    double variance = total(buffers.sums()) / nodes;
    // A zero extreme is given as positive zero.
    FieldMoments moments =
        new FieldMoments(
            value(found[0]) + 0.0, value(found[1]) + 0.0, mean, variance, sum, found[2]);
    return new Surveyed(tau, moments);
  }

  private double valueAt(DeviceMemory field, long index) {
    return Double.longBitsToDouble(lane.staging().longs(field, index, 1, stream)[0]);
  }

  /** Undoes the kernels' mapping of doubles to unsigned numbers of the same order. */
  private static double value(long rank) {
    return Double.longBitsToDouble(rank < 0 ? rank & Long.MAX_VALUE : ~rank);
  }

  private long threadsForBlocks() {
    return (nodes + Lane.BLOCK - 1) / Lane.BLOCK * 32;
  }

  /** Block sums in ascending order. */
  private double total(DeviceMemory sums) {
    double total = 0.0;
    for (double sum : lane.staging().doubles(sums, (int) (sums.bytes() / 8), stream)) {
      total += sum;
    }
    return total;
  }

  /** Sets the initial active set and its shares, and the block sums of squared deviations. */
  void threshold(DeviceMemory field, double tau, double mean) {
    stream.fill(buffers.counts(), 0);
    stream.fill(buffers.degrees(), 0);
    stream.launch(
        Kernel.THRESHOLD,
        threadsForBlocks(),
        graph.structure(),
        step(field, tau, 0),
        mean,
        buffers.sums());
  }

  private ByteBuffer step(DeviceMemory field, double tau, int step) {
    DeviceMemory now = step % 2 == 0 ? buffers.active() : buffers.next();
    DeviceMemory next = step % 2 == 0 ? buffers.next() : buffers.active();
    return ByteBuffer.allocate(STEP_BYTES)
        .order(ByteOrder.nativeOrder())
        .putDouble(parameters.alpha())
        .putDouble(tau)
        .putLong(field.address())
        .putLong(buffers.shares().address())
        .putLong(now.address())
        .putLong(next.address())
        .putLong(buffers.touched().address())
        .putLong(buffers.counts().address())
        .putLong(buffers.degrees().address())
        .putLong(step)
        .putLong(nodes >> graph.tuning().sparseShift());
  }

  /** Relaxes the field in place; {@link #survey} or {@link #threshold} was the last thing done. */
  ProbeResult relax(DeviceMemory field, Surveyed surveyed) {
    stream.fill(buffers.touched(), 0);
    long[] counts = new long[0];
    int steps = 0;
    boolean settled = false;
    while (!settled && steps < parameters.ceiling()) {
      int round = Math.min(graph.tuning().stepsPerRound(), parameters.ceiling() - steps);
      for (int i = 0; i < round; i++) {
        enqueueStep(field, surveyed.tau(), steps + i);
      }
      steps += round;
      counts = lane.staging().longs(buffers.counts(), 0, steps + 1, stream);
      settled = counts[steps] == 0;
    }
    while (steps > 0 && counts[steps - 1] == 0) {
      steps--;
    }
    return result(field, surveyed, Arrays.copyOf(counts, steps));
  }

  private void enqueueStep(DeviceMemory field, double tau, int step) {
    ByteBuffer shape = graph.structure();
    ByteBuffer now = step(field, tau, step);
    stream.launch(Kernel.EMIT, nodes, shape, now);
    stream.launch(Kernel.RELAX, nodes, shape, now);
  }

  private ProbeResult result(DeviceMemory field, Surveyed surveyed, long[] counts) {
    stream.launch(Kernel.BLOCK_SUMS, threadsForBlocks(), field, nodes, buffers.sums());
    double after = total(buffers.sums());
    return new ProbeResult(
        nodes,
        surveyed.tau(),
        Arrays.stream(counts).sum(),
        counts.length,
        counts.length == parameters.ceiling(),
        counts,
        surveyed.moments(),
        after);
  }
}
