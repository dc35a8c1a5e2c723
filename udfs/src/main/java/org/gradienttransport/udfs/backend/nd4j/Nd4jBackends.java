package org.gradienttransport.udfs.backend.nd4j;

import java.util.Optional;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;

/** Opens the backend nd4j where its library is there and can serve the host. */
public final class Nd4jBackends {
  private static final String GPU_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** ND4J 1.0.0-M2.1 holds machine code up to compute capability 8.9 and no PTX. */
  private static final int NEWEST_CAPABILITY = 89;

  private Nd4jBackends() {}

  /**
   * Opens it.
   *
   * @param threads threads the relaxation gives one field
   * @param cuda the device looked at when ND4J's CUDA library is on the class path
   * @throws BackendUnavailableException when ND4J is not on the class path, or would choose a GPU
   *     it has no code for
   */
  public static Backend open(int threads, CudaOptions cuda) {
    boolean onGpu = Nd4jBackends.class.getClassLoader().getResource(GPU_BACKEND) != null;
    int capability = onGpu ? CudaBackend.capability(cuda) : 0;
    // Looked at before ND4J is touched: it would choose the GPU first and fail, or compile for
    // most of an hour.
    requireServed(capability);
    try {
      boolean arraysOnGpu = capability > 0 && Nd4jBackend.library().equals("JCublasBackend");
      return Nd4jBackend.create(threads, arraysOnGpu ? kernels(cuda) : Optional.empty());
    } catch (NoClassDefFoundError | ExceptionInInitializerError e) {
      throw new BackendUnavailableException(
          "the backend nd4j needs ND4J and its native library on the class path, see docs/gpu.md; or"
              + " use the backend cpu",
          e);
    }
  }

  /** Our kernels on ND4J's device; without them, below compute capability 7.5, our loop relaxes. */
  private static Optional<CudaBackend> kernels(CudaOptions cuda) {
    try {
      return Optional.of(CudaBackend.openBesideOthers(cuda));
    } catch (BackendUnavailableException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a device ND4J has no code for.
   *
   * @param capability ten times the compute capability; 0 when there is no device
   */
  static void requireServed(int capability) {
    if (capability > NEWEST_CAPABILITY) {
      throw new BackendUnavailableException(
          ("ND4J's CUDA library has no code for compute capability %s.%s, only up to 8.9; use"
                  + " the backend cuda")
              .formatted(capability / 10, capability % 10));
    }
  }
}
