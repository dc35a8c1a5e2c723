package org.gradienttransport.udfs.backend.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * The CUDA driver made of our kernels compiled for the CPU (src/test/cuda): what tests the backend
 * {@code cuda} where there is no GPU. Needs g++; without it the tests that use this say so.
 */
public final class Emulation {
  private static Path library;

  private Emulation() {}

  /** The tests' own functions of the emulated driver. */
  interface Controls extends Library {
    int emulation_set_memory_limit(long bytes);

    int emulation_set_reversed(int on);

    int emulation_live(LongByReference device, LongByReference host, LongByReference handles);
  }

  /** Path of the built library. */
  static synchronized Path library() {
    if (library == null) {
      Tools.assumePresent("g++");
      library = build();
    }
    return library;
  }

  static Controls controls() {
    return Native.load(library().toString(), Controls.class);
  }

  /** The first of its devices. */
  public static CudaOptions options() {
    return new CudaOptions(0, 0, 2, library().toString());
  }

  /** The first of its devices, of which the backend may hold so many bytes. */
  static CudaOptions options(long memoryBytes) {
    return new CudaOptions(0, memoryBytes, 2, library().toString());
  }

  /**
   * Bytes of device memory one field of this size takes, its graph included.
   *
   * @param fields 2 with a null beside the field, 1 for one of them at a time
   */
  static long deviceBytes(long nodes, int fields) {
    return DeviceGraph.peakBytesFor(GraphKey.of(nodes, ProbeParameters.PAPER))
        + new Lane.Shape(nodes, ProbeParameters.PAPER.ceiling(), fields).bytes();
  }

  /** A device to drive kernels on by hand. */
  static CudaDevice device() {
    CudaDevice device = CudaDevice.open(CudaDriver.load(library().toString()), 0);
    device.enter();
    return device;
  }

  private static Path build() {
    Path built = Tools.library("emulated");
    Tools.run(
        List.of(
            Tools.module().resolve("src/test/cuda/make-emulated-driver.sh").toString(),
            built.toString()));
    return built;
  }

  /** Compilers and where the sources lie. */
  static final class Tools {
    private Tools() {}

    static Path module() {
      return Path.of(System.getProperty("repository.root"), "udfs");
    }

    /** Where this process builds a library; another one may have its own loaded. */
    static Path library(String name) {
      Path built =
          module().resolve("target/libcuda-" + name + "-" + ProcessHandle.current().pid() + ".so");
      built.toFile().deleteOnExit();
      return built;
    }

    static Path kernels() {
      return module().resolve("src/main/cuda");
    }

    static void assumePresent(String tool) {
      assumeTrue(present(tool), () -> tool + " is not on this machine, so this is not tested here");
    }

    private static boolean present(String tool) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        if (Files.isExecutable(Path.of(folder, tool))) {
          return true;
        }
      }
      return false;
    }

    /** Runs a command, and fails with its output when it fails. */
    static String run(List<String> command) {
      try {
        Process process =
            new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
