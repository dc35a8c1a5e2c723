package org.gradienttransport.jobs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.schemas.RowContract;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessFit;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.RobustnessStatus;
import org.gradienttransport.udfs.robustness.ProbeVariation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From measurements under variations of the probe to the tables of robustness. */
class RobustnessTest {
  private static final List<Long> SIZES = List.of(1_000L, 10_000L, 100_000L);
  private static final Realisation N0 = new Realisation(FieldKind.N0, 0);

  @TempDir private Path folder;

  private static Variations asking(ProbeVariation... levels) {
    return new Variations(List.of(levels), 8, List.of(), Set.of(FieldKind.N0));
  }

  /** n_steps of real fields at one step is 10 n^z, rounded; that of N0 is 10 at each size. */
  private static List<FieldTransport> fields(long step, double z, int... ofNulls) {
    List<FieldTransport> fields = new ArrayList<>();
    for (int i = 0; i < SIZES.size(); i++) {
      long n = SIZES.get(i);
      fields.add(Fields.real(n, step, n, steps(n, z)));
      if (ofNulls.length > 0) {
        fields.add(Fields.field(N0, n, step, n, ofNulls[i]));
      }
    }
    return fields;
  }

  private static int steps(long n, double z) {
    return (int) Math.round(10 * Math.pow(n / 1_000.0, z));
  }

  private static List<VariedField> under(ProbeVariation variation, List<FieldTransport> fields) {
    return fields.stream().map(field -> new VariedField(variation, field)).toList();
  }

  private static RobustnessChange change(Rows rows, ProbeVariation of, Quantity quantity) {
    return rows.of(RobustnessChange.ROWS).stream()
        .filter(row -> row.factor() == of.factor() && row.level().equals(of.level()))
        .filter(row -> row.quantity() == quantity)
        .findFirst()
        .orElseThrow();
  }

  private static RobustnessSummary summary(Rows rows, ProbeFactor factor, Quantity quantity) {
    return rows.of(RobustnessSummary.ROWS).stream()
        .filter(row -> row.factor() == factor && row.quantity() == quantity)
        .findFirst()
        .orElseThrow();
  }

  private static void requireSound(Rows rows) {
    for (RowType<?> type : Robustness.TABLES) {
      requireSound(type, rows);
    }
  }

  private static <R extends Record> void requireSound(RowType<R> type, Rows rows) {
    rows.of(type)
        .forEach(
            row ->
                assertThat(RowContract.violations(type.table(), type.values(row)))
                    .as("%s", row)
                    .isEmpty());
  }

