package org.gradienttransport.jobs.aggregate.pooled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.aggregate.Fields;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.udfs.pooled.StepEffectRegression;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Slopes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regressions over all steps, by Spark MLlib and by the project's own solver. */
@Tag("spark")
class PooledExponentsTest {
  private static final List<Long> PICO = List.of(9216L, 20_736L, 36_864L, 82_944L);

  @TempDir private Path folder;

  /** METHOD-ROBUSTNESS section 4's table. */
  @Test
  void theMinisHaveTheExponentsOfAnIndependentRegression() throws IOException {
    List<FieldTransport> pico = minis("pico-mini", step -> true);
    List<PooledExponent> whole = pooled(family(PICO), pico);
    assertGolden(
        row(whole, WindowName.FULL, PooledQuantity.D), .9210673193, .0087553512, .0247160576, 500);
    assertGolden(
        row(whole, WindowName.FULL, PooledQuantity.Z), .0578386187, .0120916700, .9634171716, 500);
    List<PooledExponent> late = pooled(family(PICO, "window: {from: 160, to: 992}"), pico);
    assertGolden(
        row(late, WindowName.STABLE, PooledQuantity.D), .9214382100, .0092917211, .0233831851, 420);
    assertGolden(
        row(late, WindowName.STABLE, PooledQuantity.Z),
        .0543925589,
        .0136403697,
        1.0611804853,
        420);
    List<FieldTransport> pythia = minis("pythia-mini", step -> step >= 8 && step <= 920);
    List<Long> sizes = pythia.stream().map(FieldTransport::n).distinct().sorted().toList();
    List<PooledExponent> differences = pooled(family(sizes), pythia);
    assertGolden(
        row(differences, WindowName.FULL, PooledQuantity.D),
        .9353269981,
        .0041764266,
        .0094705344,
        575);
    assertGolden(
        row(differences, WindowName.FULL, PooledQuantity.Z),
        .0356260066,
        .0065663176,
        .1606946151,
        575);
  }

  private static void assertGolden(
      PooledExponent row, double exponent, double error, double dispersion, int rows) {
    assertThat(row.status()).isEqualTo(PooledStatus.OK);
    assertThat(row.exponent()).isEqualTo(exponent, within(1e-9));
    assertThat(row.stdError()).isEqualTo(error, within(1e-9));
    assertThat(row.dispersion()).isEqualTo(dispersion, within(1e-9));
    assertThat(row.rows()).isEqualTo(rows);
    assertThat(row.low()).isLessThan(exponent);
    assertThat(row.blockLow()).isLessThan(exponent);
    assertThat(row.blockHigh()).isGreaterThan(exponent);
  }

  /** The moving-block interval is made by the project's solver, so the two must agree. */
  @Test
  void mllibAndTheProjectsOwnSolverAgree() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(minis("pico-mini", step -> step < 400));
    fields.addAll(nulls(fields, 0));
    Family family = family(PICO, "window: {from: 80, to: 320}");

    PooledPlan plan = PooledPlan.of(family, fields, Optional.empty());
    List<PooledExponent> mllib =
        new MllibRegressions(SharedSpark.session()).rows(plan.regressions());

