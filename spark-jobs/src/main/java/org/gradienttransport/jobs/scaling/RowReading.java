package org.gradienttransport.jobs.scaling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.conf.study.NumberFrom;
import org.gradienttransport.jobs.conf.study.RowColumns;
import org.gradienttransport.jobs.conf.study.RowColumns.RowName;
import org.gradienttransport.jobs.conf.study.RowQuantity;
import org.gradienttransport.jobs.conf.study.TextFrom;
import org.gradienttransport.jobs.conf.study.WordFrom;
import org.gradienttransport.jobs.scaling.rows.Cells;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.Word;

/** The values of one row, and the first thing that is wrong with it. */
final class RowReading {
  // Java's own parser also takes "1f" and "0x1p3".
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");

  private final Cells cells;
  private final Map<RowQuantity, Double> numbers = new EnumMap<>(RowQuantity.class);
  private ScalingRunStatus status = ScalingRunStatus.OK;
  private String problem = "";

  RowReading(Cells cells) {
    this.cells = cells;
  }

  /** The number that a text is; empty if it is none, or not finite. */
  static Optional<Double> number(String text) {
    if (text.length() > Cells.LONGEST || !NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  /** Reads every number that the columns name. */
  void readNumbers(RowColumns columns) {
    for (Map.Entry<RowQuantity, NumberFrom> entry : columns.numbers().entrySet()) {
      RowQuantity quantity = entry.getKey();
      if (entry.getValue() instanceof NumberFrom.Constant constant) {
        numbers.put(quantity, constant.value());
      } else {
        readCell(quantity, (NumberFrom.Cell) entry.getValue());
      }
    }
  }

  private void readCell(RowQuantity quantity, NumberFrom.Cell from) {
    Optional<String> text = cells.cell(from.column());
    if (text.isEmpty()) {
      if (!quantity.mayBeBlank()) {
        refuse(ScalingRunStatus.MISSING, from.column() + " is blank; give its value");
      }
      return;
    }
    Optional<Double> number = number(text.get());
    if (number.isEmpty()) {
      refuse(
          ScalingRunStatus.NOT_A_NUMBER,
          from.column() + " is '" + shown(text.get()) + "', which is no finite number");
      return;
    }
    double value = number.get() * from.times();
    numbers.put(quantity, value);
    if (!(quantity.mayBeZero() ? value >= 0 : value > 0)) {
      refuse(
          ScalingRunStatus.NOT_POSITIVE,
          from.column() + " is " + text.get() + ", and must be positive to have a logarithm");
    }
  }

  /** A number of the row, or NaN. */
  double get(RowQuantity quantity) {
    return numbers.getOrDefault(quantity, Double.NaN);
  }

  boolean has(RowQuantity quantity) {
    return numbers.containsKey(quantity);
  }

  /** A name of the row; empty if it has none. */
  Optional<String> name(RowColumns columns, RowName name) {
    Optional<TextFrom> from = columns.name(name);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    if (from.get() instanceof TextFrom.Constant constant) {
      return Optional.of(constant.text());
    }
    List<String> parts = new ArrayList<>();
    for (String column : ((TextFrom.Cells) from.get()).columns()) {
      Optional<String> text = cells.cell(column);
      if (text.isEmpty() || text.get().length() > Cells.LONGEST) {
        refuse(
            text.isEmpty() ? ScalingRunStatus.MISSING : ScalingRunStatus.MALFORMED,
            column + (text.isEmpty() ? " is blank; give its value" : " is too long for a name"));
        return Optional.empty();
      }
      parts.add(text.get());
    }
    return Optional.of(String.join("-", parts));
  }

  /** A word of the row; null if it has none. */
  <W extends Word> W word(WordFrom<W> from) {
    if (from == null || from instanceof WordFrom.Constant) {
      return from == null ? null : ((WordFrom.Constant<W>) from).word();
    }
    WordFrom.Cell<W> cell = (WordFrom.Cell<W>) from;
    String text = cells.cell(cell.column()).orElse("");
    W word = cell.words().get(text);
    if (word == null) {
      refuse(
          ScalingRunStatus.UNKNOWN_WORD,
          "%s is '%s', none of %s"
              .formatted(cell.column(), shown(text), String.join(", ", cell.words().keySet())));
    }
    return word;
  }

  /** A refused cell as a message can show it. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 40 ? plain : plain.substring(0, 40) + "...";
  }

  /** Notes why the row enters no fit, unless something is wrong with it already. */
  void refuse(ScalingRunStatus why, String what) {
    if (status == ScalingRunStatus.OK) {
      status = why;
      problem = what;
    }
  }

  ScalingRunStatus status() {
    return status;
  }

  /** What is wrong; empty for a row that may enter fits. */
  String problem() {
    return problem;
  }
}
