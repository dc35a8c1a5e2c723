package org.gradienttransport.udfs.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers at any position of a byte array. */
final class LittleEndian {
  private static final VarHandle I16 = view(short[].class);
  private static final VarHandle I32 = view(int[].class);
  private static final VarHandle I64 = view(long[].class);

  private LittleEndian() {}

  static short i16(byte[] bytes, int at) {
    return (short) I16.get(bytes, at);
  }

  static int i32(byte[] bytes, int at) {
    return (int) I32.get(bytes, at);
  }

  static long i64(byte[] bytes, int at) {
    return (long) I64.get(bytes, at);
  }

  static int u16(byte[] bytes, int at) {
    return Short.toUnsignedInt(i16(bytes, at));
  }

  static long u32(byte[] bytes, int at) {
    return Integer.toUnsignedLong(i32(bytes, at));
  }

  static void put16(byte[] bytes, int at, short value) {
    I16.set(bytes, at, value);
  }

  static void put32(byte[] bytes, int at, int value) {
    I32.set(bytes, at, value);
  }

  static void put64(byte[] bytes, int at, long value) {
    I64.set(bytes, at, value);
  }

  /** Reverses the bytes of each element, in place. */
  static void reverse(byte[] bytes, int from, int count, int width) {
    for (int start = from, end = from + count * width; start < end; start += width) {
      for (int low = start, high = start + width - 1; low < high; low++, high--) {
        byte swapped = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = swapped;
      }
    }
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
