package org.gradienttransport.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.scaling.optimum.LawTables;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** show optimum, over a warehouse of the tables of one law. */
class ShowOptimumCommandTest {
  @TempDir Path root;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 4];
    all[0] = "show";
    all[1] = "optimum";
    all[2] = "--warehouse";
    all[3] = root.toString();
    System.arraycopy(args, 0, all, 4, args.length);
    return Commands.execute(line, all);
  }

  private void publish(Rows rows) throws IOException {
    Warehouse warehouse = Warehouse.at(root.toString(), new Configuration());
    TableDirectory tables = warehouse.tables("run-a");
    write(tables, rows, ScalingFit.ROWS);
    write(tables, rows, ScalingCoefficient.ROWS);
    write(tables, rows, ScalingBootstrap.ROWS);
    write(tables, rows, ScalingOptimum.ROWS);
    Files.createDirectories(root.resolve("runs/run-a"));
    Files.writeString(root.resolve("runs/run-a/_RUN.json"), "{}");
    warehouse.pointTo("run-a");
  }

  private static <R extends Record> void write(TableDirectory tables, Rows rows, RowType<R> type)
      throws IOException {
    if (!rows.of(type).isEmpty()) {
      tables.write(type, rows.of(type));
    }
  }

  @Test
  void aBudgetInsideTheDataIsAnsweredByEachApproach() throws IOException {
    publish(LawTables.of());

    assertThat(execute("--flops", "3.7e19")).as(err.toString()).isZero();

    assertThat(out.toString())
        .startsWith("source  series  approach  N ")
        .contains("too_few", "lab web approach 1: Only 2 runs are best.")
        .doesNotContain("Far");
    String[] parametric =
        out.toString()
            .lines()
            .filter(line -> line.matches("lab +web +3 .*"))
            .findFirst()
            .orElseThrow()
            .split(" +", -1);
    assertThat(Double.parseDouble(parametric[3]))
        .isCloseTo(LawTables.LAW.at(3.7e19).params(), within(1e6));
    assertThat(parametric[4]).contains("..");
  }

  @Test
  void everyApproachWithAnOptimumHasFourIntervals() throws IOException {
    publish(LawTables.of());
    assertThat(execute("--flops", "3.7e19")).as(err.toString()).isZero();

    assertThat(out.toString().lines().findFirst().orElseThrow())
        .containsSubsequence("N p10..p90", "D p10..p90", "D/N  ", "D/N p10..p90", "loss p10..p90");
    for (String approach : List.of("2", "3", "kaplan")) {
      String line =
          out.toString()
              .lines()
              .filter(of -> of.matches("lab +web +" + approach + " .*"))
              .findFirst()
              .orElseThrow();
      assertThat(line.split("\\.\\.", -1)).as(line).hasSize(5);
    }
  }

  @Test
  void whatPapersPrintOfTheBudgetStandsBelowWithItsSource() throws IOException {
    publish(LawTables.of());
    assertThat(execute("--flops", "1e22")).isZero();

    assertThat(out.toString().replaceAll(" +", " "))
        .contains("\nPrinted for other data, which count N and C in their own ways:\n")
        .contains(
            "\nHoffmann et al. 2022, Table 3 (approach 1) 1.230e+22 1.000e+10 2.051e+11 20.51")
        .contains(
            "\nHoffmann et al. 2022, Table A3 (approach 2) 1.320e+22 1.000e+10 2.195e+11 21.95")
        .contains("\nHoffmann et al. 2022, Eq. 10 (approach 3) 1.000e+22 5.160e+09 3.230e+11 62.58")
        .contains("\nBesiroglu et al. 2024, Table 1 (approach 3) 1.000e+22 ")
        // 1.3e9 x 115.74^.73, 2e10 x 115.74^.27, (3.1e8 / 115.74)^.05
        .contains(
            "\nKaplan et al. 2020, sec. 6.1 and Eq. 1.3 1.000e+22 4.171e+10 7.214e+10 1.729 2.096");
  }

  @Test
  void aBudgetFarBeyondTheDataIsAnsweredWithAWarning() throws IOException {
    publish(LawTables.of());
    assertThat(execute("--flops", "1e22")).isZero();
    assertThat(out.toString()).contains("Far: lab web: 1.00e+22 FLOPs are 100 times the largest");
  }

  @Test
  void machinesGetRowsAsOfTheTable() throws IOException {
    publish(LawTables.of());
    assertThat(execute("--flops", "1e22", "--format", "json", "--series", "web")).isZero();
    JsonNode rows = new ObjectMapper().readTree(out.toString());
    assertThat(rows).hasSize(4);
    assertThat(rows.get(3).get("approach").asText()).isEqualTo("kaplan");
    JsonNode parametric = rows.get(2);
    assertThat(parametric.get("approach").asText()).isEqualTo("3");
    assertThat(parametric.get("n_opt").asDouble()).isEqualTo(LawTables.LAW.at(1e22).params());
    assertThat(parametric.get("far").asBoolean()).isTrue();
    assertThat(parametric.get("tokens_per_param_p10").asDouble())
        .isLessThan(parametric.get("tokens_per_param").asDouble());
    assertThat(out.toString()).doesNotContain("Hoffmann");
    assertThat(rows.get(0).get("n_opt").isNull()).isTrue();
  }

  @Test
  void budgetsThatAreNoneEndWith64() throws IOException {
    publish(LawTables.of());
    assertThat(execute("--flops", "-1")).isEqualTo(64);
    assertThat(execute("--flops", "NaN")).isEqualTo(64);
    assertThat(execute("--flops", "much")).isEqualTo(64);
    assertThat(execute()).isEqualTo(64);
  }

  @Test
  void whatTheRunDoesNotHaveEndsWith66() throws IOException {
    assertThat(execute("--flops", "1e20")).as("no run").isEqualTo(66);
    publish(LawTables.of());
    assertThat(execute("--flops", "1e20", "--study", "other")).isEqualTo(66);
    assertThat(err.toString()).contains("only of [lab web]");
  }

  @Test
  void aRunWithoutStudiesSaysHowToHaveThem() throws IOException {
    publish(new Rows.InMemory());
    assertThat(execute("--flops", "1e20")).isEqualTo(66);
    assertThat(err.toString()).contains("--study FILE");
  }
}
