package org.gradienttransport.jobs.scaling.optimum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * The compute-optimal models of a run at one budget, whether or not it is among the published ones:
 * rows as of scaling_optimum, from the coefficients of the same run.
 */
public final class OptimaAtBudget {
  private static final String NO_LOSS_INTERVAL =
      "Replicates say no loss at this budget: name it under fits.budgets for its interval.";
  private static final String NO_INTERVAL =
      "No interval at this budget: name it under fits.budgets for one.";
  private static final String UNKNOWN =
      "The run's tables do not say what this approach gives at this budget: name it under"
          + " fits.budgets.";

  private final List<ScalingFit> fits;
  private final List<ScalingBootstrap> replicates;
  private final ParametricLaws laws;
  private final double flops;

  private OptimaAtBudget(Rows tables, double flops) {
    this.fits = tables.of(ScalingFit.ROWS);
    this.replicates = tables.of(ScalingBootstrap.ROWS);
    this.laws = new ParametricLaws(tables.of(ScalingCoefficient.ROWS));
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
    Optional<ScalingOptimum> same =
        published.stream().filter(row -> row.flops() == flops).findFirst();
    if (same.isPresent() || published.stream().allMatch(row -> row.best() == null)) {
      return same.orElseGet(() -> row(any, null, null, any.message()));
    }
    return any.approach() == Approach.PARAMETRIC ? parametric(published) : power(published);
  }

  private ScalingOptimum parametric(List<ScalingOptimum> published) {
    ScalingOptimum known =
        published.stream().filter(row -> row.best() != null).findFirst().orElseThrow();
    Optional<ParametricLaws.Law> law = laws.behind(known);
    if (law.isEmpty()) {
      return row(known, null, null, joined(known.message(), UNKNOWN));
    }
    List<ComputeOptimum> drawn =
        of(law.get().key()).stream()
            .flatMap(replicate -> ParametricLaws.law(replicate.theta()).stream())
            .map(optimum -> optimum.at(flops))
            .filter(OptimaAtBudget::finite)
            .toList();
    ScalingOptimum.Interval interval =
        drawn.size() < 2
            ? null
            : new ScalingOptimum.Interval(
                at(drawn, ComputeOptimum::params, 0.1),
                at(drawn, ComputeOptimum::params, 0.9),
                at(drawn, ComputeOptimum::tokens, 0.1),
                at(drawn, ComputeOptimum::tokens, 0.9),
                at(drawn, ComputeOptimum::loss, 0.1),
                at(drawn, ComputeOptimum::loss, 0.9));
    return row(known, best(law.get().optimum().at(flops)), interval, known.message());
  }

  private ScalingOptimum power(List<ScalingOptimum> published) {
    ScalingOptimum any = published.get(0);
    Optional<ComputeOptimum> best = new PowerOfCompute(published).at(flops);
    if (best.isEmpty()) {
      return row(any, null, null, joined(any.message(), UNKNOWN));
    }
    List<Double> params = any.approach() == Approach.KAPLAN ? List.of() : paramsOfReplicates(any);
    if (params.size() < 2) {
      return row(any, best(best.get()), null, joined(any.message(), NO_INTERVAL));
    }
    double low = Percentiles.at(array(params), 0.1);
    double high = Percentiles.at(array(params), 0.9);
    boolean sixNd = any.approach() == Approach.ENVELOPE || sixNd(any);
    return row(
        any,
        best(best.get()),
        new ScalingOptimum.Interval(
            low,
            high,
            sixNd ? Compute.tokens(flops, high) : null,
            sixNd ? Compute.tokens(flops, low) : null,
            null,
            null),
        joined(any.message(), NO_LOSS_INTERVAL));
  }

  /** N* = G (C / 6)^a of each replicate. */
  private List<Double> paramsOfReplicates(ScalingOptimum of) {
    return replicates.stream()
        .filter(row -> row.key().source().equals(of.source()))
        .filter(row -> row.key().series().equals(of.series()))
        .filter(row -> row.key().approach() == of.approach())
        .map(ScalingBootstrap::allocation)
        .filter(drawn -> drawn.lnG() != null && drawn.a() != null)
        .map(
            drawn ->
                StrictMath.exp(
                    drawn.lnG() + drawn.a() * StrictMath.log(Compute.tokens(flops, 1.0))))
        .filter(LossRows::usable)
        .toList();
  }

  private boolean sixNd(ScalingOptimum of) {
    return fits.stream()
        .filter(fit -> fit.key().source().equals(of.source()))
        .filter(fit -> fit.key().series().equals(of.series()))
        .filter(fit -> fit.key().approach() == of.approach())
        .anyMatch(fit -> fit.flopsKind() == FlopsKind.SIX_ND);
  }

  private List<ScalingBootstrap> of(LawKey key) {
    return replicates.stream().filter(row -> row.key().equals(key)).toList();
  }

  private ScalingOptimum row(
      ScalingOptimum like,
      ScalingOptimum.Best best,
      ScalingOptimum.Interval interval,
      String message) {
    return new ScalingOptimum(
        like.source(),
        like.series(),
        like.approach(),
        flops,
        best,
        interval,
        DataRange.of(fits, like.source(), like.series()).filter(of -> of.far(flops)).isPresent(),
        like.status(),
        message);
  }

  private static ScalingOptimum.Best best(ComputeOptimum of) {
    return finite(of)
        ? new ScalingOptimum.Best(of.params(), of.tokens(), of.tokensPerParam(), of.loss())
        : null;
  }

  private static boolean finite(ComputeOptimum of) {
    return LossRows.usable(of.params())
        && LossRows.usable(of.tokens())
        && LossRows.usable(of.loss())
        && LossRows.usable(of.tokensPerParam());
  }

  private static double at(
      List<ComputeOptimum> drawn, ToDoubleFunction<ComputeOptimum> number, double share) {
    return Percentiles.at(drawn.stream().mapToDouble(number).toArray(), share);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String joined(String message, String more) {
    return Objects.requireNonNullElse(message, "").concat(" " + more).strip();
  }
}
