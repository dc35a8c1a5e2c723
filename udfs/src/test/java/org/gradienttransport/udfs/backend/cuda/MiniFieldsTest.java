package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real fields of the small families on the kernels: the oracle's rows, and the reference's. */
@Tag("thorough")
class MiniFieldsTest {
  private static final List<FieldVariant> REAL_AND_PERMUTED =
      List.of(FieldVariant.real(), FieldVariant.nullOf(FieldKind.N2, 0, 42L));

  private static void assertRows(Predicate<MiniFields.Reference> chosen) {
    Path data = SharedData.path("reference-rows.csv").getParent();
    try (Backend cuda = CudaBackend.open(Emulation.options());
        Backend cpu = CpuBackend.create(1)) {
      for (MiniFields.Reference row : MiniFields.references(data)) {
        if (chosen.test(row)) {
          assertRow(data, row, cuda, cpu);
        }
      }
    }
  }

  private static void assertRow(Path data, MiniFields.Reference row, Backend cuda, Backend cpu) {
    double[] field = MiniFields.read(data, row);
    List<ProbeResult> measured =
        cuda.measure(field.clone(), row.nodes(), ProbeParameters.PAPER, REAL_AND_PERMUTED);
    assertThat(measured)
        .as(row.name())
        .isEqualTo(cpu.measure(field, row.nodes(), ProbeParameters.PAPER, REAL_AND_PERMUTED));
    assertThat(measured.get(0).tau()).as(row.name()).isEqualTo(row.tau());
    assertThat(measured.get(0).size()).as(row.name()).isEqualTo(row.size());
    assertThat(measured.get(0).steps()).as(row.name()).isEqualTo(row.steps());
  }

  @Test
  void the_smallest_scales_give_the_reference_s_rows() {
    assertRows(row -> row.nodes() < 10_000 && row.to() >= 400);
  }

  /** METHOD-ROBUSTNESS section 1: pico-mini d12 at step 0 under other parameters: s, n_steps. */
  @Test
  void a_real_field_gives_the_known_rows_of_other_graphs_alphas_and_quantiles() {
    Path data = SharedData.path("reference-rows.csv").getParent();
    MiniFields.Reference row = MiniFields.references(data).get(0);
    assertThat(row.name()).isEqualTo("pico-mini-d12-0");
    double[] field = MiniFields.read(data, row);
    ProbeParameters paper = ProbeParameters.PAPER;
    try (Backend cuda = CudaBackend.open(Emulation.options());
        Backend cpu = CpuBackend.create(1)) {
      for (Backend backend : List.of(cpu, cuda)) {
        assertVaried(backend, field, paper.withTopologySeed(43), 4796, 19);
        assertVaried(backend, field, paper.withAttachment(1), 12_211, 148);
        assertVaried(backend, field, paper.withAttachment(4), 3659, 15);
        assertVaried(backend, field, paper.onTorus(), 4983, 28);
        assertVaried(backend, field, paper.withAlpha(0.2), 7085, 28);
        assertThat(assertVaried(backend, field, paper.withQuantile(0.95), 1345, 13).tau())
            .isEqualTo(0.006721743382513523);
      }
    }
  }

  private static ProbeResult assertVaried(
      Backend backend, double[] field, ProbeParameters varied, long size, int steps) {
    ProbeResult result =
        backend.measure(field.clone(), field.length, varied, List.of(FieldVariant.real())).get(0);
    assertThat(result.size()).as(varied.canonical()).isEqualTo(size);
    assertThat(result.steps()).as(varied.canonical()).isEqualTo(steps);
    return result;
  }

  @Test
  @Tag("slow")
  void every_scale_gives_the_reference_s_rows() {
    assertRows(row -> true);
  }
}
