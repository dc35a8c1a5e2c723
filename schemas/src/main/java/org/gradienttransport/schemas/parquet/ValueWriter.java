package org.gradienttransport.schemas.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.ColumnType;

/** Hands one value of a column to Parquet. */
interface ValueWriter {
  void write(RecordConsumer consumer, Object value);

  static ValueWriter of(Column column) {
    return column
        .type()
        .element()
        .map(element -> list(single(element)))
        .orElseGet(() -> single(column.type()));
  }

  private static ValueWriter single(ColumnType type) {
    return switch (type) {
      case STRING -> (consumer, value) -> consumer.addBinary(Binary.fromString((String) value));
      case INT -> (consumer, value) -> consumer.addInteger((Integer) value);
      case LONG -> (consumer, value) -> consumer.addLong((Long) value);
      case DOUBLE -> (consumer, value) -> consumer.addDouble((Double) value);
      case BOOLEAN -> (consumer, value) -> consumer.addBoolean((Boolean) value);
      case DATE ->
          (consumer, value) ->
              consumer.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIMESTAMP ->
          (consumer, value) ->
              consumer.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
      case LONG_ARRAY, DOUBLE_ARRAY, STRING_ARRAY ->
          throw new IllegalArgumentException(type + " is no type of single values");
    };
  }

  private static ValueWriter list(ValueWriter element) {
    return (consumer, value) -> {
      List<?> values = (List<?>) value;
      consumer.startGroup();
      if (!values.isEmpty()) {
        consumer.startField("list", 0);
        for (Object one : values) {
          consumer.startGroup();
          consumer.startField("element", 0);
          element.write(consumer, one);
          consumer.endField("element", 0);
          consumer.endGroup();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    };
  }
}
