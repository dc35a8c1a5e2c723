package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.aggregate.scaling.LawTask.HeldOutFit;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.fit.HeldOutError;
import org.gradienttransport.udfs.scaling.fit.HeldOutSplit;
import org.gradienttransport.udfs.scaling.fit.LawFit;

/**
 * Rows of scaling_extrapolation of one series: each law fitted to the smaller runs, and its place
 * among the laws of the same rows by how it predicts the larger ones.
 */
final class Extrapolations {
  private final FitResults results;
  private final List<One> all = new ArrayList<>();

  /** One law held against what it has not seen; the error is empty where it cannot be. */
  private record One(
      LawTask task,
      HeldOutFit heldOut,
      LawStatus status,
      String message,
      Optional<HeldOutError> error) {}

  private Extrapolations(FitResults results) {
    this.results = results;
  }

  static List<ScalingExtrapolation> of(List<LawTask> tasks, FitResults results) {
    Extrapolations extrapolations = new Extrapolations(results);
    for (LawTask task : tasks) {
      task.heldOut().forEach(heldOut -> extrapolations.all.add(extrapolations.one(task, heldOut)));
    }
    Map<HeldOutError, Integer> places = extrapolations.places();
    return extrapolations.all.stream()
        .map(one -> row(one, one.error().map(places::get).orElse(null)))
        .toList();
  }

  private One one(LawTask task, HeldOutFit heldOut) {
    if (heldOut.split().isEmpty()) {
      return new One(
          task, heldOut, LawStatus.TOO_FEW, nothingLeft(heldOut.rule()), Optional.empty());
    }
    LawFit fit = heldOut.fit().orElseThrow().of(results);
    Optional<HeldOutError> error =
        OneFit.converged(fit)
            ? Optional.of(HeldOutError.of(fit, heldOut.split().get().test()))
                .filter(Extrapolations::finite)
            : Optional.empty();
    return new One(task, heldOut, fit.status(), fit.message(), error);
  }

  private static boolean finite(HeldOutError error) {
    return Double.isFinite(error.meanAbsRel()) && Double.isFinite(error.biasRel());
  }

  private static String nothingLeft(HeldOutRule rule) {
    return switch (rule) {
      case COMPUTE -> "The rows have no compute, or no two parts by it: nothing can be held out.";
      case LARGEST_N -> "The rows have no N, or one N alone: nothing can be held out.";
    };
  }

  /** Places from 1 among the laws that were fitted to the same rows and predict the same. */
  private Map<HeldOutError, Integer> places() {
    Map<List<Object>, List<HeldOutError>> groups = new LinkedHashMap<>();
    for (One one : all) {
      one.error()
          .ifPresent(
              error -> groups.computeIfAbsent(group(one), key -> new ArrayList<>()).add(error));
    }
    Map<HeldOutError, Integer> places = new HashMap<>();
    for (List<HeldOutError> group : groups.values()) {
      List<HeldOutError> ranked = HeldOutError.ranked(group);
      for (int i = 0; i < ranked.size(); i++) {
        places.put(ranked.get(i), i + 1);
      }
    }
    return places;
  }

  private static List<Object> group(One one) {
    List<Object> group = new ArrayList<>();
    group.add(one.heldOut().rule());
    group.add(one.task().choice().rows());
    return group;
  }

  private static ScalingExtrapolation row(One one, Integer place) {
    Optional<HeldOutSplit> split = one.heldOut().split();
    return new ScalingExtrapolation(
        one.task().key(),
        one.heldOut().rule(),
        split.map(of -> cut(of, one.task().choice().rows())).orElse(null),
        split.map(of -> of.train().size()).orElse(one.task().choice().rows().size()),
        split.map(of -> of.test().size()).orElse(0),
        one.error()
            .map(
                error ->
                    new ScalingExtrapolation.Errors(
                        error.meanAbsRel(), error.maxAbsRel(), error.biasRel()))
            .orElse(null),
        place,
        one.status(),
        Sentences.orNull(one.message()));
  }

  /** The largest compute or N that was still fitted. */
  private static Double cut(HeldOutSplit split, List<ScalingRun> rows) {
    if (split.rule() == HeldOutRule.COMPUTE) {
      return split.cut();
    }
    double largest = rows.stream().mapToDouble(row -> row.size().params()).max().orElseThrow();
    return rows.stream()
        .map(row -> row.size().params())
        .filter(params -> params < largest)
        .reduce(Math::max)
        .orElse(null);
  }
}
