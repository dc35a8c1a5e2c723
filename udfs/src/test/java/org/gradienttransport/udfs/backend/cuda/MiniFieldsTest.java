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

  @Test
  @Tag("slow")
  void every_scale_gives_the_reference_s_rows() {
    assertRows(row -> true);
  }
}
