package org.gradienttransport.jobs.aggregate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.window.StepSeries;

/** The per-step series of one realisation, by quantity and scale. */
final class FamilySeries {
  /**
   * Which series.
   *
   * @param scale name of a scale, or {@link Word#ALL} for a quantity of the family as a whole
   */
  record Name(Quantity quantity, String scale) {
    private static final Comparator<Name> ORDER =
        Comparator.comparing((Name name) -> name.quantity().word()).thenComparing(Name::scale);

    /** The series of the family as a whole. */
    static Name whole(Quantity quantity) {
      return new Name(quantity, Word.ALL);
    }
  }

  private final Map<Name, TreeMap<Long, Double>> series = new TreeMap<>(Name.ORDER);

  /** Adds a value; null stands for none. */
  void put(Name name, long step, Double value) {
    if (value != null) {
      series.computeIfAbsent(name, absent -> new TreeMap<>()).put(step, value);
    }
  }

  Set<Name> names() {
    return series.keySet();
  }

  /** Values of one series by ascending step; empty when there is none. */
  NavigableMap<Long, Double> values(Name name) {
    return series.getOrDefault(name, new TreeMap<>());
  }

  /** One series; empty when there is none. */
  StepSeries get(Name name) {
    return series(values(name));
  }

  /** The mean over some scales by ascending step, where every one of them has a value. */
  NavigableMap<Long, Double> meanOver(Quantity quantity, List<String> scales) {
    NavigableMap<Long, Double> means = new TreeMap<>();
    for (long step : values(new Name(quantity, scales.get(0))).keySet()) {
      double[] atStep =
          scales.stream()
              .map(scale -> values(new Name(quantity, scale)).get(step))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (atStep.length == scales.size()) {
        means.put(step, StatUtils.mean(atStep));
      }
    }
    return means;
  }

  /** Values by ascending step as a series. */
  static StepSeries series(Map<Long, Double> values) {
    return StepSeries.of(
        values.keySet().stream().mapToLong(Long::longValue).toArray(),
        values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }
}
