package org.gradienttransport.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;
import org.gradienttransport.udfs.scaling.fit.Minimum;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.fit.Replicate;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/**
 * The fits of a scaling law as a peer of SciPy's, in one thread: reads orders, one a line, and
 * answers with a line of JSON. See {@code bench/scaling-peers/compare.py}, which gives the orders.
 */
public final class ScalingPeer {
  private static final LossForm FORM = LossForms.of(LawForm.CHINCHILLA);

  private final LossRows rows;
  private LawFit fit;

  private ScalingPeer(LossRows rows) {
    this.rows = rows;
  }

  /** Argument: a file with a line of N, D and loss for each row; then orders on standard input. */
  public static void main(String[] arguments) throws IOException {
    ScalingPeer peer = new ScalingPeer(read(Path.of(arguments[0])));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("{\"ready\": true}");
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        out.println(peer.timed(order.strip()));
      }
    }
  }

  private String timed(String order) {
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    String outcome = carryOut(order);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
    return String.format(
        Locale.ROOT, "{\"seconds\": %.6f, \"cpu\": %.6f%s}", seconds, cpuSeconds, outcome);
  }

  private String carryOut(String order) {
    return switch (order) {
      case "starts" -> starts();
      case "replicates" -> replicates();
      default -> throw new IllegalArgumentException("unknown order '" + order + "'");
    };
  }

  private String starts() {
    fit = LawFitter.fit(FORM, rows, Objective.HUBER, StartGrid.DEFAULT);
    return String.format(
        Locale.ROOT,
        ", \"objective\": %.9f, \"hit_share\": %.4f, \"alpha\": %.7f, \"beta\": %.7f",
        fit.law().objective(),
        fit.law().hitShare(),
        fit.law().coefficients().get("alpha"),
        fit.law().coefficients().get("beta"));
  }

  private String replicates() {
    List<Replicate> replicates =
        Bootstrap.run(
            FORM,
            rows,
            Objective.HUBER,
            fit.law().theta(),
            Bootstrap.SEED,
            0,
            Bootstrap.REPLICATES);
    List<Minimum> minima =
        replicates.stream().flatMap(replicate -> replicate.minimum().stream()).toList();
    Percentiles a =
        Percentiles.of(
            minima.stream()
                .mapToDouble(minimum -> FORM.coefficients(minimum.theta().toArray()).get("a"))
                .toArray());
    double sum = minima.stream().mapToDouble(Minimum::sum).sum();
    return String.format(
        Locale.ROOT,
        ", \"objectives\": %.6f, \"a_p2_5\": %.6f, \"a_p50\": %.6f, \"a_p97_5\": %.6f",
        sum,
        a.p2_5(),
        a.p50(),
        a.p97_5());
  }

  private static LossRows read(Path file) throws IOException {
    List<double[]> lines =
        Files.readAllLines(file).stream()
            .map(line -> line.split(" ", -1))
            .map(
                cells ->
                    new double[] {
                      Double.parseDouble(cells[0]),
                      Double.parseDouble(cells[1]),
                      Double.parseDouble(cells[2])
                    })
            .toList();
    return LossRows.of(column(lines, 0), column(lines, 1), column(lines, 2));
  }

  private static double[] column(List<double[]> lines, int column) {
    return lines.stream().mapToDouble(line -> line[column]).toArray();
  }
}
