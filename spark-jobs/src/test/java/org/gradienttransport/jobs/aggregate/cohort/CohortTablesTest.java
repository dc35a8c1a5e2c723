package org.gradienttransport.jobs.aggregate.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.junit.jupiter.api.Test;

/** From the tables of families that differ in their seed to those of the cohort. */
class CohortTablesTest {
  private static final Cohort THREE = new Cohort("poly", Map.of("a", "1", "b", "2", "c", "3"));

  private static WindowSummary window(String family, double mean, double sd) {
    return SampleRows.row(
        WindowSummary.ROWS, Map.of("family", family, "quantity", "z", "mean", mean, "sd", sd));
  }

  private static StepwiseExponent fit(String family, long step, double exponent) {
    return SampleRows.row(
        StepwiseExponent.ROWS, Map.of("family", family, "step", step, "exponent", exponent));
  }

  private static FieldTransport field(String family, String scale, long step) {
    return SampleRows.field(family, scale, step);
  }

  private static Rows.InMemory alike() {
    return new Rows.InMemory()
        .add(FieldTransport.ROWS, List.of(field("a", "d12", 1), field("b", "d12", 1)))
        .add(FieldTransport.ROWS, List.of(field("c", "d12", 1)));
  }

  @Test
  void membersGiveAMeanItsSpreadAndStudentsInterval() {
    Rows rows =
        alike()
            .add(
                WindowSummary.ROWS,
                List.of(window("a", 0.1, 0.02), window("b", 0.2, 0.04), window("c", 0.3, 0.06)));

    List<CohortSummary> found = CohortTables.summaries(List.of(THREE), rows);

    assertThat(found).hasSize(1);
    CohortSummary z = found.get(0);
    assertThat(z.status()).isEqualTo(CohortStatus.OK);
    assertThat(z.mean()).isEqualTo(0.2, within(1e-15));
    assertThat(z.betweenSd()).isEqualTo(0.1, within(1e-15));
    assertThat(z.withinSd()).isEqualTo(0.04, within(1e-15));
    assertThat(z.ratio()).isEqualTo(2.5, within(1e-12));
    // 4.302653 is Student's quantile for two degrees of freedom.
    assertThat(z.high() - z.mean()).isEqualTo(4.302652729911275 * 0.1 / Math.sqrt(3), within(1e-9));
    assertThat(z.families()).containsExactly("a", "b", "c");
    assertThat(z.smallestMember()).isEqualTo("1");
    assertThat(z.largestMember()).isEqualTo("3");
  }

  @Test
  void aLoneMemberHasNoIntervalAndSaysSo() {
    Rows rows = alike().add(WindowSummary.ROWS, List.of(window("a", 0.1, 0.02)));

    CohortSummary z = CohortTables.summaries(List.of(THREE), rows).get(0);

    assertThat(z.status()).isEqualTo(CohortStatus.TOO_FEW_MEMBERS);
    assertThat(z.mean()).isEqualTo(0.1);
    assertThat(z.low()).isNull();
    assertThat(z.betweenSd()).isNull();
    assertThat(z.message()).contains("an interval needs two");
  }

  @Test
  void stepsHaveABandOverTheMembersThatHaveAFit() {
    Rows rows =
        alike()
            .add(
                StepwiseExponent.ROWS,
                List.of(fit("a", 1, 0.9), fit("b", 1, 1.0), fit("a", 2, 0.8), fit("x", 1, 7)));

    List<CohortStep> steps = CohortTables.steps(List.of(THREE), rows);

    assertThat(steps).hasSize(2);
    assertThat(steps.get(0).mean()).isEqualTo(0.95, within(1e-15));
    assertThat(steps.get(0).members()).isEqualTo(2);
    assertThat(steps.get(0).low()).isLessThan(steps.get(0).mean());
    assertThat(steps.get(1).members()).isEqualTo(1);
    assertThat(steps.get(1).low()).isNull();
    assertThat(steps.get(1).status()).isEqualTo(CohortStatus.TOO_FEW_MEMBERS);
  }

  @Test
  void membersOfOtherStepsAreNoCohort() {
    Rows rows =
        new Rows.InMemory()
            .add(
                FieldTransport.ROWS,
                List.of(
                    field("a", "d12", 1),
                    field("b", "d12", 1),
                    field("c", "d12", 1),
                    field("c", "d12", 2)))
            .add(WindowSummary.ROWS, List.of(window("a", 0.1, 0.02), window("b", 0.2, 0.02)));

    CohortSummary z = CohortTables.summaries(List.of(THREE), rows).get(0);

    assertThat(z.status()).isEqualTo(CohortStatus.NOT_ALIKE);
    assertThat(z.mean()).isNull();
    assertThat(z.message())
        .isEqualTo(
            "a and c are of cohort poly, but differ in their steps: 1 and 2, of which only one has"
                + " 2.");
  }

  /**
   * METHOD-ROBUSTNESS: cohorts with a known spread come back within their intervals; shown in
   * docs/statistics.md.
   */
  @Test
  void intervalsOfCohortsWithAKnownSpreadCoverTheTruth() throws IOException {
    SplittableRandom random = new SplittableRandom(20);
    Map<Integer, Integer> covered = new HashMap<>();
    int trials = 500;
    for (int trial = 0; trial < trials; trial++) {
      for (int members : List.of(3, 5, 9)) {
        Map<String, String> names = new HashMap<>();
        List<WindowSummary> windows = new ArrayList<>();
        List<FieldTransport> fields = new ArrayList<>();
        for (int i = 0; i < members; i++) {
          String family = "m" + i;
          names.put(family, Integer.toString(i));
          // A truth of 0.2, a spread of 0.03 between members, and a mean over 56 steps of 0.024.
          double mean = 0.2 + 0.03 * gaussian(random) + 0.024 / Math.sqrt(56) * gaussian(random);
          windows.add(window(family, mean, 0.024));
          fields.add(field(family, "d12", 1));
        }
        Rows rows =
            new Rows.InMemory().add(WindowSummary.ROWS, windows).add(FieldTransport.ROWS, fields);
        CohortSummary z = CohortTables.summaries(List.of(new Cohort("poly", names)), rows).get(0);
        covered.merge(members, z.low() <= 0.2 && z.high() >= 0.2 ? 1 : 0, Integer::sum);
      }
    }
    assertThat(covered.values())
        .allSatisfy(count -> assertThat(count / (double) trials).isBetween(0.92, 0.98));
    String measured =
        Stream.of(3, 5, 9)
            .map(members -> row(members, 100.0 * covered.get(members) / trials, trials))
            .collect(Collectors.joining());
    assertThat(Files.readString(Repository.root().resolve("docs/statistics.md")))
        .contains(measured);
  }

  private static String row(int members, double percent, int trials) {
    return String.format(
        Locale.ROOT,
        "| mean of %d members | Student's t | %d | %.1f %% |\n",
        members,
        trials,
        percent);
  }

  private static double gaussian(SplittableRandom random) {
    return StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
        * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
