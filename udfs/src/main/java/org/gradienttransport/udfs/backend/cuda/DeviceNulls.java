package org.gradienttransport.udfs.backend.cuda;

import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;

/** Draws null fields on the device (METHOD section 4), with the same bits as on the host. */
final class DeviceNulls {
  private static final int N0 = 1;
  private static final int N1 = 2;
  private static final int LEAST_BITS = 10;

  private final long nodes;
  private final CudaStream stream;

  DeviceNulls(Lane lane) {
    this.nodes = lane.buffers().nodes();
    this.stream = lane.stream();
  }

  /**
   * Fills a field.
   *
   * @param moments of the real field; null if the variant is N0
   * @param real the real field; read if the variant is N2
   * @param drawn is filled
   */
  void draw(FieldVariant variant, FieldMoments moments, DeviceMemory real, DeviceMemory drawn) {
    switch (variant.kind()) {
      case N0 -> gaussian(variant, N0, 0.0, 1.0, drawn);
      case N1 -> gaussian(variant, N1, moments.mean(), Math.sqrt(moments.variance()), drawn);
      case N2 -> permute(variant, real, drawn);
      case REAL -> throw new IllegalArgumentException("the real field is not drawn");
    }
  }

  private void gaussian(
      FieldVariant variant, int kind, double mean, double sd, DeviceMemory drawn) {
    stream.launch(
        Kernel.GAUSSIAN,
        (nodes + 1) / 2,
        drawn,
        nodes,
        (int) variant.seed(),
        variant.replicate(),
        kind,
        mean,
        sd);
  }

  private void permute(FieldVariant variant, DeviceMemory real, DeviceMemory drawn) {
    int bits = Math.max(LEAST_BITS, Long.SIZE - Long.numberOfLeadingZeros(nodes - 1));
    stream.launch(
        Kernel.PERMUTE,
        nodes,
        real,
        drawn,
        nodes,
        variant.seed(),
        variant.replicate(),
        bits / 2,
        bits - bits / 2);
  }
}
