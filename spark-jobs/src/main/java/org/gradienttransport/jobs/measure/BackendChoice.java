package org.gradienttransport.jobs.measure;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.backend.BackendOptions;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.Backends;
import org.gradienttransport.udfs.backend.OpenedBackend;

/** Opens the backend that the settings name, on the machine that will use it. */
public final class BackendChoice {
  private BackendChoice() {}

  /** The processor's backend with so many threads, for asking what fields take. */
  static OpenedBackend onHost(int threads) {
    return Backends.open("cpu", new BackendOptions(threads, BackendOptions.DEFAULT.cuda(), null));
  }

  /**
   * Opens a backend on this machine, on the device that Spark gave the running task, if any.
   *
   * @throws JobException with exit code 69 when the named backend cannot run here
   */
  public static OpenedBackend open(MeasureSettings settings) {
    int threads =
        settings.threads() > 0 ? settings.threads() : Runtime.getRuntime().availableProcessors();
    BackendOptions options =
        new BackendOptions(
            threads,
            BackendOptions.DEFAULT.cuda(),
            settings.graphCache().isEmpty() ? null : Path.of(settings.graphCache()));
    OptionalInt device = deviceOfTask();
    if (device.isPresent()) {
      options = options.onDevice(device.getAsInt());
    }
    try {
      return Backends.open(settings.backend(), options);
    } catch (BackendUnavailableException e) {
      throw new JobException(ExitCode.UNAVAILABLE, e.getMessage(), e);
    }
  }

  /**
   * The address of the GPU that Spark gave the running task. A standalone cluster does not hide the
   * other devices, so the address decides.
   */
  static OptionalInt deviceOfTask() {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return OptionalInt.empty();
    }
    ResourceInformation gpu = task.resourcesJMap().get("gpu");
    return gpu == null || gpu.addresses().length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(gpu.addresses()[0]));
  }
}
