package org.gradienttransport.jobs.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
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

  /** Columns of rows as they are measured: the key, then the columns of field_transport. */
  public static final StructType MEASURED =
      concat(new StructType().add(LOOKUP_KEY, DataTypes.StringType, false));

  /** Columns of stored rows: key and wave, then the columns of field_transport. */
  public static final StructType SCHEMA =
      concat(
          new StructType()
              .add(LOOKUP_KEY, DataTypes.StringType, false)
              .add(WAVE, DataTypes.LongType, false));

  private final SparkSession spark;
  private final StoreFiles files;

  public MeasurementStore(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.files = new StoreFiles(warehouse);
  }

  private static StructType concat(StructType first) {
    StructType schema = first;
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
   * @param rows of {@link #MEASURED}, in any number of partitions
   * @param lease confirmed before the wave becomes visible
   */
  public void append(JavaRDD<Row> rows, WriterLease lease) throws IOException {
    long number = files.nextWave();
    Path data = files.dataDirectory(number, lease);
    spark
        .createDataFrame(inOnePartition(rows), MEASURED)
        .withColumn(WAVE, functions.lit(number))
        .select(columns())
        .write()
        .parquet(data.toString());
    files.commit(number, data, lease);
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

  private static org.apache.spark.sql.Column[] columns() {
    return java.util.Arrays.stream(SCHEMA.fieldNames())
        .map(functions::col)
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
