package org.gradienttransport.jobs.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.VariedUnit;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.jobs.plan.store.StoredMeasurement;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/** Finds the measurements of a plan's variations in the store. */
public final class VariedMeasurements {
  private VariedMeasurements() {}

  /**
   * Every planned relaxation of every variation, with its measurement or with a status that says
   * why there is none.
   *
   * @param stored files of the measurement store
   * @param hadoop settings of the store's file system
   */
  public static List<VariedField> of(
      VariationPlan plan, List<StoredFile> stored, Configuration hadoop) throws IOException {
    record Planned(ProbeVariation variation, PlannedFields.Planned relaxation) {}
    List<Planned> planned = new ArrayList<>();
    for (VariedUnit unit : plan.units()) {
      for (ProbeVariation level : unit.levels()) {
        String parameters = MethodVersion.canonical(level.parameters());
        PlannedFields.of(unit.unit(), unit.variants(), parameters)
            .forEach(one -> planned.add(new Planned(level, one)));
      }
    }
    Map<String, StoredMeasurement> newest =
        planned.isEmpty()
            ? Map.of()
            : DriverAggregation.newest(
                stored,
                planned.stream()
                    .map(one -> one.relaxation().lookupKey())
                    .collect(Collectors.toSet()),
                hadoop);
    return planned.stream()
        .map(
            one ->
                new VariedField(
                    one.variation(),
                    PlannedFields.measured(
                            one.relaxation().unmeasured(), newest.get(one.relaxation().lookupKey()))
                        .field()))
        .toList();
  }
}
