package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.schemas.rows.FieldTransport;

/**
 * A copy, on this machine's disk, of those tables of a distant warehouse that questions are about.
 * A published table never changes, so that each is fetched once.
 */
final class Mirror {
  private final Warehouse warehouse;
  private final Path root;

  private Mirror(Warehouse warehouse, Path cache) {
    this.warehouse = warehouse;
    String name = warehouse.root().toUri().toString();
    this.root = cache.resolve("warehouses").resolve(DigestUtils.sha256Hex(name).substring(0, 16));
  }

  /**
   * Fetches what a query needs and is not here yet: the tables of the current run, the largest only
   * if it is named, and those tables of earlier runs whose history is named.
   *
   * @param cache directory that may be lost at any time
   * @return where the copy lies
   */
  static Path of(Warehouse warehouse, String sql, Path cache) throws IOException {
    Mirror mirror = new Mirror(warehouse, cache);
    String current = warehouse.requireCurrentRun();
    List<TableSpec> past = named(sql, Ddl::history);
    List<TableSpec> latest = named(sql, Ddl::latest);
    for (TableSpec table : Tables.ALL) {
      if (past.contains(table)
          || latest.contains(table)
          || !table.equals(FieldTransport.ROWS.table())) {
        mirror.fetch(current, table);
      }
    }
    mirror.fetchRun(current);
    if (!past.isEmpty()) {
      mirror.fetchHistory(past);
    }
    mirror.write(
        "CURRENT.json",
        Json.text(Json.object().put("path", "runs/" + current).put("run_id", current)));
    return mirror.root;
  }

  private static List<TableSpec> named(
      String sql, java.util.function.Function<TableSpec, String> view) {
    String text = sql.toLowerCase(Locale.ROOT);
    return Tables.ALL.stream().filter(table -> text.contains(view.apply(table))).toList();
  }

  private void fetchHistory(List<TableSpec> tables) throws IOException {
    Set<String> complete = Set.copyOf(warehouse.completeRuns());
    for (String run : complete) {
      for (TableSpec table : tables) {
        fetch(run, table);
      }
      fetchRun(run);
    }
    try (Stream<Path> runs = Files.list(root.resolve("runs"))) {
      for (Path run :
          runs.filter(path -> !complete.contains(path.getFileName().toString())).toList()) {
        FileUtil.fullyDelete(run.toFile());
      }
    }
  }

  private void fetchRun(String run) throws IOException {
    write("runs/" + run + "/" + Warehouse.RUN_MARKER, warehouse.runDescription(run).orElse("{}"));
  }

  /** Copied aside and moved to its place, so that another process never sees half a table. */
  private void fetch(String run, TableSpec table) throws IOException {
    Path target = root.resolve("runs").resolve(run).resolve(table.name());
    org.apache.hadoop.fs.Path source = warehouse.table(run, table.name());
    FileSystem store = warehouse.fileSystem();
    if (Files.isDirectory(target) || !store.exists(source)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path aside = Files.createTempDirectory(root, "table");
    try {
      store.copyToLocalFile(
          false, source, new org.apache.hadoop.fs.Path(aside.resolve("t").toUri()), true);
      Files.move(aside.resolve("t"), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.FileAlreadyExistsException
        | java.nio.file.DirectoryNotEmptyException e) {
      // Another process fetched the same table meanwhile.
    } finally {
      FileUtil.fullyDelete(aside.toFile());
    }
  }

  private void write(String name, String text) throws IOException {
    Path target = root.resolve(name);
    Files.createDirectories(target.getParent());
    Path aside = Files.createTempFile(root, "file", ".tmp");
    Files.writeString(aside, text);
    Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
