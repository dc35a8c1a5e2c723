package org.gradienttransport.udfs.backend.cuda;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/**
 * Prints the tables of docs/gpu.md: what the assembler says of each kernel, and what each moves in
 * one unit (graph, field, its three nulls) on the emulated device that counts.
 */
final class CountSectors {
  /** A field and its three nulls. */
  static final List<FieldVariant> UNIT =
      List.of(
          FieldVariant.real(),
          FieldVariant.nullOf(FieldKind.N0, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N1, 0, 1042L),
          FieldVariant.nullOf(FieldKind.N2, 0, 1042L));

  /** Kernels with less than this share of all sectors are one line. */
  private static final double LEAST_SHARE = 1e-3;

  private static final String[] SIZES = {"589824", "2359296", "9437184"};

  private CountSectors() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    AssembledKernel.table().forEach(out::println);
    for (String size : arguments.length > 0 ? arguments : SIZES) {
      table(Integer.parseInt(size), out);
    }
  }

  private static void table(int nodes, PrintStream out) {
    double[] field = new double[nodes];
    try (Workers workers = Workers.of(1)) {
      GaussianField.n1(3, 0).fill(field, 1e-3, 0.5, workers);
    }
    List<ProbeResult> expected;
    try (Backend cpu = CpuBackend.create(1)) {
      expected = cpu.measure(field.clone(), nodes, ProbeParameters.PAPER, UNIT);
    }
    SectorCounts.begin(SectorCounts.Model.H100);
    try (Backend cuda = CudaBackend.open(SectorCounts.options())) {
      if (!expected.equals(cuda.measure(field, nodes, ProbeParameters.PAPER, UNIT))) {
        throw new AssertionError("the emulated device gives other results than cpu");
      }
    }
    List<SectorCounts.Row> rows = List.copyOf(SectorCounts.finish().values());
    SectorCounts.Row whole = SectorCounts.Row.sum("all", rows);
    Map<Boolean, List<SectorCounts.Row>> named =
        rows.stream()
            .collect(
                Collectors.partitioningBy(
                    row -> row.secondLevelBytes() >= LEAST_SHARE * whole.secondLevelBytes()));
    out.printf(
        Locale.ROOT,
        "%nN = %,d, megabytes:%n%n"
            + "| kernel | launches | needed | in whole sectors | asked by warps | second level | memory"
            + " | second level / needed | memory / needed | µs at 3 TB/s | at 4.8 TB/s |%n"
            + "|---|---|---|---|---|---|---|---|---|---|---|%n",
        nodes);
    named.get(true).forEach(row -> line(row, out));
    line(SectorCounts.Row.sum("others", named.get(false)), out);
    line(whole, out);
  }

  private static void line(SectorCounts.Row row, PrintStream out) {
    double needed = row.neededBytes();
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f | %.0f | %.0f |%n",
        row.name(),
        row.launches(),
        needed * 1e-6,
        row.neededSectorBytes() * 1e-6,
        row.askedBytes() * 1e-6,
        row.secondLevelBytes() * 1e-6,
        row.memoryBytes() * 1e-6,
        row.secondLevelBytes() / needed,
        row.memoryBytes() / needed,
        row.memoryBytes() / 3e6,
        row.memoryBytes() / 4.8e6);
  }
}