  @Test
  void aChangeIsVariationLessBaselineAtTheSameSteps() throws IOException {
    ProbeVariation alpha = ProbeVariation.alpha(0.2);
    ProbeVariation seed = ProbeVariation.graphSeed(43);
    List<FieldTransport> baseline = new ArrayList<>();
    List<VariedField> varied = new ArrayList<>();
    List<Long> steps = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    for (long step : steps) {
      baseline.addAll(fields(step, 0.1 + 0.02 * step, 10, 10, 10));
      varied.addAll(under(alpha, fields(step, 0.3 + 0.02 * step, 10, 20, 40)));
      varied.addAll(under(seed, fields(step, 0.1 + 0.02 * step, 10, 10, 10)));
    }
    // What lies outside the chosen steps has no part in it.
    baseline.addAll(fields(8, 0.9, 10, 10, 10));
    Collections.shuffle(varied, new java.util.Random(1));

    Rows rows =
        Robustness.of(
            Fields.family(folder, SIZES),
            asking(alpha, seed),
            Optional.of(steps),
            baseline,
            varied);

    requireSound(rows);
    double z = change(rows, alpha, Quantity.Z).baselineMean();
    assertThat(z).isEqualTo(0.17, within(0.01));
    RobustnessChange excess = change(rows, alpha, Quantity.Z_MINUS_Z_N0);
    assertThat(excess.baselineMean()).isEqualTo(z, within(1e-12));
    assertThat(excess.mean())
        .isEqualTo(change(rows, alpha, Quantity.Z).mean() - Math.log10(2), within(1e-12));
    assertThat(excess.change()).isEqualTo(excess.mean() - excess.baselineMean(), within(1e-12));
    assertThat(excess.changeLow()).isLessThanOrEqualTo(excess.change());
    assertThat(excess.changeHigh()).isGreaterThanOrEqualTo(excess.change());
    assertThat(excess.steps()).isEqualTo(8);
    assertThat(excess.status()).isEqualTo(RobustnessStatus.OK);
    assertThat(change(rows, seed, Quantity.Z).change()).isZero();

    RobustnessSummary all = summary(rows, ProbeFactor.ALL, Quantity.Z_MINUS_Z_N0);
    assertThat(all.levels()).isEqualTo(2);
    assertThat(all.largestChange()).isEqualTo(excess.change());
    assertThat(all.largestChangeAt()).isEqualTo("alpha=0.2");
    assertThat(all.largestChangeInSd())
        .isEqualTo(excess.change() / all.baselineSd(), within(1e-12));
    assertThat(all.levelMean()).isEqualTo((excess.mean() + z) / 2, within(1e-12));
    assertThat(all.levelMax()).isEqualTo(Math.max(z, excess.mean()), within(1e-12));
    assertThat(summary(rows, ProbeFactor.GRAPH_SEED, Quantity.Z).signShare()).isEqualTo(1);
    assertThat(rows.of(RobustnessFit.ROWS)).hasSize(3 * 8 * 2 * 4);
    assertThat(rows.of(RobustnessFit.ROWS))
        .filteredOn(row -> row.factor() == ProbeFactor.BASELINE)
        .hasSize(8 * 2 * 4)
        .allMatch(row -> row.level().equals("baseline") && row.step() < 8);

    RobustnessVariance variance = rows.of(RobustnessVariance.ROWS).get(0);
    assertThat(variance.status()).isEqualTo(RobustnessStatus.OK);
    assertThat(variance.seeds()).isEqualTo(2);
    assertThat(variance.graphShare()).isEqualTo(0, within(1e-12));
    assertThat(variance.stepShare()).isEqualTo(1, within(1e-12));
  }

  @Test
  void aScaleThatIsMissingOrNeverSettlesLeavesAStatusAndNoNumber() throws IOException {
    ProbeVariation gone = ProbeVariation.graphSeed(44);
    ProbeVariation stuck = ProbeVariation.quantile(0.95);
    List<FieldTransport> missing = new ArrayList<>(fields(0, 0.1, 10, 10, 10));
    missing.set(0, Fields.unusable(1_000, 0, FieldStatus.MISSING));
    List<FieldTransport> ceiling = new ArrayList<>(fields(0, 0.1, 10, 10, 10));
    ceiling.set(4, Fields.unusable(100_000, 0, FieldStatus.CEILING));
    List<VariedField> varied = new ArrayList<>(under(gone, missing));
    varied.addAll(under(stuck, ceiling));

    Rows rows =
        Robustness.of(
            Fields.family(folder, SIZES),
            asking(gone, stuck),
            Optional.of(List.of(0L)),
            fields(0, 0.2, 10, 10, 10),
            varied);

    requireSound(rows);
    for (ProbeVariation one : List.of(gone, stuck)) {
      RobustnessChange change = change(rows, one, Quantity.Z);
      assertThat(change.status()).isEqualTo(RobustnessStatus.NO_VALUES);
      assertThat(change.change()).isNull();
      assertThat(change.signKept()).isNull();
      assertThat(change.message()).contains("robustness_fit says why");
    }
    assertThat(rows.of(RobustnessFit.ROWS))
        .filteredOn(row -> row.level().equals("44") && row.realisation().isReal())
        .allSatisfy(
            row -> {
              assertThat(row.status()).isEqualTo(FitStatus.TOO_FEW_SCALES);
              assertThat(row.exponent()).isNull();
              assertThat(row.message()).contains("n1000 (missing)");
            });
    RobustnessSummary all = summary(rows, ProbeFactor.ALL, Quantity.Z);
    assertThat(all.status()).isEqualTo(RobustnessStatus.NO_VALUES);
    assertThat(all.levels()).isZero();
    assertThat(all.levelsAsked()).isEqualTo(2);
    assertThat(all.largestChange()).isNull();
    assertThat(all.baselineMean()).isEqualTo(0.2, within(0.01));
    assertThat(rows.of(RobustnessVariance.ROWS).get(0).status())
        .isEqualTo(RobustnessStatus.NO_VALUES);
  }

