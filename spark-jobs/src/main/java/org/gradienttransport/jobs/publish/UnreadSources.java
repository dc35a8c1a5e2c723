package org.gradienttransport.jobs.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.aggregate.DriverAggregation;
import org.gradienttransport.jobs.aggregate.MeasuredField;
import org.gradienttransport.jobs.check.LossesRead;
import org.gradienttransport.jobs.check.RunChecks;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.udfs.probe.FieldVariant;

/**
 * Families and studies of which a run can read nothing at all, while readers see good rows of them:
 * those rows go on, as those of families that the run does not cover do. A run that can read
 * nothing of any of its families and studies is not shown anyway, and keeps rows that say why.
 */
record UnreadSources(RunContext run, RunSettings settings) {

  /**
   * Of what a run would read, the families and studies whose rows go on, with the check that says
   * so.
   *
   * @param others what readers see
   * @param pending what is still to be measured, so that nobody knows whether it can be read
   * @param same whether a family's rows that readers see are those that the run would make
   */
  Kept of(
      Plan plan,
      List<ReadStudy> studies,
      OtherFamilies others,
      List<UnitWork> pending,
      Predicate<String> same)
      throws IOException {
    Set<String> families =
        plan.families().keySet().stream()
            .filter(name -> others.shows(name) && !same.test(name))
            .collect(Collectors.toSet());
    List<ReadStudy> unused =
        studies.stream()
            .filter(read -> !read.has(ScalingRunStatus.OK) && others.shows(read.study().name()))
            .toList();
    if (families.isEmpty() && unused.isEmpty()) {
      return Kept.NONE;
    }
    Set<String> read = read(plan, pending);
    if (read.isEmpty() && unused.size() == studies.size()) {
      return Kept.NONE;
    }
    families.removeAll(read);
    families.removeIf(name -> !others.hasSoundFields(name));
    Map<String, CheckResult> checks = new HashMap<>();
    List<FieldTransport> refused = refused(plan, families);
    for (String name : families) {
      List<FieldTransport> own =
          refused.stream().filter(field -> field.key().family().equals(name)).toList();
      Optional<String> unlisted = Optional.ofNullable(plan.unlisted().get(name));
      checks.put(name, RunChecks.unread(name, own, unlisted, others.madeBy(name)));
    }
    for (ReadStudy one : unused) {
      String name = one.study().name();
      if (others.hasSoundLosses(name)) {
        LossesRead losses = new LossesRead(one.rows().counts().rows(), one.rows().warnings());
        checks.put(
            name, ScalingChecks.unread(name, losses, one.rows().rows(), others.madeBy(name)));
      }
    }
    Set<FieldStatus> statuses = new HashSet<>();
    refused.forEach(field -> statuses.add(field.status()));
    if (families.stream().anyMatch(plan.unlisted()::containsKey)) {
      statuses.add(FieldStatus.MISSING);
    }
    return new Kept(checks, statuses);
  }

  /**
   * What goes on of a run's own families and studies.
   *
   * @param checks that say so, by name
   * @param statuses of their real fields, which are not published; missing where none are there
   */
  record Kept(Map<String, CheckResult> checks, Set<FieldStatus> statuses) {
    static final Kept NONE = new Kept(Map.of(), Set.of());

    Kept {
      checks = Map.copyOf(checks);
      statuses = Set.copyOf(statuses);
    }
  }

  /** Families of which some real field was measured, or may be. */
  private Set<String> read(Plan plan, List<UnitWork> pending) throws IOException {
    Set<String> read = new HashSet<>();
    pending.forEach(work -> read.add(work.unit().family()));
    Plan real = plan.realFieldsOf(plan.families().keySet());
    List<Unit> there =
        real.units().stream()
            .filter(unit -> unit.missing() == null && !read.contains(unit.family()))
            .toList();
    if (!there.isEmpty()) {
      Predicate<String> sound = new MeasurementStore(run.warehouse()).sound();
      String parameters = settings.measure().canonical();
      for (Unit unit : there) {
        for (FieldVariant variant : real.variants(unit)) {
          if (!read.contains(unit.family()) && sound.test(unit.lookupKey(parameters, variant))) {
            read.add(unit.family());
          }
        }
      }
    }
    return read;
  }

  private List<FieldTransport> refused(Plan plan, Set<String> families) throws IOException {
    List<FieldTransport> fields = new ArrayList<>();
    if (!families.isEmpty()) {
      new DriverAggregation(
              plan.realFieldsOf(families), settings.measure().canonical(), run.configuration())
          .joined(new MeasurementStore(run.warehouse()).committedFiles()).stream()
              .map(MeasuredField::field)
              .forEach(fields::add);
    }
    return fields;
  }
}
