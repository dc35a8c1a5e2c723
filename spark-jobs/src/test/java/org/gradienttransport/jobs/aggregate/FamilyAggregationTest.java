package org.gradienttransport.jobs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.ContrastStatus;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.SummaryStatus;
import org.gradienttransport.schemas.vocabulary.Verdict;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the fields of one family to its derived tables, without Spark. */
class FamilyAggregationTest {
  private static final List<Long> SIZES = List.of(9216L, 20_736L, 36_864L, 82_944L);

  @TempDir private Path folder;

  /** Steps 0, 400 and 800 of pico-mini, as samples/reference-rows.csv has them. */
  private static final List<FieldTransport> MEASURED =
      List.of(
          Fields.real(9216, 0, 4881, 20),
          Fields.real(9216, 400, 4412, 19),
          Fields.real(9216, 800, 4039, 16),
          Fields.real(20_736, 0, 8384, 15),
          Fields.real(20_736, 400, 10_781, 24),
          Fields.real(20_736, 800, 9684, 24),
          Fields.real(36_864, 0, 16_100, 20),
          Fields.real(36_864, 400, 19_550, 28),
          Fields.real(36_864, 800, 23_341, 32),
          Fields.real(82_944, 0, 36_240, 19),
          Fields.real(82_944, 400, 29_612, 21),
          Fields.real(82_944, 800, 28_738, 17));

  @Test
  void exponentsAreThoseOfAnIndependentLeastSquares() throws IOException {
    Rows rows = aggregate(Fields.family(folder, SIZES), MEASURED);

    StepwiseExponent size = exponent(rows, 0, Observable.SIZE);
    assertThat(size.symbol()).isEqualTo("D");
    assertThat(size.law().exponent()).isEqualTo(0.9266515672168281, within(1e-13));
    assertThat(size.law().stdError()).isEqualTo(0.07083252609388234, within(1e-13));
    assertThat(size.law().r2()).isEqualTo(0.9884490733599411, within(1e-13));
    assertThat(size.scaleNames()).containsExactly("n9216", "n20736", "n36864", "n82944");
    assertThat(exponent(rows, 400, Observable.DURATION).law().exponent())
        .isEqualTo(0.05981938273242817, within(1e-13));
    assertThat(exponent(rows, 800, Observable.DURATION).law().r2())
        .isEqualTo(0.02767058194512617, within(1e-13));
  }

  @Test
  void theOrderInWhichFieldsArriveChangesNothing() throws IOException {
    Family family = Fields.family(folder, SIZES);
    List<FieldTransport> reversed = new ArrayList<>(MEASURED);
    Collections.reverse(reversed);

    Rows once = aggregate(family, MEASURED);
    Rows again = aggregate(family, reversed);

    AggregationJob.DERIVED.forEach(
        type -> assertThat(again.of(type)).as(type.name()).isEqualTo(once.of(type)));
  }

  @Test
  void closureHoldsWhereThePointsAreTheSame() throws IOException {
    Rows rows = aggregate(Fields.family(folder, SIZES), MEASURED);

    assertThat(rows.of(ClosureCheck.ROWS)).hasSize(3);
    for (ClosureCheck closure : rows.of(ClosureCheck.ROWS)) {
      assertThat(Math.abs(closure.betaResidual())).isLessThan(1e-10);
      assertThat(Math.abs(closure.deltaResidual())).isLessThan(1e-10);
      assertThat(closure.verdict()).isEqualTo(Verdict.CLOSED);
    }
  }

  @Test
  void aDegenerateFieldLeavesItsStepsFitsAndIsNamed() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(MEASURED);
    fields.set(0, Fields.unusable(9216, 0, FieldStatus.NO_ACTIVITY));
    Family loose = Fields.family(folder, SIZES, "grid: partial");

    StepwiseExponent left = exponent(aggregate(loose, fields), 0, Observable.SIZE);

    assertThat(left.status()).isEqualTo(FitStatus.OK);
    assertThat(left.scales()).isEqualTo(3);
    assertThat(left.scaleNames()).doesNotContain("n9216");

