package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A condition that rows must meet to belong to the study. */
public sealed interface RowFilter extends Serializable {

  /** Canonical text: part of what identifies a study. */
  String canonical();

  /**
   * A condition on a cell.
   *
   * @param column the column looked at
   * @param oneOf what its cell must be; empty for anything
   * @param bounds what its number must be
   * @param when cells, by column, that rows must have for the condition to bear on them
   */
  record OfCell(String column, List<String> oneOf, Bounds bounds, Map<String, String> when)
      implements RowFilter {
    public OfCell {
      Checks.requireName(column);
      oneOf = List.copyOf(oneOf);
      when = Collections.unmodifiableMap(new TreeMap<>(when));
      if (oneOf.isEmpty() && bounds.none()) {
        throw new IllegalArgumentException(
            "a condition needs equals, one_of, min, max or divisible_by");
      }
    }

    @Override
    public String canonical() {
      return column + oneOf + bounds.canonical() + when;
    }
  }

  /**
   * A condition on what a row is found to have, also where it follows from other columns.
   *
   * @param quantity params, tokens, steps, flops or loss (in nats)
   * @param bounds what it must be
   */
  record OfQuantity(RowQuantity quantity, Bounds bounds) implements RowFilter {
    /** Quantities of a row that conditions can be on. */
    public static final Set<RowQuantity> POSSIBLE =
        Collections.unmodifiableSet(
            EnumSet.of(
                RowQuantity.PARAMS,
                RowQuantity.TOKENS,
                RowQuantity.STEPS,
                RowQuantity.FLOPS,
                RowQuantity.LOSS));

    public OfQuantity {
      if (!POSSIBLE.contains(quantity)) {
        throw new IllegalArgumentException(
            "a condition is on params, tokens, steps, flops or loss, or on a column");
      }
      if (bounds.none()) {
        throw new IllegalArgumentException("a condition needs min, max or divisible_by");
      }
    }

    @Override
    public String canonical() {
      return quantity + bounds.canonical();
    }
  }
}
