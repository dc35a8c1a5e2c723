package org.gradienttransport.udfs.backend;

import org.gradienttransport.udfs.backend.cuda.CudaOptions;

/**
 * How {@link Backends} opens a backend.
 *
 * @param threads threads the backends on the host's processor give one field
 * @param cuda device and memory of the backends on a GPU
 * @param shortage what to do with a field that does not fit the device
 */
public record BackendOptions(int threads, CudaOptions cuda, Shortage shortage) {
  /** What to do with a field that does not fit the device's memory even alone. */
  public enum Shortage {
    /** Refuse it with {@link InsufficientMemoryException}. */
    REFUSE,
    /** Measure it on the backend cpu, whose results are the same. */
    USE_CPU
  }

  /** One thread, the first GPU, no way out to the processor. */
  public static final BackendOptions DEFAULT =
      new BackendOptions(1, CudaOptions.DEFAULT, Shortage.REFUSE);

  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** The same on the GPU with this address, as Spark hands it out. */
  public BackendOptions onDevice(int address) {
    return new BackendOptions(threads, cuda.onDevice(address), shortage);
  }
}
