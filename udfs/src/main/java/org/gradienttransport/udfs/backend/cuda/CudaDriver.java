package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.gradienttransport.udfs.backend.BackendUnavailableException;

/** The NVIDIA driver of this host, loaded and initialised; failures become exceptions. */
final class CudaDriver {
  /** Where NVIDIA's driver is found on every Linux host that has one. */
  static final String LIBRARY = "libcuda.so.1";

  private static final int OUT_OF_MEMORY = 2;

  private final DriverFunctions functions;

  private CudaDriver(DriverFunctions functions) {
    this.functions = functions;
  }

  /**
   * Loads a driver library.
   *
   * @param library its file name or path
   * @throws BackendUnavailableException when there is no driver, or it finds no device
   */
  static CudaDriver load(String library) {
    DriverFunctions functions;
    try {
      functions = Native.load(library, DriverFunctions.class);
    } catch (UnsatisfiedLinkError e) {
      throw new BackendUnavailableException(
          "no NVIDIA driver on this host: "
              + library
              + " cannot be loaded; install the driver or use the backend cpu",
          e);
    } catch (NoClassDefFoundError e) {
      throw new BackendUnavailableException(
          "the backend cuda needs the library jna on the class path; add it or use the backend cpu",
          e);
    }
    CudaDriver driver = new CudaDriver(functions);
    int status = functions.cuInit(0);
    if (status != 0) {
      throw new BackendUnavailableException(
          "the NVIDIA driver of this host does not start: cuInit gives "
              + driver.nameOf(status)
              + "; use the backend cpu");
    }
    return driver;
  }

  DriverFunctions functions() {
    return functions;
  }

  int deviceCount() {
    IntByReference count = new IntByReference();
    check("cuDeviceGetCount", functions.cuDeviceGetCount(count));
    return count.getValue();
  }

  /** The newest CUDA the driver serves, such as 13000 for 13.0. */
  int version() {
    IntByReference version = new IntByReference();
    check("cuDriverGetVersion", functions.cuDriverGetVersion(version));
    return version.getValue();
  }

  void check(String function, int status) {
    if (status != 0) {
      throw new CudaException(function, status, nameOf(status));
    }
  }

  /** Checks the result of a driver function that was to allocate {@code bytes} of memory. */
  void checkAllocation(String function, int status, long bytes) {
    if (status == OUT_OF_MEMORY) {
      throw new DeviceMemoryException(bytes);
    }
    check(function, status);
  }

  private String nameOf(int status) {
    PointerByReference name = new PointerByReference();
    if (functions.cuGetErrorName(status, name) != 0) {
      return "an unknown error";
    }
    Pointer text = name.getValue();
    return text == null ? "an unknown error" : text.getString(0);
  }
}
