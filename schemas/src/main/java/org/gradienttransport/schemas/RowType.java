package org.gradienttransport.schemas;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.Word;

/**
 * A table whose rows are a Java record: its declaration, and the way between records and column
 * values.
 *
 * <p>Column values are plain Java: String (also for words of the vocabulary), Integer, Long,
 * Double, Boolean, Instant, LocalDate, List of Long, Double or String, and null.
 *
 * @param <R> the row type, a record annotated with {@link Table}
 */
public final class RowType<R extends Record> {
  private static final Map<Class<?>, ColumnType> SCALARS =
      Map.of(
          String.class, ColumnType.STRING,
          Integer.class, ColumnType.INT,
          int.class, ColumnType.INT,
          Long.class, ColumnType.LONG,
          long.class, ColumnType.LONG,
          Double.class, ColumnType.DOUBLE,
          double.class, ColumnType.DOUBLE,
          Instant.class, ColumnType.TIMESTAMP,
          LocalDate.class, ColumnType.DATE);

  private final TableSpec table;
  private final PartType<R> whole;

  private RowType(TableSpec table, PartType<R> whole) {
    this.table = table;
    this.whole = whole;
  }

  /**
   * Reads the declaration of a record.
   *
   * @throws IllegalArgumentException if it does not declare a table
   */
  public static <R extends Record> RowType<R> of(Class<R> type) {
    Table declared = type.getAnnotation(Table.class);
    if (declared == null) {
      throw new IllegalArgumentException(type + " is no row type: it lacks @Table");
    }
    List<Column> columns = new ArrayList<>();
    PartType<R> whole = PartType.of(type, false, columns);
    return new RowType<>(
        new TableSpec(
            declared.name(),
            declared.version(),
            "One row is " + declared.row(),
            columns,
            named(columns, declared.key())),
        whole);
  }

