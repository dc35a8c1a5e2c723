package org.gradienttransport.jobs.scaling.optimum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradienttransport.jobs.aggregate.scaling.OptimumSpread;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * The compute-optimal models of a run at one budget, whether or not it is among the published ones:
 * rows as of scaling_optimum, from the coefficients of the same run.
 */
public final class OptimaAtBudget {
  private static final String UNKNOWN =
      "The run's tables do not say what this approach gives at this budget: name it under"
          + " fits.budgets.";
  private static final String NO_INTERVALS =
      "No intervals: the run's tables have no two bootstrap replicates with an optimum at this"
          + " budget (fits.bootstrap says how many are made).";
  private static final String NO_BATCH =
      "No intervals: the run's tables do not say the critical batch that its replicates need, a new"
          + " run's do.";
  private static final String NO_INTERVAL_OF = "No interval of ";
  private static final String OLD =
      ": the run published its replicates without them, a new run has them.";
  private static final ScalingOptimum.Ratio NO_RATIO = new ScalingOptimum.Ratio(null, null);

  private final List<ScalingFit> fits;
  private final List<ScalingBootstrap> replicates;
  private final ParametricLaws parametric;
  private final KaplanLaws kaplan;
  private final double flops;

  private OptimaAtBudget(Rows tables, double flops) {
    this.fits = tables.of(ScalingFit.ROWS);
    this.replicates = tables.of(ScalingBootstrap.ROWS);
    this.parametric = new ParametricLaws(tables.of(ScalingCoefficient.ROWS));
    this.kaplan = new KaplanLaws(fits, tables.of(ScalingCoefficient.ROWS));
    this.flops = flops;
  }

  private record Frontier(String source, String series, Approach approach) {}

  /**
   * One row per source, series and approach of the run, in the order of scaling_optimum.
   *
   * @param tables of a run
   * @param flops C, positive and finite
   */
  public static List<ScalingOptimum> of(Rows tables, double flops) {
    Map<Frontier, List<ScalingOptimum>> frontiers = new LinkedHashMap<>();
    for (ScalingOptimum row : ScalingOptimum.ROWS.sorted(tables.of(ScalingOptimum.ROWS))) {
      Frontier frontier = new Frontier(row.source(), row.series(), row.approach());
      frontiers.computeIfAbsent(frontier, any -> new ArrayList<>()).add(row);
    }
    OptimaAtBudget at = new OptimaAtBudget(tables, flops);
    return frontiers.values().stream().map(at::of).toList();
  }

  private ScalingOptimum of(List<ScalingOptimum> published) {
    ScalingOptimum any = published.get(0);
    List<ScalingOptimum> known = published.stream().filter(row -> row.best() != null).toList();
    Optional<ScalingOptimum> same =
        published.stream().filter(row -> row.flops() == flops).findFirst();
    if (known.isEmpty()) {
      return same.orElseGet(() -> row(any, null, Optional.empty(), any.message()));
    }
    if (same.filter(OptimaAtBudget::whole).isPresent()) {
      return same.get();
    }
    ScalingOptimum.Best best = same.map(ScalingOptimum::best).or(() -> derived(known)).orElse(null);
    if (best == null) {
      return row(any, null, Optional.empty(), joined(any.message(), UNKNOWN));
    }
    Optional<OptimumSpread> drawn = OptimumSpread.of(drawn(known));
    Optional<OptimumSpread> spread =
        same.filter(row -> row.interval() != null)
            .map(row -> new OptimumSpread(row.interval(), ratio(drawn)))
            .or(() -> drawn);
    return row(known.get(0), best, spread, joined(known.get(0).message(), without(known, spread)));
  }

  private static ScalingOptimum.Ratio ratio(Optional<OptimumSpread> of) {
    return of.map(OptimumSpread::ratio).orElse(NO_RATIO);
  }

