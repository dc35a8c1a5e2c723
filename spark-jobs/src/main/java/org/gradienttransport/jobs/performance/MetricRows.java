package org.gradienttransport.jobs.performance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.PerformanceFiles.MetricTable;
import org.gradienttransport.jobs.conf.study.RowSource;
import org.gradienttransport.jobs.scaling.rows.Cells;
import org.gradienttransport.jobs.scaling.rows.RowFiles;
import org.gradienttransport.jobs.scaling.rows.RowSink;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one table of a metric that belong to one scale. What is wrong with a row costs its
 * step; a row whose step cannot be told costs nothing but a line of the log, and its step is then
 * one that the table lacks. A row without the value is none beside one that has it: trainers write
 * their own lines and those of evaluations into one table.
 */
final class MetricRows implements RowSink {
  private static final Logger LOG = LoggerFactory.getLogger(MetricRows.class);

  /** Lines of the log that one file may take. */
  private static final int LOGGED = 20;

  /** Steps of one scale that are kept: more than any training run evaluates. */
  private static final int MOST_STEPS = 1_000_000;

  /** Parquet and JSON may hold steps as floating numbers. */
  private static final Pattern STEP = Pattern.compile("(\\d{1,18})(?:\\.0{1,9})?");

  // Java's own parser also takes "1f" and "0x1p3".
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,4})?");

  private final EvaluationFile file;
  private final MetricTable table;
  private final String scale;
  private final Set<Long> steps;
  private final Map<Long, Reading> byStep = new TreeMap<>();
  private final Set<Long> blank = new HashSet<>();
  private int logged;

  /**
   * Rows of a file.
   *
   * @param scale what the scale is called in the table
   * @param steps of the scale's snapshots; at others a row without the value says nothing
   */
  MetricRows(EvaluationFile file, MetricTable table, String scale, Set<Long> steps) {
    this.file = file;
    this.table = table;
    this.scale = scale;
    this.steps = steps;
  }

  /**
   * The readings, by step.
   *
   * @throws org.gradienttransport.jobs.scaling.rows.RowFormatException if it is no such table
   */
  List<Reading> read(Configuration hadoop) throws IOException {
    Path path = new Path(file.path());
    RowSource source =
        new RowSource(
            String.valueOf(path.getParent()),
            List.of(path.getName()),
            table.format(),
            "",
            RowSource.DEFAULT_ROWS);
    List<String> columns = new ArrayList<>(List.of(table.stepColumn(), table.valueColumn()));
    if (!table.scaleColumn().isEmpty()) {
      columns.add(table.scaleColumn());
    }
    new RowFiles(source, hadoop).read(path, columns, this);
    byStep.keySet().removeIf(step -> blank.contains(step) && !steps.contains(step));
    return List.copyOf(byStep.values());
  }

  @Override
  public void row(String place, Cells cells) {
    if (!table.scaleColumn().isEmpty()
        && !cells.cell(table.scaleColumn()).equals(Optional.of(scale))) {
      return;
    }
    String cell = cells.cell(table.stepColumn()).orElse("");
    Matcher step = STEP.matcher(cell);
    if (!step.matches()) {
      malformed(
          place, "column " + table.stepColumn() + " is not a training step: '" + shown(cell) + "'");
      return;
    }
    long at = Long.parseLong(step.group(1));
    if ((file.hasAllSteps() || at == file.step()) && byStep.size() < MOST_STEPS) {
      put(at, place, cells.cell(table.valueColumn()));
    }
  }

  private void put(long step, String place, Optional<String> cell) {
    Reading reading = reading(step, place, cell.orElse(""));
    if (cell.isEmpty()) {
      if (byStep.putIfAbsent(step, reading) == null) {
        blank.add(step);
      }
    } else if (blank.remove(step)) {
      byStep.put(step, reading);
    } else {
      byStep.merge(step, reading, (first, second) -> twice(step, place));
    }
  }

  private Reading reading(long step, String place, String cell) {
    double value = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    return Double.isFinite(value)
        ? Reading.ok(file.scale(), step, table.transform().of(value), null, file.path())
        : corrupt(
            step,
            "%s: column %s is not a finite number: '%s'; leave the row out if there is no value."
                .formatted(place, table.valueColumn(), shown(cell)));
  }

  private Reading twice(long step, String place) {
    return corrupt(step, "%s: step %s comes twice; keep one of the rows.".formatted(place, step));
  }

  private Reading corrupt(long step, String message) {
    return Reading.refused(file, step, EvaluationStatus.CORRUPT, file.path() + ": " + message);
  }

  @Override
  public void malformed(String place, String problem) {
    if (++logged <= LOGGED) {
      LOG.warn("{}: {}: {}; the row is left out", file.path(), place, problem);
    }
  }

  private static String shown(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
  }
}
