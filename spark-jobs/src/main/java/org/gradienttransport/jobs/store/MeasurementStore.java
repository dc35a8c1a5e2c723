package org.gradienttransport.jobs.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.jobs.tables.Parquet;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.spark.SparkSchemas;

/**
 * Every measurement ever made in a warehouse.
 *
 * <p>Rows arrive in waves, each visible whole or not at all; see {@link StoreFiles}.
 */
public final class MeasurementStore {
  /** Key by which a planned relaxation finds its measurement. */
  public static final String LOOKUP_KEY = "lookup_key";

  /** Number of the wave a row came with; of two rows with one key the later wave counts. */
  public static final String WAVE = "wave";

  /** Columns of stored rows: key and wave, then the columns of field_transport. */
  public static final StructType SCHEMA = schema();

  private final SparkSession spark;
  private final StoreFiles files;

  public MeasurementStore(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.files = new StoreFiles(warehouse);
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add(LOOKUP_KEY, DataTypes.StringType, false)
            .add(WAVE, DataTypes.LongType, false);
    for (var field : SparkSchemas.structType(FieldTransport.TABLE).fields()) {
      schema = schema.add(field);
    }
    return schema;
  }

  /** All committed measurements, one row per key. */
  public Dataset<Row> rows() throws IOException {
    List<String> committed = files.committedFiles();
    if (committed.isEmpty()) {
      return spark.createDataFrame(List.of(), SCHEMA);
    }
    Dataset<Row> all =
        Parquet.reader(spark).schema(SCHEMA).parquet(committed.toArray(String[]::new));
    var latestFirst = Window.partitionBy(LOOKUP_KEY).orderBy(functions.col(WAVE).desc());
    return all.withColumn("newest", functions.row_number().over(latestFirst))
        .where("newest = 1")
        .drop("newest");
  }

  /**
   * The keys of measurements, as small as they can be kept on the driver.
   *
   * @param condition in SQL, on the columns of the store
   */
  public KnownKeys keys(String condition) throws IOException {
    KnownKeys keys = new KnownKeys();
    rows()
        .where(condition)
        .select(LOOKUP_KEY)
        .as(Encoders.STRING())
        .toLocalIterator()
        .forEachRemaining(keys::add);
    return keys;
  }

  /**
   * Writes rows as the next wave.
   *
   * @param rows measured, in {@link #SCHEMA} less {@link #WAVE}, which is added here
   * @param lease confirmed before the wave becomes visible
   */
  public void append(Dataset<Row> rows, WriterLease lease) throws IOException {
    long number = files.nextWave();
    Path data = files.dataDirectory(number, lease);
    // One file, however many tasks measured: a store of many small files is slow to open.
    rows.withColumn(WAVE, functions.lit(number))
        .select(columns())
        .repartition(1)
        .write()
        .parquet(data.toString());
    files.commit(number, data, lease);
  }

  private static org.apache.spark.sql.Column[] columns() {
    return java.util.Arrays.stream(SCHEMA.fieldNames())
        .map(functions::col)
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
