package org.gradienttransport.udfs.backend.nd4j;

import java.util.function.Consumer;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.relax.Relaxed;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A field in one INDArray on ND4J's device, which our kernels relax where it lies. ND4J and the
 * backend cuda share the device's primary context, so an address of one is one of the other.
 */
final class DeviceField implements Nd4jField {
  private final INDArray values;
  private final CudaBackend kernels;
  private final ProbeParameters parameters;

  DeviceField(double[] values, CudaBackend kernels, ProbeParameters parameters) {
    Nd4j.getAffinityManager().unsafeSetDevice(kernels.address()); // this thread's
    this.values = Nd4j.createFromArray(values);
    this.kernels = kernels;
    this.parameters = parameters;
  }

  @Override
  public long entries() {
    return values.length();
  }

  @Override
  public void forEachPiece(Consumer<INDArray> step) {
    long most = Nd4jMoments.PIECE;
    for (long from = 0; from < entries(); from += most) {
      long to = Math.min(from + most, entries());
      try (INDArray piece = values.get(NDArrayIndex.interval(from, to)).dup()) {
        step.accept(piece);
      }
    }
  }

  @Override
  public Relaxed relax() {
    Nd4j.getAffinityManager().ensureLocation(values, Location.DEVICE);
    Nd4j.getExecutioner().commit(); // what ND4J still has to do with the field
    ProbeResult result =
        kernels.relaxInPlace(values.data().platformAddress(), entries(), parameters);
    // ND4J's copy on the host, if it has one, is no longer the field.
    Nd4j.getAffinityManager().tagLocation(values, Location.DEVICE);
    return new Relaxed(
        result.tau(), result.size(), result.steps(), result.hitCeiling(), result.activeCounts());
  }

  @Override
  public void close() {
    values.close();
  }
}
