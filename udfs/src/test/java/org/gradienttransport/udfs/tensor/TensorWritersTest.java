package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.gradienttransport.udfs.tensor.TensorWriters.Pickled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorWritersTest {
  private static final List<TensorInfo> TENSORS =
      List.of(
          new TensorInfo("z.weight", DType.F32, List.of(3L, 5L), ""),
          new TensorInfo("a.scalar", DType.F16, List.of(), ""),
          new TensorInfo("empty", DType.F64, List.of(0L), ""),
          new TensorInfo("m.bias", DType.BF16, List.of(7L), ""),
          new TensorInfo("mask", DType.U8, List.of(1L, 1L, 2L, 2L), ""));

  @Test
  void whatATorchWriterWritesIsReadBack() throws IOException {
    for (Pickled pickled : Pickled.values()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      requireReadBack(TensorWriters.torch(out, "model", pickled, TENSORS), out);
    }
  }

  @Test
  void whatASafetensorsWriterWritesIsReadBack() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    requireReadBack(TensorWriters.safetensors(out, TENSORS), out);
  }

  private static void requireReadBack(TensorWriter writer, ByteArrayOutputStream out)
      throws IOException {
    byte[] all = new byte[(int) TENSORS.stream().mapToLong(TensorInfo::bytes).sum()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i + 1);
    }
    // Pieces that do not end where tensors end.
    for (int at = 0; at < all.length; at += 9) {
      writer.write(all, at, Math.min(9, all.length - at));
    }
    writer.close();

    try (TensorFile file = TensorFiles.open(new BytesSource("written", out.toByteArray()))) {
      int at = 0;
      for (TensorInfo written : writer.order()) {
        TensorInfo read = file.tensor(written.name());
        assertThat(read.dtype()).isEqualTo(written.dtype());
        assertThat(read.shape()).isEqualTo(written.shape());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        file.stream(read, (dtype, raw, from, n) -> data.write(raw, from, n * dtype.bytes()));
        assertThat(data.toByteArray())
            .isEqualTo(java.util.Arrays.copyOfRange(all, at, at + (int) written.bytes()));
        at += (int) written.bytes();
      }
      assertThat(file.tensors()).hasSameSizeAs(TENSORS);
    }
  }

  @Test
  void dataOfATorchFileStartAtMultiplesOf64() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorInfo tensor = new TensorInfo("w", DType.U8, List.of(4L), "");
    try (TensorWriter writer = TensorWriters.torch(out, "m", Pickled.DICTIONARY, List.of(tensor))) {
      writer.write(new byte[] {11, 22, 33, 44}, 0, 4);
    }
    byte[] bytes = out.toByteArray();
    int at = 0;
    while (bytes[at] != 11 || bytes[at + 1] != 22 || bytes[at + 2] != 33) {
      at++;
    }
    assertThat(at % 64).isZero();
  }

  @Test
  void missingAndSuperfluousDataAreNoticed() throws IOException {
    TensorInfo tensor = new TensorInfo("w", DType.F32, List.of(2L), "");
    TensorWriter torch =
        TensorWriters.torch(new ByteArrayOutputStream(), "m", Pickled.DICTIONARY, List.of(tensor));
    TensorWriter safetensors =
        TensorWriters.safetensors(new ByteArrayOutputStream(), List.of(tensor));

    assertThatThrownBy(torch::close).hasMessage("8 bytes of tensor w were never written");
    assertThatThrownBy(safetensors::close).hasMessage("8 bytes of tensor data were never written");
    assertThatThrownBy(() -> torch.write(new byte[9], 0, 9))
        .hasMessage("1 bytes more than the tensors hold");
    assertThatThrownBy(() -> safetensors.write(new byte[9], 0, 9))
        .hasMessage("1 bytes more than the tensors hold");
  }

  @Test
  void everyFloat16SurvivesWideningAndNarrowing() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      double value = widened(DType.F16, bits);
      if (!Double.isNaN(value)) {
        assertThat(Narrowing.float16(value)).isEqualTo((short) bits);
      }
    }
  }

  /** Half way between neighbours goes to the one whose last bit is 0. */
  @ParameterizedTest
  @CsvSource({
    "1.00048828125, 15360", // 1 + 2^-11: down to 1
    "1.00146484375, 15362", // 1 + 3 * 2^-11: up
    "65519.99, 31743", // largest finite
    "65520, 31744", // infinity
    "2.98023223876953125e-8, 0", // half the smallest subnormal
    "2.99e-8, 1",
    "-0.0, -32768"
  })
  void float16RoundsToNearestTiesToEven(double value, short bits) {
    assertThat(Narrowing.float16(value)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({"1, 16256", "1.00390625, 16256", "1.01171875, 16258", "Infinity, 32640"})
  void bfloat16RoundsToNearestTiesToEven(float value, short bits) {
    assertThat(Narrowing.bfloat16(value)).isEqualTo(bits);
  }

  private static double widened(DType dtype, int bits) {
    double[] one = new double[1];
    dtype.widen(new byte[] {(byte) bits, (byte) (bits >>> 8)}, 0, 1, one, 0);
    return one[0];
  }
}
