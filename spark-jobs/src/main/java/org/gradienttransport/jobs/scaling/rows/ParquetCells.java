package org.gradienttransport.jobs.scaling.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows of a Parquet file that somebody else wrote: its plain columns, of any primitive type. */
final class ParquetCells {
  private ParquetCells() {}

  /**
   * Reads a file, and of it only the columns that are needed.
   *
   * @throws RowFormatException if it lacks one, or is no Parquet
   */
  static void read(Path file, Configuration hadoop, Collection<String> needed, RowSink sink)
      throws IOException {
    try {
      MessageType wanted = projection(schema(file, hadoop), needed);
      Configuration projected = new Configuration(hadoop);
      projected.set(ReadSupport.PARQUET_READ_SCHEMA, wanted.toString());
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), file).withConf(projected).build()) {
        long number = 0;
        for (Group row = reader.read(); row != null; row = reader.read()) {
          Group current = row;
          sink.row("row " + number, column -> cell(current, column));
          number++;
        }
      }
    } catch (RuntimeException e) {
      // Parquet has no exception of its own for files that are damaged.
      throw new RowFormatException("is no sound Parquet file: " + e.getMessage(), e);
    }
  }

  private static MessageType schema(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getFooter().getFileMetaData().getSchema();
    }
  }

  private static MessageType projection(MessageType schema, Collection<String> needed)
      throws RowFormatException {
    List<String> known = schema.getFields().stream().map(Type::getName).toList();
    List<Type> fields = new ArrayList<>();
    for (String name : needed) {
      if (!known.contains(name)) {
        throw new RowFormatException(CsvRows.lacks(name, known));
      }
      Type field = schema.getType(name);
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        throw new RowFormatException(
            "has a column '" + name + "' of lists or records; name one of plain values");
      }
      fields.add(field);
    }
    return new MessageType(schema.getName(), fields);
  }

  private static Optional<String> cell(Group row, String column) {
    if (!row.getType().containsField(column) || row.getFieldRepetitionCount(column) == 0) {
      return Optional.empty();
    }
    return Cells.text(row.getValueToString(row.getType().getFieldIndex(column), 0));
  }
}
