package org.gradienttransport.udfs.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.junit.jupiter.api.Test;

class LogLogFitTest {
  private static final double[] N = {589_824, 9_437_184, 37_748_736, 150_994_944};

  @Test
  void recoversAKnownExponentAndPrefactor() {
    double[] y = Arrays.stream(N).map(n -> 3.5 * StrictMath.pow(n, 0.223)).toArray();

    PowerLawFit fit = LogLogFit.of(N, y);

    assertThat(fit.status()).isEqualTo(FitStatus.OK);
    assertThat(fit.slope()).isCloseTo(0.223, within(1e-13));
    assertThat(fit.intercept()).isCloseTo(StrictMath.log(3.5), within(1e-12));
    assertThat(fit.r2()).isCloseTo(1.0, within(1e-13));
    assertThat(fit.stdError()).isLessThan(1e-14);
    assertThat(fit.points()).isEqualTo(4);
  }

  @Test
  void agreesWithTheLibraryWhereTheFitIsNotPerfect() {
    double[] y = {8, 11, 10, 13};
    SimpleRegression library = new SimpleRegression();
    for (int i = 0; i < N.length; i++) {
      library.addData(Math.log(N[i]), Math.log(y[i]));
    }

    PowerLawFit fit = LogLogFit.of(N, y);

    assertThat(fit.slope()).isCloseTo(library.getSlope(), within(1e-14));
    assertThat(fit.stdError()).isCloseTo(library.getSlopeStdErr(), within(1e-14));
    assertThat(fit.r2()).isCloseTo(library.getRSquare(), within(1e-13));
  }

  @Test
  void givesTheSameBitsInEveryOrderOfTheScales() {
    double[] y = {8, 11, 10, 13};
    double[] shuffledN = {N[2], N[0], N[3], N[1]};
    double[] shuffledY = {y[2], y[0], y[3], y[1]};

    assertThat(LogLogFit.of(shuffledN, shuffledY)).isEqualTo(LogLogFit.of(N, y));
  }

  @Test
  void hasNoR2WhenAllValuesAreEqual() {
    PowerLawFit fit = LogLogFit.of(N, new double[] {9, 9, 9, 9});

    assertThat(fit.slope()).isZero();
    assertThat(fit.stdError()).isZero();
    assertThat(fit.intercept()).isEqualTo(StrictMath.log(9));
    assertThat(fit.r2()).isNull();
    assertThat(fit.status()).isEqualTo(FitStatus.OK);
  }

  @Test
  void isNotMadeOfFewerThanThreeScales() {
    PowerLawFit fit = LogLogFit.of(new double[] {10, 20}, new double[] {3, 4});

    assertThat(fit).isEqualTo(new PowerLawFit(null, null, null, null, 2, FitStatus.TOO_FEW_SCALES));
    assertThat(fit.status().word()).isEqualTo("too_few_scales");
    assertThat(LogLogFit.of(new double[0], new double[0]).points()).isZero();
  }

  @Test
  void isNotMadeOfScalesOfOneSize() {
    PowerLawFit fit = LogLogFit.of(new double[] {10, 10, 10}, new double[] {3, 4, 5});

    assertThat(fit.status()).isEqualTo(FitStatus.NO_SPREAD);
    assertThat(fit.slope()).isNull();
  }

  @Test
  void isNotMadeOfThreeScalesOfTwoSizes() {
    PowerLawFit fit = LogLogFit.of(new double[] {120, 120, 121}, new double[] {3, 3, 4});

    assertThat(fit).isEqualTo(new PowerLawFit(null, null, null, null, 3, FitStatus.TOO_FEW_SCALES));
  }

  @Test
  void isMadeOfThreeSizesOneOfThemTwice() {
    PowerLawFit fit = LogLogFit.of(new double[] {10, 10, 20, 40}, new double[] {1, 1, 2, 4});

    assertThat(fit.status()).isEqualTo(FitStatus.OK);
    assertThat(fit.slope()).isCloseTo(1.0, within(1e-14));
    assertThat(fit.points()).isEqualTo(4);
  }

  @Test
  void hasAStandardErrorWithThreeScales() {
    PowerLawFit fit =
        LogLogFit.of(new double[] {1, Math.E, Math.E * Math.E}, new double[] {1, Math.E, 1});

    // Residuals -1/3, 2/3, -1/3: sum of squares 2/3, one degree of freedom, spread 2.
    assertThat(fit.slope()).isCloseTo(0.0, within(1e-15));
    assertThat(fit.stdError()).isCloseTo(Math.sqrt(1.0 / 3.0), within(1e-14));
    assertThat(fit.r2()).isCloseTo(0.0, within(1e-15));
  }

  @Test
  void refusesWhatHasNoLogarithm() {
    assertThatThrownBy(() -> LogLogFit.of(N, new double[] {1, 2, 0, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "y[2] must be positive and finite to have a logarithm, got 0.0;"
                + " leave degenerate fields out of the fit");
    assertThatThrownBy(() -> LogLogFit.of(N, new double[] {1, Double.NaN, 2, 3}))
        .hasMessageContaining("y[1]")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> LogLogFit.of(new double[] {-1, 2, 3}, new double[] {1, Double.NaN, 2}))
        .hasMessageContaining("n[0]");
    assertThatThrownBy(() -> LogLogFit.of(N, new double[] {1}))
        .hasMessage("n and y must have the same length, got 4 and 1");
  }

  @Test
  void rangesOverTheSlopesWithOneScaleLeftOut() {
    SlopeRange range =
        SlopeRange.leaveOneScaleOut(
            new double[] {1, Math.E, Math.exp(2)}, new double[] {1, Math.E, 1});

    assertThat(range.min()).isCloseTo(-1.0, within(1e-14));
    assertThat(range.max()).isCloseTo(1.0, within(1e-14));
    assertThat(SlopeRange.leaveOneScaleOut(new double[] {1, 2}, new double[] {1, 2})).isNull();
    assertThat(SlopeRange.leaveOneScaleOut(new double[] {2, 2, 3}, new double[] {1, 2, 3}))
        .isNull();
  }
}
