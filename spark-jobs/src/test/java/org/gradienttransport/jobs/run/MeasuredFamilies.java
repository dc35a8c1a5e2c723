package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.FieldReader;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.backend.WidenedField;

/** What families come to, so that tests can compare the same tensors in two layouts. */
final class MeasuredFamilies {
  private MeasuredFamilies() {}

  /** What relaxing each field of a family came to, by scale and step. */
  static Map<String, List<Object>> rows(Path directory, Family family) throws IOException {
    Path warehouse = directory.resolve("warehouse-" + (family.root() + family.hash()).hashCode());
    RunOutcome outcome = TestRuns.run(warehouse, TestRuns.settings(family));
    Map<String, List<Object>> rows = new TreeMap<>();
    for (FieldTransport row :
        TestRuns.warehouse(warehouse).tables(outcome.runId()).of(FieldTransport.ROWS)) {
      rows.put(
          row.key().scale() + " " + row.key().step(),
          List.of(row.status(), row.cascade(), row.moments(), row.input().contentHash()));
    }
    return rows;
  }

  /** Elements of all tensors of these shapes. */
  static long entries(Map<String, List<Long>> tensors) {
    return tensors.values().stream()
        .mapToLong(shape -> shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b))
        .sum();
  }

  /** The bits of every field, by scale and step. */
  static Map<String, List<Long>> fields(Family family) throws Exception {
    Plan plan = new Planner(new Configuration(), 0).plan(List.of(family));
    Map<String, List<Long>> fields = new LinkedHashMap<>();
    for (Unit unit : plan.units()) {
      assertThat(unit.missing()).isNull();
      double[] values =
          new FieldReader(
                  family, family.scale(unit.scale()), new Configuration(), WidenedField::new)
              .read(unit.from(), unit.to(), unit.entries())
              .values()
              .toDoubles();
      List<Long> bits = new ArrayList<>();
      for (double value : values) {
        bits.add(Double.doubleToLongBits(value));
      }
      fields.put(unit.scale() + " " + unit.fromStep() + "->" + unit.step(), bits);
    }
    return fields;
  }
}