  /** Which intervals there are not, and why. */
  private String without(List<ScalingOptimum> known, Optional<OptimumSpread> spread) {
    if (spread.isPresent()) {
      return spread.get().absent().map(numbers -> NO_INTERVAL_OF + numbers + OLD).orElse("");
    }
    return known.get(0).approach() == Approach.KAPLAN && kaplan.behind(known.get(0)).isEmpty()
        ? NO_BATCH
        : NO_INTERVALS;
  }

  private static boolean whole(ScalingOptimum row) {
    return row.best() != null && row.interval() != null && row.ratio() != null;
  }

  /** The optimum at a budget that was not published. */
  private Optional<ScalingOptimum.Best> derived(List<ScalingOptimum> known) {
    ScalingOptimum any = known.get(0);
    Optional<ComputeOptimum> best =
        any.approach() == Approach.PARAMETRIC
            ? parametric.behind(any).map(law -> law.optimum().at(flops))
            : new PowerOfCompute(known).at(flops);
    return best.filter(OptimaAtBudget::finite)
        .map(
            of ->
                new ScalingOptimum.Best(of.params(), of.tokens(), of.tokensPerParam(), of.loss()));
  }

  /** The optima of the replicates that have one. */
  private List<ComputeOptimum> drawn(List<ScalingOptimum> known) {
    ScalingOptimum any = known.get(0);
    return switch (any.approach()) {
      case PARAMETRIC ->
          parametric.behind(any).stream()
              .flatMap(law -> of(law.key()))
              .flatMap(replicate -> ParametricLaws.law(replicate.theta()).stream())
              .map(law -> law.at(flops))
              .filter(OptimaAtBudget::finite)
              .toList();
      case KAPLAN ->
          kaplan.behind(any).stream()
              .flatMap(law -> of(law.key()).flatMap(row -> law.at(row.theta(), flops).stream()))
              .filter(OptimaAtBudget::finite)
              .toList();
      case ENVELOPE, ISOFLOP, NONE ->
          replicates.stream()
              .filter(row -> row.key().source().equals(any.source()))
              .filter(row -> row.key().series().equals(any.series()))
              .filter(row -> row.key().approach() == any.approach())
              .map(this::powers)
              .filter(of -> LossRows.usable(of.params()))
              .toList();
    };
  }

  private Stream<ScalingBootstrap> of(LawKey key) {
    return replicates.stream().filter(row -> row.key().equals(key));
  }

  /** The optimum of a replicate of approach 1 or 2; NaN what its row does not say. */
  private ComputeOptimum powers(ScalingBootstrap of) {
    ScalingBootstrap.Allocation allocation = of.allocation();
    Double falls = allocation.lossExponent();
    return new ComputeOptimum(
        flops,
        power(allocation.lnG(), allocation.a()),
        power(of.factors().lnH(), allocation.b()),
        power(of.factors().lnK(), falls == null ? null : (Double) (0.0 - falls)));
  }

  /** exp(ln factor) (C / 6)^exponent. */
  private double power(Double lnFactor, Double exponent) {
    return lnFactor == null || exponent == null
        ? Double.NaN
        : StrictMath.exp(lnFactor + exponent * StrictMath.log(Compute.tokens(flops, 1.0)));
  }

  private ScalingOptimum row(
      ScalingOptimum like,
      ScalingOptimum.Best best,
      Optional<OptimumSpread> spread,
      String message) {
    return new ScalingOptimum(
        like.source(),
        like.series(),
        like.approach(),
        flops,
        best,
        spread.map(OptimumSpread::interval).orElse(null),
        DataRange.of(fits, like.source(), like.series()).filter(of -> of.far(flops)).isPresent(),
        like.status(),
        message,
        spread.map(OptimumSpread::ratio).orElse(null));
  }

  private static boolean finite(ComputeOptimum of) {
    return LossRows.usable(of.params())
        && LossRows.usable(of.tokens())
        && LossRows.usable(of.loss())
        && LossRows.usable(of.tokensPerParam());
  }

  private static String joined(String message, String more) {
    String all = Objects.requireNonNullElse(message, "").concat(" " + more).strip();
    return all.isEmpty() ? null : all;
  }
}
