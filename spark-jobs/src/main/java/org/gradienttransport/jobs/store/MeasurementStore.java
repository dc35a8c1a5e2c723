package org.gradienttransport.jobs.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.publish.WriterLease;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.spark.SparkSchemas;

/**
 * Every measurement ever made in a warehouse.
 *
 * <p>Rows arrive in waves. A wave's Parquet files are written under {@code store/data/}, then
 * named, with their lengths, by one small file {@code store/waves/NUMBER.json}, created in one
 * step. Only files named there are ever read, so a killed writer leaves garbage that nobody sees
 * and {@code gc} removes, and no rename is relied on.
 */
public final class MeasurementStore {
  /** Key by which a planned relaxation finds its measurement. */
  public static final String LOOKUP_KEY = "lookup_key";

  /** Number of the wave a row came with; of two rows with one key the later wave counts. */
  public static final String WAVE = "wave";

  /** Columns of stored rows: key and wave, then the columns of field_transport. */
  public static final StructType SCHEMA = schema();

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final FileSystem fs;

  public MeasurementStore(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.fs = warehouse.fileSystem();
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

  /**
   * All committed measurements, one row per key.
   *
   * @throws JobException when a committed file is gone or has another length
   */
  public Dataset<Row> rows() throws IOException {
    List<String> files = committedFiles();
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), SCHEMA);
    }
    Dataset<Row> all = spark.read().schema(SCHEMA).parquet(files.toArray(String[]::new));
    var latestFirst = Window.partitionBy(LOOKUP_KEY).orderBy(functions.col(WAVE).desc());
    return all.withColumn("newest", functions.row_number().over(latestFirst))
        .where("newest = 1")
        .drop("newest");
  }

  /**
   * Writes rows as the next wave.
   *
   * @param rows measured, in {@link #SCHEMA} less {@link #WAVE}, which is added here
   * @param lease confirmed before the wave becomes visible
   */
  public void append(Dataset<Row> rows, WriterLease lease) throws IOException {
    long number = lastWave() + 1;
    Path data = new Path(warehouse.store(), "data/" + name(number) + "-" + lease.token());
    rows.withColumn(WAVE, functions.lit(number)).select(columns()).write().parquet(data.toString());
    lease.requireHeld();
    if (!SmallFiles.createNew(fs, marker(number), Json.text(describe(number, data)))) {
      throw new JobException(
          ExitCode.TRY_AGAIN,
          "Wave "
              + number
              + " of "
              + warehouse.store()
              + " was committed by another run. Try again"
              + " when that run has finished.");
    }
  }

  /** Data directories that no wave names: what killed runs left behind. */
  public List<Path> abandoned() throws IOException {
    List<String> named = new ArrayList<>();
    for (JsonNode wave : waves()) {
      named.add(new Path(warehouse.store(), wave.path("data").asText()).getName());
    }
    List<Path> abandoned = new ArrayList<>();
    for (FileStatus status : list(new Path(warehouse.store(), "data"))) {
      if (!named.contains(status.getPath().getName())) {
        abandoned.add(status.getPath());
      }
    }
    return abandoned;
  }

  private ObjectNode describe(long number, Path data) throws IOException {
    ObjectNode wave = Json.object().put("wave", number).put("data", "data/" + data.getName());
    ArrayNode files = wave.putArray("files");
    for (FileStatus status : list(data)) {
      if (status.getPath().getName().endsWith(".parquet")) {
        files.addObject().put("name", status.getPath().getName()).put("length", status.getLen());
      }
    }
    return wave;
  }

  private List<String> committedFiles() throws IOException {
    List<String> files = new ArrayList<>();
    for (JsonNode wave : waves()) {
      Path data = new Path(warehouse.store(), wave.path("data").asText());
      for (JsonNode file : wave.path("files")) {
        files.add(new Path(data, file.path("name").asText()).toString());
      }
    }
    return files;
  }

  private List<JsonNode> waves() throws IOException {
    List<JsonNode> waves = new ArrayList<>();
    for (Path marker : markers().values()) {
      String text =
          SmallFiles.read(fs, marker)
              .orElseThrow(() -> new IOException(marker + " vanished while it was read"));
      waves.add(Json.parse(text, marker.toString()));
    }
    return waves;
  }

  private long lastWave() throws IOException {
    return markers().keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Commit records by wave number, ascending. */
  private Map<Long, Path> markers() throws IOException {
    Map<Long, Path> markers = new TreeMap<>();
    for (FileStatus status : list(new Path(warehouse.store(), "waves"))) {
      String name = status.getPath().getName();
      if (name.matches("\\d{10}\\.json")) {
        markers.put(Long.parseLong(name.substring(0, 10)), status.getPath());
      }
    }
    return markers;
  }

  private List<FileStatus> list(Path directory) throws IOException {
    try {
      return List.of(fs.listStatus(directory));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private Path marker(long number) {
    return new Path(warehouse.store(), "waves/" + name(number) + ".json");
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "%010d", number);
  }

  private static org.apache.spark.sql.Column[] columns() {
    return java.util.Arrays.stream(SCHEMA.fieldNames())
        .map(functions::col)
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
