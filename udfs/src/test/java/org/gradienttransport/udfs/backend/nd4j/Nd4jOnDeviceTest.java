package org.gradienttransport.udfs.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.backend.cuda.Emulation;
import org.gradienttransport.udfs.backend.cuda.Fields;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our kernels on ND4J's memory: the path of ND4J's GPU library, with ND4J's CPU library and the
 * driver whose device memory is the host's, so that an address of one is one of the other here too.
 */
@Tag("thorough")
class Nd4jOnDeviceTest {
  private static final List<FieldVariant> ALL =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 1, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 2, 1042L));

  private static Backend onDevice() {
    return Nd4jBackend.create(1, Optional.of(CudaBackend.openBesideOthers(Emulation.options())));
  }

  private static void assertSameAsOracle(double[] field) {
    ProbeParameters parameters = new ProbeParameters(0.3, 0.9, 20, 2, 42L);
    try (Backend nd4j = onDevice();
        Backend cpu = CpuBackend.create(1)) {
      assertThat(nd4j.measure(field.clone(), field.length, parameters, ALL))
          .isEqualTo(cpu.measure(field.clone(), field.length, parameters, ALL));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 31, 32, 33, 255, 256, 257, 4095, 4096, 4097})
  void relaxes_where_nd4j_keeps_the_field(int nodes) {
    assertSameAsOracle(Fields.Distribution.GAUSSIAN.draw(nodes, 31));
  }

  @ParameterizedTest
  @EnumSource(Fields.Distribution.class)
  void every_distribution(Fields.Distribution distribution) {
    assertSameAsOracle(distribution.draw(1_500, 32));
  }

  @Test
  @Tag("slow")
  void a_field_of_several_pieces() {
    double[] field = Fields.Distribution.GAUSSIAN.draw(Nd4jMoments.PIECE + 4_097, 33);
    List<FieldVariant> real = List.of(FieldVariant.real());
    try (Backend nd4j = onDevice();
        Backend cpu = CpuBackend.create(1)) {
      assertThat(nd4j.measure(field.clone(), field.length, ProbeParameters.PAPER, real))
          .isEqualTo(cpu.measure(field.clone(), field.length, ProbeParameters.PAPER, real));
    }
  }

  @Test
  void refuses_a_field_that_is_not_finite() {
    double[] field = Fields.Distribution.GAUSSIAN.draw(5_000, 1);
    field[1_234] = Double.NaN;
    try (Backend nd4j = onDevice()) {
      assertThatThrownBy(() -> nd4j.measure(field, 5_000, ProbeParameters.PAPER, ALL))
          .isInstanceOf(NonFiniteFieldException.class)
          .hasMessage("entry 1234 of the field is NaN");
    }
  }

  @Test
  void says_which_kernels_relax() {
    try (Backend nd4j = onDevice()) {
      assertThat(nd4j.device())
          .startsWith("ND4J CpuBackend, emulated device, GPU 0, compute capability 7.5");
    }
  }
}
