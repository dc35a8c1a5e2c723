package org.gradienttransport.udfs.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendUnavailableException;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.NonFiniteFieldException;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backend nd4j on ND4J's CPU library against the oracle. */
@Tag("thorough")
class Nd4jBackendTest {
  private static final CudaOptions NO_DRIVER = new CudaOptions(0, 0, 1, "libcuda-not-there.so.1");

  private static final List<FieldVariant> ALL =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 0, 1042L));

  private static double[] gaussian(int nodes) {
    double[] field = new double[nodes];
    try (Workers workers = Workers.of(1)) {
      GaussianField.n1(9L, 0).fill(field, 1e-3, 0.25, workers);
    }
    return field;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 31, 4095, 4096, 4097, 100_000, 1_048_577})
  void equals_the_oracle_to_the_last_bit(int nodes) {
    double[] field = gaussian(nodes);
    field[nodes / 2] = -0.0;
    try (Backend nd4j = Nd4jBackends.open(2, NO_DRIVER);
        Backend cpu = CpuBackend.create(1)) {
      assertThat(nd4j.measure(field.clone(), nodes, ProbeParameters.PAPER, ALL))
          .isEqualTo(cpu.measure(field.clone(), nodes, ProbeParameters.PAPER, ALL));
    }
  }

  @Test
  void an_all_zero_field_is_degenerate() {
    try (Backend nd4j = Nd4jBackends.open(1, NO_DRIVER);
        Backend cpu = CpuBackend.create(1)) {
      List<FieldVariant> real = List.of(FieldVariant.real());
      assertThat(nd4j.measure(new double[5000], 5000, ProbeParameters.PAPER, real))
          .isEqualTo(cpu.measure(new double[5000], 5000, ProbeParameters.PAPER, real));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refuses_a_field_that_is_not_finite_and_says_where(double value) {
    double[] field = gaussian(10_000);
    field[4_321] = value;
    try (Backend nd4j = Nd4jBackends.open(1, NO_DRIVER)) {
      assertThatThrownBy(
              () ->
                  nd4j.measure(
                      field, field.length, ProbeParameters.PAPER, List.of(FieldVariant.real())))
          .isInstanceOf(NonFiniteFieldException.class)
          .hasMessage("entry 4321 of the field is " + value);
    }
  }

  @Test
  void names_the_library_it_runs_on() {
    try (Backend nd4j = Nd4jBackends.open(1, NO_DRIVER)) {
      assertThat(nd4j.name()).isEqualTo("nd4j");
      assertThat(nd4j.device()).isEqualTo("ND4J CpuBackend, 1 threads");
    }
  }

  @Test
  void a_gpu_nd4j_has_no_code_for_is_refused_before_nd4j_is_touched() {
    assertThatThrownBy(() -> Nd4jBackends.requireServed(90))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage(
            "ND4J's CUDA library has no code for compute capability 9.0, only up to 8.9; use the"
                + " backend cuda");
    assertThatCode(() -> Nd4jBackends.requireServed(89)).doesNotThrowAnyException();
  }
}
