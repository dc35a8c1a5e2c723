package org.gradienttransport.jobs.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Grid;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.CascadePoints;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.PowerLawEvidence;
import org.gradienttransport.udfs.fit.SlopeRange;

/**
 * The four fits over the scales at one step (METHOD section 2), and what goes with them.
 *
 * <p>Rows of a group reach an executor in any order; they are sorted by N first, so every number is
 * the same for any partitioning.
 */
final class StepFit {
  private final StepKey key;
  private final long fromStep;
  private final List<Row> usable;
  private final List<String> absent;
  private final CascadeExponents exponents;
  private final Map<Observable, SlopeRange> leftOut = new EnumMap<>(Observable.class);
  private final Map<Observable, PowerLawEvidence> evidence = new EnumMap<>(Observable.class);

  private StepFit(StepKey key, Family family, List<Row> fields) {
    this.key = key;
    this.fromStep = fields.get(0).getAs(FieldTransport.FROM_STEP.name());
    this.usable = fields.stream().filter(StepFit::isUsable).toList();
    this.absent = absentScales(family, fields);
    long[] n = usable.stream().mapToLong(row -> row.getAs(FieldTransport.N.name())).toArray();
    long[] s = usable.stream().mapToLong(row -> row.getAs(FieldTransport.S.name())).toArray();
    int[] steps =
        usable.stream().mapToInt(row -> row.getAs(FieldTransport.N_STEPS.name())).toArray();
    // Degenerate fields are already out by status, so the rule's own ceiling must not bite.
    FitRule rule =
        new FitRule(Integer.MAX_VALUE, family.grid() == Grid.STRICT ? family.scales().size() : 0);
    this.exponents = CascadeExponents.of(n, s, steps, rule);
    if (fitted()) {
      CascadePoints points = CascadePoints.of(n, s, steps, rule);
      for (Observable observable : Observable.values()) {
        double[] sizes = points.n();
        double[] values = points.values(observable);
        leftOut.put(observable, SlopeRange.leaveOneScaleOut(sizes, values));
        evidence.put(observable, PowerLawEvidence.of(sizes, values));
      }
    }
  }

  /** Fits one group of field rows: the scales of one family, step, kind and replicate. */
  static StepFit of(Iterator<Row> rows, Map<String, Family> families) {
    List<Row> fields = new ArrayList<>();
    rows.forEachRemaining(fields::add);
    fields.sort(
        Comparator.comparingLong((Row row) -> row.getAs(FieldTransport.N.name()))
            .thenComparing(row -> row.<String>getAs(FieldTransport.SCALE.name())));
    StepKey key = StepKey.of(fields.get(0));
    return new StepFit(key, families.get(key.family()), fields);
  }

  private static boolean isUsable(Row field) {
    return "ok".equals(field.getAs(FieldTransport.STATUS.name()));
  }

  private static List<String> absentScales(Family family, List<Row> fields) {
    Map<String, String> statuses = new java.util.HashMap<>();
    fields.forEach(
        row ->
            statuses.put(
                row.getAs(FieldTransport.SCALE.name()), row.getAs(FieldTransport.STATUS.name())));
    return family.scales().stream()
        .filter(scale -> !"ok".equals(statuses.get(scale.name())))
        .map(scale -> scale.name() + " (" + statuses.getOrDefault(scale.name(), "missing") + ")")
        .toList();
  }

  StepKey key() {
    return key;
  }

  long fromStep() {
    return fromStep;
  }

  CascadeExponents exponents() {
    return exponents;
  }

  boolean fitted() {
    return status() == FitStatus.OK;
  }

  FitStatus status() {
    return exponents.size().status();
  }

  int scales() {
    return usable.size();
  }

  List<String> scaleNames() {
    return usable.stream().map(row -> row.<String>getAs(FieldTransport.SCALE.name())).toList();
  }

  /** Null when there is no fit. */
  SlopeRange leaveOneScaleOut(Observable observable) {
    return leftOut.get(observable);
  }

  /** Null when there is no fit. */
  PowerLawEvidence evidence(Observable observable) {
    return evidence.get(observable);
  }

  /** What is wrong, in a sentence; null when fitted. */
  String message() {
    if (fitted()) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "%d of %d scales are usable at this step; not usable: %s.",
        usable.size(),
        usable.size() + absent.size(),
        absent.isEmpty() ? "none" : String.join(", ", absent));
  }
}
