package org.gradienttransport.jobs.plan.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.spark.SparkRows;
import org.gradienttransport.schemas.spark.SparkSchemas;

/**
 * The rows of a warehouse's measurement store in Spark. They arrive in waves, each visible whole or
 * not at all; see {@link MeasurementStore}.
 */
public final class SparkStore {
  /** Key by which a planned relaxation finds its measurement. */
  public static final String LOOKUP_KEY = "lookup_key";

  /** Number of the wave a row came with; of two rows with one key the later wave counts. */
  public static final String WAVE = "wave";

  /** Columns of stored rows: key and wave, the columns of field_transport, then the tensors. */
  public static final StructType SCHEMA = SparkSchemas.structType(StoredMeasurement.ROWS.table());

  /** Columns of rows as they are measured: those of stored rows without the wave. */
  public static final StructType MEASURED =
      new StructType(
          Arrays.stream(SCHEMA.fields())
              .filter(field -> !field.name().equals(WAVE))
              .toArray(StructField[]::new));

  private final SparkSession spark;
  private final Waves waves;

  public SparkStore(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.waves = new MeasurementStore(warehouse).waves();
  }

  /**
   * A measured row on its way to the store, with the columns of {@link #MEASURED}.
   *
   * @param tensors of a real field; null where there are none to keep
   */
  public static Row row(
      String lookupKey, FieldTransport measured, StoredMeasurement.Tensors tensors) {
    Row stored =
        SparkRows.toSpark(
            StoredMeasurement.ROWS, new StoredMeasurement(lookupKey, 0, measured, tensors));
    return RowFactory.create(
        IntStream.range(0, stored.length())
            .filter(i -> i != SCHEMA.fieldIndex(WAVE))
            .mapToObj(stored::get)
            .toArray());
  }

  /** All committed measurements, one row per key. */
  public Dataset<Row> rows() throws IOException {
    List<StoredFile> committed = waves.files();
    if (committed.isEmpty()) {
      return spark.createDataFrame(List.of(), SCHEMA);
    }
    Dataset<Row> all =
        reader()
            .schema(SCHEMA)
            .parquet(committed.stream().map(file -> file.path().toString()).toArray(String[]::new));
    var latestFirst = Window.partitionBy(LOOKUP_KEY).orderBy(functions.col(WAVE).desc());
    return all.withColumn("newest", functions.row_number().over(latestFirst))
        .where("newest = 1")
        .drop("newest");
  }

  /** A reader to which a path is a path, though it may hold brackets, braces, stars or marks. */
  private DataFrameReader reader() {
    return spark.read().option("__globPaths__", "false");
  }

  /**
   * Writes rows as the next wave.
   *
   * @param rows of {@link #MEASURED}, in any number of partitions
   * @param lease confirmed before the wave becomes visible
   */
  public void append(JavaRDD<Row> rows, WriterLease lease) throws IOException {
    long number = waves.next();
    Path data = waves.directory(number, lease);
    String directory = data.toString();
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    List<WaveFile> written =
        inOnePartition(rows)
            .mapPartitions(measured -> written(measured, number, directory, hadoop.value()))
            .collect();
    waves.commit(number, data, written, lease);
  }

  /**
   * Writes the rows of one partition as a file of a wave. No committer renames it: every attempt of
   * a task has a name of its own, and the wave's marker names those that succeeded.
   */
  private static Iterator<WaveFile> written(
      Iterator<Row> measured, long wave, String directory, Configuration hadoop)
      throws IOException {
    List<StoredMeasurement> rows = new ArrayList<>();
    measured.forEachRemaining(row -> rows.add(stored(row, wave)));
    TaskContext task = TaskContext.get();
    String name =
        String.format(
            Locale.ROOT, "part-%05d-%d.snappy.parquet", task.partitionId(), task.taskAttemptId());
    Path file = new Path(directory, name);
    return List.of(WaveFile.write(StoredMeasurement.ROWS, rows, file.getFileSystem(hadoop), file))
        .iterator();
  }

  /** A row of {@link #MEASURED} with its wave. */
  private static StoredMeasurement stored(Row measured, long wave) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < measured.length(); i++) {
      values.add(measured.get(i));
    }
    values.add(SCHEMA.fieldIndex(WAVE), wave);
    return SparkRows.fromValues(StoredMeasurement.ROWS, RowFactory.create(values.toArray()));
  }

  /**
   * One file, however many tasks measured: a store of many small files is slow to open. It is
   * written by an executor like those that measured: these keep their cores while their rows are
   * wanted, so where they have all there are, another kind of executor would never start.
   */
  private static JavaRDD<Row> inOnePartition(JavaRDD<Row> rows) {
    JavaRDD<Row> gathered = rows.coalesce(1, true);
    ResourceProfile asked = rows.rdd().getResourceProfile();
    return asked == null ? gathered : gathered.withResources(asked);
  }
}