  private static List<Column> named(List<Column> columns, String[] names) {
    return Arrays.stream(names)
        .map(
            name ->
                columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no column " + name)))
        .toList();
  }

  /** The table's declaration. */
  public TableSpec table() {
    return table;
  }

  /** The table's name. */
  public String name() {
    return table.name();
  }

  /**
   * The values of a row, in the order of the columns. Doubles that are not finite become null:
   * tables hold no NaN and no infinity.
   */
  public Object[] values(R row) {
    Object[] values = new Object[table.columns().size()];
    whole.fill(row, values, 0);
    return values;
  }

  /**
   * The row with these values, in the order of the columns.
   *
   * @throws IllegalArgumentException naming table and column, if a required value is null or a text
   *     is no word of the vocabulary
   */
  public R row(Object[] values) {
    return whole.read(values, 0, this);
  }

  /** The value of one column of a row. */
  public Object value(R row, Column column) {
    return values(row)[column.id() - 1];
  }

  /** Rows in the order in which the table is sorted; nulls first. */
  public List<R> sorted(List<R> rows) {
    int[] order = table.key().stream().mapToInt(column -> column.id() - 1).toArray();
    return rows.stream()
        .map(row -> Map.entry(row, values(row)))
        .sorted(Map.Entry.comparingByValue((a, b) -> compare(a, b, order)))
        .map(Map.Entry::getKey)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object[] a, Object[] b, int[] order) {
    Comparator<Comparable<Object>> natural = Comparator.nullsFirst(Comparator.naturalOrder());
    for (int i : order) {
      int compared = natural.compare((Comparable<Object>) a[i], (Comparable<Object>) b[i]);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private IllegalArgumentException wrong(int column, String what) {
    return new IllegalArgumentException(
        "a row of " + table.name() + " has " + what + " in " + table.columns().get(column).name());
  }

  @Override
  public String toString() {
    return table.toString();
  }

  /** A record whose components are columns or, in turn, such records. */
  private record PartType<P extends Record>(
      Constructor<P> constructor, boolean optional, List<Component> components, int width) {

    static <P extends Record> PartType<P> of(
        Class<P> type, boolean optional, List<Column> columns) {
      int first = columns.size();
      List<Component> components = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        components.add(Component.of(component, optional, columns));
      }
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      try {
        return new PartType<>(
            type.getDeclaredConstructor(types), optional, components, columns.size() - first);
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(type + " has no canonical constructor", e);
      }
    }

    void fill(Record part, Object[] values, int from) {
      int at = from;
      for (Component component : components) {
        Object value = part == null ? null : component.get(part);
        if (component.part() == null) {
          values[at] = external(value);
        } else {
          component.part().fill((Record) value, values, at);
        }
        at += component.width();
      }
    }

    private static Object external(Object value) {
      if (value instanceof Double number && !Double.isFinite(number)) {
        return null;
      }
      if (value instanceof Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
      }
      return value instanceof Word word ? word.word() : value;
    }

    P read(Object[] values, int from, RowType<?> table) {
      if (optional && absent(values, from)) {
        return null;
      }
      Object[] arguments = new Object[components.size()];
      int at = from;
      for (int i = 0; i < arguments.length; i++) {
        Component component = components.get(i);
        arguments[i] =
            component.part() == null
                ? component.internal(values[at], at, table)
                : component.part().read(values, at, table);
        at += component.width();
      }
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException(
            "a row of " + table.name() + " is refused: " + e.getCause().getMessage(), e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("row types are public records", e);
      }
    }

    private boolean absent(Object[] values, int from) {
      return Arrays.stream(values, from, from + width).allMatch(value -> value == null);
    }
  }

  /** A component of a record: a column, or a part of several. */
  private record Component(RecordComponent declared, PartType<?> part, boolean required) {

    static Component of(RecordComponent component, boolean inOptional, List<Column> columns) {
      Part part = component.getAnnotation(Part.class);
      if (part != null) {
        Class<? extends Record> type = component.getType().asSubclass(Record.class);
        return new Component(
            component, PartType.of(type, inOptional || part.optional(), columns), false);
      }
      Class<?> type = component.getType();
      ColumnType columnType = columnType(component);
      Col col = component.getAnnotation(Col.class);
      Shared shared = component.getAnnotation(Shared.class);
      if ((col == null) == (shared == null)) {
        throw new IllegalArgumentException(component + " needs one of @Col, @Shared and @Part");
      }
      boolean optional = col == null ? shared.value().optional() : col.optional();
      boolean boxed = !type.isPrimitive() && Number.class.isAssignableFrom(type);
      boolean required = !(optional || boxed || type == Boolean.class);
      columns.add(
          new Column(
              columns.size() + 1,
              snakeCase(component.getName()),
              columnType,
              required && !inOptional ? Presence.REQUIRED : Presence.OPTIONAL,
              unit(columnType, col == null ? shared.value().unit() : col.unit()),
              col == null ? shared.value().doc() : col.value(),
              col != null && col.provenance() ? Stability.PROVENANCE : Stability.VALUE));
      return new Component(component, null, required);
    }

    private static String unit(ColumnType type, String declared) {
      return declared.isEmpty() && type.measured() ? Units.NONE : declared;
    }

    private static ColumnType columnType(RecordComponent component) {
      Class<?> type = component.getType();
      if (Word.class.isAssignableFrom(type)) {
        return ColumnType.STRING;
      }
      if (type == boolean.class || type == Boolean.class) {
        return ColumnType.BOOLEAN;
      }
      if (type == List.class) {
        Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return switch (SCALARS.get((Class<?>) element)) {
          case LONG -> ColumnType.LONG_ARRAY;
          case DOUBLE -> ColumnType.DOUBLE_ARRAY;
          default -> ColumnType.STRING_ARRAY;
        };
      }
      ColumnType scalar = SCALARS.get(type);
      if (scalar == null) {
        throw new IllegalArgumentException(component + " has a type that no column has");
      }
      return scalar;
    }

    private static String snakeCase(String name) {
      return name.replaceAll("([A-Z])", "_$1")
          .replaceAll("(?<=[a-z]{2})([0-9])", "_$1")
          .toLowerCase(Locale.ROOT);
    }

    int width() {
      return part == null ? 1 : part.width();
    }

    Object get(Record row) {
      try {
        return declared.getAccessor().invoke(row);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("row types are public records", e);
      }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Object internal(Object value, int column, RowType<?> table) {
      if (value == null && required) {
        throw table.wrong(column, "no value");
      }
      if (value == null || !Word.class.isAssignableFrom(declared.getType())) {
        return value;
      }
      try {
        return Word.parse((Class) declared.getType(), (String) value);
      } catch (IllegalArgumentException e) {
        throw table.wrong(column, "an " + e.getMessage());
      }
    }
  }
}
