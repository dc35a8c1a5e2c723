package org.gradienttransport.jobs.performance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.PerformanceFiles;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.scaling.rows.RowFormatException;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;
import org.gradienttransport.udfs.performance.HarnessEvaluation;
import org.gradienttransport.udfs.performance.HarnessResult;
import org.gradienttransport.udfs.performance.PerformanceFormatException;
import org.gradienttransport.udfs.performance.PerformanceValue;
import org.gradienttransport.udfs.performance.PicoEvaluation;

/** Reads one evaluation file; whatever is wrong with it becomes a reading that says so. */
final class EvaluationReader {
  private final PerformanceFiles performance;
  private final Scale scale;
  private final Set<Long> steps;
  private final Configuration hadoop;

  /**
   * Reads what one scale has.
   *
   * @param steps of the scale's snapshots
   */
  EvaluationReader(
      PerformanceFiles performance, Scale scale, Set<Long> steps, Configuration hadoop) {
    this.performance = performance;
    this.scale = scale;
    this.steps = steps;
    this.hadoop = hadoop;
  }

  /** The file's readings: one for a file of one step, even where it cannot be read. */
  List<Reading> read(EvaluationFile file) {
    try {
      return parse(file).stream().map(this::requireLogarithm).toList();
    } catch (FileNotFoundException e) {
      return List.of(
          Reading.refused(
              file,
              file.step(),
              EvaluationStatus.MISSING,
              "There is no file %s; the step is left out of exponents and correlations."
                  .formatted(file.path())));
    } catch (PerformanceFormatException e) {
      return List.of(Reading.refused(file, file.step(), EvaluationStatus.CORRUPT, e.getMessage()));
    } catch (RowFormatException e) {
      return List.of(
          Reading.refused(
              file,
              file.step(),
              EvaluationStatus.CORRUPT,
              file.path() + " " + e.getMessage() + "."));
    } catch (IOException | JobException e) {
      return List.of(
          Reading.refused(
              file,
              file.step(),
              EvaluationStatus.UNREADABLE,
              file.path() + " could not be read: " + e.getMessage() + "; run again to try again."));
    }
  }

  private List<Reading> parse(EvaluationFile file) throws IOException {
    if (performance instanceof PerformanceFiles.MetricTable table) {
      return new MetricRows(file, table, table.source().nameOf(scale), steps).read(hadoop);
    }
    Path path = new Path(file.path());
    try (InputStream stream = FileSystems.open(path, hadoop)) {
      return List.of(
          performance instanceof PerformanceFiles.EvalJson json
              ? pico(file, json, stream)
              : harness(file, (PerformanceFiles.EvalHarness) performance, stream));
    }
  }

  private Reading pico(EvaluationFile file, PerformanceFiles.EvalJson json, InputStream stream)
      throws IOException {
    PerformanceValue value =
        PicoEvaluation.read(file.path(), file.scale(), file.step(), json.key(), stream);
    return Reading.ok(file.scale(), file.step(), value.value(), null, file.path());
  }

  /** The step is the configuration's inside the file, and its path's where there is none. */
  private Reading harness(
      EvaluationFile file, PerformanceFiles.EvalHarness harness, InputStream stream)
      throws IOException {
    HarnessResult result =
        HarnessEvaluation.read(
            file.path(),
            new HarnessEvaluation.Taken(
                Suites.of(harness), harness.metrics(), OptionalLong.of(file.step())),
            stream);
    if (!result.complete()) {
      return Reading.refused(
              file,
              file.step(),
              EvaluationStatus.INCOMPLETE,
              "%s: lacks %s; a mean over other tasks is another quantity, so there is none."
                  .formatted(file.path(), String.join(", ", result.missing())))
          .at(result.step());
    }
    return Reading.ok(
        file.scale(),
        result.step(),
        result.meanAccuracy(),
        result.accuracies().size(),
        file.path());
  }

  private Reading requireLogarithm(Reading reading) {
    if (!reading.found()) {
      return reading;
    }
    double value = performance.floored(reading.value());
    return value > 0 && Double.isFinite(value)
        ? reading
        : new Reading(
            reading.scale(),
            reading.step(),
            Double.isFinite(reading.value()) ? reading.value() : null,
            reading.tasks(),
            reading.source(),
            EvaluationStatus.NO_LOGARITHM,
            ("%s: the metric at step %s is %s, which has no logarithm; leave it out or correct"
                    + " it.")
                .formatted(reading.source(), reading.step(), reading.value()));
  }
}
