package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.reference.RandomFields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class CpuBackendTest extends BackendContract {

  @Override
  protected Backend create() {
    return CpuBackend.create(1);
  }

  @Test
  void givesEqualResultsOnAnyNumberOfThreads() {
    List<FieldVariant> variants =
        List.of(
            FieldVariant.real(),
            FieldVariant.nullOf(FieldKind.N0, 0, 42),
            FieldVariant.nullOf(FieldKind.N1, 0, 42),
            FieldVariant.nullOf(FieldKind.N2, 0, 42));
    for (int nodes : new int[] {9_216, 300_000}) {
      List<ProbeResult> alone = measure(1, nodes, variants);
      for (int threads : new int[] {2, 5}) {
        assertThat(measure(threads, nodes, variants)).isEqualTo(alone);
      }
    }
  }

  @Test
  void givesEqualResultsWithGraphsFromDisk(@TempDir Path folder) throws IOException {
    List<FieldVariant> variants = List.of(FieldVariant.real());
    List<ProbeResult> expected = measure(1, 20_000, variants);
    for (int run = 0; run < 2; run++) {
      try (Backend backend = CpuBackend.create(1, folder, 1 << 30)) {
        double[] field = RandomFields.field(20_000, 1);
        assertThat(backend.measure(field, 20_000, ProbeParameters.PAPER, variants))
            .isEqualTo(expected);
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void aGraphMadeAheadIsTheOneThatIsMeasuredOn(@TempDir Path folder) throws IOException {
    List<FieldVariant> variants = List.of(FieldVariant.real());
    GraphKey key = GraphKey.of(20_000, ProbeParameters.PAPER);
    try (CpuBackend backend = CpuBackend.create(2, folder, 1 << 30)) {
      backend.prepare(key);
      List<ProbeResult> measured =
          backend.measure(RandomFields.field(20_000, 1), 20_000, ProbeParameters.PAPER, variants);
      assertThat(measured).isEqualTo(measure(1, 20_000, variants));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).as("on the disk once a field was measured").hasSize(1);
      }
    }
  }

  @Test
  void aGraphThatCannotBeMadeIsLeftToMeasuring() {
    GraphKey key = GraphKey.of(2, ProbeParameters.PAPER);
    try (CpuBackend backend = CpuBackend.create(1)) {
      backend.prepare(key);
      assertThatThrownBy(
              () ->
                  backend.measure(
                      null,
                      2,
                      ProbeParameters.PAPER,
                      List.of(FieldVariant.nullOf(FieldKind.N0, 0, 42))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPermutationTakesTheThresholdOfItsFieldAndIsRelaxedTheSame() {
    FieldVariant first = FieldVariant.nullOf(FieldKind.N2, 0, 42);
    FieldVariant second = FieldVariant.nullOf(FieldKind.N2, 1, 42);
    for (int nodes : new int[] {3, 1_000, 300_000}) {
      for (int threads : new int[] {1, 2}) {
        assertThat(measure(threads, nodes, List.of(first, second, FieldVariant.real())))
            .containsExactly(
                measure(1, nodes, List.of(first)).get(0),
                measure(1, nodes, List.of(second)).get(0),
                measure(1, nodes, List.of(FieldVariant.real())).get(0));
      }
    }
  }

  private static List<ProbeResult> measure(int threads, int nodes, List<FieldVariant> variants) {
    try (Backend backend = CpuBackend.create(threads)) {
      return backend.measure(RandomFields.field(nodes, 1), nodes, ProbeParameters.PAPER, variants);
    }
  }
}
