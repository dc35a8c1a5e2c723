package org.gradienttransport.udfs.backend;

import java.util.List;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.backend.nd4j.Nd4jBackends;

/** Opens the backend that a configuration names. */
public final class Backends {
  /** What a configuration may name. */
  public static final List<String> CHOICES = List.of("auto", "cpu", "cuda", "nd4j");

  private Backends() {}

  /**
   * A backend and why it was taken.
   *
   * @param reason a sentence for the log and for provenance
   */
  public record Opened(Backend backend, String reason) implements AutoCloseable {
    @Override
    public void close() {
      backend.close();
    }
  }

  /**
   * Opens a backend.
   *
   * @param choice cpu, cuda, nd4j, or auto: cuda where a device serves it, else cpu
   * @throws BackendUnavailableException when the one that is named cannot run here
   * @throws IllegalArgumentException when there is none of this name
   */
  public static Opened open(String choice, BackendOptions options) {
    return switch (choice) {
      case "auto" -> automatic(options);
      case "cpu" -> new Opened(cpu(options), "cpu was asked for");
      case "cuda" -> named("cuda", cuda(options));
      case "nd4j" -> named("nd4j", Nd4jBackends.open(options.threads(), options.cuda()));
      default ->
          throw new IllegalArgumentException(
              "unknown backend '" + choice + "', expected auto, cpu, cuda or nd4j");
    };
  }

  private static Opened named(String name, Backend backend) {
    return new Opened(backend, name + " was asked for: " + backend.device());
  }

  private static Opened automatic(BackendOptions options) {
    try {
      Backend cuda = cuda(options);
      return new Opened(cuda, "cuda was found: " + cuda.device());
    } catch (BackendUnavailableException e) {
      return new Opened(cpu(options), "cpu is used: " + e.getMessage());
    }
  }

  private static Backend cpu(BackendOptions options) {
    return options.graphFolder() == null
        ? CpuBackend.create(options.threads())
        : CpuBackend.create(
            options.threads(), options.graphFolder(), BackendOptions.GRAPH_FOLDER_BYTES);
  }

  private static Backend cuda(BackendOptions options) {
    Backend cuda = CudaBackend.open(options.cuda());
    return switch (options.shortage()) {
      case REFUSE -> cuda;
      case USE_CPU -> new FallbackBackend(cuda, cpu(options));
    };
  }
}
