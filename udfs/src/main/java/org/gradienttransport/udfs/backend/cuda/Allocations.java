package org.gradienttransport.udfs.backend.cuda;

import java.util.ArrayDeque;
import java.util.Deque;

/** Pieces of device memory that are taken together and released together. */
final class Allocations implements AutoCloseable {
  private final CudaDevice device;
  private final Deque<DeviceMemory> held = new ArrayDeque<>();

  Allocations(CudaDevice device) {
    this.device = device;
  }

  /** Takes one more piece; on failure the others stay held until {@link #close}. */
  DeviceMemory take(long bytes) {
    DeviceMemory memory = device.allocate(bytes);
    held.push(memory);
    return memory;
  }

  @Override
  public void close() {
    while (!held.isEmpty()) {
      held.pop().close();
    }
  }
}
