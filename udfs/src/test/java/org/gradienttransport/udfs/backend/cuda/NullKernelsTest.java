package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.nulls.FeistelPermutation;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Null fields drawn by the kernels have the oracle's bits. */
@Tag("thorough")
class NullKernelsTest {
  private static double[] draw(int nodes, FieldVariant variant, double[] field) {
    try (CudaDevice device = Emulation.device();
        Lane lane = new Lane(device)) {
      lane.prepare(new Lane.Shape(nodes, 10, 2));
      if (field != null) {
        lane.staging().upload(field, lane.buffers().field(), lane.stream());
      }
      FieldMoments moments = new FieldMoments(-1, 1, 0.125, 2.25, 0.5, 0);
      Lane.Buffers room = lane.buffers();
      new DeviceNulls(lane).draw(variant, moments, room.field(), room.drawn());
      return lane.staging().doubles(lane.buffers().drawn(), nodes, lane.stream());
    }
  }

  @Test
  void four_million_gaussian_entries_have_the_bits_of_strict_math() {
    int nodes = 4_000_001;
    double[] expected = new double[nodes];
    try (Workers workers = Workers.of(1)) {
      GaussianField.n0(1042L, 3).fill(expected, workers);
    }
    double[] drawn = draw(nodes, FieldVariant.nullOf(FieldKind.N0, 3, 1042L), null);
    assertThat(drawn).isEqualTo(expected);
  }

  @Test
  void n1_has_the_mean_and_deviation_it_is_given() {
    double[] expected = new double[10_000];
    try (Workers workers = Workers.of(1)) {
      GaussianField.n1(7L, 0).fill(expected, 0.125, 1.5, workers);
    }
    assertThat(draw(10_000, FieldVariant.nullOf(FieldKind.N1, 0, 7L), null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 1023, 1024, 1025, 65_537})
  void n2_is_the_oracle_s_permutation(int nodes) {
    double[] field = new double[nodes];
    for (int i = 0; i < nodes; i++) {
      field[i] = i;
    }
    double[] expected = new double[nodes];
    try (Workers workers = Workers.of(1)) {
      new FeistelPermutation(nodes, -7_000_000_000L, 5).permute(field, expected, workers);
    }
    FieldVariant variant = FieldVariant.nullOf(FieldKind.N2, 5, -7_000_000_000L);
    assertThat(draw(nodes, variant, field)).isEqualTo(expected);
  }
}
