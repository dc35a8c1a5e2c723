package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * The rows of a series that a law of some variables is fitted to.
 *
 * @param rows in the table's order
 * @param mixed why they cannot be fitted together, in a sentence; empty if they can
 * @param remark what is to be known about the choice, in sentences; empty if nothing is
 */
record RowChoice(List<ScalingRun> rows, String mixed, String remark) {
  /** Laws of training itself, to which a rate that decays belongs. */
  private static final Set<LawVariables> OF_TRAINING =
      EnumSet.of(LawVariables.S, LawVariables.N_S, LawVariables.TAU);

  RowChoice {
    rows = List.copyOf(rows);
  }

  /**
   * The rows that have all variables. Of a law of N alone each run's last row; rows measured while
   * the rate was decaying only where that is allowed or the law is one of training.
   */
  static RowChoice of(List<ScalingRun> series, LawVariables variables, boolean allowDecaying) {
    List<String> remarks = new ArrayList<>();
    List<ScalingRun> having = series.stream().filter(row -> has(row, variables)).toList();
    if (having.size() < series.size()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d of %d rows lack a variable of the law and are left out.",
              series.size() - having.size(),
              series.size()));
    }
    if (!OF_TRAINING.contains(variables)) {
      having = withoutDecaying(having, allowDecaying, remarks);
    }
    if (variables == LawVariables.N) {
      having = last(having);
    }
    return new RowChoice(having, mixed(having), String.join(" ", remarks));
  }

  private static List<ScalingRun> withoutDecaying(
      List<ScalingRun> rows, boolean allowed, List<String> remarks) {
    List<ScalingRun> settled =
        rows.stream()
            .filter(row -> row.effort().scheduleState() != ScheduleState.DECAYING)
            .toList();
    int decaying = rows.size() - settled.size();
    if (decaying > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              allowed
                  ? "%d of %d losses were measured while the rate was still decaying and are too"
                      + " high for their tokens."
                  : "%d of %d losses, measured while the rate was still decaying, are left out"
                      + " (allow_decaying).",
              decaying,
              rows.size()));
    }
    return allowed ? rows : settled;
  }

  private static List<ScalingRun> last(List<ScalingRun> rows) {
    Map<String, ScalingRun> last = new LinkedHashMap<>();
    rows.forEach(row -> last.put(row.key().run(), row));
    return List.copyOf(last.values());
  }

  /** Kinds that differ between rows forbid a fit of them all (METHOD-SCALING section 1). */
  private static String mixed(List<ScalingRun> rows) {
    List<String> mixed = new ArrayList<>();
    mixed(rows, "kinds of parameters", row -> row.size().paramsKind(), mixed);
    mixed(rows, "kinds of FLOPs", row -> row.effort().flopsKind(), mixed);
    mixed(rows, "tokenizers", row -> row.measured().tokenizer(), mixed);
    mixed(rows, "kinds of loss", row -> row.measured().lossKind(), mixed);
    return mixed.isEmpty()
        ? ""
        : "The rows mix " + String.join(" and ", mixed) + ", which no fit may: split the series.";
  }

  private static void mixed(
      List<ScalingRun> rows, String what, Function<ScalingRun, Object> of, List<String> mixed) {
    long different = rows.stream().map(of).filter(Objects::nonNull).distinct().count();
    if (different > 1) {
      mixed.add(different + " " + what);
    }
  }

  private static boolean has(ScalingRun row, LawVariables variables) {
    return variables(variables).keySet().stream()
        .allMatch(variable -> usable(variables(variables).get(variable).apply(row)));
  }

  /** Where each variable that the engine sees comes from. */
  private static Map<LawVariable, Function<ScalingRun, Number>> variables(LawVariables variables) {
    Map<LawVariable, Function<ScalingRun, Number>> from = new EnumMap<>(LawVariable.class);
    switch (variables) {
      case N, D, C, C_MIN, S, TAU -> {}
      case N_D, N_S -> from.put(LawVariable.PARAMS, row -> row.size().params());
    }
    switch (variables) {
      case N -> from.put(LawVariable.PARAMS, row -> row.size().params());
      case D, N_D -> from.put(LawVariable.TOKENS, row -> row.effort().tokens());
      case S, N_S -> from.put(LawVariable.STEPS, row -> row.effort().steps());
      case TAU -> from.put(LawVariable.STEPS, row -> row.effort().tau());
      case C, C_MIN -> from.put(LawVariable.FLOPS, row -> row.effort().flops());
    }
    return from;
  }

  private static boolean usable(Number value) {
    return value != null && LossRows.usable(value.doubleValue());
  }

  /** The same rows as the engine sees them, with N and C for splits where all rows have them. */
  LossRows lossRows(LawVariables variables) {
    Map<LawVariable, Function<ScalingRun, Number>> from = variables(variables);
    addWhereAllHave(LawVariable.PARAMS, row -> row.size().params(), from);
    addWhereAllHave(LawVariable.FLOPS, row -> row.effort().flops(), from);
    Map<LawVariable, double[]> columns = new EnumMap<>(LawVariable.class);
    from.forEach((variable, of) -> columns.put(variable, column(of)));
    return LossRows.of(columns, column(row -> row.measured().loss()));
  }

  private void addWhereAllHave(
      LawVariable variable,
      Function<ScalingRun, Number> of,
      Map<LawVariable, Function<ScalingRun, Number>> from) {
    if (rows.stream().allMatch(row -> usable(of.apply(row)))) {
      from.putIfAbsent(variable, of);
    }
  }

  private double[] column(Function<ScalingRun, Number> of) {
    return rows.stream().mapToDouble(row -> of.apply(row).doubleValue()).toArray();
  }

  /** Number of trained models. */
  int runs() {
    return (int) rows.stream().map(row -> row.key().run()).distinct().count();
  }
}
