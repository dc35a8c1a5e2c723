package org.gradienttransport.schemas.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.TableSpec;

/** Writes rows into a Parquet file and reads them from one. */
public final class ParquetRows {
  // Spark reads the types and comments of columns from this entry of a file's footer.
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private ParquetRows() {}

  /** Writes a file that does not exist yet: these rows, in their order. */
  public static <R extends Record> void write(RowType<R> type, List<R> rows, OutputFile file)
      throws IOException {
    try (ParquetWriter<Object[]> writer = new Builder(file, type.table()).build()) {
      for (R row : rows) {
        writer.write(type.values(row));
      }
    }
  }

  /**
   * Reads a file. Columns that it lacks are null, as in files from before they were added; columns
   * that the table does not have are left out.
   *
   * @throws IllegalArgumentException if a value breaks the table's declaration
   */
  public static <R extends Record> List<R> read(RowType<R> type, InputFile file)
      throws IOException {
    List<R> rows = new ArrayList<>();
    try (ParquetReader<Group> reader = new Opening(file).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(type.row(StoredValues.of(type.table(), row)));
      }
    }
    return rows;
  }

  @SuppressWarnings("deprecation") // Parquet still asks that the older of two ways be there
  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final TableSpec table;

    Builder(OutputFile file, TableSpec table) {
      super(file);
      this.table = table;
      withConf(new PlainParquetConfiguration());
      withCompressionCodec(CompressionCodecName.SNAPPY);
      withWriteMode(ParquetFileWriter.Mode.CREATE);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
      return new Writing(table);
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new Writing(table);
    }
  }

  @SuppressWarnings("deprecation") // Parquet still asks that the older of two ways be there
  private static final class Writing extends WriteSupport<Object[]> {
    private final TableSpec table;
    private final ValueWriter[] columns;
    private RecordConsumer consumer;

    Writing(TableSpec table) {
      this.table = table;
      this.columns = table.columns().stream().map(ValueWriter::of).toArray(ValueWriter[]::new);
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(
          ParquetSchemas.messageType(table), Map.of(SPARK_SCHEMA, SparkSchemaJson.of(table)));
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void write(Object[] values) {
      consumer.startMessage();
      for (int i = 0; i < columns.length; i++) {
        if (values[i] != null) {
          String name = table.columns().get(i).name();
          consumer.startField(name, i);
          columns[i].write(consumer, values[i]);
          consumer.endField(name, i);
        }
      }
      consumer.endMessage();
    }
  }

  private static final class Opening extends ParquetReader.Builder<Group> {
    Opening(InputFile file) {
      super(file, settings(file));
    }

    /** Those with which the file was found: given others, Parquet parses Hadoop's for each file. */
    private static ParquetConfiguration settings(InputFile file) {
      return file instanceof HadoopInputFile found
          ? new HadoopParquetConfiguration(found.getConfiguration())
          : new PlainParquetConfiguration();
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
