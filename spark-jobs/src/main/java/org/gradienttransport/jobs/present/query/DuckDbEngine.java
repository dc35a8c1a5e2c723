package org.gradienttransport.jobs.present.query;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.Publication;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;

/** An embedded DuckDB with the views of a local warehouse. */
public final class DuckDbEngine implements QueryEngine {
  private final Connection connection;

  private DuckDbEngine(Connection connection) {
    this.connection = connection;
  }

  /** Whether the driver is at hand. */
  public static boolean available() {
    return DuckDbDriver.present();
  }

  /** Opens an empty database and defines the views; the run's files are read when asked for. */
  public static DuckDbEngine open(Publication publication) {
    try {
      DuckDbEngine engine = new DuckDbEngine(DuckDbDriver.connect());
      List<TableSpec> tables = LocalWarehouse.tables(publication);
      engine.define(Ddl.views(Dialect.DUCKDB, tables, publication));
      engine.define(Ddl.absent(Dialect.DUCKDB, Tables.without(tables)));
      return engine;
    } catch (SQLException e) {
      throw new JobException(
          ExitCode.INTERNAL, "DuckDB cannot define the views: " + e.getMessage(), e);
    }
  }

  private void define(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      // Comments are for people who look at the catalogue; a question does not wait for them.
      for (String definition : statements) {
        if (!definition.startsWith("COMMENT ON ")) {
          statement.execute(definition);
        }
      }
    }
  }

  @Override
  public Answer query(String sql) {
    try {
      requireQuery(sql);
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        return read(result);
      }
    } catch (SQLException e) {
      throw new JobException(ExitCode.USAGE, "DuckDB: " + cause(e), e);
    }
  }

  /** What is wrong with a query, without what the driver says of its own state. */
  private static String cause(SQLException e) {
    return e.getMessage().replaceFirst("(?s)^Invalid Input Error: Attempting.*?\\nError: ", "");
  }

  /**
   * DuckDB itself says what is a query: only those have a serialised form. What it cannot parse it
   * does not run either, and says why when asked to; anything else without such a form is refused.
   */
  private void requireQuery(String sql) throws SQLException {
    try (PreparedStatement check =
        connection.prepareStatement(
            "SELECT json_extract_string(j, '$.error_type'), json_array_length(j, '$.statements')"
                + " FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS j)")) {
      check.setString(1, sql);
      try (ResultSet answer = check.executeQuery()) {
        answer.next();
        String error = answer.getString(1);
        Statements words = new Statements(sql);
        boolean refused = error != null && !"parser".equals(error);
        if (refused && !(words.pivots() && words.single())) {
          throw JobException.usage(refusal(words));
        }
        if (error == null && answer.getInt(2) > 1) {
          throw JobException.usage(
              "One query is answered at a time, and these are %d. Ask them one after the other."
                  .formatted(answer.getInt(2)));
        }
      }
    }
  }

  private static String refusal(Statements words) {
    String what =
        words.change().orElse(words.beginsAsQuery() ? "What is no query alone" : words.first());
    return "%s is not run here: only queries are, as nothing may change a published run."
        .formatted(what.isEmpty() ? "This" : what);
  }

  private static Answer read(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    List<List<Object>> rows = new ArrayList<>();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(plain(result.getObject(i)));
      }
      rows.add(row);
    }
    return new Answer(columns, rows);
  }

  private static Object plain(Object value) throws SQLException {
    if (value instanceof Array array) {
      List<Object> elements = new ArrayList<>();
      for (Object element : Arrays.asList((Object[]) array.getArray())) {
        elements.add(plain(element));
      }
      return elements;
    }
    if (value instanceof Struct struct) {
      return fields(struct);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(plain(entry.getKey()), plain(entry.getValue()));
      }
      return entries;
    }
    if (value instanceof Blob blob) {
      return Answer.bytes(blob.getBytes(1, Math.toIntExact(blob.length())));
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    if (value instanceof Timestamp time) {
      return time.toInstant();
    }
    return value instanceof Date date ? date.toLocalDate() : value;
  }

  private static Map<String, Object> fields(Struct struct) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    Object[] values = struct.getAttributes();
    List<String> names = names(struct);
    for (int i = 0; i < values.length; i++) {
      fields.put(names.size() == values.length ? names.get(i) : "_" + (i + 1), plain(values[i]));
    }
    return fields;
  }

  /**
   * Names of a struct's fields, which JDBC has no word for but the driver's class has; fewer than
   * fields where some have none.
   */
  private static List<String> names(Struct struct) {
    try {
      Object named = struct.getClass().getMethod("getMap").invoke(struct);
      return ((Map<?, ?>) named).keySet().stream().map(String::valueOf).toList();
    } catch (ReflectiveOperationException | ClassCastException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new JobException(ExitCode.INTERNAL, "DuckDB: " + e.getMessage(), e);
    }
  }
}
