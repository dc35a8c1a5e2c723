package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.jobs.testing.SampleRows.field;
import static org.gradienttransport.jobs.testing.SampleRows.row;
import static org.gradienttransport.jobs.testing.SampleRows.rows;
import static org.gradienttransport.jobs.testing.SampleRows.withInput;

import java.util.HashMap;
import java.util.Map;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;

/** Equal checkpoints and evaluations, with reason and without. */
class DuplicatesTest {
  /** The rate is zero at step 0 alone. */
  private static final String SCHEDULE =
      "schedule: {kind: constant, peak: {d12: 1e-3, d18: 1e-3}, warmup_steps: 10}";

  private static CheckResult check(Rows rows, String source, String name) {
    Family family = SampleRows.family("pico", source, SCHEDULE);
    return Duplicates.check(rows, Map.of("pico", family)).stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static FieldTransport copy(String family, long step, long of) {
    return withInput(
        field(family, "d12", step), new FieldTransport.Input("a", null, of, "p", null, null));
  }

  private static Performance evaluation(long step, String scale, Double value, Integer tasks) {
    Map<String, Object> values = new HashMap<>(Map.of("step", step, "scale", scale));
    values.put("value", value);
    values.put("tasks", tasks);
    return row(Performance.ROWS, values);
  }

  @Test
  void checkpointsMayBeEqualWhereNothingIsTrainedBetweenThem() {
    Rows rows = rows(FieldTransport.ROWS, copy("pico", 1, 0), copy("other", 9, 8));
    CheckResult found = check(rows, "checkpoint_difference", "duplicate_content");
    assertThat(found.status()).isEqualTo(Outcome.PASS);
    assertThat(found.message())
        .isEqualTo(
            "0 snapshots have the content of an earlier step without reason, and 1 because the"
                + " learning rate is zero in between.");
  }

  @Test
  void checkpointsAreNotEqualByThemselvesOnceTheRateIsPositive() {
    Rows rows = rows(FieldTransport.ROWS, copy("pico", 2, 0));
    CheckResult found = check(rows, "checkpoint_difference", "duplicate_content");
    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.value()).isEqualTo(1.0);
  }

  @Test
  void gradientsDifferEvenWhereNothingIsTrained() {
    Rows rows = rows(FieldTransport.ROWS, copy("pico", 1, 0));
    assertThat(check(rows, "gradient", "duplicate_content").status()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void meansOverTasksAreComparedWithinAScaleAndLossesAreNot() {
    Rows rows =
        rows(
            Performance.ROWS,
            evaluation(0, "d12", 0.5, 7),
            evaluation(1, "d12", 0.5, 7),
            evaluation(10, "d12", 0.5, 7),
            evaluation(10, "d18", 0.5, 7),
            evaluation(20, "d18", 2.5, null),
            evaluation(30, "d18", 2.5, null));
    CheckResult found = check(rows, "gradient", "duplicate_evaluation");
    assertThat(found.value()).as("step 10 repeats step 1").isEqualTo(1.0);
    assertThat(found.message()).contains("and 1 because the learning rate is zero");
  }
}
