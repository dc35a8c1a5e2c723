package org.gradienttransport.udfs.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.Test;

class CascadeExponentsTest {
  // The first aligned step of the small Pico ladder, as an independent implementation measures it.
  private static final long[] N = {9_216, 20_736, 36_864, 82_944};
  private static final long[] S = {4_881, 8_384, 17_135, 39_207};
  private static final int[] STEPS = {20, 15, 17, 18};

  @Test
  void fitsEachObservableOnItsOwnFromTheIntegers() {
    CascadeExponents exponents = exponents(N, S, STEPS);

    double[] n = {9_216, 20_736, 36_864, 82_944};
    assertThat(exponents.size())
        .isEqualTo(LogLogFit.of(n, new double[] {4_881, 8_384, 17_135, 39_207}));
    assertThat(exponents.duration()).isEqualTo(LogLogFit.of(n, new double[] {20, 15, 17, 18}));
    assertThat(exponents.absolute())
        .isEqualTo(
            LogLogFit.of(
                n, new double[] {4_881 / 20.0, 8_384 / 15.0, 17_135 / 17.0, 39_207 / 18.0}));
    assertThat(exponents.fit(Observable.INTENSIVE)).isSameAs(exponents.intensive());
    assertThat(exponents.intensive().slope())
        .isCloseTo(exponents.absolute().slope() - 1.0, within(1e-13));
  }

  @Test
  void closesOnAnyIntegers() {
    RandomGenerator random = new Well19937c(7);
    for (int trial = 0; trial < 1_000; trial++) {
      long[] s = new long[4];
      int[] steps = new int[4];
      for (int i = 0; i < 4; i++) {
        s[i] = 1L + random.nextInt(1_000_000_000);
        steps[i] = 1 + random.nextInt(499);
      }
      Closure closure = exponents(N, s, steps).closure();
      assertThat(closure.verdict()).isEqualTo(Closure.Verdict.HOLDS);
      assertThat(closure.absoluteResidual()).isCloseTo(0.0, within(1e-12));
      assertThat(closure.intensiveResidual()).isCloseTo(0.0, within(1e-12));
    }
  }

  @Test
  void noticesExponentsThatDoNotClose() {
    double[] n = {1, 10, 100};
    PowerLawFit one = LogLogFit.of(n, new double[] {1, 10, 100});
    PowerLawFit flat = LogLogFit.of(n, new double[] {5, 5, 5});

    Closure closure = Closure.of(one, flat, flat, flat);

    assertThat(closure.verdict()).isEqualTo(Closure.Verdict.BROKEN);
    assertThat(closure.absoluteResidual()).isCloseTo(-1.0, within(1e-14));
    assertThat(closure.intensiveResidual()).isCloseTo(0.0, within(1e-14));
  }

  @Test
  void givesTheSameBitsInEveryOrderOfTheScales() {
    assertThat(
            exponents(
                new long[] {N[3], N[1], N[0], N[2]},
                new long[] {S[3], S[1], S[0], S[2]},
                new int[] {STEPS[3], STEPS[1], STEPS[0], STEPS[2]}))
        .isEqualTo(exponents(N, S, STEPS));
  }

  @Test
  void leavesDegenerateFieldsOut() {
    CascadeExponents all =
        exponents(
            new long[] {9_216, 20_736, 36_864, 82_944, 100, 1_000},
            new long[] {4_881, 8_384, 17_135, 39_207, 0, 77},
            new int[] {20, 15, 17, 18, 0, 500});

    assertThat(all).isEqualTo(exponents(N, S, STEPS));
  }

  @Test
  void keepsAStepWithTooFewScalesAsAStatus() {
    CascadeExponents exponents =
        exponents(N, new long[] {4_881, 0, 0, 39_207}, new int[] {20, 0, 0, 18});

    for (Observable observable : Observable.values()) {
      assertThat(exponents.fit(observable).status()).isEqualTo(FitStatus.TOO_FEW_SCALES);
      assertThat(exponents.fit(observable).points()).isEqualTo(2);
    }
    assertThat(exponents.closure()).isEqualTo(new Closure(null, null, Closure.Verdict.NOT_FITTED));
    assertThat(exponents.closure().verdict()).isEqualTo(Closure.Verdict.NOT_FITTED);
  }

  @Test
  void fitsNothingWhenAStrictGridMissesAScale() {
    long[] s = {4_881, 8_384, 0, 39_207};
    int[] steps = {20, 15, 0, 18};

    assertThat(exponents(N, s, steps).size().fitted()).isTrue();
    PowerLawFit strict = CascadeExponents.of(N, s, steps, FitRule.strictGrid(4)).size();
    assertThat(strict.status().word()).isEqualTo("incomplete_grid");
    assertThat(strict.slope()).isNull();
    assertThat(CascadeExponents.of(N, S, STEPS, FitRule.strictGrid(4)).size().fitted()).isTrue();
  }

  @Test
  void countsInLongs() {
    long[] n = {162_322_944, 405_334_016, 4_053_340_160L};
    long[] s = {21_913_597, 54_720_092, 547_200_921_600L};

    PowerLawFit fit = exponents(n, s, new int[] {9, 9, 499}).intensive();

    assertThat(fit.status()).isEqualTo(FitStatus.OK);
    assertThat(fit.slope())
        .isEqualTo(
            LogLogFit.of(
                    new double[] {162_322_944, 405_334_016, 4_053_340_160.0},
                    new double[] {
                      21_913_597 / (162_322_944 * 9.0),
                      54_720_092 / (405_334_016 * 9.0),
                      547_200_921_600.0 / (4_053_340_160.0 * 499)
                    })
                .slope());
  }

  @Test
  void refusesImpossibleCounts() {
    assertThatThrownBy(() -> exponents(new long[] {0}, new long[] {1}, new int[] {1}))
        .hasMessage("n must be positive, s and steps not negative, got n=0, s=1, steps=1");
    assertThatThrownBy(() -> exponents(N, S, new int[] {1}))
        .hasMessage("n, s and steps must have the same length, got 4, 4 and 1");
    assertThatThrownBy(() -> new FitRule(0, 0)).hasMessageContaining("ceiling");
  }

  @Test
  void namesObservablesAndExponents() {
    assertThat(Word.parse(Observable.class, "intensive")).isEqualTo(Observable.INTENSIVE);
    assertThat(Observable.INTENSIVE.symbol()).isEqualTo("delta");
    assertThatThrownBy(() -> Word.parse(Observable.class, "speed"))
        .hasMessage(
            "unknown observable 'speed', expected one of size, duration, absolute, intensive");
  }

  private static CascadeExponents exponents(long[] n, long[] s, int[] steps) {
    return CascadeExponents.of(n, s, steps, FitRule.AVAILABLE_SCALES);
  }
}
