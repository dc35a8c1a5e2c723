package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.udfs.backend.BackendUnavailableException;

/** One GPU with our kernels loaded. Threads call {@link #enter} before anything else. */
final class CudaDevice implements AutoCloseable {
  static final String PTX = "gradient_transport.ptx";

  private static final int MULTIPROCESSORS = 16;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;
  private static final int LEAST_CAPABILITY = 75;

  private final CudaDriver driver;
  private final int ordinal;
  private final int device;
  private final String name;
  private final int capability;
  private final int multiprocessors;
  private final Pointer context;
  private final Pointer module;
  private final Map<Kernel, KernelHandle> kernels = new EnumMap<>(Kernel.class);

  private CudaDevice(CudaDriver driver, int ordinal) {
    this.driver = driver;
    this.ordinal = ordinal;
    this.device = handle(driver, ordinal);
    this.name = readName();
    this.capability = capabilityOf(driver, device);
    requireCapability();
    this.multiprocessors = attribute(driver, device, MULTIPROCESSORS);
    PointerByReference made = new PointerByReference();
    driver.check(
        "cuDevicePrimaryCtxRetain", driver.functions().cuDevicePrimaryCtxRetain(made, device));
    this.context = made.getValue();
    try {
      this.module = loadModule();
      for (Kernel kernel : Kernel.values()) {
        kernels.put(kernel, find(kernel));
      }
    } catch (RuntimeException e) {
      releaseContext();
      throw e;
    }
  }

  /**
   * Opens a device and loads the kernels on it.
   *
   * @param ordinal its address, from 0
   * @throws BackendUnavailableException when there is no such device, or it is too old
   */
  static CudaDevice open(CudaDriver driver, int ordinal) {
    return new CudaDevice(driver, ordinal);
  }

  /** Ten times the compute capability of a device. */
  static int capability(CudaDriver driver, int ordinal) {
    return capabilityOf(driver, handle(driver, ordinal));
  }

  private static int capabilityOf(CudaDriver driver, int device) {
    return 10 * attribute(driver, device, CAPABILITY_MAJOR)
        + attribute(driver, device, CAPABILITY_MINOR);
  }

  private static int handle(CudaDriver driver, int ordinal) {
    int count = driver.deviceCount();
    if (ordinal < 0 || ordinal >= count) {
      throw new BackendUnavailableException(
          "no GPU with address " + ordinal + " on this host, the driver shows " + count);
    }
    IntByReference device = new IntByReference();
    driver.check("cuDeviceGet", driver.functions().cuDeviceGet(device, ordinal));
    return device.getValue();
  }

  private String readName() {
    byte[] text = new byte[128];
    driver.check("cuDeviceGetName", driver.functions().cuDeviceGetName(text, text.length, device));
    return Native.toString(text, StandardCharsets.UTF_8.name());
  }

  private static int attribute(CudaDriver driver, int device, int attribute) {
    IntByReference value = new IntByReference();
    driver.check(
        "cuDeviceGetAttribute", driver.functions().cuDeviceGetAttribute(value, attribute, device));
    return value.getValue();
  }

  private void requireCapability() {
    if (capability < LEAST_CAPABILITY) {
      throw new BackendUnavailableException(
          ("%s has compute capability %s.%s, the backend cuda needs 7.5 or newer; use the"
                  + " backend cpu")
              .formatted(name, capability / 10, capability % 10));
    }
  }

  private Pointer loadModule() {
    byte[] text = readPtx();
    try (Memory image = new Memory(text.length + 1L)) {
      image.write(0, text, 0, text.length);
      image.setByte(text.length, (byte) 0);
      enter();
      PointerByReference made = new PointerByReference();
      driver.check("cuModuleLoadData", driver.functions().cuModuleLoadData(made, image));
      return made.getValue();
    }
  }

  static byte[] readPtx() {
    try (InputStream in = CudaDevice.class.getResourceAsStream(PTX)) {
      if (in == null) {
        throw new IllegalStateException("the kernels " + PTX + " are missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KernelHandle find(Kernel kernel) {
    PointerByReference function = new PointerByReference();
    driver.check(
        "cuModuleGetFunction",
        driver
            .functions()
            .cuModuleGetFunction(function, module, kernel.name().toLowerCase(Locale.ROOT)));
    IntByReference blocks = new IntByReference();
    driver.check(
        "cuOccupancyMaxActiveBlocksPerMultiprocessor",
        driver
            .functions()
            .cuOccupancyMaxActiveBlocksPerMultiprocessor(
                blocks, function.getValue(), Kernel.THREADS, 0));
    return new KernelHandle(function.getValue(), Math.max(1, blocks.getValue()) * multiprocessors);
  }

  /**
   * A kernel on this device.
   *
   * @param residentBlocks most of its blocks that run at once
   */
  record KernelHandle(Pointer function, int residentBlocks) {}

  KernelHandle kernel(Kernel kernel) {
    return kernels.get(kernel);
  }

  CudaDriver driver() {
    return driver;
  }

  int ordinal() {
    return ordinal;
  }

  /** Name, address, compute capability and driver, for people and provenance. */
  String description() {
    return "%s, GPU %s, compute capability %s.%s, driver for CUDA %s.%s"
        .formatted(
            name,
            ordinal,
            capability / 10,
            capability % 10,
            driver.version() / 1000,
            driver.version() % 1000 / 10);
  }

  /** Makes this device the calling thread's. */
  void enter() {
    driver.check("cuCtxSetCurrent", driver.functions().cuCtxSetCurrent(context));
  }

  /** Bytes of device memory nobody holds now. */
  long availableBytes() {
    enter();
    LongByReference available = new LongByReference();
    LongByReference total = new LongByReference();
    driver.check("cuMemGetInfo", driver.functions().cuMemGetInfo_v2(available, total));
    return available.getValue();
  }

  /**
   * Takes device memory; its content is undefined.
   *
   * @throws DeviceMemoryException when there is none left
   */
  DeviceMemory allocate(long bytes) {
    LongByReference address = new LongByReference();
    driver.checkAllocation(
        "cuMemAlloc", driver.functions().cuMemAlloc_v2(address, Math.max(bytes, 1)), bytes);
    return new DeviceMemory(this, address.getValue(), bytes);
  }

  void free(long address) {
    driver.check("cuMemFree", driver.functions().cuMemFree_v2(address));
  }

  @Override
  public void close() {
    enter();
    driver.check("cuModuleUnload", driver.functions().cuModuleUnload(module));
    releaseContext();
  }

  private void releaseContext() {
    driver.check(
        "cuDevicePrimaryCtxRelease", driver.functions().cuDevicePrimaryCtxRelease_v2(device));
  }
}
