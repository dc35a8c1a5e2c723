package org.gradienttransport.udfs.backend;

import java.nio.file.Path;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;

/**
 * How {@link Backends} opens a backend.
 *
 * @param threads threads the backends on the host's processor give one field
 * @param cuda device and memory of the backends on a GPU
 * @param graphFolder local folder in which the backend cpu keeps graphs between processes and runs;
 *     null to keep none
 */
public record BackendOptions(int threads, CudaOptions cuda, Path graphFolder) {
  /** Most bytes of graphs kept in the folder: enough for the largest published ladder. */
  public static final long GRAPH_FOLDER_BYTES = 32L << 30;

  /** One thread, the first GPU, no graphs kept. */
  public static final BackendOptions DEFAULT = new BackendOptions(1, CudaOptions.DEFAULT, null);

  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** These options with the GPU at an address that Spark handed out. */
  public BackendOptions onDevice(int address) {
    return new BackendOptions(threads, cuda.onDevice(address), graphFolder);
  }
}
