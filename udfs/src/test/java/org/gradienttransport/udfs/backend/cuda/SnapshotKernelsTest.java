package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Widening and differences of stored snapshots, over every 16-bit pattern. */
@Tag("thorough")
class SnapshotKernelsTest {
  private static final int PATTERNS = 1 << 16;

  private interface WithDevice {
    void run(CudaDevice device, Lane lane);
  }

  private static void withDevice(WithDevice test) {
    try (CudaDevice device = Emulation.device();
        Lane lane = new Lane(device)) {
      test.run(device, lane);
    }
  }

  private static DeviceMemory store(CudaDevice device, Lane lane, byte[] bytes) {
    DeviceMemory stored = device.allocate(bytes.length);
    try (Memory copied = new Memory(bytes.length)) {
      copied.write(0, bytes, 0, bytes.length);
      lane.stream().toDevice(stored.address(), copied, bytes.length);
      lane.stream().await();
    }
    return stored;
  }

  private static byte[] sixteenBits(int step) {
    byte[] bytes = new byte[2 * PATTERNS];
    for (int i = 0; i < PATTERNS; i++) {
      int pattern = i * step;
      bytes[2 * i] = (byte) pattern;
      bytes[2 * i + 1] = (byte) (pattern >>> 8);
    }
    return bytes;
  }

  /** IEEE binary16 by its definition. */
  private static double half(int pattern) {
    int exponent = pattern >>> 10 & 31;
    int fraction = pattern & 1023;
    double magnitude =
        exponent == 0
            ? fraction * 0x1p-24
            : exponent == 31
                ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : (1024 + fraction) * Math.pow(2, exponent - 25);
    return (pattern & 0x8000) == 0 ? magnitude : -magnitude;
  }

  private static double brain(int pattern) {
    return Float.intBitsToFloat(pattern << 16);
  }

  private static void assertSixteenBits(
      Kernel widen, Kernel difference, IntToDoubleFunction value) {
    withDevice(
        (device, lane) -> {
          long nodes = PATTERNS;
          try (DeviceMemory later = store(device, lane, sixteenBits(1));
              DeviceMemory earlier = store(device, lane, sixteenBits(40_503));
              DeviceMemory field = device.allocate(8 * nodes)) {
            lane.stream().launch(widen, nodes, later, field, nodes);
            double[] widened = lane.staging().doubles(field, PATTERNS, lane.stream());
            lane.stream().launch(difference, nodes, earlier, later, field, nodes);
            double[] differences = lane.staging().doubles(field, PATTERNS, lane.stream());
            double[] expected = new double[PATTERNS];
            double[] expectedDifferences = new double[PATTERNS];
            for (int i = 0; i < PATTERNS; i++) {
              expected[i] = value.applyAsDouble(i);
              expectedDifferences[i] = expected[i] - value.applyAsDouble(i * 40_503 & 0xFFFF);
            }
            assertThat(widened).isEqualTo(expected);
            assertThat(differences).isEqualTo(expectedDifferences);
          }
        });
  }

  @Test
  void every_float16_is_widened_exactly() {
    assertSixteenBits(Kernel.WIDEN_F16, Kernel.DIFFERENCE_F16, SnapshotKernelsTest::half);
  }

  @Test
  void every_bfloat16_is_widened_exactly() {
    assertSixteenBits(Kernel.WIDEN_BF16, Kernel.DIFFERENCE_BF16, SnapshotKernelsTest::brain);
  }

  @Test
  void float32_and_float64_differences_are_taken_in_double() {
    withDevice(
        (device, lane) -> {
          byte[] floats = {0, 0, (byte) 128, 63, 1, 0, 0, 0}; // 1 and the least subnormal
          byte[] doubles = {0, 0, 0, 0, 0, 0, (byte) 0xF0, (byte) 0xBF}; // -1
          try (DeviceMemory single = store(device, lane, floats);
              DeviceMemory wide = store(device, lane, doubles);
              DeviceMemory field = device.allocate(16)) {
            lane.stream().launch(Kernel.WIDEN_F32, 2, single, field, 2L);
            assertThat(lane.staging().doubles(field, 2, lane.stream()))
                .containsExactly(1.0, Float.MIN_VALUE);
            DeviceMemory second = new DeviceMemory(device, single.address() + 4, 4);
            lane.stream().launch(Kernel.DIFFERENCE_F32, 1, second, single, field, 1L);
            assertThat(lane.staging().doubles(field, 1, lane.stream()))
                .containsExactly(1.0 - (double) Float.MIN_VALUE);
            lane.stream().launch(Kernel.WIDEN_F64, 1, wide, field, 1L);
            assertThat(lane.staging().doubles(field, 1, lane.stream())).containsExactly(-1.0);
            lane.stream().launch(Kernel.DIFFERENCE_F64, 1, wide, wide, field, 1L);
            assertThat(lane.staging().doubles(field, 1, lane.stream())).containsExactly(0.0);
          }
        });
  }
}
