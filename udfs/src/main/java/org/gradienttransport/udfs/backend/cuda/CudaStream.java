package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;

/**
 * A queue of copies and kernels on one device, which run in the order given; serves one thread at a
 * time.
 */
final class CudaStream implements AutoCloseable {
  private static final int NON_BLOCKING = 1;
  private static final int ARGUMENT_BYTES = 1024;
  private static final int MOST_ARGUMENTS = 16;

  private final CudaDevice device;
  private final DriverFunctions functions;
  private final Pointer stream;
  private final Memory values = new Memory(ARGUMENT_BYTES);
  private final Memory addresses = new Memory((long) MOST_ARGUMENTS * Long.BYTES);

  CudaStream(CudaDevice device) {
    this.device = device;
    this.functions = device.driver().functions();
    PointerByReference made = new PointerByReference();
    check("cuStreamCreate", functions.cuStreamCreate(made, NON_BLOCKING));
    this.stream = made.getValue();
  }

  /** Runs a kernel with as many blocks as are useful for {@code threads} threads of work. */
  void launch(Kernel kernel, long threads, Object... arguments) {
    long useful = Math.max(1, (threads + Kernel.THREADS - 1) / Kernel.THREADS);
    launchBlocks(kernel, (int) Math.min(useful, device.kernel(kernel).residentBlocks()), arguments);
  }

  /**
   * Runs a kernel with exactly so many blocks.
   *
   * @param arguments Integer, Long, Double, DeviceMemory (its address), or ByteBuffer (a structure,
   *     whole)
   */
  void launchBlocks(Kernel kernel, int blocks, Object... arguments) {
    long offset = 0;
    for (int i = 0; i < arguments.length; i++) {
      addresses.setPointer((long) i * Long.BYTES, values.share(offset));
      offset += put(offset, arguments[i]);
    }
    check(
        kernel.name(),
        functions.cuLaunchKernel(
            device.kernel(kernel).function(),
            blocks,
            1,
            1,
            Kernel.THREADS,
            1,
            1,
            0,
            stream,
            addresses,
            null));
  }

  private long put(long offset, Object argument) {
    if (argument instanceof DeviceMemory memory) {
      values.setLong(offset, memory.address());
    } else if (argument instanceof Long number) {
      values.setLong(offset, number);
    } else if (argument instanceof Double number) {
      values.setDouble(offset, number);
    } else if (argument instanceof Integer number) {
      values.setInt(offset, number);
    } else if (argument instanceof ByteBuffer structure) {
      values.getByteBuffer(offset, structure.capacity()).put(structure.duplicate().rewind());
      return (structure.capacity() + Long.BYTES - 1L) & -Long.BYTES;
    } else {
      throw new IllegalArgumentException("a kernel takes no argument of type " + argument);
    }
    return Long.BYTES;
  }

  void toDevice(long to, Pointer from, long bytes) {
    check("cuMemcpyHtoDAsync", functions.cuMemcpyHtoDAsync_v2(to, from, bytes, stream));
  }

  void toHost(Pointer to, long from, long bytes) {
    check("cuMemcpyDtoHAsync", functions.cuMemcpyDtoHAsync_v2(to, from, bytes, stream));
  }

  /** Copies a whole piece of device memory to another of the same size. */
  void copy(DeviceMemory to, DeviceMemory from) {
    check(
        "cuMemcpyDtoDAsync",
        functions.cuMemcpyDtoDAsync_v2(to.address(), from.address(), from.bytes(), stream));
  }

  /** Sets every byte of device memory to one value. */
  void fill(DeviceMemory memory, int value) {
    check(
        "cuMemsetD8Async",
        functions.cuMemsetD8Async(memory.address(), (byte) value, memory.bytes(), stream));
  }

  /** Waits until everything asked for is done. */
  void await() {
    check("cuStreamSynchronize", functions.cuStreamSynchronize(stream));
  }

  /** The driver's handle, for events. */
  Pointer handle() {
    return stream;
  }

  private void check(String function, int status) {
    device.driver().check(function, status);
  }

  @Override
  public void close() {
    check("cuStreamDestroy", functions.cuStreamDestroy_v2(stream));
    values.close();
    addresses.close();
  }
}
