package org.gradienttransport.jobs.scaling.optimum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** The tables of a run whose study follows the law that Hoffmann et al. print. */
public final class LawTables {
  /** The law. */
  public static final ChinchillaOptimum LAW = Published.HOFFMANN_PRINTED;

  /** N* of approach 2 at 1 FLOP, its exponent, and those of the loss. */
  public static final double PARAMS_FACTOR = 0.3;

  public static final double PARAMS_EXPONENT = 0.48;
  public static final double LOSS_FACTOR = 40.0;
  public static final double LOSS_EXPONENT = -0.06;

  private static final double[] BUDGETS = {1e18, 1e19, 1e20};
  private static final int REPLICATES = 11;

  private final List<ScalingFit> fits = new ArrayList<>();
  private final List<ScalingCoefficient> coefficients = new ArrayList<>();
  private final List<ScalingBootstrap> replicates = new ArrayList<>();
  private final List<ScalingOptimum> optima = new ArrayList<>();

  private LawTables() {}

  /** Tables with approaches 2 and 3 of series web, and a refusal of approach 1. */
  public static Rows.InMemory of() {
    LawTables tables = new LawTables();
    tables.parametric();
    tables.isoFlop();
    tables.refused();
    return new Rows.InMemory()
        .add(ScalingFit.ROWS, tables.fits)
        .add(ScalingCoefficient.ROWS, tables.coefficients)
        .add(ScalingBootstrap.ROWS, tables.replicates)
        .add(ScalingOptimum.ROWS, tables.optima);
  }

  /** The law of a replicate: other weights of the term in N. */
  static ChinchillaOptimum replicate(int number) {
    return new ChinchillaOptimum(
        LAW.sizeFactor() * (0.9 + 0.02 * number),
        LAW.tokensFactor(),
        LAW.floor(),
        LAW.alpha(),
        LAW.beta());
  }

  private void parametric() {
    // The same rows fitted with another width give another law, which no optimum follows from.
    ChinchillaOptimum other = replicate(0);
    add(parametricKey(1e-3), LAW);
    add(parametricKey(1e-4), other);
    for (int number = 0; number < REPLICATES; number++) {
      ChinchillaOptimum drawn = replicate(number);
      replicates.add(
          new ScalingBootstrap(
              parametricKey(1e-3),
              number,
              1.0,
              new ScalingBootstrap.Theta(
                  StrictMath.log(drawn.sizeFactor()),
                  StrictMath.log(drawn.tokensFactor()),
                  StrictMath.log(drawn.floor()),
                  drawn.alpha(),
                  drawn.beta(),
                  null,
                  null,
                  null,
                  null),
              new ScalingBootstrap.Allocation(null, null, null, null),
              LawStatus.OK));
    }
    for (double budget : BUDGETS) {
      optima.add(row(Approach.PARAMETRIC, LAW.at(budget)));
    }
  }

  private void add(LawKey key, ChinchillaOptimum law) {
    fits.add(fit(key, FlopsKind.SIX_ND));
    Map<Coefficient, Double> values = new LinkedHashMap<>();
    values.put(Coefficient.A, law.sizeFactor());
    values.put(Coefficient.B, law.tokensFactor());
    values.put(Coefficient.E, law.floor());
    values.put(Coefficient.ALPHA, law.alpha());
    values.put(Coefficient.BETA, law.beta());
    values.forEach(
        (coefficient, value) ->
            coefficients.add(
                new ScalingCoefficient(
                    key, coefficient, value, null, null, null, LawStatus.OK, null)));
  }

  private void isoFlop() {
    LawKey key = key(Approach.ISOFLOP, LawForm.POWER, LawVariables.C, ObjectiveKind.LSQ_LOG, 0.0);
    fits.add(fit(key, FlopsKind.SIX_ND));
    for (int number = 0; number < REPLICATES; number++) {
      replicates.add(
          new ScalingBootstrap(
              key,
              number,
              null,
              new ScalingBootstrap.Theta(null, null, null, null, null, null, null, null, null),
              new ScalingBootstrap.Allocation(PARAMS_EXPONENT, 0.52, -1.0 + 0.01 * number, 0.06),
              LawStatus.OK));
    }
    for (double budget : BUDGETS) {
      double params = PARAMS_FACTOR * StrictMath.pow(budget, PARAMS_EXPONENT);
      double loss = LOSS_FACTOR * StrictMath.pow(budget, LOSS_EXPONENT);
      optima.add(
          row(Approach.ISOFLOP, new ComputeOptimum(budget, params, budget / (6.0 * params), loss)));
    }
  }

  private void refused() {
    for (double budget : BUDGETS) {
      optima.add(
          new ScalingOptimum(
              "lab",
              "web",
              Approach.ENVELOPE,
              budget,
              null,
              null,
              false,
              LawStatus.TOO_FEW,
              "Only 2 runs are best."));
    }
  }

  private static ScalingOptimum row(Approach approach, ComputeOptimum of) {
    return new ScalingOptimum(
        "lab",
        "web",
        approach,
        of.flops(),
        new ScalingOptimum.Best(of.params(), of.tokens(), of.tokensPerParam(), of.loss()),
        null,
        false,
        LawStatus.OK,
        null);
  }

  private static LawKey parametricKey(double delta) {
    return key(
        Approach.PARAMETRIC, LawForm.CHINCHILLA, LawVariables.N_D, ObjectiveKind.HUBER_LOG, delta);
  }

  private static LawKey key(
      Approach approach,
      LawForm form,
      LawVariables variables,
      ObjectiveKind objective,
      double delta) {
    return new LawKey("lab", "web", approach, form, variables, objective, delta);
  }

  private static ScalingFit fit(LawKey key, FlopsKind kind) {
    return new ScalingFit(
        key,
        25,
        25,
        5,
        null,
        new ScalingFit.Range(1e7, 1e9, 1e9, 1e11, 1e18, 1e20),
        ParamsKind.TOTAL,
        kind,
        LawStatus.OK,
        null,
        null,
        null);
  }
}