    assertThat(plan.regressions()).hasSize(5);
    for (int i = 0; i < mllib.size(); i++) {
      PooledRegression one = plan.regressions().get(i);
      Slopes own = new StepEffectRegression(one.model(), one.data()).fit().orElseThrow();
      PooledExponent again = one.row(own);
      assertThat(mllib.get(i).exponent()).isEqualTo(again.exponent(), within(1e-10));
      assertThat(mllib.get(i).stdError()).isEqualTo(again.stdError(), within(1e-10));
      assertThat(mllib.get(i).deviance()).isEqualTo(again.deviance(), within(1e-8));
    }
  }

  @Test
  void theExcessIsWhatTheNullLacksWhenEachIsRegressedOnItsOwnGrid() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(minis("pico-mini", step -> true));
    fields.addAll(nulls(fields, 0));

    List<PooledExponent> rows = pooled(family(PICO), fields);

    PooledExponent excess = row(rows, WindowName.FULL, PooledQuantity.Z_EXCESS);
    double real = row(rows, WindowName.FULL, PooledQuantity.Z).exponent();
    double floor =
        rows.stream()
            .filter(row -> !row.realisation().isReal() && row.quantity() == PooledQuantity.Z)
            .filter(row -> row.windowName() == WindowName.FULL)
            .findFirst()
            .orElseThrow()
            .exponent();
    assertThat(excess.rows()).isEqualTo(1000);
    assertThat(excess.steps()).isEqualTo(125);
    // Effects are shared by real and null, so the difference is not the plain one, but close to it.
    assertThat(excess.exponent()).isEqualTo(real - floor, within(2e-3));
    assertThat(excess.realisation()).isEqualTo(Realisation.REAL);
  }

  @Test
  void orderOfFieldsAndNeighbouringFamiliesChangeNoBit() throws IOException {
    List<FieldTransport> fields = minis("pico-mini", step -> step < 200);
    List<FieldTransport> reversed = new ArrayList<>(fields);
    Collections.reverse(reversed);

    assertThat(pooled(family(PICO), reversed)).isEqualTo(pooled(family(PICO), fields));
  }

  @Test
  void equationsAreSolvedInJavaWhateverLibrariesTheMachineHas() throws Exception {
    List<PooledExponent> rows = pooled(family(PICO), minis("pico-mini", step -> step < 100));
    assertThat(rows).isNotEmpty();

    assertThat(solver("ml.linalg.BLAS$", "javaBLAS")).isEqualTo("Java11BLAS");
    assertThat(solver("ml.linalg.BLAS$", "nativeBLAS")).isEqualTo("Java11BLAS");
    assertThat(solver("mllib.linalg.BLAS$", "nativeBLAS")).isEqualTo("Java11BLAS");
    assertThat(solver("mllib.linalg.LAPACK$", "nativeLAPACK")).isEqualTo("F2jLAPACK");
  }

  private static String solver(String owner, String name) throws ReflectiveOperationException {
    Class<?> used = Class.forName("org.apache.spark." + owner);
    return used.getMethod(name)
        .invoke(used.getField("MODULE$").get(null))
        .getClass()
        .getSimpleName();
  }

  @Test
  void moreNullsChangeNoBitOfWhatThereWasWithoutThem() throws IOException {
    List<FieldTransport> real = minis("pico-mini", step -> step < 200);
    List<FieldTransport> one = new ArrayList<>(real);
    one.addAll(nulls(real, 0));
    List<FieldTransport> two = new ArrayList<>(one);
    two.addAll(nulls(real, 1));
    Family family = family(PICO, "window: {from: 80, to: 160}");

    List<PooledExponent> withNone = withoutExcess(pooled(family, real));
    List<PooledExponent> withOne = withoutExcess(pooled(family, one));
    List<PooledExponent> withTwo = withoutExcess(pooled(family, two));

    assertThat(withNone).hasSize(2 * 2);
    assertThat(withOne).hasSize(2 * 4).containsAll(withNone);
    assertThat(withTwo).hasSize(2 * 6).containsAll(withOne);
  }

  /** All rows but those of the excess, which is about every null there is. */
  private static List<PooledExponent> withoutExcess(List<PooledExponent> rows) {
    return rows.stream().filter(row -> row.quantity() != PooledQuantity.Z_EXCESS).toList();
  }

  @Test
  void withoutAWindowOrNullsRowsSayWhatIsMissing() throws IOException {
    List<PooledExponent> rows = pooled(family(PICO), minis("pico-mini", step -> step < 16));

    assertThat(row(rows, WindowName.STABLE, PooledQuantity.D).status())
        .isEqualTo(PooledStatus.NO_WINDOW);
    PooledExponent excess = row(rows, WindowName.FULL, PooledQuantity.Z_EXCESS);
    assertThat(excess.status()).isEqualTo(PooledStatus.NO_NULL);
    assertThat(excess.exponent()).isNull();
    assertThat(excess.message()).contains("--nulls 1");
    PooledExponent two = row(rows, WindowName.FULL, PooledQuantity.Z);
    assertThat(two.steps()).isEqualTo(2);
    assertThat(two.blockLow()).isNull();
    assertThat(two.low()).isNotNull();
  }

  @Test
  void aStepWithADegenerateScaleLeavesAStrictGridAlone() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(minis("pico-mini", step -> step < 80));
    fields.removeIf(field -> field.n() == 9216 && field.key().step() == 8);
    fields.add(Fields.unusable(9216, 8, FieldStatus.NO_ACTIVITY));

    PooledExponent strict = row(pooled(family(PICO), fields), WindowName.FULL, PooledQuantity.Z);
    PooledExponent partial =
        row(pooled(family(PICO, "grid: partial"), fields), WindowName.FULL, PooledQuantity.Z);

    assertThat(strict.steps()).isEqualTo(9);
    assertThat(strict.rows()).isEqualTo(36);
    assertThat(partial.steps()).isEqualTo(10);
    assertThat(partial.rows()).isEqualTo(39);
  }

  @Test
  void noStepWithEnoughScalesHasAStatus() throws IOException {
    List<FieldTransport> three =
        minis("pico-mini", step -> step < 80).stream().filter(row -> row.n() > 9216).toList();
    List<FieldTransport> two = three.stream().filter(row -> row.n() > 20_736).toList();

    assertThat(row(pooled(family(PICO), three), WindowName.FULL, PooledQuantity.D).status())
        .isEqualTo(PooledStatus.INCOMPLETE_GRID);
    assertThat(
            row(pooled(family(PICO, "grid: partial"), two), WindowName.FULL, PooledQuantity.D)
                .status())
        .isEqualTo(PooledStatus.TOO_FEW_SCALES);
  }

  @Test
  void sizesThatHardlyDifferAreNotRegressedOn() throws IOException {
    long n = 1L << 52;
    List<FieldTransport> close =
        List.of(
            Fields.real(n, 0, 1000, 7),
            Fields.real(n + 1, 0, 1100, 8),
            Fields.real(n + 2, 0, 900, 9));

    List<PooledExponent> rows = pooled(family(List.of(n, n + 1, n + 2)), close);

    assertThat(row(rows, WindowName.FULL, PooledQuantity.Z).status())
        .isEqualTo(PooledStatus.SINGULAR);
  }

  @Test
  void equalDurationsHaveSlopeZeroAndNoDispersion() throws IOException {
    List<FieldTransport> ties = new ArrayList<>();
    for (long step = 0; step < 12; step++) {
      for (long n : PICO) {
        ties.add(Fields.real(n, step, n / 2, 7));
      }
    }

    PooledExponent z = row(pooled(family(PICO), ties), WindowName.FULL, PooledQuantity.Z);

    assertThat(z.status()).isEqualTo(PooledStatus.OK);
    assertThat(z.exponent()).isEqualTo(0, within(1e-12));
    assertThat(z.dispersion()).isEqualTo(0, within(1e-12));
  }

  @Test
  void thousandsOfStepsAreRefusedWithARemedy() throws IOException {
    List<FieldTransport> many = new ArrayList<>();
    for (long step = 0; step <= PooledPlan.MOST_STEPS; step++) {
      for (long n : PICO) {
        many.add(Fields.real(n, step, n / 2, 7));
      }
    }

    PooledExponent z = row(pooled(family(PICO), many), WindowName.FULL, PooledQuantity.Z);

    assertThat(z.status()).isEqualTo(PooledStatus.TOO_MANY_STEPS);
    assertThat(z.message()).contains("1,001 steps", "narrower 'window' bounds");
  }

  private Family family(List<Long> sizes, String... lines) throws IOException {
    return Fields.family(folder, sizes, lines);
  }

  private static List<PooledExponent> pooled(Family family, List<FieldTransport> fields) {
    return PooledExponent.ROWS.sorted(
        PooledExponents.of(
            LazySession.started(SharedSpark.session()), Map.of(family.name(), family), fields));
  }

  private static PooledExponent row(
      List<PooledExponent> rows, WindowName window, PooledQuantity quantity) {
    return rows.stream()
        .filter(row -> row.windowName() == window && row.quantity() == quantity)
        .filter(row -> row.realisation().isReal())
        .findFirst()
        .orElseThrow();
  }

  /** What an independent implementation measured on the minis. */
  private static List<FieldTransport> minis(String family, LongPredicate steps) throws IOException {
    try (InputStream in = PooledExponentsTest.class.getResourceAsStream("/minis-expected.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .filter(cells -> cells[0].equals(family) && steps.test(Long.parseLong(cells[3])))
          .map(
              cells ->
                  Fields.real(
                      Long.parseLong(cells[4]),
                      Long.parseLong(cells[3]),
                      Long.parseLong(cells[6]),
                      Integer.parseInt(cells[7])))
          .toList();
    }
  }

  /** Fields of N0 beside real ones, with durations that grow like the Gaussian field's. */
  private static List<FieldTransport> nulls(List<FieldTransport> real, int replicate) {
    return real.stream()
        .map(
            field ->
                Fields.field(
                    new Realisation(FieldKind.N0, replicate),
                    field.n(),
                    field.key().step(),
                    (long) ((0.135 + replicate * 1e-3) * field.n().doubleValue()),
                    (int)
                        (3 + Math.log(field.n().doubleValue()) / 4 + field.key().step() % 3 * 0.4)))
        .toList();
  }
}