    StepwiseExponent strict =
        exponent(
            aggregate(Fields.family(folder, SIZES, "grid: strict"), fields), 0, Observable.SIZE);
    assertThat(strict.status()).isEqualTo(FitStatus.INCOMPLETE_GRID);
    assertThat(strict.law().exponent()).isNull();
    assertThat(strict.message())
        .isEqualTo("3 of 4 scales are usable at this step; not usable: n9216 (no_activity).");
  }

  @Test
  void twoScalesAreTooFewAndTheMissingOnesAreNamed() throws IOException {
    Family family = Fields.family(folder, SIZES, "grid: partial");

    Rows rows =
        aggregate(
            family, List.of(Fields.real(9216, 0, 4881, 20), Fields.real(20_736, 0, 8384, 15)));

    Compressibility found = rows.of(Compressibility.ROWS).get(0);
    assertThat(found.status()).isEqualTo(FitStatus.TOO_FEW_SCALES);
    assertThat(found.r2Size()).isNull();
    assertThat(found.looSizeMin()).isNull();
    assertThat(found.message()).contains("n36864 (missing), n82944 (missing)");
    assertThat(rows.of(ClosureCheck.ROWS).get(0).verdict()).isNull();
  }

  @Test
  void equalDurationsHaveSlopeZeroAndNoR2() throws IOException {
    List<FieldTransport> ties = SIZES.stream().map(n -> Fields.real(n, 0, n / 2, 7)).toList();

    Rows rows = aggregate(Fields.family(folder, SIZES), ties);

    StepwiseExponent duration = exponent(rows, 0, Observable.DURATION);
    assertThat(duration.law().exponent()).isZero();
    assertThat(duration.law().r2()).isNull();
    assertThat(exponent(rows, 0, Observable.SIZE).law().exponent()).isEqualTo(1, within(1e-12));
  }

  @Test
  void oneStepHasExponentsButNoWindow() throws IOException {
    List<FieldTransport> one = MEASURED.stream().filter(row -> row.key().step() == 0).toList();

    Rows rows = aggregate(Fields.family(folder, SIZES), one);

    assertThat(rows.of(StepwiseExponent.ROWS)).hasSize(4);
    assertThat(rows.of(WindowSummary.ROWS))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(SummaryStatus.NO_WINDOW);
              assertThat(row.mean()).isNull();
              assertThat(row.message()).contains("'window' bounds");
            });
  }

  @Test
  void givenBoundsAreTheWindowAndItsThirdsShareItsSteps() throws IOException {
    Family family = Fields.family(folder, SIZES, "window: {from: 0, to: 800}");

    Rows rows = aggregate(family, MEASURED);

    WindowSummary stable = summary(rows, WindowName.STABLE, Quantity.D);
    assertThat(stable.mean())
        .isEqualTo(
            (0.9266515672168281 + 0.8772593604338511 + 0.9338560561228175) / 3, within(1e-13));
    assertThat(stable.count()).isEqualTo(3);
    assertThat(summary(rows, WindowName.EARLY, Quantity.D).mean())
        .isEqualTo(0.9266515672168281, within(1e-13));
    assertThat(summary(rows, WindowName.LATE, Quantity.D).toStep()).isEqualTo(800);
    assertThat(summary(rows, WindowName.STABLE, Quantity.CV_V_REL).mean()).isPositive();
  }

  @Test
  void withoutNullsEveryContrastSaysSo() throws IOException {
    Rows rows = aggregate(Fields.family(folder, SIZES), MEASURED);

    assertThat(rows.of(NullContrast.ROWS))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.status()).isNotEqualTo(ContrastStatus.OK));
    assertThat(rows.of(NullContrast.ROWS).stream().map(NullContrast::message))
        .contains("No null was measured; measure them with --nulls 1 or more.");
  }

  @Test
  void contrastsAreDifferencesAndAddUp() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(MEASURED);
    for (FieldTransport real : MEASURED) {
      List<FieldKind> nulls = List.of(FieldKind.N0, FieldKind.N1, FieldKind.N2);
      for (FieldKind kind : nulls) {
        int apart = nulls.indexOf(kind) + 1;
        fields.add(
            Fields.field(
                new Realisation(kind, 0),
                real.n(),
                real.key().step(),
                real.cascade().s() + apart,
                real.cascade().nSteps() - apart));
      }
    }
    Family family = Fields.family(folder, SIZES, "window: {from: 0, to: 800}");

    Rows rows = aggregate(family, fields);

    NullContrast z =
        rows.of(NullContrast.ROWS).stream()
            .filter(row -> row.scope() == WindowName.STABLE && row.observable() == Quantity.Z)
            .findFirst()
            .orElseThrow();
    assertThat(z.status()).isEqualTo(ContrastStatus.OK);
    assertThat(z.steps()).isEqualTo(3);
    assertThat(z.deltaTotal()).isEqualTo(z.realValue() - z.n0Value(), within(1e-12));
    assertThat(z.deltaDist()).isEqualTo(z.n2Value() - z.n0Value(), within(1e-12));
    assertThat(z.deltaTotal()).isEqualTo(z.deltaDist() + z.deltaAssign(), within(1e-12));
    assertThat(z.sumRuleResidual()).isLessThan(1e-12);
  }

  @Test
  void aStepThatLacksANullIsIncompleteAndNamesIt() throws IOException {
    List<FieldTransport> fields = new ArrayList<>(MEASURED);
    for (FieldTransport real : MEASURED) {
      long step = real.key().step();
      fields.add(Fields.field(new Realisation(FieldKind.N0, 0), real.n(), step, real.n(), 7));
      if (step != 400) {
        fields.add(Fields.field(new Realisation(FieldKind.N2, 0), real.n(), step, real.n(), 7));
      }
    }

    Rows rows = aggregate(Fields.family(folder, SIZES), fields);

    assertThat(rows.of(NullContrast.ROWS))
        .filteredOn(row -> row.scope() == WindowName.STEP && row.observable() == Quantity.Z)
        .filteredOn(row -> row.status() == ContrastStatus.INCOMPLETE)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.fromStep()).isEqualTo(400);
              assertThat(row.message()).isEqualTo("No value at this step for: n2 replicate 0.");
            });
  }

  @Test
  void aFamilyWithoutPerformanceHasNoAssociations() throws IOException {
    assertThat(aggregate(Fields.family(folder, SIZES), MEASURED).of(PerformanceAssociation.ROWS))
        .isEmpty();
  }

  @Test
  void contentThatAnEarlierStepHadIsMarkedWithTheEarliest() {
    List<FieldTransport> fields =
        List.of(
            Fields.withContent(Fields.real(9216, 10, 100, 2), "a"),
            Fields.withContent(Fields.real(9216, 2, 100, 2), "a"),
            Fields.withContent(Fields.real(9216, 30, 100, 2), "a"),
            Fields.withContent(Fields.real(20_736, 30, 100, 2), "a"),
            Fields.withContent(Fields.real(9216, 40, 100, 2), "b"));

    assertThat(
            RepeatedContent.mark(
                fields.stream().map(field -> new MeasuredField(field, null)).toList()))
        .extracting(field -> field.input().duplicateOfStep())
        .containsExactly(2L, null, 2L, null, null);
  }

  private static Rows aggregate(Family family, List<FieldTransport> fields) {
    List<Long> steps =
        fields.stream()
            .flatMapToLong(row -> LongStream.of(row.key().step()))
            .distinct()
            .sorted()
            .boxed()
            .toList();
    return FamilyAggregation.of(family, steps, fields, List.of(), new CurveFits());
  }

  private static StepwiseExponent exponent(Rows rows, long step, Observable observable) {
    return rows.of(StepwiseExponent.ROWS).stream()
        .filter(row -> row.step() == step && row.observable() == observable)
        .findFirst()
        .orElseThrow();
  }

  private static WindowSummary summary(Rows rows, WindowName name, Quantity quantity) {
    return rows.of(WindowSummary.ROWS).stream()
        .filter(
            row ->
                row.windowName() == name
                    && row.quantity() == quantity
                    && row.scale().equals(Word.ALL))
        .findFirst()
        .orElseThrow();
  }
}
