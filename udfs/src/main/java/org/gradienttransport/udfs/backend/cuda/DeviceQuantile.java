package org.gradienttransport.udfs.backend.cuda;

/**
 * Exact quantile of the magnitudes (METHOD section 1): radix selection on the device, of which the
 * histogram of the leading bits is already counted.
 */
final class DeviceQuantile {
  private static final int TOP_BITS = 12;

  /** Further digits: how far to shift, and how wide. Together with the leading bits all 63. */
  private static final int[][] DIGITS = {{38, 13}, {25, 13}, {12, 13}, {0, 12}};

  private static final long NONE = -1L;

  private DeviceQuantile() {}

  /** The quantile of the field whose survey was just made in this lane. */
  static double of(Lane lane, DeviceMemory field, double quantile) {
    Lane.Buffers buffers = lane.buffers();
    CudaStream stream = lane.stream();
    long nodes = buffers.nodes();
    double position = quantile * (nodes - 1.0);
    double floor = Math.floor(position);
    begin(lane, (long) floor);
    DeviceMemory selection = buffers.selection();
    stream.launchBlocks(
        Kernel.SELECT_DIGIT, 1, buffers.histogram(), 1 << TOP_BITS, TOP_BITS, selection);
    stream.launch(Kernel.SELECT_GATHER, nodes / 4, field, nodes, selection, buffers.shares());
    for (int[] digit : DIGITS) {
      stream.launch(
          Kernel.SELECT_COUNT,
          nodes / 8,
          buffers.shares(),
          digit[0],
          digit[1],
          selection,
          buffers.histogram());
      stream.launchBlocks(
          Kernel.SELECT_DIGIT, 1, buffers.histogram(), Lane.DIGITS, digit[1], selection);
    }
    stream.launch(Kernel.SELECT_ABOVE, nodes / 8, buffers.shares(), selection);
    long[] selected = lane.staging().longs(selection, 0, 4, stream);
    double lower = Double.longBitsToDouble(selected[0]);
    if (position == floor) {
      return lower;
    }
    return lower + (position - floor) * (upper(selected) - lower);
  }

  private static void begin(Lane lane, long rank) {
    DeviceMemory selection = lane.buffers().selection();
    lane.staging().put(selection, lane.stream(), 0L, rank, 0L, NONE, 0L);
  }

  /** x_(k+1): equal to x_k, the least magnitude above it, or x_k again if there is none. */
  private static double upper(long[] selected) {
    boolean repeated = selected[1] + 1 < selected[2];
    boolean last = selected[3] == NONE;
    return Double.longBitsToDouble(repeated || last ? selected[0] : selected[3]);
  }
}
