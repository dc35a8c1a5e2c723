package org.gradienttransport.jobs.present.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.rows.CheckResult;

/** Two complete runs and an abandoned one of a single table, made without Spark. */
public final class SmallWarehouse {
  private SmallWarehouse() {}

  /** The current run is {@code run-b}. */
  public static void make(Path root) throws Exception {
    run(root, "run-a", "('pico', 'closure', 'all', 'ERROR', 'pass', 1e-15, 1e-10, 'Closed.')");
    run(
        root,
        "run-b",
        "('pico', 'closure', 'all', 'ERROR', 'pass', 1e-15, 1e-10, 'Closed.'), ('pico',"
            + " 'zero_share', 'd12', 'INFO', 'fail', 0.1234567, NULL, 'Some, \"exactly\" zero.')");
    run(root, "run-c", "('pico', 'closure', 'all', 'ERROR', 'fail', 1.0, 1e-10, 'Abandoned.')");
    Files.delete(root.resolve("runs/run-c/_RUN.json"));
    Files.writeString(
        root.resolve("CURRENT.json"), "{\"run_id\": \"run-b\", \"path\": \"runs/run-b\"}");
  }

  private static void run(Path root, String id, String values) throws Exception {
    Path table = Files.createDirectories(root.resolve("runs").resolve(id).resolve("check_result"));
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (String sql : Ddl.absent(Dialect.DUCKDB, List.of(CheckResult.ROWS.table()))) {
        statement.execute(sql);
      }
      statement.execute("CREATE TABLE check_result AS FROM latest_check_result");
      statement.execute("INSERT INTO check_result VALUES " + values);
      statement.execute("COPY check_result TO '" + table.resolve("part-0.parquet") + "'");
    }
    Files.writeString(table.getParent().resolve("_RUN.json"), "{}");
  }
}
