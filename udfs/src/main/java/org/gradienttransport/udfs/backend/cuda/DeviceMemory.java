package org.gradienttransport.udfs.backend.cuda;

/** A piece of device memory, held until closed. */
final class DeviceMemory implements AutoCloseable {
  private final CudaDevice device;
  private final long address;
  private final long bytes;
  private boolean closed;

  DeviceMemory(CudaDevice device, long address, long bytes) {
    this.device = device;
    this.address = address;
    this.bytes = bytes;
  }

  /** Memory that others took and will release, in the same context; never closed here. */
  static DeviceMemory ofOthers(long address, long bytes) {
    return new DeviceMemory(null, address, bytes);
  }

  long address() {
    return address;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (!closed && device != null) {
      closed = true;
      device.free(address);
    }
  }
}
