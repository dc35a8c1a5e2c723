package org.gradienttransport.jobs.scaling.audit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.udfs.scaling.LossRows;

/** The rows of a series that a law of two variables is fitted to. */
final class AuditRows {
  private AuditRows() {}

  /**
   * The rows that have both variables; of a law of N and D without those that were measured while
   * the rate was decaying, unless that is allowed (METHOD-SCALING section 1).
   */
  static LossRows of(List<ScalingRun> series, LawVariables variables, boolean allowDecaying) {
    Map<LawVariable, Function<ScalingRun, Number>> columns = new EnumMap<>(LawVariable.class);
    columns.put(LawVariable.PARAMS, row -> row.size().params());
    if (variables == LawVariables.N_S) {
      columns.put(LawVariable.STEPS, row -> row.effort().steps());
    } else {
      columns.put(LawVariable.TOKENS, row -> row.effort().tokens());
    }
    boolean all = allowDecaying || variables == LawVariables.N_S;
    List<ScalingRun> rows =
        series.stream()
            .filter(ScalingRun::usable)
            .filter(row -> all || row.effort().scheduleState() != ScheduleState.DECAYING)
            .filter(row -> columns.values().stream().allMatch(of -> usable(of.apply(row))))
            .toList();
    Map<LawVariable, double[]> values = new EnumMap<>(LawVariable.class);
    columns.forEach((variable, of) -> values.put(variable, numbers(rows, of)));
    return LossRows.of(values, numbers(rows, row -> row.measured().loss()));
  }

  private static boolean usable(Number value) {
    return value != null && LossRows.usable(value.doubleValue());
  }

  private static double[] numbers(List<ScalingRun> rows, Function<ScalingRun, Number> of) {
    return rows.stream().mapToDouble(row -> of.apply(row).doubleValue()).toArray();
  }
}
