package org.gradienttransport.jobs.plan.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.StoreFiles;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.parquet.ParquetRows;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * The measurements of a warehouse, kept across runs: which files they are in and which keys are
 * known. Needs no Spark; {@link SparkStore} reads and writes the rows themselves.
 *
 * <p>A wave's Parquet files lie under {@code store/data/}, and are named, with their lengths, by
 * one small file {@code store/waves/NUMBER.json}, created in one step. Only files named there are
 * ever read, so a killed writer leaves garbage that nobody sees, and no rename is relied on.
 */
public final class MeasurementStore {
  /**
   * What planning asks of a stored row: the key that a planned relaxation looks for, and whether
   * its file could be read.
   */
  @Table(
      name = "store",
      version = 1,
      row = "one measurement ever made in a warehouse.",
      key = "lookup_key")
  public record StoredKey(
      @Col("Key by which a planned relaxation finds its measurement.") String lookupKey,
      @Col("What became of the relaxation.") FieldStatus status) {
    static final RowType<StoredKey> ROWS = RowType.of(StoredKey.class);
  }

  private final Path root;
  private final FileSystem fs;

  public MeasurementStore(Warehouse warehouse) {
    this(warehouse, warehouse.store());
  }

  private MeasurementStore(Warehouse warehouse, Path root) {
    this.root = root;
    this.fs = warehouse.fileSystem();
  }

  /** Waves of another kind, in a folder of the store. */
  static MeasurementStore below(Warehouse warehouse, String folder) {
    return new MeasurementStore(warehouse, new Path(warehouse.store(), folder));
  }

  /** Where the next wave's files go: a directory that no other writer uses. */
  Path dataDirectory(long number, WriterLease lease) {
    return new Path(root, "data/" + name(number) + "-" + lease.token());
  }

  /**
   * Makes a wave's files part of the store.
   *
   * @param files of the wave in that directory; others that failed tasks left there are never read
   * @throws JobException when the lease is lost or another run committed that number
   */
  void commit(long number, Path data, List<WaveFile> files, WriterLease lease) throws IOException {
    lease.requireHeld();
    if (!SmallFiles.createNew(fs, marker(number), Json.text(describe(number, data, files)))) {
      throw new JobException(
          ExitCode.TRY_AGAIN,
          "Wave "
              + number
              + " of "
              + root
              + " was committed by another run. Try again"
              + " when that run has finished.");
    }
  }

  /** Number of the next wave. */
  long nextWave() throws IOException {
    return lastWave() + 1;
  }

  /** Data directories that no wave names: what killed runs left behind. */
  public List<Path> abandoned() throws IOException {
    List<String> named = new ArrayList<>();
    for (JsonNode wave : waves()) {
      named.add(new Path(root, wave.path("data").asText()).getName());
    }
    List<Path> abandoned = new ArrayList<>();
    for (FileStatus status : list(new Path(root, "data"))) {
      if (!named.contains(status.getPath().getName())) {
        abandoned.add(status.getPath());
      }
    }
    return abandoned;
  }

  private static ObjectNode describe(long number, Path data, List<WaveFile> files) {
    ObjectNode wave = Json.object().put("wave", number).put("data", "data/" + data.getName());
    ArrayNode named = wave.putArray("files");
    files.forEach(file -> named.addObject().put("name", file.name()).put("length", file.length()));
    return wave;
  }

  /** Full paths of all files that committed waves name, the first wave's first. */
  public List<Path> committedFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (JsonNode wave : waves()) {
      Path data = new Path(root, wave.path("data").asText());
      for (JsonNode file : wave.path("files")) {
        files.add(new Path(data, file.path("name").asText()));
      }
    }
    return files;
  }

  /**
   * The keys of all measurements but those whose file could not be read: a store that did not
   * answer may answer next time, while a damaged file stays damaged.
   */
  public KnownKeys known() throws IOException {
    List<Path> files = new ArrayList<>(committedFiles());
    // Of two rows with one key the later wave counts.
    Collections.reverse(files);
    KnownKeys known = new KnownKeys();
    KnownKeys unreadable = new KnownKeys();
    for (Path file : files) {
      for (StoredKey row : ParquetRows.read(StoredKey.ROWS, StoreFiles.parquetInput(fs, file))) {
        if (known.test(row.lookupKey()) || unreadable.test(row.lookupKey())) {
          continue;
        }
        (row.status() == FieldStatus.UNREADABLE ? unreadable : known).add(row.lookupKey());
      }
    }
    return known;
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
    for (FileStatus status : list(new Path(root, "waves"))) {
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
    return new Path(root, "waves/" + name(number) + ".json");
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "%010d", number);
  }
}
