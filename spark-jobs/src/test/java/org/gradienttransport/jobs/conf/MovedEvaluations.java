package org.gradienttransport.jobs.conf;

import org.gradienttransport.jobs.conf.PerformanceFiles.EvalHarness;
import org.gradienttransport.jobs.conf.PerformanceFiles.EvalJson;
import org.gradienttransport.jobs.conf.PerformanceFiles.MetricTable;

/** Families whose external performance lies elsewhere. */
public final class MovedEvaluations {
  private MovedEvaluations() {}

  /** The same family with its external performance below another Hadoop path. */
  public static Family of(Family family, String root) {
    PerformanceFiles files = family.performance().orElseThrow();
    MetricSource from = files.source();
    MetricSource source =
        new MetricSource(root, from.path(), from.scaleNames(), from.metric(), from.direction());
    return new Family(
        family.name(),
        family.title(),
        family.note(),
        family.field(),
        family.root(),
        family.scales(),
        family.snapshot(),
        family.steps(),
        family.grid(),
        family.layout(),
        family.schedule(),
        new Family.Declared(
            family.declared().expectedTensors(),
            family.declared().window(),
            at(files, source),
            null,
            null,
            null));
  }

  private static PerformanceFiles at(PerformanceFiles files, MetricSource source) {
    if (files instanceof EvalJson json) {
      return new EvalJson(source, json.key());
    }
    if (files instanceof MetricTable table) {
      return new MetricTable(
          source,
          table.format(),
          table.stepColumn(),
          table.valueColumn(),
          table.scaleColumn(),
          table.transform());
    }
    EvalHarness harness = (EvalHarness) files;
    return new EvalHarness(
        source, harness.tasks(), harness.expectedTasks(), harness.metrics(), harness.floor());
  }
}
