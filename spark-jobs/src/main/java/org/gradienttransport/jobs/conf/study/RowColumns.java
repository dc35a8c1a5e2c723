package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LossKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScheduleState;

/**
 * What the rows of a study hold, and in which columns.
 *
 * @param names where series, run and tokenizer come from
 * @param numbers where numbers come from
 * @param lossUnit what the losses are given in
 * @param paramsKind which parameters N counts; null where there is no N
 * @param flopsKind how C was counted; null where there is no C
 * @param scheduleState where in its schedule the rate was; null if not said
 * @param lossKind which text the loss is of; null if not said
 */
public record RowColumns(
    Map<RowName, TextFrom> names,
    Map<RowQuantity, NumberFrom> numbers,
    LossUnit lossUnit,
    WordFrom<ParamsKind> paramsKind,
    WordFrom<FlopsKind> flopsKind,
    WordFrom<ScheduleState> scheduleState,
    WordFrom<LossKind> lossKind)
    implements Serializable {

  /** A name that a row has. */
  public enum RowName {
    /** Rows of one series are fitted together. */
    SERIES,
    /** The trained model. */
    RUN,
    /** What cut the text into tokens. */
    TOKENIZER;

    /** The key in a study's file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What laws are functions of. */
  public enum Variable {
    N,
    D,
    S,
    C,
    /** C_min, which needs the tokens of a batch. */
    C_MIN,
    TAU,
    U
  }

  private static final Set<RowQuantity> SHAPE =
      EnumSet.range(RowQuantity.LAYERS, RowQuantity.VOCABULARY);

  public RowColumns {
    names = Collections.unmodifiableMap(new TreeMap<>(names));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    requireKinds(numbers, paramsKind, flopsKind);
  }

  private static void requireKinds(
      Map<RowQuantity, NumberFrom> numbers,
      WordFrom<ParamsKind> paramsKind,
      WordFrom<FlopsKind> flopsKind) {
    boolean sized = numbers.containsKey(RowQuantity.PARAMS) || numbers.keySet().containsAll(SHAPE);
    if (sized && paramsKind == null) {
      throw new IllegalArgumentException(
          "params_kind is missing: say which parameters are counted (non_embedding, with_head,"
              + " total or analysed), since exponents depend on it");
    }
    if (numbers.containsKey(RowQuantity.FLOPS) && flopsKind == null) {
      throw new IllegalArgumentException(
          "flops_kind is missing: say how flops were counted (6nd, exact, exact_head or given)");
    }
    boolean counted =
        flopsKind instanceof WordFrom.Constant<FlopsKind> constant
            && (constant.word() == FlopsKind.EXACT || constant.word() == FlopsKind.EXACT_HEAD);
    if (counted
        && !numbers.containsKey(RowQuantity.FLOPS)
        && !numbers.keySet().containsAll(SHAPE)) {
      throw new IllegalArgumentException(
          "flops of an exact kind need a column for flops, or all of the shape: layers, width,"
              + " heads, key_width, feed_forward, context and vocabulary");
    }
  }

  /** Where a number comes from, if rows have it. */
  public Optional<NumberFrom> number(RowQuantity quantity) {
    return Optional.ofNullable(numbers.get(quantity));
  }

  /** Where a name comes from, if rows have it. */
  public Optional<TextFrom> name(RowName name) {
    return Optional.ofNullable(names.get(name));
  }

  /** Whether rows have the whole shape of the model. */
  public boolean hasShape() {
    return numbers.keySet().containsAll(SHAPE);
  }

  /** What laws can be functions of: what rows have, and what follows from it. */
  public Set<Variable> variables() {
    Set<RowQuantity> has = numbers.keySet();
    Set<Variable> known = EnumSet.noneOf(Variable.class);
    if (has.contains(RowQuantity.PARAMS) || has.containsAll(SHAPE)) {
      known.add(Variable.N);
    }
    boolean sized = known.contains(Variable.N);
    boolean batched = has.contains(RowQuantity.BATCH_TOKENS);
    boolean costed = has.contains(RowQuantity.FLOPS);
    boolean stepped = has.contains(RowQuantity.STEPS);
    if (has.contains(RowQuantity.TOKENS) || (stepped && batched) || (costed && sized)) {
      known.add(Variable.D);
    }
    boolean fed = known.contains(Variable.D);
    if (stepped || (fed && batched)) {
      known.add(Variable.S);
    }
    if (costed || (sized && fed)) {
      known.add(Variable.C);
    }
    if (known.contains(Variable.C) && batched) {
      known.add(Variable.C_MIN);
    }
    if (has.contains(RowQuantity.UNIQUE_TOKENS)) {
      known.add(Variable.U);
    }
    if (has.contains(RowQuantity.TAU) || (known.contains(Variable.S) && rated())) {
      known.add(Variable.TAU);
    }
    return known;
  }

  /** Whether rates can be summed: of every run the same warm-up is known. */
  private boolean rated() {
    return numbers.containsKey(RowQuantity.LEARNING_RATE)
        && !(numbers.get(RowQuantity.WARMUP_STEPS) instanceof NumberFrom.Cell);
  }

  /** Steps of the warm-up that all runs have; 0 if nothing is said. */
  public long warmUp() {
    return numbers.get(RowQuantity.WARMUP_STEPS) instanceof NumberFrom.Constant constant
        ? (long) constant.value()
        : 0;
  }

  /** The columns that files must have. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    for (NumberFrom from : numbers.values()) {
      if (from instanceof NumberFrom.Cell cell) {
        columns.add(cell.column());
      }
    }
    for (TextFrom from : names.values()) {
      if (from instanceof TextFrom.Cells cells) {
        columns.addAll(cells.columns());
      }
    }
    for (WordFrom<?> from : words()) {
      if (from instanceof WordFrom.Cell<?> cell) {
        columns.add(cell.column());
      }
    }
    return columns;
  }

  private List<WordFrom<?>> words() {
    return Arrays.asList(paramsKind, flopsKind, scheduleState, lossKind);
  }

  String canonical() {
    StringBuilder text = new StringBuilder();
    names.forEach((name, from) -> text.append(name).append('=').append(from).append(';'));
    numbers.forEach(
        (quantity, from) -> text.append(quantity).append('=').append(from.canonical()).append(';'));
    return text.append(lossUnit).append(words()).toString();
  }
}
