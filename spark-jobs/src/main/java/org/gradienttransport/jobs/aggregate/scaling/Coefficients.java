package org.gradienttransport.jobs.aggregate.scaling;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.gradienttransport.udfs.scaling.optimum.ComputeExponents;
import org.gradienttransport.udfs.scaling.optimum.ComputePower;

/** Fitted parameters as published numbers. */
final class Coefficients {
  private static final double LN_6 = StrictMath.log(6.0);

  /** What follows for the allocation of compute. */
  private static final Set<Coefficient> ALLOCATION =
      EnumSet.of(
          Coefficient.G,
          Coefficient.N_ALLOCATION,
          Coefficient.D_ALLOCATION,
          Coefficient.LOSS_EXPONENT);

  private Coefficients() {}

  /** The coefficients of a law; those of allocation only where it is one of N and D. */
  static Map<Coefficient, Double> of(LawSpec law, double[] theta) {
    Map<Coefficient, Double> coefficients = new EnumMap<>(Coefficient.class);
    law.lossForm()
        .coefficients(theta)
        .forEach((name, value) -> coefficients.put(Word.parse(Coefficient.class, name), value));
    if (law.variables() == LawVariables.N_D) {
      optimum(law, theta).ifPresent(optimum -> coefficients.put(Coefficient.G, optimum.balance()));
    } else {
      coefficients.keySet().removeAll(ALLOCATION);
    }
    return coefficients;
  }

  /** Those of a power of compute (approaches 1 and 2): N* = G (C/6)^a. */
  static Map<Coefficient, Double> of(ComputeExponents exponents) {
    Map<Coefficient, Double> coefficients = new EnumMap<>(Coefficient.class);
    coefficients.put(Coefficient.G, StrictMath.exp(lnG(exponents)));
    coefficients.put(Coefficient.N_ALLOCATION, exponents.params().exponent());
    coefficients.put(Coefficient.D_ALLOCATION, exponents.tokens().exponent());
    coefficients.put(Coefficient.LOSS_EXPONENT, -exponents.loss().exponent());
    return coefficients;
  }

  static ScalingBootstrap.Allocation allocation(ComputeExponents exponents) {
    return new ScalingBootstrap.Allocation(
        exponents.params().exponent(),
        exponents.tokens().exponent(),
        lnG(exponents),
        -exponents.loss().exponent());
  }

  /** Factors by which exponents of a bootstrap replicate become optima. */
  static ScalingBootstrap.Factors factors(ComputeExponents exponents) {
    return new ScalingBootstrap.Factors(atSix(exponents.tokens()), atSix(exponents.loss()));
  }

  private static double lnG(ComputeExponents exponents) {
    return atSix(exponents.params());
  }

  /** ln y where C / 6 is one. */
  private static double atSix(ComputePower power) {
    return power.intercept() + power.exponent() * LN_6;
  }

  /** The optimum of Chinchilla's law of N and D; empty for others, and where there is none. */
  static Optional<ChinchillaOptimum> optimum(LawSpec law, double[] theta) {
    boolean chinchilla = law.form() == LawForm.CHINCHILLA && law.variables() == LawVariables.N_D;
    if (!chinchilla || !(theta[3] > 0.0) || !(theta[4] > 0.0)) {
      return Optional.empty();
    }
    double sizes = StrictMath.exp(theta[0]);
    double tokens = StrictMath.exp(theta[1]);
    boolean usable =
        sizes > 0.0
            && tokens > 0.0
            && Double.isFinite(sizes)
            && Double.isFinite(tokens)
            && Double.isFinite(StrictMath.exp(theta[2]));
    return usable
        ? Optional.of(ChinchillaOptimum.ofLogs(theta[0], theta[1], theta[2], theta[3], theta[4]))
        : Optional.empty();
  }

  /** What a replicate's parameters say of the allocation; null where that is nothing. */
  static ScalingBootstrap.Allocation allocation(LawSpec law, double[] theta) {
    Map<Coefficient, Double> all = of(law, theta);
    return new ScalingBootstrap.Allocation(
        finite(all, Coefficient.N_ALLOCATION),
        finite(all, Coefficient.D_ALLOCATION),
        optimum(law, theta)
            .map(optimum -> Numbers.finite(StrictMath.log(optimum.balance())))
            .orElse(null),
        finite(all, Coefficient.LOSS_EXPONENT));
  }

  /** D* = (C/6)^b / G; the loss has a floor, so that it is no power. */
  static ScalingBootstrap.Factors factors(LawSpec law, double[] theta) {
    Double lnG = allocation(law, theta).lnG();
    return lnG == null
        ? ScalingBootstrap.Factors.NONE
        : new ScalingBootstrap.Factors((Double) (0.0 - lnG), null);
  }

  /** Worth of repeats in a law of repeated tokens; {@code NONE} for other laws. */
  static ScalingBootstrap.Repeats repeats(LawForm form, double[] theta) {
    return form == LawForm.DATA_CONSTRAINED
        ? new ScalingBootstrap.Repeats(Numbers.finite(theta[5]), Numbers.finite(theta[6]))
        : ScalingBootstrap.Repeats.NONE;
  }

  private static Double finite(Map<Coefficient, Double> of, Coefficient coefficient) {
    Double value = of.get(coefficient);
    return value == null ? null : Numbers.finite(value);
  }

  static final ScalingBootstrap.Allocation NO_ALLOCATION =
      new ScalingBootstrap.Allocation(null, null, null, null);

  static final ScalingBootstrap.Theta NO_THETA =
      new ScalingBootstrap.Theta(null, null, null, null, null, null, null, null, null);

  /** Parameters as columns of scaling_bootstrap. */
  static ScalingBootstrap.Theta columns(LawForm form, double[] theta) {
    Double[] t = new Double[theta.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = Numbers.finite(theta[i]);
    }
    return switch (form) {
      case CHINCHILLA, DATA_CONSTRAINED ->
          new ScalingBootstrap.Theta(t[0], t[1], t[2], t[3], t[4], null, null, null, null);
      case CHINCHILLA_TIED ->
          new ScalingBootstrap.Theta(t[0], t[1], t[2], t[3], t[3], null, null, null, null);
      case CHINCHILLA_NO_FLOOR ->
          new ScalingBootstrap.Theta(t[0], t[1], null, t[2], t[3], null, null, null, null);
      case KAPLAN_ND, KAPLAN_NS ->
          new ScalingBootstrap.Theta(null, null, null, null, null, t[0], t[1], t[2], t[3]);
      case POWER ->
          new ScalingBootstrap.Theta(null, null, null, null, null, t[0], null, t[1], null);
      case POWER_FLOOR ->
          new ScalingBootstrap.Theta(t[0], null, t[2], t[1], null, null, null, null, null);
    };
  }
}
