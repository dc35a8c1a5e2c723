package org.gradienttransport.udfs.backend.cuda;

/**
 * Room on a device to measure one field at a time: a stream, page-locked staging and the buffers of
 * one size. Two lanes let one field be copied while another relaxes.
 */
final class Lane implements AutoCloseable {
  static final int BLOCK = 4096;
  static final int DIGITS = 8192;

  private final CudaDevice device;
  private final CudaStream stream;
  private final Staging staging;
  private Buffers buffers;

  Lane(CudaDevice device) {
    this.device = device;
    this.stream = new CudaStream(device);
    try {
      this.staging = new Staging(device);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /**
   * The buffers of one size.
   *
   * @param ceiling most relaxation steps
   * @param all every buffer, to be released together
   * @param field the field as uploaded, 8 bytes per node
   * @param drawn a null drawn beside it, 8 bytes per node
   * @param shares what active nodes give each neighbour, 8 bytes per node; before the relaxation,
   *     the magnitudes the quantile is selected from
   * @param active bitmap of the active set
   * @param next bitmap of the next step's
   * @param touched bitmap of the active nodes' neighbours
   * @param sums block sums
   * @param histogram of the quantile's digits
   * @param survey the kernels' structure Survey
   * @param selection the kernels' structure Selection
   * @param counts active nodes by step
   * @param degrees sum of their degrees by step
   */
  record Buffers(
      long nodes,
      int ceiling,
      Allocations all,
      DeviceMemory field,
      DeviceMemory drawn,
      DeviceMemory shares,
      DeviceMemory active,
      DeviceMemory next,
      DeviceMemory touched,
      DeviceMemory sums,
      DeviceMemory histogram,
      DeviceMemory survey,
      DeviceMemory selection,
      DeviceMemory counts,
      DeviceMemory degrees) {

    static Buffers take(CudaDevice device, long nodes, int ceiling) {
      Allocations all = new Allocations(device);
      long bitmap = 4 * ((nodes + 31) / 32);
      long steps = 8L * (ceiling + 2);
      try {
        return new Buffers(
            nodes,
            ceiling,
            all,
            all.take(8 * nodes),
            all.take(8 * nodes),
            all.take(8 * nodes),
            all.take(bitmap),
            all.take(bitmap),
            all.take(bitmap),
            all.take(8 * ((nodes + BLOCK - 1) / BLOCK)),
            all.take(4 * DIGITS),
            all.take(32),
            all.take(40),
            all.take(steps),
            all.take(steps));
      } catch (DeviceMemoryException e) {
        all.close();
        throw e;
      }
    }
  }

  /** Bytes of device memory the buffers take. */
  static long bytesFor(long nodes, int ceiling) {
    return 24 * nodes
        + 3 * 4 * ((nodes + 31) / 32)
        + 8 * (nodes / BLOCK + 1)
        + 4 * DIGITS
        + 72
        + 16L * (ceiling + 2);
  }

  /** Takes the buffers of a size, releasing those of another. */
  void prepare(long nodes, int ceiling) {
    if (buffers != null && buffers.nodes() == nodes && buffers.ceiling() == ceiling) {
      return;
    }
    release();
    buffers = Buffers.take(device, nodes, ceiling);
  }

  /** Gives the buffers back; the lane itself stays. */
  void release() {
    if (buffers != null) {
      buffers.all().close();
      buffers = null;
    }
  }

  /** Bytes of device memory held now. */
  long heldBytes() {
    return buffers == null ? 0 : bytesFor(buffers.nodes(), buffers.ceiling());
  }

  boolean fits(long nodes, int ceiling) {
    return buffers != null && buffers.nodes() == nodes && buffers.ceiling() == ceiling;
  }

  Buffers buffers() {
    return buffers;
  }

  CudaStream stream() {
    return stream;
  }

  Staging staging() {
    return staging;
  }

  @Override
  public void close() {
    release();
    staging.close();
    stream.close();
  }
}
