package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which number of a name is the step. */
class StepNamesTest {
  private static StepNames best(String... names) {
    return StepNames.of(List.of(names)).get(0);
  }

  private static String template(String... names) {
    return best(names).template().text();
  }

  @Test
  void theNumberBehindAWordForStepsIsTheStepAndOthersThatVaryAreStars() {
    StepNames branches =
        best("stage1-step1000-tokens3B", "stage1-step2000-tokens5B", "stage1-step500-tokens2.5B");
    assertThat(branches.template().text()).isEqualTo("stage1-step{step}-tokens*B");
    assertThat(branches.names().keySet()).containsExactly(500L, 1000L, 2000L);
    assertThat(branches.word()).isEqualTo(StepNames.Word.STEP);
    assertThat(template("epoch=0-step=100.ckpt", "epoch=1-step=200.ckpt"))
        .isEqualTo("epoch=*-step={step}.ckpt");
    assertThat(template("global_step10-seed3", "global_step20-seed3"))
        .isEqualTo("global_step{step}-seed3");
    assertThat(template("iter_0001000", "iter_0002000")).isEqualTo("iter_{step:07}");
    assertThat(template("checkpoint-5", "checkpoint-10")).isEqualTo("checkpoint-{step}");
    assertThat(template("stage1-100.pt", "stage1-200.pt")).isEqualTo("stage1-{step}.pt");
  }

  @Test
  void zerosAreThoseThatReadMostNames() {
    assertThat(template("step0500", "step0750", "step1000", "step1500")).isEqualTo("step{step:04}");
    assertThat(template("step_0500", "step_10000")).isEqualTo("step_{step:04}");
    StepNames mixed = best("step001", "step002", "step0003");
    assertThat(mixed.template().text()).isEqualTo("step{step:03}");
    assertThat(mixed.names().values()).containsExactly("step001", "step002");
    assertThat(template("step0", "step1")).isEqualTo("step{step}");
  }

  @Test
  void whereAStepOccursTwiceOneSeriesIsTaken() {
    StepNames one = best("seed1-step10", "seed1-step20", "seed1-step30", "seed2-step10");
    assertThat(one.template().text()).isEqualTo("seed1-step{step}");
    assertThat(one.names().values())
        .containsExactly("seed1-step10", "seed1-step20", "seed1-step30");
  }

  @Test
  void whatNumbersOtherThingsIsNoStep() {
    assertThat(StepNames.of(List.of("seed1", "seed2", "rank_0", "v1", "main", "toy-8m"))).isEmpty();
    assertThat(StepNames.of(List.of("5f6955d227a320c7f1f6c7da2a6d96a851a8118f", "{1}", "a*1")))
        .isEmpty();
    assertThat(best("w8", "w16").word()).isEqualTo(StepNames.Word.NONE);
    assertThat(best("timestep1", "timestep2").word()).isEqualTo(StepNames.Word.NONE);
    assertThat(best("600.pt").template().text()).isEqualTo("{step}.pt");
    assertThat(StepNames.of(List.of("w8", "w16", "step1")))
        .extracting(kind -> kind.template().text())
        .containsExactly("step{step}", "w{step}");
  }
}
