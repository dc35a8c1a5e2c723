package org.gradienttransport.schemas;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One published column.
 *
 * @param id number that stays with the column for ever, unique within its table; never given to
 *     another column
 * @param name lower snake case, needs no quoting in SQL
 * @param type of its values
 * @param presence whether it may be null
 * @param unit of its values, "1" if they have none; empty for columns that hold no quantities
 * @param doc what it holds, one sentence
 * @param stability whether runs of the same input must agree on it
 */
public record Column(
    int id,
    String name,
    ColumnType type,
    Presence presence,
    String unit,
    String doc,
    Stability stability) {

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  public Column {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(stability, "stability");
    if (id < 1) {
      throw new IllegalArgumentException("column id must be positive, got " + id);
    }
    if (!SNAKE_CASE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "column name must be lower snake case, got '" + name + "'");
    }
    if (type.measured() == unit.isEmpty()) {
      throw new IllegalArgumentException(
          "column " + name + " of type " + type + " cannot have the unit '" + unit + "'");
    }
    if (doc.isBlank() || !doc.endsWith(".")) {
      throw new IllegalArgumentException(
          "column " + name + " must be described by a sentence, got '" + doc + "'");
    }
  }

  /** Whether the column may be null. */
  public boolean nullable() {
    return presence == Presence.OPTIONAL;
  }

  /** Sentence and unit, as the comment of the column in catalogues and Parquet files. */
  public String comment() {
    return unit.isEmpty() ? doc : doc + " Unit: " + unit + ".";
  }
}
