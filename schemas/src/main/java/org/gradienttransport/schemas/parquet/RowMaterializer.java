package org.gradienttransport.schemas.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.gradienttransport.schemas.ColumnType;
import org.gradienttransport.schemas.TableSpec;

/** Puts the values that Parquet delivers into rows, each in its column's place. */
final class RowMaterializer extends RecordMaterializer<Object[]> {
  private final int width;
  private final Converter[] columns;
  private Object[] row;

  RowMaterializer(TableSpec table, MessageType file, Map<String, Integer> places) {
    width = table.columns().size();
    columns = new Converter[file.getFieldCount()];
    for (int i = 0; i < columns.length; i++) {
      Type field = file.getType(i);
      int place = places.get(field.getName());
      ColumnType type = table.columns().get(place).type();
      Consumer<Object> put = value -> row[place] = value;
      Optional<ColumnType> element = type.element();
      if (field.isPrimitive() != element.isEmpty()) {
        throw new IllegalArgumentException(
            "column " + field.getName() + " of " + table.name() + " is stored as " + field);
      }
      columns[i] = element.isEmpty() ? new Single(type, put) : new Elements(element.get(), put);
    }
  }

  @Override
  public Object[] getCurrentRecord() {
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return new GroupConverter() {
      @Override
      public Converter getConverter(int field) {
        return columns[field];
      }

      @Override
      public void start() {
        row = new Object[width];
      }

      @Override
      public void end() {}
    };
  }

  /** A single value. */
  private static final class Single extends PrimitiveConverter {
    private final ColumnType type;
    private final Consumer<Object> put;

    Single(ColumnType type, Consumer<Object> put) {
      this.type = type;
      this.put = put;
    }

    @Override
    public void addBinary(Binary value) {
      put.accept(value.toStringUsingUTF8());
    }

    @Override
    public void addInt(int value) {
      put.accept(type == ColumnType.DATE ? LocalDate.ofEpochDay(value) : (Object) value);
    }

    @Override
    public void addLong(long value) {
      put.accept(
          type == ColumnType.TIMESTAMP
              ? Instant.EPOCH.plus(value, ChronoUnit.MICROS)
              : (Object) value);
    }

    @Override
    public void addDouble(double value) {
      put.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      put.accept(value);
    }
  }

  /** A list: a group that repeats a group of one element. */
  private static final class Elements extends GroupConverter {
    private final GroupConverter repeated;
    private final Consumer<Object> put;
    private List<Object> values;

    Elements(ColumnType element, Consumer<Object> put) {
      this.put = put;
      Converter single = new Single(element, value -> values.add(value));
      this.repeated =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return single;
            }

            @Override
            public void start() {}

            @Override
            public void end() {}
          };
    }

    @Override
    public Converter getConverter(int field) {
      return repeated;
    }

    @Override
    public void start() {
      values = new ArrayList<>();
    }

    @Override
    public void end() {
      put.accept(Collections.unmodifiableList(values));
    }
  }
}
