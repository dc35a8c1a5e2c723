package org.gradienttransport.jobs.measure;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.backend.BackendOptions;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.Backends;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the backend that the settings name, on the machine that will use it. */
public final class BackendChoice {
  private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

  private BackendChoice() {}

  /**
   * Opens a backend on this machine, on the device that Spark gave the running task, if any.
   *
   * @throws JobException with exit code 69 when the named backend cannot run here
   */
  public static Backends.Opened open(MeasureSettings settings) {
    int threads =
        settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors();
    BackendOptions options =
        new BackendOptions(
            threads,
            BackendOptions.DEFAULT.cuda(),
            BackendOptions.DEFAULT.shortage(),
            settings.graphCache().isEmpty() ? null : Path.of(settings.graphCache()));
    Optional<Integer> device = deviceOfTask();
    if (device.isPresent()) {
      options = options.onDevice(device.get());
    }
    try {
      Backends.Opened opened = Backends.open(settings.backend(), options);
      LOG.info("backend {}: {}", opened.backend().name(), opened.reason());
      return opened;
    } catch (BackendUnavailableException e) {
      throw new JobException(ExitCode.UNAVAILABLE, e.getMessage(), e);
    }
  }

  /** A standalone cluster does not hide the other devices, so the address decides. */
  private static Optional<Integer> deviceOfTask() {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return Optional.empty();
    }
    ResourceInformation gpu = task.resourcesJMap().get("gpu");
    return gpu == null || gpu.addresses().length == 0
        ? Optional.empty()
        : Optional.of(Integer.parseInt(gpu.addresses()[0]));
  }
}
