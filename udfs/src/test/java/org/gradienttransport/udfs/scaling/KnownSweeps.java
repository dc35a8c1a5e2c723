package org.gradienttransport.udfs.scaling;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.SharedData;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.optimum.Published;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;

/** LawSweeps that were published, and sweeps of a known law. */
public final class KnownSweeps {
  private KnownSweeps() {}

  /** One accounting of Porian et al.'s IsoFLOP points, such as base/long/kaplan/kaplan/train. */
  public static CsvTable porian(String file, String accounting) {
    return CsvTable.read(SharedData.path("porian-isoflop/" + file))
        .where(
            row ->
                accounting.equals(
                    String.join(
                        "/",
                        row.text("hparams"),
                        row.text("warmup"),
                        row.text("decay"),
                        row.text("param_count"),
                        row.text("eval"))));
  }

  /** The IsoFLOP points of an accounting, each its own run. */
  public static List<SweepRow> porianRows(String accounting) {
    List<SweepRow> rows = new ArrayList<>();
    for (CsvTable.Row row : porian("isoflop.csv", accounting).rows()) {
      rows.add(
          new SweepRow(
              "run-" + rows.size(),
              row.number("params"),
              row.number("tokens"),
              row.number("flops"),
              row.number("loss")));
    }
    return rows;
  }

  /** A series of Gemstones, C = 6 N D. */
  public static List<SweepRow> gemstones(String series) {
    return CsvTable.read(SharedData.path("gemstones/runs.csv"))
        .where(row -> row.text("series").equals(series))
        .rows()
        .stream()
        .map(
            row ->
                sixNd(
                    row.text("run"),
                    row.number("params"),
                    row.number("tokens"),
                    row.number("loss")))
        .toList();
  }

  /** The loss of Hoffmann et al. 2022 as printed, without noise, at one C and some N. */
  public static List<SweepRow> printedLaw(double flops, double... params) {
    List<SweepRow> rows = new ArrayList<>();
    for (double n : params) {
      double tokens = Compute.tokens(flops, n);
      double loss = Published.HOFFMANN_PRINTED.loss(n, tokens);
      rows.add(new SweepRow("run-" + flops + "-" + n, n, tokens, flops, loss));
    }
    return rows;
  }

  /** Numbers in equal steps of their logarithm, ends included. */
  public static double[] logSpaced(double first, double last, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = first * StrictMath.pow(last / first, i / (count - 1.0));
    }
    return values;
  }

  /** A row with C = 6 N D. */
  public static SweepRow sixNd(String run, double params, double tokens, double loss) {
    return new SweepRow(run, params, tokens, Compute.sixNd(params, tokens), loss);
  }
}
