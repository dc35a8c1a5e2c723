package org.gradienttransport.udfs.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real fields of the small families on the kernels: the oracle's rows, and the reference's. */
class MiniFieldsTest {
  private static final List<FieldVariant> REAL_AND_PERMUTED =
      List.of(FieldVariant.real(), FieldVariant.nullOf(FieldKind.N2, 0, 42L));

  private static void assertRows(Predicate<MiniFields.Reference> chosen) {
    assumeTrue(
        Files.exists(MiniFields.data().resolve("reference-rows.csv")),
        () ->
            "the data folder " + MiniFields.data() + " is not here, so no real field is measured");
    try (Backend cuda = CudaBackend.open(Emulation.options());
        Backend cpu = CpuBackend.create(1)) {
      for (MiniFields.Reference row : MiniFields.references(MiniFields.data())) {
        if (chosen.test(row)) {
          assertRow(row, cuda, cpu);
        }
      }
    }
  }

  private static void assertRow(MiniFields.Reference row, Backend cuda, Backend cpu) {
    double[] field = MiniFields.read(MiniFields.data(), row);
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
