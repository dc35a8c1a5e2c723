package org.gradienttransport.jobs.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.Schedule;
import org.gradienttransport.jobs.tables.RunTables;

/**
 * Checkpoints and evaluations that equal an earlier step's. Some published branches serve another
 * step's weights; but weights trained with a learning rate of zero in between must be equal, as at
 * steps 0 and 1 of every Pythia model.
 */
final class Duplicates {
  private final Family family;
  private final boolean ofWeights;
  private long explained;
  private long unexplained;

  private Duplicates(Family family, boolean ofWeights) {
    this.family = family;
    this.ofWeights = ofWeights;
  }

  static List<Finding> check(RunTables tables, Map<String, Family> families) {
    List<Row> snapshots =
        tables
            .query(
                "select family, step, duplicate_of_step from field_transport"
                    + " where field_kind = 'real' and duplicate_of_step is not null")
            .collectAsList();
    // A mean over many tasks is not the same twice by chance; a loss with few digits may be.
    List<Row> evaluations =
        tables
            .query(
                "select family, step, earlier as duplicate_of_step from (select family, step,"
                    + " lag(step) over (partition by family, scale, value order by step)"
                    + " as earlier from performance where status = 'ok' and tasks is not null)"
                    + " where earlier is not null")
            .collectAsList();
    List<Finding> findings = new ArrayList<>();
    families.forEach(
        (name, family) -> {
          findings.add(
              of(family, snapshotsAreWeights(family), snapshots)
                  .finding("duplicate_content", "snapshots have the content"));
          findings.add(
              of(family, true, evaluations)
                  .finding("duplicate_evaluation", "evaluations have the result"));
        });
    return findings;
  }

  /** A gradient differs from step to step even where the weights do not move. */
  private static boolean snapshotsAreWeights(Family family) {
    return family.field() == FieldSource.CHECKPOINT_DIFFERENCE;
  }

  private static Duplicates of(Family family, boolean ofWeights, List<Row> rows) {
    Duplicates duplicates = new Duplicates(family, ofWeights);
    rows.stream()
        .filter(row -> family.name().equals(row.getAs("family")))
        .forEach(row -> duplicates.count(row.getAs("duplicate_of_step"), row.<Long>getAs("step")));
    return duplicates;
  }

  private void count(long earlier, long step) {
    if (ofWeights && untrained(family.schedule(), earlier, step)) {
      explained++;
    } else {
      unexplained++;
    }
  }

  /** Whether the rate is zero at every step from one checkpoint up to the other. */
  private static boolean untrained(Schedule schedule, long from, long to) {
    for (long step = from; step < to; step++) {
      OptionalDouble rate = schedule.relativeRate(step);
      if (rate.isEmpty() || rate.getAsDouble() != 0) {
        return false;
      }
    }
    return true;
  }

  private Finding finding(String name, String what) {
    return new Finding(
        family.name(),
        name,
        "all",
        Level.WARN,
        unexplained == 0 ? Outcome.PASS : Outcome.FAIL,
        (double) unexplained,
        0.0,
        String.format(
            Locale.ROOT,
            "%d %s of an earlier step without reason, and %d because the learning rate is zero in"
                + " between.",
            unexplained,
            what,
            explained));
  }
}
