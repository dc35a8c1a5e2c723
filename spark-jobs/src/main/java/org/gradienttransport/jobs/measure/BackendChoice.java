package org.gradienttransport.jobs.measure;

import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;

/** Opens the backend that the settings name, on the machine that will use it. */
final class BackendChoice {
  private BackendChoice() {}

  static Backend open(MeasureSettings settings) {
    int threads =
        settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors();
    return switch (settings.backend()) {
      case "cpu", "auto" -> CpuBackend.create(threads);
      default ->
          throw new JobException(
              ExitCode.UNAVAILABLE,
              "The backend '" + settings.backend() + "' is not available here; use --backend cpu.");
    };
  }
}
