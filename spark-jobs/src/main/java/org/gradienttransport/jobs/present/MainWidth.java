package org.gradienttransport.jobs.present;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;

/**
 * Which fit is told of several that differ in the width of Huber's loss: the one that the study
 * names first. Tables show it by its replicates and predictions, which no other has; of a study
 * that wants neither, the widest is told.
 */
public final class MainWidth {
  private MainWidth() {}

  /**
   * Fits of one law in the order in which they are told.
   *
   * @param coefficients of all fits of a study
   * @param predictions of all fits of a study
   */
  public static Comparator<LawKey> first(
      List<ScalingCoefficient> coefficients, List<ScalingExtrapolation> predictions) {
    Set<LawKey> main =
        Stream.concat(
                coefficients.stream()
                    .filter(row -> row.spread() != null)
                    .map(ScalingCoefficient::key),
                predictions.stream().map(ScalingExtrapolation::key))
            .collect(Collectors.toSet());
    return Comparator.comparing((LawKey key) -> !main.contains(key))
        .thenComparing(Comparator.comparing(LawKey::delta).reversed())
        .thenComparing(key -> key.objectiveKind().word());
  }
}
