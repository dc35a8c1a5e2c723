package org.gradienttransport.udfs.scaling.optimum;

import java.util.List;
import org.gradienttransport.udfs.scaling.accounting.Compute;

/**
 * Numbers that papers print, to stand beside ours (METHOD-SCALING section 8). They are compared
 * with, never computed with.
 *
 * <p>Approach 3's row of Hoffmann et al. 2022, Table A3, is left out: its 175B row is a misprint,
 * and the table follows neither the printed nor the unrounded parameters.
 */
public final class Published {
  /** Compute of Gopher, the budget that Hoffmann et al. 2022 ask about. */
  public static final double GOPHER_FLOPS = 5.76e23;

  /**
   * L = (critical / X)^exponent.
   *
   * @param critical X_c in the unit of X
   */
  public record Power(double exponent, double critical) {
    /** L at X. */
    public double loss(double x) {
      return StrictMath.pow(critical / x, exponent);
    }
  }

  /** An optimal model of a table: N, C and D. */
  public record Planned(double params, double flops, double tokens) {}

  /** A value and the interval printed with it. */
  public record Estimate(double value, double low, double high) {}

  /** Exponents of N* ~ C^a and D* ~ C^b by one approach. */
  public record Allocation(int approach, Estimate params, Estimate tokens) {}

  /** X ~ C_min^exponent, and X at one PF-day. */
  public record Trend(double exponent, double atPfDay) {
    /** X at a number of PF-days. */
    public double at(double days) {
      return atPfDay * StrictMath.pow(days, exponent);
    }
  }

  /** A rung of Porian et al.'s ladder from Kaplan's exponent to Hoffmann's. */
  public record Rung(String change, double params) {}

  /** A fitted exponent of time and its standard error, FineWeb loss of Pythia. */
  public record TimeExponent(String model, double gamma, double stdError) {}

  /** Kaplan et al. 2020, Eq. 1.1: L(N), N without embeddings. */
  public static final Power KAPLAN_PARAMS = new Power(0.076, 8.8e13);

  /** Kaplan et al. 2020, Eq. 1.2: L(D). */
  public static final Power KAPLAN_TOKENS = new Power(0.095, 5.4e13);

  /** Kaplan et al. 2020, Table 5: L(C) at a fixed batch, FLOPs. */
  public static final Power KAPLAN_FLOPS = new Power(0.057, 1.6e7 * Compute.PF_DAY);

  /** Kaplan et al. 2020, Eq. 1.3: L(C_min), FLOPs. */
  public static final Power KAPLAN_LEAST_FLOPS = new Power(0.050, 3.1e8 * Compute.PF_DAY);

  /** Kaplan et al. 2020, Table 2: the N of L(N, D). */
  public static final Power KAPLAN_ND_PARAMS = new Power(0.076, 6.4e13);

  /** Kaplan et al. 2020, Table 2: the D of L(N, D). */
  public static final Power KAPLAN_ND_TOKENS = new Power(0.103, 1.8e13);

  /** Kaplan et al. 2020, Table 3 and Eq. 1.4: L(N, S_min) and the critical batch. */
  public static final KaplanFrontier KAPLAN_NS =
      new KaplanFrontier(6.5e13, 2.1e3, 0.077, 0.76, new CriticalBatch(2.1e8, 0.21));

  /** Kaplan et al. 2020, sec. 6.1: N ~ C_min^.73. */
  public static final Trend KAPLAN_BEST_PARAMS = new Trend(0.73, 1.3e9);

  /** Kaplan et al. 2020, sec. 6.1: B ~ C_min^.24, tokens. */
  public static final Trend KAPLAN_BEST_BATCH = new Trend(0.24, 2.0e6);

  /** Kaplan et al. 2020, sec. 6.1: S ~ C_min^.03. */
  public static final Trend KAPLAN_BEST_STEPS = new Trend(0.03, 5.4e3);

