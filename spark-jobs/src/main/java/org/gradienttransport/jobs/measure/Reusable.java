package org.gradienttransport.jobs.measure;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.store.SparkStore;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * Measurements that a field of the same content can take over. A data set that was moved, copied or
 * touched has new paths and times, so the plan finds nothing under its keys; once a file is read
 * its content is known, and what is known of that content need not be relaxed again.
 */
final class Reusable {
  /** Fields that differ in size or step are not looked up: such a match would be by chance. */
  private record Place(long entries, long step) {}

  private final Dataset<Row> measured;
  private final Set<Place> places = new HashSet<>();

  private Reusable(Dataset<Row> measured) {
    this.measured = measured;
    measured
        .select("n", "step")
        .distinct()
        .collectAsList()
        .forEach(row -> places.add(new Place(row.getLong(0), row.getLong(1))));
  }

  static Reusable of(SparkStore store) throws IOException {
    return new Reusable(
        store
            .rows()
            .where(
                functions
                    .col("field_kind")
                    .notEqual(FieldKind.N0.word())
                    .and(functions.col("content_hash").isNotNull())
                    .and(functions.col("status").isin(relaxed()))));
  }

  private static Object[] relaxed() {
    return Arrays.stream(FieldStatus.values())
        .filter(status -> !status.refused())
        .map(FieldStatus::word)
        .toArray();
  }

  /** Stored rows of fields of the sizes and steps of a wave, by measurement key. */
  Map<String, Row> candidates(List<UnitWork> wave) {
    Set<Place> wanted = new HashSet<>();
    for (UnitWork work : wave) {
      Place place = new Place(work.unit().entries(), work.unit().step());
      if (places.contains(place)) {
        wanted.add(place);
      }
    }
    Map<String, Row> byKey = new HashMap<>();
    if (wanted.isEmpty()) {
      return byKey;
    }
    Object[] sizes = wanted.stream().map(Place::entries).distinct().toArray();
    Object[] steps = wanted.stream().map(Place::step).distinct().toArray();
    measured
        .where(functions.col("n").isin(sizes).and(functions.col("step").isin(steps)))
        .collectAsList()
        .forEach(row -> byKey.put(row.getString(row.fieldIndex("measurement_key")), row));
    return byKey;
  }
}
