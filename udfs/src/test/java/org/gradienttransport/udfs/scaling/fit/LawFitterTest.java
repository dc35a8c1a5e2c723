package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LawSweeps.Point;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.BoundForm;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LawFitterTest {
  private static final LossForm CHINCHILLA = LossForms.of(LawForm.CHINCHILLA);
  private static final double[] PARAMS = {1e8, 3e8, 1e9, 3e9, 1e10};
  private static final double[] TOKENS = {3e9, 1e10, 3e10, 1e11};

  @Test
  void asManyRowsAsParametersAreTooFew() {
    LossRows rows =
        LossRows.of(
            new double[] {1e8, 2e8, 4e8, 8e8, 1e9},
            new double[] {1e9, 5e9, 2e9, 8e9, 3e9},
            new double[] {4.0, 3.6, 3.5, 3.2, 3.1});

    LawFit fit = fit(rows);

    assertThat(fit.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(fit.message()).contains("5 rows").contains("5 parameters");
    assertThat(fit.estimate()).isEmpty();
    assertThatThrownBy(fit::law).hasMessageContaining("5 rows");
  }

  @Test
  void noRowsAreTooFew() {
    LawFit fit = fit(LossRows.of(new double[0], new double[0], new double[0]));

    assertThat(fit.status()).isEqualTo(LawStatus.TOO_FEW);
  }

  @Test
  void modelsOfOneSizeCannotSayHowSizeMatters() {
    LawFit fit = fit(law(new double[] {1e9}, new double[] {1e9, 2e9, 4e9, 8e9, 2e10, 4e10}));

    assertThat(fit.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(fit.message()).contains("params").contains("there is 1.");
  }

  @Test
  void twoAmountsOfDataCannotSayHowDataMatters() {
    LawFit fit = fit(law(PARAMS, new double[] {1e10, 1e11}));

    assertThat(fit.status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(fit.message()).contains("tokens").contains("there are 2.");
  }

  @Test
  void aLawInOneVariableAsksForNoOther() {
    LossRows rows = law(PARAMS, new double[] {1e11});

    LawFit fit =
        LawFitter.fit(
            LossForms.of(LawForm.POWER, LawVariable.PARAMS),
            rows,
            Objective.HUBER,
            StartGrid.DEFAULT);

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.law().coefficients().get("alpha_n")).isBetween(0.01, 0.2);
  }

  @Test
  void aPowerLawWithAFloorIsRecovered() {
    double[] steps = new double[41];
    double[] loss = new double[41];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = StrictMath.pow(10, 1 + 4 * i / 40.0);
      loss[i] = 2 + 3 * StrictMath.pow(steps[i], -1.0 / 3.0);
    }
    LossRows rows = LossRows.of(Map.of(LawVariable.STEPS, steps), loss);

    LawFit fit =
        LawFitter.fit(
            LossForms.of(LawForm.POWER_FLOOR, LawVariable.STEPS),
            rows,
            Objective.leastSquares(ObjectiveKind.LSQ_LOG),
            StartGrid.DEFAULT);

    assertThat(fit.law().coefficients().get("gamma")).isCloseTo(1.0 / 3.0, within(1e-8));
    assertThat(fit.law().coefficients().get("c")).isCloseTo(3.0, within(1e-7));
    assertThat(fit.law().coefficients().get("l_inf")).isCloseTo(2.0, within(1e-8));
  }

  @Test
  void theWorthOfRepeatedDataIsRecovered() {
    LossForm form = LossForms.of(LawForm.DATA_CONSTRAINED);
    double[] truth = {6.2, 7.3, 0.6, 0.35, 0.33, 2.7, 1.7};
    int count = 5 * 6 * 2;
    double[] params = new double[count];
    double[] tokens = new double[count];
    double[] unique = new double[count];
    double[] loss = new double[count];
    for (int i = 0; i < count; i++) {
      params[i] = 1e8 * StrictMath.pow(4, i % 5);
      unique[i] = 1e9 * (i < count / 2 ? 1 : 10);
      tokens[i] = unique[i] * StrictMath.pow(2.5, i / 5 % 6);
      loss[i] = 1.0;
    }
    Map<LawVariable, double[]> columns =
        Map.of(
            LawVariable.PARAMS, params,
            LawVariable.TOKENS, tokens,
            LawVariable.UNIQUE_TOKENS, unique);
    double[] lnLoss = form.predict(truth, LossRows.of(columns, loss));
    for (int i = 0; i < count; i++) {
      loss[i] = StrictMath.exp(lnLoss[i]);
    }

    LawFit fit =
        LawFitter.fit(form, LossRows.of(columns, loss), Objective.HUBER, StartGrid.DEFAULT);

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.law().theta().toArray()).containsExactly(truth, within(1e-4));
  }

  @ParameterizedTest
  @EnumSource(ObjectiveKind.class)
  void everyObjectiveFindsTheLawOfExactLosses(ObjectiveKind kind) {
    LawFit fit =
        LawFitter.fit(
            CHINCHILLA, law(PARAMS, TOKENS), new Objective(kind, 1e-3), StartGrid.DEFAULT);

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.law().coefficients().get("alpha")).isCloseTo(0.34, within(1e-5));
    assertThat(fit.law().coefficients().get("beta")).isCloseTo(0.28, within(1e-5));
  }

  @Test
  void aPointOnTheSlopeIsNoMinimum() {
    LossRows rows = law(PARAMS, TOKENS);
    double[] theta = {6.0, 6.0, 0.5, 0.33, 0.27};
    Problem problem = new Problem(CHINCHILLA, rows, Objective.HUBER);
    StartResult stopped = new StartResult(0, new Minimum(problem.evaluate(theta), Theta.of(theta)));

    LawFit fit = LawFitter.combine(CHINCHILLA, rows, Objective.HUBER, List.of(stopped));

    assertThat(fit.status()).isEqualTo(LawStatus.NOT_CONVERGED);
    assertThat(fit.message()).contains("no minimum");
    assertThat(fit.law().certificate().minimum()).isFalse();
  }

  @Test
  void whatIsNoMinimumSaysNothingOfTheDataButAllDoubtsAreTold() {
    LossRows rows = ray(0.0);
    double[] theta = {6.0, -20.0, -50.0, 0.33, 0.27};
    Problem problem = new Problem(CHINCHILLA, rows, Objective.HUBER);
    StartResult stopped = new StartResult(0, new Minimum(problem.evaluate(theta), Theta.of(theta)));

    LawFit fit = LawFitter.combine(CHINCHILLA, rows, Objective.HUBER, List.of(stopped));

    assertThat(fit.status()).isEqualTo(LawStatus.NOT_CONVERGED);
    assertThat(fit.message())
        .startsWith("A small step lowers")
        .contains("The term in tokens is not identified")
        .endsWith("the form without one fits as well.");
    assertThat(fit.says("alpha")).isFalse();
    assertThat(fit.says("a")).isFalse();
  }

  @Test
  void aValleyWithoutAFloorIsAValleyFirst() {
    LawFit fit = fit(ray(0.0));

    assertThat(fit.status()).isEqualTo(LawStatus.COLLINEAR);
    assertThat(fit.message())
        .contains("cannot tell the exponents apart")
        .contains("do not identify an irreducible loss");
    assertThat(fit.says("E")).isFalse();
    assertThat(fit.says("alpha")).isTrue();
  }

  @Test
  void aFloorBelowAllNumbersIsNoDoubtAboutTheExponents() {
    LossRows rows = LawSweeps.rows(LawSweeps.grid(PARAMS, TOKENS, LawFitterTest::withoutFloor));
    double[] theta = {
      StrictMath.log(406.4), StrictMath.log(410.7), -900.0, 0.34, 0.28,
    };
    StartResult start = new StartResult(0, new Minimum(0.0, Theta.of(theta)));

    LawFit fit = LawFitter.combine(CHINCHILLA, rows, Objective.HUBER, List.of(start));

    assertThat(fit.status()).isEqualTo(LawStatus.NO_FLOOR);
    assertThat(fit.law().certificate().condition()).isLessThan(Certificate.COLLINEAR);
    assertThat(fit.says("E")).isFalse();
  }

  private static double withoutFloor(double params, double tokens) {
    return LawSweeps.printedChinchilla(params, tokens) - 1.69;
  }

  /** D = 20 N, Hoffmann et al.'s law with another floor. */
  private static LossRows ray(double floor) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double params = StrictMath.pow(10, 8 + 2 * i / 24.0);
      double loss = withoutFloor(params, 20 * params) + floor;
      points.add(new Point("ray", params, 20 * params, 1, loss));
    }
    return LawSweeps.rows(points);
  }

  @Test
  void whatHasNoFiniteObjectiveIsRefused() {
    Minimum nowhere = new Minimum(Problem.HOPELESS, Theta.of(1e5, 1e5, 1e5, -1e5, -1e5));

    LawFit fit =
        LawFitter.combine(
            CHINCHILLA, law(PARAMS, TOKENS), Objective.HUBER, List.of(new StartResult(0, nowhere)));

    assertThat(fit.status()).isEqualTo(LawStatus.REFUSED);
    assertThat(fit.estimate()).isEmpty();
    assertThat(fit.message()).isEqualTo("No start leads to a finite objective.");
  }

  @Test
  void curvatureWithoutNumbersIsAnInfiniteCondition() {
    double[] steep = {600.0, 0.0, 0.5, 0.0, -1e307};
    Problem problem = new Problem(CHINCHILLA, law(PARAMS, TOKENS), Objective.HUBER);

    Certificate certificate =
        Certificate.of(problem, Objective.HUBER, new Minimum(1.0, Theta.of(steep)));

    assertThat(certificate.condition()).isInfinite();
    assertThat(certificate.identified()).isFalse();
    assertThat(certificate.probe()).isNotNaN();
  }

  @Test
  void aFitThatCannotBeJudgedIsRefusedAndSaysWhy() {
    StartResult start = new StartResult(0, new Minimum(1.0, Theta.of(6, 6, 0.5, 0.34, 0.28)));

    LawFit fit =
        LawFitter.combine(
            new Faulty(CHINCHILLA), law(PARAMS, TOKENS), Objective.HUBER, List.of(start));

    assertThat(fit.status()).isEqualTo(LawStatus.REFUSED);
    assertThat(fit.message()).contains("could not be judged").contains("out of steps");
    assertThat(fit.says("alpha")).isFalse();
  }

  /** A form that a library gives up on. */
  private record Faulty(LossForm of) implements LossForm {
    @Override
    public LawForm word() {
      return of.word();
    }

    @Override
    public List<String> parameters() {
      return of.parameters();
    }

    @Override
    public List<LawVariable> variables() {
      return of.variables();
    }

    @Override
    public List<double[]> starts(LossRows rows, StartGrid grid) {
      return of.starts(rows, grid);
    }

    @Override
    public BoundForm on(LossRows rows) {
      throw new IllegalStateException("out of steps");
    }
  }

  @Test
  void whatIsNoNumberIsNoCoefficient() {
    double[] flat = {1000.0, 0.0, 0.5, 0.0, 0.0};
    StartResult stopped = new StartResult(0, new Minimum(1.0, Theta.of(flat)));

    LawFit fit =
        LawFitter.combine(CHINCHILLA, law(PARAMS, TOKENS), Objective.HUBER, List.of(stopped));

    assertThat(fit.law().coefficients()).containsOnlyKeys("B", "E", "alpha", "beta");
  }

  @Test
  void anySplitOfTheStartsGivesTheSameBits() {
    LossRows rows = LawSweeps.rows(LawSweeps.gemstonesHot());
    List<StartResult> pieces = new ArrayList<>();
    for (int[] range : new int[][] {{200, 243}, {0, 1}, {57, 200}, {1, 57}}) {
      pieces.addAll(
          MultiStart.run(CHINCHILLA, rows, Objective.HUBER, StartGrid.DEFAULT, range[0], range[1]));
    }
    Collections.reverse(pieces);

    LawFit whole = fit(rows);
    LawFit joined = LawFitter.combine(CHINCHILLA, rows, Objective.HUBER, pieces);

    assertThat(joined.law()).isEqualTo(whole.law());
    assertThat(joined.starts()).isEqualTo(243);
  }

  @Test
  void anySplitOfTheReplicatesGivesTheSameBits() {
    LossRows rows = law(PARAMS, TOKENS);
    Theta theta = fit(rows).law().theta();

    List<Replicate> whole = Bootstrap.run(CHINCHILLA, rows, Objective.HUBER, theta, 42, 0, 20);
    List<Replicate> later = Bootstrap.run(CHINCHILLA, rows, Objective.HUBER, theta, 42, 13, 20);

    assertThat(later).isEqualTo(whole.subList(13, 20));
  }

  @Test
  void replicatesThatDrawTooFewSizesAreCountedAsFailed() {
    LossRows rows =
        LossRows.of(
            new double[] {1e8, 2e8, 4e8, 8e8, 1.6e9, 3.2e9},
            new double[] {1e10, 3e9, 3e10, 9e9, 1e11, 4e9},
            new double[] {3.3, 3.4, 2.75, 2.8, 2.4, 2.8});
    Theta theta = Theta.of(6.0, 6.0, 0.5, 0.34, 0.28);

    List<Replicate> replicates = Bootstrap.run(CHINCHILLA, rows, Objective.HUBER, theta, 42, 0, 50);

    assertThat(replicates).hasSize(50);
    assertThat(replicates.stream().filter(replicate -> replicate.minimum().isEmpty()).count())
        .isBetween(40L, 50L);
  }

  @Test
  void aDeltaMustBePositive() {
    assertThatThrownBy(() -> new Objective(ObjectiveKind.HUBER_LOG, 0.0))
        .hasMessageContaining("delta");
  }

  private static LawFit fit(LossRows rows) {
    return LawFitter.fit(CHINCHILLA, rows, Objective.HUBER, StartGrid.DEFAULT);
  }

  private static LossRows law(double[] params, double[] tokens) {
    return LawSweeps.rows(LawSweeps.grid(params, tokens, LawSweeps::printedChinchilla));
  }
}
