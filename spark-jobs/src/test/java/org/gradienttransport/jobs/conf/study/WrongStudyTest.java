package org.gradienttransport.jobs.conf.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong study is refused before any work, naming file, line, key and remedy. */
final class WrongStudyTest {
  @TempDir Path directory;

  private static Arguments wrong(String stretch, String replacement, String message) {
    return Arguments.of(stretch, replacement, message);
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        // Names and unknown keys.
        wrong("study: sweep", "study: My Sweep", "study: 'My Sweep' must be of lower-case letters"),
        wrong("title: A small sweep\n", "", "title: this key is missing; add it"),
        wrong("title:", "titel:", "titel: unknown key; did you mean 'title'?"),
        wrong("study: sweep", "study: sweep\nstudy: other", "study: this key is there twice"),
        // Rows.
        wrong("files: [runs.csv]", "files: []", "rows.files: the list is empty"),
        wrong("files: [runs.csv]", "files: [/runs.csv]", "must be a path or glob below the root"),
        wrong("files: [runs.csv]", "files: [a.csv]\n  format: xls", "rows.format: 'xls' is not"),
        wrong("files: [runs.csv]", "files: [a.csv]\n  path: '('", "is no regular expression"),
        wrong("most_rows: 1000", "most_rows: 0", "most_rows must lie between 1 and 1000000, got 0"),
        wrong("root: .", "root: 's3a://a:secret@b/c'", "rows.root: the root holds a password"),
        // Columns.
        wrong("  run: run\n", "", "columns.run: this key is missing; add it"),
        wrong("  loss: loss\n", "", "columns.loss: this key is missing; add it"),
        wrong("params: params", "param: params", "columns.param: unknown key; did you mean"),
        wrong("params_kind: total", "params_kind: all", "'all' is not known; known: non_embedding"),
        wrong("  params_kind: total\n", "", "params_kind is missing: say which parameters"),
        wrong("tokens: tokens", "flops: c", "flops_kind is missing: say how flops were counted"),
        wrong(
            "tokens: tokens", "tokens: -5", "columns.tokens: expected a number from 0 on, got -5"),
        wrong("tokens: tokens", "tokens: {column: d, times: 0}", "times must be a positive number"),
        wrong("tokens: tokens", "tokens: {times: 2}", "columns.tokens.column: this key is missing"),
        wrong("loss_unit: nats", "loss_unit: nat", "did you mean 'nats'?"),
        wrong("schedule_state: final", "schedule_state: ended", "'ended' is not known"),
        wrong(
            "schedule_state: final",
            "schedule_state: {column: s, words: {x: done}}",
            "columns.schedule_state.words.x: 'done' is not known"),
        wrong("series: data", "series: ' '", "columns.series: a name must not be blank"),
        // Conditions.
        wrong("equals: 1}", "min: 5, max: 3}", "where[0].min: min 5.0 is above max 3.0"),
        wrong("equals: 1}", "divisible_by: -2}", "divisible_by must be positive, got -2"),
        wrong(", equals: 1}", "}", "a condition needs equals, one_of, min, max or divisible_by"),
        wrong("equals: 1}", "equal: 1}", "where[0].equal: unknown key; did you mean 'equals'?"),
        wrong("column: keep, equals: 1", "quantity: size, min: 1", "'size' is not known"),
        wrong("column: keep, equals: 1", "quantity: tau, min: 1", "a condition is on params"),
        wrong("column: keep, equals: 1", "quantity: tokens", "needs min, max or divisible_by"),
        // Fits.
        wrong("laws: [chinchilla, ", "laws: [chincilla, ", "did you mean 'chinchilla'?"),
        wrong("laws: [chinchilla, ", "laws: [power, ", "say what it is a function of, as in {form"),
        wrong("laws: [chinchilla, ", "laws: [{form: power}, ", "fits.laws[0].in: this key is miss"),
        wrong(
            "laws: [chinchilla, ",
            "laws: [{form: kaplan_nd, in: n_s}, ",
            "the form kaplan_nd cannot be a function of n_s"),
        wrong("laws: [chinchilla, ", "laws: [kaplan_nd, ", "a law is named twice"),
        wrong("approaches: [1, ", "approaches: [4, ", "fits.approaches[0]: '4' is not known"),
        wrong("approaches: [1, ", "approaches: [none, ", "none is no approach"),
        wrong("objective: huber_log", "objective: lsq", "delta belongs to huber_log alone"),
        wrong("delta: 1e-3", "delta: 0", "delta must be positive, got 0.0"),
        wrong("replicates: 100", "replicates: -1", "replicates must lie between 0 and 100000"),
        wrong("compute_share: 0.1", "compute_share: 1.5", "compute_share must lie between 0 and 1"),
        wrong("clocks: [step]", "clocks: [hours]", "fits.time.clocks[0]: 'hours' is not known"),
        wrong("from: 10}", "from: 10, to: 5}", "a window from 10.0 to 5.0 holds nothing"),
        wrong("budgets: [1e21]", "budgets: [-1]", "a budget must be positive, got -1.0"),
        wrong("allow_decaying: false", "allow_decaying: maybe", "expected true or false"),
        // What is asked for must follow from what rows have.
        wrong("  params: params\n", "", "the law chinchilla in n_d needs N; name a column for"),
        wrong(
            "  tokens: tokens\n  steps: step\n",
            "",
            "the law kaplan_nd in n_d needs D; name a column for tokens, or for steps"),
        wrong("clocks: [step]", "clocks: [step, tau]\n      , x: 1", "fits.time.x: unknown key"),
        wrong(
            "  learning_rate: lr\n",
            "  learning_rate: lr\n  flops_kind: exact\n",
            "flops of an exact kind need a column for flops, or all of the shape"),
        // What was published.
        wrong("{alpha: 0.34}", "{alfa: 0.34}", "'alfa' is not known; did you mean 'alpha'?"),
        wrong("{alpha: 0.34}", "{}", "a published fit needs at least one coefficient"),
        wrong("approach: 3, c", "approach: 5, c", "published[0].approach: '5' is not known"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void aWrongValueIsRefusedWithItsKeyAndTheRemedy(
      String stretch, String replacement, String message) {
    assertThatThrownBy(() -> Sweeps.load(directory, Sweeps.with(stretch, replacement)))
        .isInstanceOf(JobException.class)
        .satisfies(
            e -> {
              assertThat(((JobException) e).exitCode()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(e.getMessage()).contains(message).containsPattern("sweep\\.yaml:\\d+: ");
            });
  }

  @Test
  void theDescriptionThatTheseTestsSpoilIsRight() throws IOException {
    assertThat(Sweeps.load(directory, Sweeps.GOOD).name()).isEqualTo("sweep");
  }

  @Test
  void everyProblemOfAFileIsToldAtOnceWithItsLine() {
    String text =
        Sweeps.GOOD
            .replace("title:", "titel:")
            .replace("loss_unit: nats", "loss_unit: nat")
            .replace("replicates: 100", "replicates: many");

    assertThatThrownBy(() -> Sweeps.load(directory, text))
        .asInstanceOf(InstanceOfAssertFactories.throwable(JobException.class))
        .hasMessageContaining("is not a usable study description; nothing was done. 4 problems:")
        .hasMessageContaining("sweep.yaml:1: title: this key is missing")
        .hasMessageContaining("sweep.yaml:2: titel: unknown key")
        .hasMessageContaining("sweep.yaml:19: columns.loss_unit: 'nat' is not known")
        .hasMessageContaining("sweep.yaml:29: fits.bootstrap.replicates: expected a whole number");
  }

  @Test
  void aStudyThatIsNotThereIsRefusedShowingItsNeighbours() throws IOException {
    Study unused = Sweeps.load(directory, Sweeps.GOOD);
    String missing = directory.resolve("swep.yaml").toString();

    assertThatThrownBy(() -> StudyFiles.load(missing, new Configuration(false)))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("study file file:" + missing + " does not exist")
        .hasMessageContaining("did you mean 'sweep.yaml'?");
  }

  @Test
  void aStudyThatAsksForNothingIsRefused() {
    String text = Sweeps.GOOD.replaceAll("(?s)fits:.*", "fits: {starts: full}\n");

    assertThatThrownBy(() -> Sweeps.load(directory, text))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("fits: nothing is to be fitted; name laws, approaches or time");
  }
}
