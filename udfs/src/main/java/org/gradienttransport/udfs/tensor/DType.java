package org.gradienttransport.udfs.tensor;

import java.util.Objects;

/** Kinds of tensor elements that are read. */
public enum DType {
  F16("float16", 2, true),
  BF16("bfloat16", 2, true),
  F32("float32", 4, true),
  F64("float64", 8, true),
  I8("int8", 1, false),
  I16("int16", 2, false),
  I32("int32", 4, false),
  I64("int64", 8, false),
  U8("uint8", 1, false),
  U16("uint16", 2, false),
  U32("uint32", 4, false),
  U64("uint64", 8, false),
  BOOL("bool", 1, false);

  /** Elements widened at once before they are subtracted: 8 KiB of doubles stay in cache. */
  private static final int BLOCK = 1024;

  private final String torchName;
  private final int bytes;
  private final boolean floating;

  DType(String torchName, int bytes, boolean floating) {
    this.torchName = torchName;
    this.bytes = bytes;
    this.floating = floating;
  }

  /** PyTorch's name of this kind, without the {@code torch.} before it. */
  public String torchName() {
    return torchName;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point kind, fit to be part of a field. */
  public boolean floating() {
    return floating;
  }

  /**
   * Widens elements to double: exact for every floating kind and for integers up to 2^53 in
   * magnitude, rounded to nearest beyond. Infinities stay, NaN stays NaN, zeros keep their sign,
   * booleans become 0 and 1.
   *
   * @param raw little-endian elements
   * @param rawOffset byte at which the first element starts
   * @param count elements
   * @param target receives them from index {@code at} on
   */
  public void widen(byte[] raw, int rawOffset, int count, double[] target, int at) {
    Objects.checkFromIndexSize(rawOffset, (long) count * bytes, raw.length);
    Objects.checkFromIndexSize(at, count, target.length);
    Widening.widen(this, raw, rawOffset, count, target, at);
  }

  /**
   * Subtracts elements, widened exactly as by {@link #widen}: {@code target[i] = target[i] -
   * element} in double.
   */
  public void subtract(byte[] raw, int rawOffset, int count, double[] target, int at) {
    Objects.checkFromIndexSize(rawOffset, (long) count * bytes, raw.length);
    Objects.checkFromIndexSize(at, count, target.length);
    double[] block = new double[Math.min(count, BLOCK)];
    for (int done = 0; done < count; done += BLOCK) {
      int n = Math.min(BLOCK, count - done);
      Widening.widen(this, raw, rawOffset + done * bytes, n, block, 0);
      for (int i = 0; i < n; i++) {
        target[at + done + i] = target[at + done + i] - block[i];
      }
    }
  }

  /**
   * Rounds numbers to this floating kind, to nearest and ties to even; what is too large becomes an
   * infinity. A bfloat16 is rounded by way of float32, as PyTorch does.
   *
   * @param source numbers, taken from index {@code at} on
   * @param raw receives little-endian elements from byte {@code rawOffset} on
   */
  public void narrow(double[] source, int at, int count, byte[] raw, int rawOffset) {
    Objects.checkFromIndexSize(rawOffset, (long) count * bytes, raw.length);
    Objects.checkFromIndexSize(at, count, source.length);
    Narrowing.narrow(this, source, at, count, raw, rawOffset);
  }
}
