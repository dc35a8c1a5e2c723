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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.gradienttransport.udfs.scaling.optimum.Published;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScalingAuditCommandTest {
  private static final String PRINTED = "A=406.4,B=410.7,E=1.69,alpha=0.34,beta=0.28";

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("scaling", "audit"));
    all.addAll(List.of(args));
    return Commands.execute(line, all.toArray(String[]::new));
  }

  /** Losses of the law that Hoffmann et al. print, without noise. */
  private String rows(String header) throws IOException {
    StringBuilder csv = new StringBuilder(header).append('\n');
    for (double n : new double[] {1e8, 3e8, 1e9, 3e9, 1e10}) {
      for (double d : new double[] {3e9, 1e10, 3e10, 1e11, 3e11}) {
        double loss = Published.HOFFMANN_PRINTED.loss(n, d);
        csv.append(n).append(',').append(d).append(',').append(loss).append('\n');
      }
    }
    return file("points.csv", csv.toString());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private JsonNode answer() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void theFitThatGemstonesPublishIsNoMinimumOfItsOwnObjective() throws IOException {
    int end =
        execute(
            "--study", Repository.study("gemstones-sample"), "--delta", "1e-4", "--format", "json");

    assertThat(end).as(err.toString()).isZero();
    JsonNode audit = answer().get(0);
    assertThat(answer()).hasSize(1);
    assertThat(audit.get("series").asText()).isEqualTo("hot");
    assertThat(audit.get("published_by").asText()).isEqualTo("McLeish et al. 2025");
    assertThat(audit.get("rows").asInt()).isEqualTo(220);
    assertThat(audit.get("least_objective").asDouble()).isCloseTo(20750.5155601, within(2e-4));
    assertThat(audit.get("objective").asDouble()).isCloseTo(20760.18, within(5e-3));
    assertThat(audit.get("probe").asDouble()).isCloseTo(-6.9e-5, within(0.05e-5));
    assertThat(audit.get("minimum").asBoolean()).isFalse();
    assertThat(audit.get("least_at").get("alpha").asDouble()).isCloseTo(0.292793, within(1e-5));
    assertThat(audit.get("message").asText()).contains("are no minimum");
  }

  @Test
  void peopleAreToldInSentencesWhatTheTableMeans() {
    execute("--study", Repository.study("gemstones-sample"));

    assertThat(out.toString())
        .contains("F there", "least F", "probe")
        .contains("McLeish et al. 2025, hot, delta 0.001: The published parameters are no minimum")
        .containsPattern(
            "Our fit: A 213\\.08\\d, B 4\\.967\\d+e\\+06, E 2\\.143\\d+, alpha 0\\.292\\d+, beta");
  }

  @Test
  void theLawThatRowsFollowIsTheirMinimumAndTheSameRoundedOtherwiseIsNot() throws IOException {
    String points = rows("n,d,loss");
    String names = "params=n,tokens=d";

    assertThat(execute("--rows", points, "--columns", names, "--at", PRINTED, "--format", "json"))
        .isZero();
    assertThat(answer().get(0).get("minimum").asBoolean()).isTrue();

    out.getBuffer().setLength(0);
    String other = "A=406.401,B=410.723,E=1.69337,alpha=0.339171,beta=0.284908";
    assertThat(execute("--rows", points, "--columns", names, "--at", other, "--format", "csv"))
        .isZero();
    assertThat(out.toString())
        .contains("source,series,published_by,form,rows,objective_kind,delta,objective,")
        .contains(",false,");
  }

  /** Losses that follow Kaplan's law in least steps, at a batch of a million tokens. */
  private static String kaplans(String kind) {
    StringBuilder csv = new StringBuilder("run,params,kind,tokens,steps,loss\n");
    for (double n : new double[] {1e7, 1e8, 1e9, 1e10}) {
      for (long steps : new long[] {300, 1000, 4000, 20_000, 100_000, 400_000}) {
        csv.append(String.format(Locale.ROOT, "r%s,%s,%s,%d000000,%d,", n, n, kind, steps, steps))
            .append(kaplansLoss(n, (double) steps))
            .append('\n');
      }
    }
    return csv.toString();
  }

  /** The root of L = (N_c / N)^alpha_N + (S_c / S_min(L))^alpha_S. */
  private static double kaplansLoss(double n, double steps) {
    CriticalBatch batch = new CriticalBatch(2.1e8, 0.21);
    double low = 1;
    double high = 50;
    for (int i = 0; i < 200; i++) {
      double loss = 0.5 * (low + high);
      double law =
          StrictMath.pow(6.5e13 / n, 0.077)
              + StrictMath.pow(2.1e3 / batch.leastSteps(loss, 1e6, steps), 0.76);
      if (law > loss) {
        low = loss;
      } else {
        high = loss;
      }
    }
    return low;
  }

  private String kaplansStudy(String rows, String more) throws IOException {
    file("batch.csv", rows);
    return file(
        "batch.yaml",
        """
        study: batch
        title: A law of least steps
        rows: {root: ., files: [batch.csv]}
        columns: {run: run, params: params, params_kind: {column: kind}, tokens: tokens, steps: steps, batch_tokens: 1e6, loss: loss}
        fits:
          laws: [kaplan_ns]
          bootstrap: {replicates: 0}
        %spublished:
          - {label: truth, approach: kaplan, form: kaplan_ns, coefficients: {N_c: 6.5e13, S_c: 2.1e3, alpha_n: 0.077, alpha_s: 0.76}}
        """
            .formatted(more));
  }

  @Test
  void aLawOfLeastStepsIsHeldAgainstLeastSteps() throws IOException {
    String batch = "  critical_batch: {tokens: 2.1e8, exponent: 0.21}\n";

    assertThat(execute("--study", kaplansStudy(kaplans("total"), batch), "--format", "json"))
        .as(err.toString())
        .isZero();
    assertThat(answer().get(0).get("rows").asInt()).isEqualTo(24);
    assertThat(answer().get(0).get("minimum").asBoolean()).isTrue();
    assertThat(answer().get(0).get("objective").asDouble()).isLessThan(1e-12);

    // Without the critical batch the same rows are of steps as taken, and another law's.
    out.getBuffer().setLength(0);
    assertThat(execute("--study", kaplansStudy(kaplans("total"), ""), "--format", "json")).isZero();
    assertThat(answer().get(0).get("minimum").asBoolean()).isFalse();
  }

  @Test
  void rowsThatNoFitMayMixAreNotAudited() throws IOException {
    String mixed = kaplans("total").replaceFirst(",total,", ",non_embedding,");

    assertThat(execute("--study", kaplansStudy(mixed, ""), "--format", "json")).isEqualTo(65);
    assertThat(answer().get(0).get("status").asText()).isEqualTo("refused");
    assertThat(answer().get(0).get("message").asText())
        .contains("The rows mix 2 kinds of parameters, which no fit may");
  }

  @Test
  void everyPublishedFitOfOneSeriesIsAudited() throws IOException {
    String points = rows("n,d,loss");
    String study =
        """
        study: two
        title: Losses that two papers fitted
        rows: {root: %s, files: [%s]}
        columns:
          run: [n, d]
          params: n
          params_kind: total
          tokens: d
          loss: loss
        fits: {approaches: [3]}
        published:
          - {label: As printed, approach: 3, coefficients: {A: 406.4, B: 410.7, E: 1.69, alpha: 0.34, beta: 0.28}}
          - {label: Fitted anew, approach: 3, coefficients: {A: 482.01, B: 2085.43, E: 1.8172, alpha: 0.3478, beta: 0.3658}}
        """
            .formatted(directory, Path.of(points).getFileName());

    assertThat(execute("--study", file("two.yaml", study))).as(err.toString()).isZero();

    assertThat(out.toString()).containsSubsequence("published by", "As printed", "Fitted anew");
    assertThat(out.toString())
        .contains("As printed, all, delta 0.001: The published parameters are a minimum")
        .contains("Fitted anew, all, delta 0.001: The published parameters are no minimum");
  }

  @Test
  void parametersThatAreNoneOfTheLawEndWith64() throws IOException {
    String points = rows("params,tokens,loss");
    expectUsage("--at", "--rows", points);
    expectUsage(
        "chinchilla has no coefficient C, only A, B, E, alpha, beta",
        "--rows",
        points,
        "--at",
        PRINTED + ",C=1");
    expectUsage("needs a finite coefficient beta", "--rows", points, "--at", "A=1,B=1,E=1,alpha=1");
    expectUsage("positive coefficient E", "--rows", points, "--at", PRINTED.replace("1.69", "-1"));
    expectUsage(
        "a law of one variable", "--rows", points, "--form", "power", "--at", "N_c=1,alpha_n=1");
    expectUsage("not to flops", "--rows", points, "--columns", "flops=c", "--at", PRINTED);
    expectUsage("delta must be positive", "--rows", points, "--at", PRINTED, "--delta", "0");
    expectUsage("no published fit", "--study", Repository.study("multipowerlaw"));
    expectUsage("Missing required", "--at", PRINTED);
    String sample = Repository.study("gemstones-sample");
    expectUsage("only [cooldown, hot]", "--study", sample, "--series", "warm");
    expectUsage("about the rows", "--study", sample, "--series", "cooldown");
  }

  private void expectUsage(String said, String... args) {
    err.getBuffer().setLength(0);
    assertThat(execute(args)).as(String.join(" ", args)).isEqualTo(64);
    assertThat(err.toString()).contains(said);
  }

  @Test
  void rowsThatAreNotThereEndWith66() {
    assertThat(execute("--rows", directory.resolve("absent.csv").toString(), "--at", PRINTED))
        .isEqualTo(66);
    assertThat(err.toString()).contains("there is no such file");
  }

  @Test
  void rowsThatCannotBeFittedEndWith65() throws IOException {
    String bad = file("bad.csv", "params,tokens,loss\n1e9,1e10,-1\n1e9,1e10,nan\n");
    assertThat(execute("--rows", bad, "--at", PRINTED)).isEqualTo(65);
    assertThat(err.toString()).contains("No row can be fitted").contains("must be positive");

    String few = file("few.csv", "params,tokens,loss\n1e9,1e10,3\n2e9,1e10,2.9\n");
    assertThat(execute("--rows", few, "--at", PRINTED)).isEqualTo(65);
    assertThat(out.toString())
        .contains("nothing to hold the parameters against")
        .contains("2 rows");
  }

  @Test
  void aStudyThatIsWrongEndsWith78() throws IOException {
    assertThat(execute("--study", file("study.yaml", "study: x\n"), "--at", PRINTED)).isEqualTo(78);
  }
}
