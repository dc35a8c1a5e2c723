package org.gradienttransport.jobs.aggregate.pooled;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.Windows;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.PooledExponent;

/** Rows of pooled_exponent of all families of a run. */
public final class PooledExponents {
  private PooledExponents() {}

  /**
   * Regresses everything that can be.
   *
   * @param spark started only if there is something to regress
   * @param families by name
   * @param fields rows of field_transport, in the table's order
   */
  public static List<PooledExponent> of(
      LazySession spark, Map<String, Family> families, List<FieldTransport> fields) {
    Map<String, List<FieldTransport>> byFamily =
        fields.stream().collect(groupingBy(field -> field.key().family()));
    List<PooledExponent> rows = new ArrayList<>();
    List<PooledRegression> regressions = new ArrayList<>();
    for (Family family : new TreeMap<>(families).values()) {
      List<FieldTransport> own = byFamily.getOrDefault(family.name(), List.of());
      PooledPlan plan = PooledPlan.of(family, own, Windows.of(family, own));
      rows.addAll(plan.refused());
      regressions.addAll(plan.regressions());
    }
    // Those of one call stand together.
    regressions.sort(Comparator.comparing(PooledRegression::call, PooledRegression.Call.ORDER));
    if (!regressions.isEmpty()) {
      rows.addAll(new MllibRegressions(spark.get()).rows(regressions));
    }
    return rows;
  }
}
