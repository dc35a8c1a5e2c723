package org.gradienttransport.jobs.conf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.gradienttransport.jobs.conf.study.RowSource;
import org.gradienttransport.udfs.performance.HarnessEvaluation;

/** Reads {@code performance}: where the family's perplexity or accuracy is stored. */
final class PerformanceParser {
  private enum Kind {
    PICO_EVAL_JSON,
    LM_EVAL_HARNESS,
    CSV,
    JSONL,
    PARQUET
  }

  private final MapReader in;
  private final Set<String> scaleNames;

  PerformanceParser(MapReader in, Set<String> scaleNames) {
    this.in = in;
    this.scaleNames = new TreeSet<>(scaleNames);
  }

  PerformanceFiles parse() {
    Kind kind = in.choice("kind", Kind.class);
    if (in.unsound()) {
      return null; // Which keys belong here depends on the kind.
    }
    String written = in.text("root", "");
    String root = written.isEmpty() ? "" : in.root(written);
    String path = in.text("path");
    Map<String, String> scales = scales();
    String metric = in.text("metric");
    MetricSource.Direction direction = in.choice("direction", MetricSource.Direction.class);
    Supplier<MetricSource> source = () -> new MetricSource(root, path, scales, metric, direction);
    return switch (kind) {
      case PICO_EVAL_JSON -> evalJson(source);
      case LM_EVAL_HARNESS -> evalHarness(source);
      case CSV, JSONL, PARQUET -> table(source, RowSource.Format.valueOf(kind.name()));
    };
  }

  private Map<String, String> scales() {
    Map<String, String> names = new HashMap<>();
    if (!in.has("scales")) {
      return names;
    }
    MapReader mapping = in.inside(in.at("scales"));
    for (String scale : mapping.keys()) {
      if (scaleNames.contains(scale)) {
        names.put(scale, mapping.text(scale));
      } else {
        mapping.problem(scale, "is no scale of this family; " + Nearest.hint(scale, scaleNames));
      }
    }
    if (names.isEmpty()) {
      in.problem("scales", "names no scale of this family; remove the key to take all of them");
    }
    return names;
  }

  private PerformanceFiles evalJson(Supplier<MetricSource> source) {
    String key = in.text("key");
    return in.build(() -> new PerformanceFiles.EvalJson(source.get(), key));
  }

  private PerformanceFiles evalHarness(Supplier<MetricSource> source) {
    List<String> tasks = in.texts("tasks");
    long expected = in.integer("expected_tasks");
    List<String> keys = in.texts("keys", HarnessEvaluation.KEYS);
    double floor = in.number("floor", 1e-6);
    return in.build(
        () ->
            new PerformanceFiles.EvalHarness(
                source.get(), tasks, Math.toIntExact(Math.min(expected, 1_000_000)), keys, floor));
  }

  private PerformanceFiles table(Supplier<MetricSource> source, RowSource.Format format) {
    PerformanceFiles.MetricTable.Transform transform =
        in.choice(
            "transform",
            PerformanceFiles.MetricTable.Transform.class,
            PerformanceFiles.MetricTable.Transform.NONE);
    YamlNode value = in.required("columns");
    if (value == null) {
      return null;
    }
    MapReader columns = in.inside(value);
    String step = columns.text("step");
    String number = columns.text("value");
    String scale = columns.text("scale", "");
    columns.finish();
    return in.build(
        () ->
            new PerformanceFiles.MetricTable(source.get(), format, step, number, scale, transform));
  }
}
