package org.gradienttransport.jobs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.Presence;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * Rows written by hand. A row has the values that a test names and, in every other column, nothing
 * or the plainest value that the column takes.
 */
public final class SampleRows {
  private SampleRows() {}

  /**
   * A row of any table.
   *
   * @param values by column name; words of the vocabulary as the table has them
   */
  public static <R extends Record> R row(RowType<R> type, Map<String, Object> values) {
    values.keySet().stream()
        .filter(name -> !type.table().columnNames().contains(name))
        .findAny()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(type.name() + " has no column " + name);
            });
    return type.row(
        type.table().columns().stream()
            .map(column -> values.getOrDefault(column.name(), plainest(column)))
            .toArray());
  }

  private static Object plainest(Column column) {
    if (column.presence() == Presence.OPTIONAL) {
      return null;
    }
    return switch (column.name()) {
      case "family" -> "pico";
      case "scale" -> "all";
      case "field_kind" -> "real";
      case "status" -> "ok";
      case "scope", "window_name" -> "stable";
      case "level" -> "exponent";
      case "observable" -> "size";
      case "interval_method" -> "none";
      case "symbol" -> "D";
      case "metric" -> "perplexity";
      case "rule", "join_rule", "source", "method_version" -> "sample";
      case "replicate", "scales", "n", "matched", "replicates" -> 0;
      case "step", "from_step", "to_step", "count", "steps" -> 0L;
      case "bound" -> 1e-12;
      case "scale_names", "unmatched_x", "unmatched_y" -> List.of();
      default -> null;
    };
  }

  /** Tables that hold these rows of one table, to which others can be added. */
  @SafeVarargs
  public static <R extends Record> Rows.InMemory rows(RowType<R> type, R... rows) {
    Rows.InMemory tables = new Rows.InMemory();
    for (R row : rows) {
      tables.add(type, List.of(row));
    }
    return tables;
  }

  /** A real field of 100 entries between -1 and 1, relaxed in two steps. */
  public static FieldTransport field(String family, String scale, long step) {
    return difference(family, scale, step, step);
  }

  /** The same as a difference from an earlier step. */
  public static FieldTransport difference(String family, String scale, long fromStep, long step) {
    return new FieldTransport(
        new FieldTransport.FieldKey(family, scale, fromStep, step, Realisation.REAL),
        100L,
        FieldTransport.Cascade.of(100, 0.5, 12, 2, false, List.of(10L, 2L)),
        new FieldTransport.Moments(-1.0, 1.0, 0.0, 0.1, 0.0, 3.0, 3.0),
        null,
        FieldStatus.OK,
        null,
        input("hash of " + scale + " " + step, scale + "/" + step),
        null,
        "sample",
        new FieldTransport.Provenance(null, null, null, null, null));
  }

  /** The same field refused: without cascade and moments. */
  public static FieldTransport refused(FieldTransport field, FieldStatus status) {
    return with(
        field, null, null, status, new FieldTransport.Input(null, null, null, null, null, null));
  }

  /** The same field with another cascade and the status that follows from it. */
  public static FieldTransport relaxed(FieldTransport field, FieldTransport.Cascade cascade) {
    return with(field, cascade, field.moments(), cascade.status(), field.input());
  }

  /** The same field with other moments. */
  public static FieldTransport shaped(FieldTransport field, FieldTransport.Moments moments) {
    return with(field, field.cascade(), moments, field.status(), field.input());
  }

  /** The same field from another input. */
  public static FieldTransport withInput(FieldTransport field, FieldTransport.Input input) {
    return with(field, field.cascade(), field.moments(), field.status(), input);
  }

  /** An input without an earlier checkpoint. */
  public static FieldTransport.Input input(String hash, String path) {
    return new FieldTransport.Input(hash, null, null, path, null, null);
  }

  private static FieldTransport with(
      FieldTransport field,
      FieldTransport.Cascade cascade,
      FieldTransport.Moments moments,
      FieldStatus status,
      FieldTransport.Input input) {
    return new FieldTransport(
        field.key(),
        field.n(),
        cascade,
        moments,
        field.seed(),
        status,
        field.message(),
        input,
        field.measurementKey(),
        field.methodVersion(),
        field.provenance());
  }

  /**
   * A family of two scales.
   *
   * @param more further lines of its description
   */
  public static Family family(String name, String field, String... more) {
    String text =
        """
        family: %s
        title: A family for tests
        field: %s
        root: .
        scales:
          - {name: d12, entries: 100}
          - {name: d18, entries: 1000}
        snapshot: {directory: 'step-{step}', files: [gradient.safetensors]}
        steps: [0, 1, 10]
        tensors:
          rules:
            - names: [w]
        %s
        """
            .formatted(name, field, String.join("\n", more));
    try {
      Path file = Files.createTempFile("family", ".yaml");
      try {
        return FamilyFiles.load(
            Files.writeString(file, text).toUri().toString(), new Configuration(false));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
