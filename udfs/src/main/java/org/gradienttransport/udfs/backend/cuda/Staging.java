package org.gradienttransport.udfs.backend.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Page-locked host memory in two halves, through which fields go to the device: one half is filled
 * while the other is copied. Page-locked memory is what the device reads at full speed, and without
 * the host waiting.
 */
final class Staging implements AutoCloseable {
  /** Entries of one half: 16 MiB. */
  private static final int HALF = 1 << 21;

  static final int HALF_BYTES = HALF * Double.BYTES;

  private static final int NO_TIMING = 2;

  private final CudaDriver driver;
  private final DriverFunctions functions;
  private final Pointer[] halves = new Pointer[2];
  private final Pointer[] copied = new Pointer[2];
  private int filling;

  Staging(CudaDevice device) {
    this.driver = device.driver();
    this.functions = driver.functions();
    for (int i = 0; i < halves.length; i++) {
      PointerByReference made = new PointerByReference();
      driver.checkAllocation(
          "cuMemAllocHost", functions.cuMemAllocHost_v2(made, HALF_BYTES), HALF_BYTES);
      halves[i] = made.getValue();
      driver.check("cuEventCreate", functions.cuEventCreate(made, NO_TIMING));
      copied[i] = made.getValue();
    }
  }

  /** Copies a field to the device; returns when the array is free to be changed. */
  void upload(double[] field, DeviceMemory to, CudaStream stream) {
    for (int from = 0; from < field.length; from += Math.min(HALF, field.length - from)) {
      int entries = Math.min(HALF, field.length - from);
      free().asDoubleBuffer().put(field, from, entries);
      send(to.address() + (long) from * Double.BYTES, (long) entries * Double.BYTES, stream);
    }
  }

  /** The half that is filled next, once the device has read what was in it. */
  ByteBuffer free() {
    driver.check("cuEventSynchronize", functions.cuEventSynchronize(copied[filling]));
    return buffer(filling);
  }

  /** Copies the first bytes of the half just filled to the device, while the other is filled. */
  void send(long to, long bytes, CudaStream stream) {
    stream.toDevice(to, halves[filling], bytes);
    driver.check("cuEventRecord", functions.cuEventRecord(copied[filling], stream.handle()));
    filling ^= 1;
  }

  private ByteBuffer buffer(int half) {
    return halves[half].getByteBuffer(0, HALF_BYTES).order(ByteOrder.nativeOrder());
  }

  /** Reads doubles from the device, after everything the stream was asked for before. */
  double[] doubles(DeviceMemory from, int entries, CudaStream stream) {
    double[] values = new double[entries];
    for (int done = 0; done < entries; done += Math.min(HALF, entries - done)) {
      int part = Math.min(HALF, entries - done);
      fetch(from.address() + (long) done * Double.BYTES, (long) part * Double.BYTES, stream);
      buffer(0).asDoubleBuffer().get(values, done, part);
    }
    return values;
  }

  /** Writes a few 64-bit numbers to the device. */
  void put(DeviceMemory to, CudaStream stream, long... values) {
    long bytes = withinHalf((long) values.length * Long.BYTES);
    driver.check("cuEventSynchronize", functions.cuEventSynchronize(copied[1]));
    halves[1].write(0, values, 0, values.length);
    stream.toDevice(to.address(), halves[1], bytes);
    driver.check("cuEventRecord", functions.cuEventRecord(copied[1], stream.handle()));
  }

  /** Reads 64-bit numbers from the device; at most 2,097,152. */
  long[] longs(DeviceMemory from, long first, int entries, CudaStream stream) {
    fetch(from.address() + first * Long.BYTES, (long) entries * Long.BYTES, stream);
    return halves[0].getLongArray(0, entries);
  }

  /** Reads 64-bit numbers from the device and leaves them where they arrive, until the next use. */
  Pointer raw(DeviceMemory from, long first, int entries, CudaStream stream) {
    fetch(from.address() + first * Long.BYTES, (long) entries * Long.BYTES, stream);
    return halves[0];
  }

  private void fetch(long from, long bytes, CudaStream stream) {
    stream.toHost(halves[0], from, withinHalf(bytes));
    stream.await();
  }

  /** What does not fit a half would be written past it. */
  static long withinHalf(long bytes) {
    if (bytes > HALF_BYTES) {
      throw new IllegalArgumentException(
          bytes + " bytes do not fit a staging buffer of " + HALF_BYTES);
    }
    return bytes;
  }

  @Override
  public void close() {
    for (int i = 0; i < halves.length; i++) {
      driver.check("cuEventDestroy", functions.cuEventDestroy_v2(copied[i]));
      driver.check("cuMemFreeHost", functions.cuMemFreeHost(halves[i]));
    }
  }
}
