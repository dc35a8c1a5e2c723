package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.cuda.CudaBackend;
import org.gradienttransport.udfs.backend.cuda.CudaOptions;
import org.gradienttransport.udfs.backend.cuda.Emulation;
import org.gradienttransport.udfs.backend.cuda.Fields;
import org.gradienttransport.udfs.backend.nd4j.Nd4jBackends;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every distribution at one node more and less than a word or warp, a block of threads and a block
 * of the moments, on every backend that runs here.
 */
@Tag("slow")
class AwkwardSizesTest {
  private static final int[] SIZES = {31, 32, 33, 255, 256, 257, 4095, 4096, 4097};

  /** Sizes at which the plain definition is quick. */
  private static final int DENSE = 257;

  /** The paper's, with a ceiling that keeps fields that never settle short. */
  private static final ProbeParameters PARAMETERS = new ProbeParameters(0.3, 0.9, 12, 2, 42L);

  private static final List<FieldVariant> VARIANTS =
      List.of(FieldVariant.real(), FieldVariant.nullOf(FieldKind.N2, 0, 1042L));

  private static Backend cpu;
  private static Backend cuda;
  private static Backend nd4j;

  @BeforeAll
  static void open() {
    cpu = CpuBackend.create(1);
    cuda = CudaBackend.open(Emulation.options());
    nd4j = Nd4jBackends.open(1, new CudaOptions(0, 0, 1, "libcuda-not-there.so.1"));
  }

  @AfterAll
  static void close() {
    cpu.close();
    cuda.close();
    nd4j.close();
  }

  @ParameterizedTest
  @EnumSource(Fields.Distribution.class)
  void every_backend_gives_the_same_rows(Fields.Distribution distribution) {
    for (int nodes : SIZES) {
      double[] field = distribution.draw(nodes, nodes);
      List<ProbeResult> expected = cpu.measure(field.clone(), nodes, PARAMETERS, VARIANTS);
      if (nodes <= DENSE) {
        assertDefinition(field, expected.get(0));
      }
      for (Backend backend : List.of(cuda, nd4j)) {
        assertThat(backend.measure(field.clone(), nodes, PARAMETERS, VARIANTS))
            .as("%s field of %d on %s", distribution, nodes, backend.name())
            .isEqualTo(expected);
      }
    }
  }

  private static void assertDefinition(double[] field, ProbeResult result) {
    double tau = DenseReference.quantile(field, PARAMETERS.quantile());
    DenseReference.Outcome relaxed =
        DenseReference.relax(
            DenseReference.barabasiAlbert(field.length, PARAMETERS.topologySeed()),
            field,
            tau,
            PARAMETERS.alpha(),
            PARAMETERS.ceiling());
    assertThat(result.tau()).isEqualTo(tau);
    assertThat(result.size()).isEqualTo(relaxed.size());
    assertThat(result.steps()).isEqualTo(relaxed.steps());
    assertThat(result.activeCounts()).isEqualTo(relaxed.activeCounts());
    assertThat(result.sumAfter()).isEqualTo(DenseReference.sum(relaxed.field()));
  }
}
