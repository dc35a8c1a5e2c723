package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.aggregate.DriverAggregation;
import org.gradienttransport.jobs.aggregate.Robustness;
import org.gradienttransport.jobs.aggregate.VariedField;
import org.gradienttransport.jobs.aggregate.VariedMeasurements;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.measure.ExecutorShape;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.ProbesTogether;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.plan.store.StoredFile;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;

/**
 * Variations of the probe in a run. Their steps follow from the measurements of the baseline, so
 * they are planned once those are in the store.
 *
 * @param settings of the baseline
 */
record RunVariations(RunContext run, MeasureSettings settings) {

  /** The variations of a plan whose fields are in the store, as far as they can be. */
  VariationPlan plan(Plan plan) throws IOException {
    Set<String> varied = names(plan);
    if (varied.isEmpty()) {
      return VariationPlan.NONE;
    }
    Map<String, List<FieldTransport>> fields =
        new DriverAggregation(plan.realFieldsOf(varied), settings.canonical(), run.configuration())
            .joined(stored()).stream()
                .map(one -> one.field())
                .collect(groupingBy(field -> field.key().family()));
    Map<String, Optional<List<Long>>> steps = new HashMap<>();
    for (String name : varied) {
      Family family = plan.families().get(name);
      steps.put(
          name,
          Robustness.steps(
              family, family.variations().orElseThrow(), fields.getOrDefault(name, List.of())));
    }
    return VariationPlan.of(plan, steps);
  }

  /**
   * The variations as they are expected while fields of the baseline are still to be measured: as
   * if every step had a fit and, where a window is to be found, it held all of them.
   */
  VariationPlan expected(Plan plan) {
    Map<String, Optional<List<Long>>> steps = new HashMap<>();
    for (String name : names(plan)) {
      Family family = plan.families().get(name);
      List<Long> all = plan.steps().getOrDefault(name, List.of());
      List<Long> inWindow =
          family
              .window()
              .map(of -> all.stream().filter(t -> of.from() <= t && t <= of.to()).toList())
              .orElse(all);
      steps.put(name, family.variations().orElseThrow().choose(all, Optional.of(inWindow)));
    }
    return VariationPlan.of(plan, steps);
  }

  private static Set<String> names(Plan plan) {
    return plan.families().values().stream()
        .filter(family -> family.variations().isPresent())
        .map(Family::name)
        .collect(Collectors.toSet());
  }

  /** What of the variations the store lacks, in the order in which it is measured. */
  List<UnitWork> pending(VariationPlan variations) throws IOException {
    if (variations.units().isEmpty()) {
      return List.of();
    }
    List<UnitWork> pending = variations.pending(new MeasurementStore(run.warehouse()).known());
    try (ProbesTogether together =
        ProbesTogether.of(settings, ExecutorShape.of(HadoopSettings.sparkConf()))) {
      return VariationPlan.arranged(pending, together);
    }
  }

  /**
   * Rows of the tables of robustness.
   *
   * @param fields the run's rows of field_transport
   */
  Rows.InMemory rows(Plan plan, VariationPlan variations, List<FieldTransport> fields)
      throws IOException {
    Rows.InMemory rows = new Rows.InMemory();
    if (variations.steps().isEmpty()) {
      return rows;
    }
    Map<String, List<VariedField>> varied =
        VariedMeasurements.of(variations, stored(), run.configuration()).stream()
            .collect(groupingBy(one -> one.field().key().family()));
    Map<String, List<FieldTransport>> own =
        fields.stream().collect(groupingBy(field -> field.key().family()));
    new TreeMap<>(variations.steps())
        .forEach(
            (name, steps) -> {
              Family family = plan.families().get(name);
              Rows made =
                  Robustness.of(
                      family,
                      family.variations().orElseThrow(),
                      steps,
                      own.getOrDefault(name, List.of()),
                      varied.getOrDefault(name, List.of()));
              Robustness.TABLES.forEach(type -> join(type, made, rows));
            });
    return rows;
  }

  static <R extends Record> void join(RowType<R> type, Rows more, Rows.InMemory rows) {
    Rows.InMemory unused = rows.add(type, more.of(type));
  }

  /** Units whose variations are measured, for messages and progress. */
  static Plan units(Plan plan, VariationPlan variations) {
    List<Unit> units = variations.units().stream().map(one -> one.unit()).toList();
    return Plan.of(plan.families(), units, plan.nullReplicates());
  }

  private List<StoredFile> stored() throws IOException {
    return new MeasurementStore(run.warehouse()).committedFiles();
  }
}