  /** Kaplan et al. 2020, sec. 6.1: D ~ C_min^.27, tokens. */
  public static final Trend KAPLAN_BEST_TOKENS = new Trend(0.27, 2e10);

  /** Hoffmann et al. 2022, Table 2. Printed as 10th to 90th percentile. */
  public static final List<Allocation> HOFFMANN_ALLOCATION =
      List.of(
          new Allocation(1, new Estimate(0.50, 0.488, 0.502), new Estimate(0.50, 0.501, 0.512)),
          new Allocation(2, new Estimate(0.49, 0.462, 0.534), new Estimate(0.51, 0.483, 0.529)),
          new Allocation(3, new Estimate(0.46, 0.454, 0.455), new Estimate(0.54, 0.542, 0.543)));

  /** Hoffmann et al. 2022, Table 3: optimal models by approach 1. */
  @SuppressWarnings("FloatingPointLiteralPrecision") // digits as printed
  public static final List<Planned> HOFFMANN_APPROACH_1 =
      List.of(
          new Planned(400e6, 1.92e19, 8.0e9),
          new Planned(1e9, 1.21e20, 20.2e9),
          new Planned(10e9, 1.23e22, 205.1e9),
          new Planned(67e9, 5.76e23, 1.5e12),
          new Planned(175e9, 3.85e24, 3.7e12),
          new Planned(280e9, 9.90e24, 5.9e12),
          new Planned(520e9, 3.43e25, 11.0e12),
          new Planned(1e12, 1.27e26, 21.2e12),
          new Planned(10e12, 1.30e28, 216.2e12));

  /** Hoffmann et al. 2022, Table A3: optimal models by approach 2. */
  public static final List<Planned> HOFFMANN_APPROACH_2 =
      List.of(
          new Planned(400e6, 1.84e19, 7.7e9),
          new Planned(1e9, 1.20e20, 20.0e9),
          new Planned(10e9, 1.32e22, 219.5e9),
          new Planned(67e9, 6.88e23, 1.7e12),
          new Planned(175e9, 4.54e24, 4.3e12),
          new Planned(280e9, 1.18e25, 7.1e12),
          new Planned(520e9, 4.19e25, 13.4e12),
          new Planned(1e12, 1.59e26, 26.5e12),
          new Planned(10e12, 1.75e28, 292e12));

  /** Hoffmann et al. 2022, Eq. 10: approach 3 as printed. */
  public static final ChinchillaOptimum HOFFMANN_PRINTED =
      new ChinchillaOptimum(406.4, 410.7, 1.69, 0.34, 0.28);

  /** Besiroglu et al. 2024, Table 1: the same points fitted anew. */
  public static final ChinchillaOptimum BESIROGLU =
      new ChinchillaOptimum(482.01, 2085.43, 1.8172, 0.3478, 0.3658);

  /** Besiroglu et al. 2024, Table 1: standard errors of A, B, E, alpha and beta. */
  public static final List<Double> BESIROGLU_STD_ERRORS =
      List.of(124.58, 1293.23, 0.03, 0.02, 0.02);

  /** Porian et al. 2024, Fig. 1: a, one change after another. */
  public static final List<Rung> PORIAN_LADDER =
      List.of(
          new Rung("Kaplan's setting", 0.835),
          new Rung("FLOPs of the head counted", 0.706),
          new Rung("warm-up shortened", 0.602),
          new Rung("decay matched to the tokens", 0.571),
          new Rung("optimiser tuned per size", 0.497));

  /** "Universal One-third Time Scaling" (2026): Pythia by the sum of the learning rate. */
  public static final List<TimeExponent> ONE_THIRD_PYTHIA =
      List.of(
          new TimeExponent("pythia-70m", 0.341, 0.028),
          new TimeExponent("pythia-410m", 0.367, 0.013),
          new TimeExponent("pythia-2.8b", 0.337, 0.013),
          new TimeExponent("pythia-12b", 0.307, 0.016));

  private Published() {}
}
