package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.FieldCollector;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields widened and subtracted by the device give the rows of fields widened by the host. */
@Tag("thorough")
class StoredUploadTest {
  private static final List<FieldVariant> ALL =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 1, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 2, 1042L));

  /** Numbers as elements of a type; a sixteen-bit one is the leading half of a float32's bits. */
  private static byte[] stored(DType dtype, double[] values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (dtype) {
        case F64 -> raw.putDouble(value);
        case F32 -> raw.putFloat((float) value);
        case BF16 -> raw.putShort((short) (Float.floatToIntBits((float) value) >>> 16));
        case F16 -> raw.putShort(half(value));
        default -> throw new IllegalArgumentException(dtype.torchName());
      }
    }
    return raw.array();
  }

  /** A float16 of about the value: truncated, large ones cut off. */
  private static short half(double value) {
    double magnitude = Math.min(Math.abs(value), 60_000);
    int exponent = Math.max(-14, Math.getExponent(magnitude));
    long units = (long) (magnitude * Math.pow(2, 10 - exponent));
    long bits = exponent == -14 && units < 1024 ? units : ((exponent + 14L) << 10) + units;
    return (short) (bits | (value < 0 ? 0x8000 : 0));
  }

  private static FieldCollector collect(Backend backend, List<DType> types, int nodes) {
    FieldCollector field = backend.collector(nodes);
    double[] later = Fields.Distribution.HEAVY_TAILED.draw(nodes, 21);
    double[] earlier = Fields.Distribution.GAUSSIAN.draw(nodes, 22);
    int third = nodes / types.size();
    for (boolean first : new boolean[] {true, false}) {
      for (int t = 0; t < types.size(); t++) {
        int from = t * third;
        int to = t == types.size() - 1 ? nodes : from + third;
        byte[] raw =
            stored(types.get(t), java.util.Arrays.copyOfRange(first ? later : earlier, from, to));
        if (first) {
          field.add(types.get(t), raw, 0, to - from);
        } else {
          field.subtract(types.get(t), raw, 0, to - from);
        }
      }
    }
    return field;
  }

  private static void assertSameRows(List<DType> types, int nodes) {
    try (Backend cuda = CudaBackend.open(Emulation.options());
        Backend cpu = CpuBackend.create(1)) {
      assertThat(cuda.measure(collect(cuda, types, nodes), ProbeParameters.PAPER, ALL))
          .isEqualTo(cpu.measure(collect(cpu, types, nodes), ProbeParameters.PAPER, ALL));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F32", "F64"})
  void a_difference_of_checkpoints_of_any_type(DType dtype) {
    assertSameRows(List.of(dtype), 3_001);
  }

  @Test
  void a_difference_of_checkpoints_of_several_types() {
    assertSameRows(List.of(DType.BF16, DType.F32, DType.BF16), 3_100);
  }

  @Test
  @Tag("slow")
  void a_gradient_larger_than_the_staging() {
    int nodes = Staging.HALF_BYTES + 77; // a byte or more per entry
    try (CudaDevice device = Emulation.device();
        Lane lane = new Lane(device)) {
      lane.prepare(new Lane.Shape(nodes, 1, 1));
      var field = new org.gradienttransport.udfs.backend.StoredField(nodes);
      byte[] raw = new byte[2 * nodes];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) ((i * 31) >>> 3);
      }
      field.add(DType.BF16, raw, 0, nodes);
      new StoredUpload(lane, field, lane.buffers().field(), lane.buffers().shares()).run();
      double[] uploaded = lane.staging().doubles(lane.buffers().field(), nodes, lane.stream());
      assertThat(uploaded).isEqualTo(field.toDoubles());
    }
  }

  @Test
  void an_entry_that_is_not_finite_is_refused_with_its_place() {
    double[] values = Fields.Distribution.GAUSSIAN.draw(5_000, 1);
    values[4_321] = Double.NEGATIVE_INFINITY;
    try (Backend cuda = CudaBackend.open(Emulation.options())) {
      FieldCollector field = cuda.collector(5_000);
      field.add(DType.F32, stored(DType.F32, values), 0, 5_000);
      assertThatThrownBy(() -> cuda.measure(field, ProbeParameters.PAPER, ALL))
          .isInstanceOf(NonFiniteFieldException.class)
          .hasMessage("entry 4321 of the field is -Infinity");
    }
  }

  @Test
  void a_device_with_room_for_one_field_alone_measures_one_after_the_other() {
    int nodes = 3_001;
    long room = Emulation.deviceBytes(nodes, 1) + 1_000;
    assertThat(room).isLessThan(Emulation.deviceBytes(nodes, 2));
    try (Backend small = CudaBackend.open(Emulation.options(room));
        Backend cpu = CpuBackend.create(1)) {
      for (List<DType> types : List.of(List.of(DType.BF16), List.of(DType.F64))) {
        assertThat(small.measure(collect(small, types, nodes), ProbeParameters.PAPER, ALL))
            .isEqualTo(cpu.measure(collect(cpu, types, nodes), ProbeParameters.PAPER, ALL));
      }
    }
  }
}
