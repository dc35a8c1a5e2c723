package org.gradienttransport.udfs.backend.cuda;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.gradienttransport.udfs.backend.BackendUnavailableException;

/**
 * Proves the backend cuda on the GPU of this host: every golden case, real fields, awkward sizes
 * and the published sizes bit for bit against cpu, then the benchmark. Ends with an exception when
 * anything differs. Run by deploy/gpu-check.
 */
public final class GpuCheck {
  private GpuCheck() {}

  /**
   * What to check.
   *
   * @param fields folder of real fields as little-endian doubles (*.f64), or null for none
   * @param edges file to which the largest graph is written for other programs, or null
   * @param largest no field above this size is measured
   * @param threads threads the comparison on the processor may use
   * @param repeats measurements of which each time is the median
   */
  record Request(
      CudaOptions options, Path fields, Path edges, long largest, int threads, int repeats) {

    static Request of(List<String> arguments) {
      CudaOptions options = CudaOptions.DEFAULT;
      Path fields = null;
      Path edges = null;
      long largest = 150_994_944L;
      int threads = Runtime.getRuntime().availableProcessors();
      int repeats = 5;
      Iterator<String> left = arguments.iterator();
      while (left.hasNext()) {
        String name = left.next();
        if (!left.hasNext()) {
          throw new IllegalArgumentException(name + " needs a value");
        }
        String value = left.next();
        switch (name) {
          case "--device" -> options = options.onDevice(Integer.parseInt(value));
          case "--library" -> options = new CudaOptions(options.device(), 0, 2, value);
          case "--fields" -> fields = Path.of(value);
          case "--edges" -> edges = Path.of(value);
          case "--largest" -> largest = Long.parseLong(value);
          case "--threads" -> threads = Integer.parseInt(value);
          case "--repeats" -> repeats = Integer.parseInt(value);
          default -> throw new IllegalArgumentException("unknown option " + name);
        }
      }
      return new Request(options, fields, edges, largest, threads, repeats);
    }
  }

  /** Options: --device, --library, --fields, --edges, --largest, --threads, --repeats. */
  public static void main(String[] arguments) {
    Thread.currentThread().setUncaughtExceptionHandler(GpuCheck::explain);
    run(Request.of(List.of(arguments)), System.out);
  }

  /** The process ends with exit code 1 all the same. */
  private static void explain(Thread thread, Throwable failure) {
    if (failure instanceof BackendUnavailableException absent) {
      System.err.println(absent.getMessage());
    } else {
      thread.getThreadGroup().uncaughtException(thread, failure);
    }
  }

  static void run(Request request, PrintStream out) {
    ExactnessCheck exactness = new ExactnessCheck(request, out);
    exactness.run();
    new Benchmark(request, out).run();
  }
}
