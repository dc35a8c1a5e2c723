package org.gradienttransport.jobs.conf.study;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.conf.MapReader;
import org.gradienttransport.jobs.conf.YamlNode;
import org.gradienttransport.jobs.conf.study.RowColumns.RowName;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LossKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.Word;

/** Reads where a study's rows are ({@code rows}), what they hold and which count. */
final class RowsParser {
  private RowsParser() {}

  static RowSource source(MapReader in) {
    String root = in.root(in.text("root", "."));
    List<String> files = in.texts("files");
    RowSource.Format format =
        in.choice(
            "format",
            RowSource.Format.class,
            files.isEmpty() ? RowSource.Format.CSV : RowSource.Format.of(files.get(0)));
    String path = in.text("path", "");
    long most = in.integer("most_rows", RowSource.DEFAULT_ROWS);
    return in.build(
        () -> new RowSource(root, files, format, path, (int) Math.min(most, Integer.MAX_VALUE)));
  }

  static RowColumns columns(MapReader in) {
    Map<RowName, TextFrom> names = new EnumMap<>(RowName.class);
    for (RowName name : RowName.values()) {
      String key = name.key();
      if (in.has(key)) {
        names.put(name, name(in, in.at(key)));
      }
    }
    in.required("run");
    in.required("loss");
    Map<RowQuantity, NumberFrom> numbers = new EnumMap<>(RowQuantity.class);
    numbers(in, false, numbers);
    if (in.has("shape")) {
      MapReader shape = in.inside(in.at("shape"));
      numbers(shape, true, numbers);
      shape.finish();
    }
    LossUnit unit = in.choice("loss_unit", LossUnit.class, LossUnit.NATS);
    WordFrom<ParamsKind> paramsKind = word(in, "params_kind", ParamsKind.class);
    WordFrom<FlopsKind> flopsKind = word(in, "flops_kind", FlopsKind.class);
    WordFrom<ScheduleState> state = word(in, "schedule_state", ScheduleState.class);
    WordFrom<LossKind> lossKind = word(in, "loss_kind", LossKind.class);
    return in.build(
        () -> new RowColumns(names, numbers, unit, paramsKind, flopsKind, state, lossKind));
  }

  private static void numbers(MapReader in, boolean ofShape, Map<RowQuantity, NumberFrom> numbers) {
    for (RowQuantity quantity : RowQuantity.values()) {
      if (quantity.ofShape() == ofShape && in.has(quantity.key())) {
        NumberFrom from = number(in, in.at(quantity.key()));
        if (from != null) {
          numbers.put(quantity, from);
        }
      }
    }
  }

  /** A column's name, a number, or a column with a factor. */
  private static NumberFrom number(MapReader in, YamlNode value) {
    if (value.isNumber()) {
      double number = in.number(value);
      return in.insideList(value).build(() -> new NumberFrom.Constant(number));
    }
    if (value.isMapping()) {
      MapReader cell = in.inside(value);
      String column = cell.text("column");
      double times = cell.number("times", 1);
      return cell.build(() -> new NumberFrom.Cell(column, times));
    }
    String column = in.text(value);
    return in.insideList(value).build(() -> new NumberFrom.Cell(column, 1));
  }

  /** A column's name, several, or a text that all rows have. */
  private static TextFrom name(MapReader in, YamlNode value) {
    if (value.isMapping()) {
      MapReader constant = in.inside(value);
      String text = constant.text("constant");
      return constant.build(() -> new TextFrom.Constant(text));
    }
    List<String> columns = value.isList() ? in.texts(value) : List.of(in.text(value));
    return in.insideList(value).build(() -> new TextFrom.Cells(columns));
  }

  /** A word that all rows have, or a column with the words that its cells stand for. */
  private static <W extends Enum<W> & Word> WordFrom<W> word(
      MapReader in, String key, Class<W> type) {
    if (!in.has(key)) {
      return null;
    }
    YamlNode value = in.at(key);
    if (!value.isMapping()) {
      return new WordFrom.Constant<>(in.word(value, type));
    }
    MapReader cell = in.inside(value);
    String column = cell.text("column");
    Map<String, W> words = new LinkedHashMap<>();
    if (cell.has("words")) {
      MapReader translated = cell.inside(cell.at("words"));
      for (String from : translated.keys()) {
        words.put(from, translated.word(translated.at(from), type));
      }
    } else {
      for (W word : type.getEnumConstants()) {
        words.put(word.word(), word);
      }
    }
    return cell.build(() -> new WordFrom.Cell<>(column, words));
  }

  static RowFilter filter(MapReader in) {
    if (in.has("quantity")) {
      RowQuantity quantity = in.choice("quantity", RowQuantity.class);
      Bounds bounds = bounds(in);
      return in.build(() -> new RowFilter.OfQuantity(quantity, bounds));
    }
    String column = in.text("column");
    List<String> oneOf = new ArrayList<>();
    if (in.has("equals")) {
      oneOf.add(in.cell(in.at("equals")));
    }
    if (in.has("one_of")) {
      in.items("one_of").forEach(item -> oneOf.add(in.cell(item)));
    }
    Bounds bounds = bounds(in);
    Map<String, String> when = new LinkedHashMap<>();
    if (in.has("when")) {
      MapReader cells = in.inside(in.at("when"));
      cells.keys().forEach(key -> when.put(key, cells.cell(cells.at(key))));
    }
    return in.build(() -> new RowFilter.OfCell(column, oneOf, bounds, when));
  }

  /** No bounds, with a problem, if no number lies within. */
  private static Bounds bounds(MapReader in) {
    double min = in.number("min", Double.NEGATIVE_INFINITY);
    double max = in.number("max", Double.POSITIVE_INFINITY);
    long divisibleBy = in.integer("divisible_by", 0);
    try {
      return new Bounds(min, max, divisibleBy);
    } catch (IllegalArgumentException e) {
      in.problem(in.has("min") ? "min" : "divisible_by", e.getMessage());
      return new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }
  }
}
