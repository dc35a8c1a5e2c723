package org.gradienttransport.jobs.present;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.Temporal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forms in which an answer is printed. */
public enum AnswerFormat {
  /** Aligned columns for people: six significant digits, long cells cut. */
  TABLE {
    @Override
    public String text(Answer answer) {
      return table(answer, WIDEST);
    }
  },
  /** RFC 4180 with a header; nothing is rounded, a null is an empty cell. */
  CSV {
    @Override
    public String text(Answer answer) {
      return Csv.of(answer);
    }
  },
  /** An array of one object per row; nothing is rounded. */
  JSON {
    @Override
    public String text(Answer answer) {
      List<String> names = different(answer.columns());
      List<Map<String, Object>> rows =
          answer.rows().stream().map(row -> object(names, row)).toList();
      try {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an answer could not be written as JSON", e);
      }
    }
  };

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addSerializer(Temporal.class, ToStringSerializer.instance));

  /** Aligned columns for people, with every text whole. */
  public static String wide(Answer answer) {
    return table(answer, Integer.MAX_VALUE);
  }

  private static String table(Answer answer, int widest) {
    TextTable table = new TextTable(answer.columns().toArray(String[]::new));
    answer
        .rows()
        .forEach(row -> table.add(row.stream().map(cell -> shortened(cell, widest)).toList()));
    return table.toString();
  }

  private static final MathContext DIGITS = new MathContext(6);
  private static final int WIDEST = 60;

  /** The whole answer, ending in a line break. */
  public abstract String text(Answer answer);

  /** A value on one line. */
  static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value could not be written as JSON", e);
    }
  }

  /** Names of which no two are equal: a later one gets a number, as in a subquery of DuckDB. */
  private static List<String> different(List<String> names) {
    Set<String> taken = new LinkedHashSet<>();
    for (String name : names) {
      String own = name;
      for (int i = 1; taken.contains(own) || (i > 1 && names.contains(own)); i++) {
        own = name + "_" + i;
      }
      taken.add(own);
    }
    return List.copyOf(taken);
  }

  private static Map<String, Object> object(List<String> names, List<Object> values) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      object.put(names.get(i), values.get(i));
    }
    return object;
  }

  private static String shortened(Object value, int widest) {
    if (value == null) {
      return null;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toString();
    }
    boolean nested = value instanceof List<?> || value instanceof Map<?, ?>;
    String line = (nested ? json(value) : value.toString()).replaceAll("\\R", " ");
    return line.length() > widest ? line.substring(0, widest - 1) + "…" : line;
  }
}
