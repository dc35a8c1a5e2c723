package org.gradienttransport.udfs.tensor;

/** The loops behind {@link DType#widen}; bounds have been checked by the caller. */
final class Widening {
  /** Exponent bias of float32 less that of float16, as float32 bits. */
  private static final int REBIAS = (127 - 15) << 23;

  private static final int ONE_EXPONENT = 1 << 23;

  /** 2^-14, the smallest normal float16, as float32 bits. */
  private static final int SMALLEST_NORMAL = (127 - 14) << 23;

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
      target[at + i] = float16(LittleEndian.i16(raw, from + 2 * i));
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

  /**
   * IEEE 754 binary16 to binary32, exact, without branches and without subnormal operands (both
   * would cost far more than memory speed on trained weights, many of which are subnormal here). A
   * subnormal is read as 2^-14 + its value and loses the 2^-14 again; infinities and NaN get the
   * largest exponent.
   */
  static float float16(short half) {
    int magnitude = half & 0x7fff;
    int subnormal = (magnitude - 0x0400) >> 31;
    int special = (0x7bff - magnitude) >> 31;
    int bits = (magnitude << 13) + REBIAS + (subnormal & ONE_EXPONENT) + (special & REBIAS);
    float value = Float.intBitsToFloat(bits) - Float.intBitsToFloat(subnormal & SMALLEST_NORMAL);
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) | (half & 0x8000) << 16);
  }
}
