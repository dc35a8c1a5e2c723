package org.gradienttransport.udfs.backend.cuda;

/**
 * How the backend {@code cuda} uses its device.
 *
 * @param device address of the device, from 0, as Spark hands it out
 * @param memoryBytes most device memory to hold; 0 for nine tenths of what is free when opened
 * @param lanes fields in work at once, so that one is copied while another relaxes
 * @param library file name or path of the CUDA driver library
 */
public record CudaOptions(int device, long memoryBytes, int lanes, String library) {
  /** The first device, most of its free memory, two lanes. */
  public static final CudaOptions DEFAULT = new CudaOptions(0, 0, 2, CudaDriver.LIBRARY);

  public CudaOptions {
    if (device < 0) {
      throw new IllegalArgumentException("a device address is at least 0, got " + device);
    }
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "the device memory budget is at least 0 bytes, got " + memoryBytes);
    }
    if (lanes < 1) {
      throw new IllegalArgumentException("at least 1 lane is needed, got " + lanes);
    }
  }

  /** These options with another device. */
  public CudaOptions onDevice(int address) {
    return new CudaOptions(address, memoryBytes, lanes, library);
  }
}
