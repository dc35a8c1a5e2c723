package org.gradienttransport.jobs.aggregate;

import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.aggregate.FamilySeries.Name;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.window.StepSeries;

/** A family's per-step series of the real field and of every realisation of its nulls. */
final class NullObservations {
  /** Which realisation. */
  record Realisation(String kind, int replicate) implements Comparable<Realisation> {
    static final Realisation REAL = new Realisation(FieldKind.REAL.word(), 0);

    @Override
    public int compareTo(Realisation other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : Integer.compare(replicate, other.replicate);
    }

    /** For people. */
    String text() {
      return equals(REAL) ? "the real field" : kind + " replicate " + replicate;
    }
  }

  private final TreeMap<Realisation, FamilySeries> series = new TreeMap<>();

  /** Sorts observations of one family, which arrive in any order. */
  static NullObservations of(Iterator<Row> observations) {
    NullObservations all = new NullObservations();
    while (observations.hasNext()) {
      Row row = observations.next();
      all.series
          .computeIfAbsent(
              new Realisation(row.getAs("field_kind"), row.getAs("replicate")),
              realisation -> FamilySeries.empty())
          .add(row);
    }
    return all;
  }

  /** Whether no field of the family has any. */
  boolean isEmpty() {
    return series.isEmpty();
  }

  /** What the real field has. */
  FamilySeries real() {
    return series.getOrDefault(Realisation.REAL, FamilySeries.empty());
  }

  void forEach(BiConsumer<Realisation, FamilySeries> action) {
    series.forEach(action);
  }

  /** Realisations of N0 and N2: numbers run from 0 to this, less one. */
  int replicates() {
    return series.keySet().stream()
        .filter(of -> !of.equals(Realisation.REAL))
        .mapToInt(of -> of.replicate() + 1)
        .max()
        .orElse(0);
  }

  /**
   * A quantity's course; for scale {@code all} of a quantity that each scale has, the mean over the
   * scales at the steps where all have it.
   */
  StepSeries get(Realisation of, Name name, List<String> scales) {
    FamilySeries one = series.get(of);
    if (one == null) {
      return StepSeries.of(new long[0], new double[0]);
    }
    boolean mean = name.quantity().equals("v_rel") && name.scale().equals(Observations.ALL_SCALES);
    return mean ? one.meanOver(name.quantity(), scales) : one.get(name);
  }
}
