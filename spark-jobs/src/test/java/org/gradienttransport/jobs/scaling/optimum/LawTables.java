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
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.KaplanOptimum;
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

  private static final CriticalBatch BATCH = new CriticalBatch(1.5e8, 0.19);
  private static final ScalingBootstrap.Theta NO_THETA =
      new ScalingBootstrap.Theta(null, null, null, null, null, null, null, null, null);
  private static final double[] BUDGETS = {1e18, 1e19, 1e20};
  private static final int REPLICATES = 11;

  private final List<ScalingFit> fits = new ArrayList<>();
  private final List<ScalingCoefficient> coefficients = new ArrayList<>();
  private final List<ScalingBootstrap> replicates = new ArrayList<>();
  private final List<ScalingOptimum> optima = new ArrayList<>();

  private LawTables() {}

  /** Tables with approaches 2, 3 and Kaplan's of series web, and a refusal of approach 1. */
  public static Rows.InMemory of() {
    LawTables tables = new LawTables();
    tables.parametric();
    tables.isoFlop();
    tables.kaplan();
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

  /** Kaplan's law of a replicate, at the critical batch of the study. */
  static KaplanFrontier kaplan(int number) {
    return new KaplanFrontier(
        6.5e13 * (0.8 + 0.04 * number), 2.1e3, 0.077 + 1e-4 * number, 0.76, BATCH);
  }

  /** The one of all rows. */
  static final KaplanFrontier KAPLAN = kaplan(5);

  /** The optimum that one gives. */
  static ComputeOptimum optimum(KaplanFrontier of, double flops) {
    KaplanOptimum best = of.at(flops);
    return new ComputeOptimum(flops, best.params(), best.tokens(), best.loss());
  }

  private void kaplan() {
    LawKey key =
        key(Approach.KAPLAN, LawForm.KAPLAN_NS, LawVariables.N_S, ObjectiveKind.HUBER_LOG, 1e-3);
    fits.add(fit(key, FlopsKind.SIX_ND));
    coefficients(
        key,
        Map.of(
            Coefficient.N_C, KAPLAN.criticalParams(),
            Coefficient.S_C, KAPLAN.criticalSteps(),
            Coefficient.ALPHA_N, KAPLAN.alphaN(),
            Coefficient.ALPHA_S, KAPLAN.alphaS()));
    for (int number = 0; number < REPLICATES; number++) {
      KaplanFrontier drawn = kaplan(number);
      replicates.add(
          new ScalingBootstrap(
              key,
              number,
              1.0,
              new ScalingBootstrap.Theta(
                  null,
                  null,
                  null,
                  null,
                  null,
                  StrictMath.log(drawn.criticalParams()),
                  StrictMath.log(drawn.criticalSteps()),
                  drawn.alphaN(),
                  drawn.alphaS()),
              new ScalingBootstrap.Allocation(null, null, null, null),
              LawStatus.OK,
              ScalingBootstrap.Factors.NONE,
              ScalingBootstrap.Repeats.NONE));
    }
    // A replicate that could not be fitted.
    replicates.add(
        new ScalingBootstrap(
            key,
            REPLICATES,
            null,
            NO_THETA,
            new ScalingBootstrap.Allocation(null, null, null, null),
            LawStatus.TOO_FEW,
            ScalingBootstrap.Factors.NONE,
            ScalingBootstrap.Repeats.NONE));
    for (double budget : BUDGETS) {
      optima.add(row(Approach.KAPLAN, optimum(KAPLAN, budget)));
    }
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
              LawStatus.OK,
              ScalingBootstrap.Factors.NONE,
              ScalingBootstrap.Repeats.NONE));
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
    coefficients(key, values);
  }

  private void coefficients(LawKey key, Map<Coefficient, Double> values) {
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
              NO_THETA,
              new ScalingBootstrap.Allocation(PARAMS_EXPONENT, 0.52, -1.0 + 0.01 * number, 0.06),
              LawStatus.OK,
              // D is not C / (6 N) here: replicates say it themselves.
              new ScalingBootstrap.Factors(1.2 - 0.03 * number, 3.6 + 0.02 * number),
              ScalingBootstrap.Repeats.NONE));
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
              "Only 2 runs are best.",
              null));
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
        null,
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
        null,
        key.form() == LawForm.KAPLAN_NS
            ? new ScalingFit.CriticalBatch(BATCH.scale(), BATCH.exponent())
            : null);
  }
}
