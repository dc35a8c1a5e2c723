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
   * What the buffers are for.
   *
   * @param nodes N
   * @param ceiling most relaxation steps
   * @param fields 2 for the field and a null drawn beside it; 1 for one of them at a time, in two
   *     thirds of the memory; 0 for fields that lie in memory of others
   */
  record Shape(long nodes, int ceiling, int fields) {

    /** Bytes of device memory the buffers take. */
    long bytes() {
      return 8L * (fields + 1) * nodes
          + 3 * 4 * ((nodes + 31) / 32)
          + 8 * (nodes / BLOCK + 1)
          + 4 * DIGITS
          + 72
          + 16L * (ceiling + 2);
    }

    boolean serves(Shape other) {
      return nodes == other.nodes && ceiling == other.ceiling && fields >= other.fields;
    }
  }

  /**
   * The buffers of one shape.
   *
   * @param all every buffer, to be released together
   * @param field the field as uploaded, 8 bytes per node; null where it lies in memory of others
   * @param drawn a null drawn beside it, 8 bytes per node; null where there is room for one field
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
      Shape shape,
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

    static Buffers take(CudaDevice device, Shape shape) {
      Allocations all = new Allocations(device);
      long nodes = shape.nodes();
      long bitmap = 4 * ((nodes + 31) / 32);
      long steps = 8L * (shape.ceiling() + 2);
      try {
        return new Buffers(
            shape,
            all,
            shape.fields() > 0 ? all.take(8 * nodes) : null,
            shape.fields() > 1 ? all.take(8 * nodes) : null,
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

    long nodes() {
      return shape.nodes();
    }
  }

  /** Takes buffers of a shape, unless those held serve it already. */
  void prepare(Shape shape) {
    if (fits(shape)) {
      return;
    }
    release();
    buffers = Buffers.take(device, shape);
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
    return buffers == null ? 0 : buffers.shape().bytes();
  }

  boolean fits(Shape shape) {
    return buffers != null && buffers.shape().serves(shape);
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
