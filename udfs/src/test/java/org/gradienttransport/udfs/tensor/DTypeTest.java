package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DTypeTest {

  @Test
  void everyFloat16IsWidenedExactly() {
    byte[] raw = new byte[2 << 16];
    for (int bits = 0; bits < 1 << 16; bits++) {
      raw[2 * bits] = (byte) bits;
      raw[2 * bits + 1] = (byte) (bits >> 8);
    }
    double[] widened = new double[1 << 16];
    DType.F16.widen(raw, 0, widened.length, widened, 0);
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(widened[bits]).as("float16 0x%04x", bits).isEqualTo(Double.valueOf(float16(bits)));
    }
  }

  /** The definition in IEEE 754-2008, section 3.4, with t = 10 and emax = 15. */
  private static double float16(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double sign = bits >> 15 == 0 ? 1 : -1;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * 0x1p-24
        : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
  }

  @Test
  void bfloat16IsTheUpperHalfOfFloat32() {
    byte[] raw = new byte[2 << 16];
    for (int bits = 0; bits < 1 << 16; bits++) {
      raw[2 * bits] = (byte) bits;
      raw[2 * bits + 1] = (byte) (bits >> 8);
    }
    double[] widened = new double[1 << 16];
    DType.BF16.widen(raw, 0, widened.length, widened, 0);
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(widened[bits]).isEqualTo(Double.valueOf(Float.intBitsToFloat(bits << 16)));
    }
  }

  @Test
  void unsignedLongsAreRoundedOnce() {
    long[] bits = {0, 1, -1, Long.MIN_VALUE, Long.MIN_VALUE + 1025, (1L << 53) + 1, Long.MAX_VALUE};
    ByteBuffer raw = ByteBuffer.allocate(8 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : bits) {
      raw.putLong(value);
    }
    double[] widened = new double[bits.length];
    DType.U64.widen(raw.array(), 0, bits.length, widened, 0);
    for (int i = 0; i < bits.length; i++) {
      assertThat(widened[i]).isEqualTo(Double.parseDouble(Long.toUnsignedString(bits[i])));
    }
  }

  @Test
  void subtractingEqualsWideningAndSubtractingInDouble() {
    int count = 2500;
    for (DType dtype : DType.values()) {
      byte[] raw = new byte[3 + count * dtype.bytes()];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) (i * 37 + i / 5);
      }
      double[] widened = new double[count];
      dtype.widen(raw, 3, count, widened, 0);
      double[] target = new double[count + 2];
      for (int i = 0; i < target.length; i++) {
        target[i] = Math.sin(i);
      }
      dtype.subtract(raw, 3, count, target, 1);
      assertThat(target[0]).isEqualTo(Math.sin(0));
      assertThat(target[count + 1]).isEqualTo(Math.sin(count + 1));
      for (int i = 0; i < count; i++) {
        assertThat(target[i + 1])
            .as("%s %s", dtype, i)
            .isEqualTo(Double.valueOf(Math.sin(i + 1) - widened[i]));
      }
    }
  }

  @Test
  void elementsOutsideTheBufferAreRefused() {
    assertThatThrownBy(() -> DType.F32.widen(new byte[7], 0, 2, new double[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> DType.F32.subtract(new byte[8], 0, 2, new double[2], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
