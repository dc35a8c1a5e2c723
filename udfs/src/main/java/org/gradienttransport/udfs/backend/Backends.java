package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.backend.nd4j.Nd4jBackends;

/** Opens the backend that a configuration names. */
public final class Backends {
  /** What a configuration may name. */
  public static final List<String> CHOICES = List.of("auto", "cpu", "cuda", "cuda,cpu", "nd4j");

  private Backends() {}

  /**
   * Opens a backend.
   *
   * @param choice cpu, cuda or nd4j; auto: cuda where a device serves it, else cpu; cuda,cpu: cuda,
   *     and cpu for fields that do not fit the device, which auto does too
   * @throws BackendUnavailableException when the one that is named cannot run here
   * @throws IllegalArgumentException when there is none of this name
   */
  public static OpenedBackend open(String choice, BackendOptions options) {
    return switch (choice) {
      case "auto" -> automatic(options);
      case "cpu" -> OpenedBackend.of(cpu(options), "cpu was asked for");
      case "cuda" -> named(CudaBackend.open(options.cuda()));
      case "cuda,cpu" -> named(CudaBackend.open(options.cuda())).withSecond(cpu(options));
      case "nd4j" -> named(Nd4jBackends.open(options.threads(), options.cuda()));
      default ->
          throw new IllegalArgumentException(
              "unknown backend '" + choice + "', expected one of " + CHOICES);
    };
  }

  private static OpenedBackend named(Backend backend) {
    return OpenedBackend.of(backend, backend.name() + " was asked for");
  }

  private static OpenedBackend automatic(BackendOptions options) {
    try {
      return OpenedBackend.of(CudaBackend.open(options.cuda()), "cuda can run here")
          .withSecond(cpu(options));
    } catch (BackendUnavailableException e) {
      return OpenedBackend.of(cpu(options), "cuda cannot run here: " + e.getMessage());
    }
  }

  private static Backend cpu(BackendOptions options) {
    return options.graphFolder() == null
        ? CpuBackend.create(options.threads())
        : CpuBackend.create(
            options.threads(), options.graphFolder(), BackendOptions.GRAPH_FOLDER_BYTES);
  }
}