  @Test
  void aSingleStepHasAChangeButNeitherSpreadNorInterval() throws IOException {
    ProbeVariation alpha = ProbeVariation.alpha(0.4);

    Rows rows =
        Robustness.of(
            Fields.family(folder, SIZES),
            asking(alpha),
            Optional.of(List.of(0L)),
            fields(0, 0.2, 10, 10, 10),
            under(alpha, fields(0, -0.2, 10, 10, 10)));

    requireSound(rows);
    RobustnessChange change = change(rows, alpha, Quantity.Z_MINUS_Z_N0);
    assertThat(change.status()).isEqualTo(RobustnessStatus.FEW_STEPS);
    assertThat(change.message()).contains("needs 8 steps").contains("1 have");
    assertThat(change.change()).isEqualTo(-0.4, within(0.02));
    assertThat(change.signKept()).isFalse();
    assertThat(change.changeInSd()).isNull();
    assertThat(change.changeLow()).isNull();
    assertThat(summary(rows, ProbeFactor.ALL, Quantity.Z_MINUS_Z_N0).status())
        .isEqualTo(RobustnessStatus.FEW_STEPS);
    assertThat(rows.of(RobustnessVariance.ROWS)).isEmpty();
  }

  @Test
  void withoutN0NothingIsSubtractedAndThatIsSaid() throws IOException {
    ProbeVariation alpha = ProbeVariation.alpha(0.4);

    Rows rows =
        Robustness.of(
            Fields.family(folder, SIZES),
            asking(alpha),
            Optional.of(List.of(0L)),
            fields(0, 0.2),
            under(alpha, fields(0, 0.1)));

    requireSound(rows);
    RobustnessChange excess = change(rows, alpha, Quantity.Z_MINUS_Z_N0);
    assertThat(excess.status()).isEqualTo(RobustnessStatus.NO_NULL);
    assertThat(excess.mean()).isNull();
    assertThat(excess.message()).contains("--nulls 1");
    assertThat(change(rows, alpha, Quantity.Z).change()).isNotNull();
  }

  @Test
  void withoutAStableWindowNoStepIsChosenAndThatIsSaid() throws IOException {
    Family family = Fields.family(folder, SIZES);
    List<FieldTransport> two = fields(0, 0.2);
    Variations asked = asking(ProbeVariation.alpha(0.4));

    assertThat(Robustness.steps(family, asked, two)).isEmpty();

    Rows rows = Robustness.of(family, asked, Optional.empty(), two, List.of());
    requireSound(rows);
    assertThat(rows.of(RobustnessFit.ROWS)).isEmpty();
    assertThat(rows.of(RobustnessSummary.ROWS))
        .hasSize(6)
        .allSatisfy(
            row -> {
              assertThat(row.status()).isEqualTo(RobustnessStatus.NO_WINDOW);
              assertThat(row.baselineMean()).isNull();
              assertThat(row.message()).contains("'window'");
            });
  }

  @Test
  void stepsAreThoseOfTheWindowThatHaveAFit() throws IOException {
    Family family = Fields.family(folder, SIZES, "window: {from: 1, to: 30}");
    List<FieldTransport> fields = new ArrayList<>();
    for (long step = 0; step < 30; step++) {
      fields.addAll(fields(step, 0.1, 10, 10, 10));
    }
    fields.removeIf(field -> field.key().step() == 1 && field.n() == 1_000L);

    assertThat(Robustness.steps(family, asking(ProbeVariation.torus()), fields))
        .contains(List.of(2L, 6L, 10L, 14L, 17L, 21L, 25L, 29L));
  }
}
