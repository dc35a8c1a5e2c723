package org.gradienttransport.jobs.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.conf.study.RowSource;
import org.gradienttransport.udfs.layout.LayoutRule;

/** A family's external performance, by the form in which it is published (METHOD section 6). */
public sealed interface PerformanceFiles extends Serializable {

  /** Where the metric is stored, and what it is called. */
  MetricSource source();

  /**
   * The number whose logarithm stands for a value: the value itself, or the floor if it is below.
   */
  default double floored(double value) {
    return Math.max(value, this instanceof EvalHarness harness ? harness.floor() : 0.0);
  }

  /** Canonical text without the location: part of what identifies a configuration. */
  String canonical();

  private static void requireFilePerStep(MetricSource source) {
    if (!source.hasStep()) {
      throw new IllegalArgumentException(
          "path '" + source.path() + "' must contain {step}: there is one file per step");
    }
  }

  /**
   * One small JSON object per scale and step with the number under a key, as Pico-LM publishes its
   * perplexities.
   *
   * @param key the key
   */
  record EvalJson(MetricSource source, String key) implements PerformanceFiles {
    public EvalJson {
      requireFilePerStep(source);
    }

    @Override
    public String canonical() {
      return "eval_json{" + source.canonical() + ";" + key + "}";
    }
  }

  /**
   * One result file of the LM evaluation harness per scale and step; the number is the mean
   * accuracy over tasks.
   *
   * @param tasks task names; a trailing {@code *} takes every task that begins so
   * @param expectedTasks how many tasks a complete file has
   * @param metrics keys of a task's accuracy, best first
   * @param floor smallest mean accuracy, so that its logarithm exists
   */
  record EvalHarness(
      MetricSource source,
      List<String> tasks,
      int expectedTasks,
      List<String> metrics,
      double floor)
      implements PerformanceFiles {
    public EvalHarness {
      tasks = List.copyOf(tasks);
      metrics = List.copyOf(metrics);
      requireFilePerStep(source);
      if (tasks.isEmpty() || metrics.isEmpty()) {
        throw new IllegalArgumentException("tasks and metrics must each list at least one name");
      }
      for (String task : tasks) {
        if (task.indexOf('*') >= 0 && task.indexOf('*') != task.length() - 1) {
          throw new IllegalArgumentException(
              "task '" + task + "' may have one '*', at its end only");
        }
      }
      if (expectedTasks < 1) {
        throw new IllegalArgumentException("expected_tasks must be positive, got " + expectedTasks);
      }
      if (!(floor > 0 && floor < 1)) {
        throw new IllegalArgumentException("floor must lie between 0 and 1, got " + floor);
      }
    }

    @Override
    public String canonical() {
      return "eval_harness{%s;%s;%d;%s;%s}"
          .formatted(
              source.canonical(),
              LayoutRule.canonicalList(tasks),
              expectedTasks,
              LayoutRule.canonicalList(metrics),
              Double.toHexString(floor));
    }
  }

  /**
   * A table: CSV with a header, JSON lines or Parquet; one file per scale, or one for all with a
   * column that names the scale.
   *
   * @param format how the files are written
   * @param stepColumn column of the training step
   * @param valueColumn column of the number
   * @param scaleColumn column of the scale's name; blank if each scale has its own file
   * @param transform what to do with the stored number
   */
  record MetricTable(
      MetricSource source,
      RowSource.Format format,
      String stepColumn,
      String valueColumn,
      String scaleColumn,
      Transform transform)
      implements PerformanceFiles {

    /** How the stored number becomes the metric. */
    public enum Transform {
      /** The metric is the stored number. */
      NONE,
      /** The metric is the stored number's exponential: perplexity from a loss in nats. */
      EXP;

      /** The metric for a stored number. */
      public double of(double stored) {
        return this == EXP ? StrictMath.exp(stored) : stored;
      }
    }

    public MetricTable {
      if (stepColumn.equals(valueColumn)) {
        throw new IllegalArgumentException(
            "step and value are both column '" + stepColumn + "'; they must differ");
      }
      if (scaleColumn.isEmpty() && !source.path().contains("{scale")) {
        throw new IllegalArgumentException(
            "path '%s' names one file for all scales; add {scale_path} to it, or name the column"
                    .formatted(source.path())
                + " that holds the scale in columns.scale");
      }
    }

    @Override
    public String canonical() {
      String columns = LayoutRule.canonicalList(List.of(stepColumn, valueColumn, scaleColumn));
      return format.name().toLowerCase(Locale.ROOT)
          + "{"
          + source.canonical()
          + columns
          + transform
          + "}";
    }
  }
}
