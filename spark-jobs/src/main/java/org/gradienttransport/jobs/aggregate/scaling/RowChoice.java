package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.StepsKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;

/**
 * The rows of a series that a law of some variables is fitted to.
 *
 * @param rows in the table's order
 * @param mixed why they cannot be fitted together, in a sentence; empty if they can
 * @param remark what is to be known about the choice, in sentences; empty if nothing is
 * @param batch from which least steps and least compute follow
 */
public record RowChoice(
    List<ScalingRun> rows, String mixed, String remark, Optional<CriticalBatch> batch) {
  /** Laws of training itself, to which a rate that decays belongs. */
  private static final Set<LawVariables> OF_TRAINING =
      EnumSet.of(LawVariables.S, LawVariables.N_S, LawVariables.TAU);

  public RowChoice {
    rows = List.copyOf(rows);
  }

  /**
   * The rows that have all variables. Of a law of N alone each run's last row; rows measured while
   * the rate was decaying only where that is allowed or the law is one of training.
   */
  public static RowChoice of(List<ScalingRun> series, LawVariables variables, StudyFits fits) {
    Optional<CriticalBatch> batch = Optional.ofNullable(fits.criticalBatch());
    Collection<Function<ScalingRun, Number>> needed = variables(variables, batch).values();
    List<String> remarks = new ArrayList<>();
    List<ScalingRun> having =
        series.stream()
            .filter(row -> needed.stream().allMatch(of -> usable(of.apply(row))))
            .toList();
    if (having.size() < series.size()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d of %d rows lack a variable of the law and are left out.",
              series.size() - having.size(),
              series.size()));
    }
    if (!OF_TRAINING.contains(variables)) {
      having = withoutDecaying(having, fits.allowDecaying(), remarks);
    }
    if (variables == LawVariables.N) {
      having = last(having);
    }
    return new RowChoice(having, mixed(having), String.join(" ", remarks), batch);
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

  private static String mixed(List<ScalingRun> rows) {
    List<String> mixed = mixtures(rows);
    return mixed.isEmpty()
        ? ""
        : "The rows mix " + String.join(" and ", mixed) + ", which no fit may: split the series.";
  }

  /** Kinds that differ between rows, which forbids a fit of them all (METHOD-SCALING section 1). */
  public static List<String> mixtures(List<ScalingRun> rows) {
    List<String> mixed = new ArrayList<>();
    mixed(rows, "kinds of parameters", row -> row.size().paramsKind(), mixed);
    mixed(rows, "kinds of FLOPs", row -> row.effort().flopsKind(), mixed);
    mixed(rows, "tokenizers", row -> row.measured().tokenizer(), mixed);
    mixed(rows, "kinds of loss", row -> row.measured().lossKind(), mixed);
    return mixed;
  }

  private static void mixed(
      List<ScalingRun> rows, String what, Function<ScalingRun, Object> of, List<String> mixed) {
    long different = rows.stream().map(of).filter(Objects::nonNull).distinct().count();
    if (different > 1) {
      mixed.add(different + " " + what);
    }
  }

  /** Where each variable that the engine sees comes from. */
  private static Map<LawVariable, Function<ScalingRun, Number>> variables(
      LawVariables variables, Optional<CriticalBatch> batch) {
    Map<LawVariable, Function<ScalingRun, Number>> from = new EnumMap<>(LawVariable.class);
    switch (variables) {
      case D, S, C, C_MIN, TAU -> {}
      case N, N_D, N_S, N_D_U -> from.put(LawVariable.PARAMS, row -> row.size().params());
    }
    switch (variables) {
      case N -> {}
      case D, N_D, N_D_U -> from.put(LawVariable.TOKENS, row -> row.effort().tokens());
      case S, N_S -> from.put(LawVariable.STEPS, row -> steps(row, batch));
      case TAU -> from.put(LawVariable.STEPS, row -> row.effort().tau());
      case C -> from.put(LawVariable.FLOPS, row -> row.effort().flops());
      case C_MIN -> from.put(LawVariable.FLOPS, row -> leastCompute(row, batch));
    }
    if (variables == LawVariables.N_D_U) {
      from.put(LawVariable.UNIQUE_TOKENS, ScalingRun::uniqueTokens);
    }
    return from;
  }

  /** S_min where the critical batch is known, else S (METHOD-SCALING section 2). */
  private static Number steps(ScalingRun row, Optional<CriticalBatch> batch) {
    Long steps = row.effort().steps();
    Double tokens = row.effort().batchTokens();
    if (batch.isEmpty() || steps == null) {
      return steps;
    }
    return tokens == null
        ? null
        : (Double) batch.get().leastSteps(row.measured().loss(), tokens, steps);
  }

  private static Number leastCompute(ScalingRun row, Optional<CriticalBatch> batch) {
    Double flops = row.effort().flops();
    Double tokens = row.effort().batchTokens();
    return batch.isEmpty() || flops == null || tokens == null
        ? null
        : (Double) batch.get().leastCompute(row.measured().loss(), tokens, flops);
  }

  /** Which steps a law of steps sees; empty if it is none. */
  Optional<StepsKind> stepsKind(LawVariables variables) {
    return switch (variables) {
      case S, N_S -> Optional.of(batch.isPresent() ? StepsKind.MIN : StepsKind.RAW);
      default -> Optional.empty();
    };
  }

  private static boolean usable(Number value) {
    return value != null && LossRows.usable(value.doubleValue());
  }

  /** The same rows as the engine sees them, with N and C for splits where all rows have them. */
  public LossRows lossRows(LawVariables variables) {
    Map<LawVariable, Function<ScalingRun, Number>> from = variables(variables, batch);
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
