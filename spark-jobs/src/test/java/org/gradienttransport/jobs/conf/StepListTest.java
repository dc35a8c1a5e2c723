package org.gradienttransport.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepListTest {
  @Test
  void stepsAreNumbersRangesAndRangesWithAStride() {
    assertThat(StepList.parse("1000..3000/1000").steps()).containsExactly(1000L, 2000L, 3000L);
    assertThat(StepList.parse("8, 0,40..42").steps()).containsExactly(0L, 8L, 40L, 41L, 42L);
  }

  @Test
  void aRangeMayBeWrittenWithADash() {
    assertThat(StepList.parse("512, 0-3,1000-3500/1000").steps())
        .containsExactly(0L, 1L, 2L, 3L, 512L, 1000L, 2000L, 3000L);
  }

  @Test
  void aStepThatIsNamedTwiceIsThereOnce() {
    assertThat(StepList.parse("3,1..4,2").steps()).containsExactly(1L, 2L, 3L, 4L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "-1",
        "3-1",
        "8..0",
        "1..5/0",
        "0-9/0",
        "1,,2",
        "0-999999999999",
        "1e3",
        "1...3"
      })
  void anythingElseIsRefusedByThePartThatIsWrong(String text) {
    assertThatThrownBy(() -> StepList.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text.replaceAll("^1,,2$", "") + "'");
  }

  @Test
  void aListIsBoundedAlsoWhenItsRangesTogetherAreTooMany() {
    assertThat(StepList.parse("1..1000000").steps()).hasSize(StepList.MOST);
    assertThatThrownBy(() -> StepList.parse("0..1000000"))
        .hasMessage("'0..1000000' has more steps than the 1000000 a list may have");
    assertThatThrownBy(() -> StepList.parse("1..1000000,2000000"))
        .hasMessageContaining("has more than 1000000 steps");
  }

  @Test
  void aWrongOptionIsWrongUsageThatNamesTheOption() {
    assertThatThrownBy(() -> StepList.ofOption("--steps", "0,5-1"))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("--steps: '5-1' is no range of steps; it must rise, with a stride above 0.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "7; 7",
        "0,8; 0,8",
        "0,1,2,4; 0..2,4",
        "0-124000/1000; 0..124000/1000",
        "0,1,2,4,8,16,1000-143000/1000; 0..2,4,8,16,1000..143000/1000"
      })
  void itIsWrittenAsShortAsItCanBeRead(String text, String written) {
    assertThat(StepList.parse(text)).hasToString(written);
    assertThat(StepList.parse(written)).isEqualTo(StepList.parse(text));
  }

  @Test
  void itKnowsWhatItHolds() {
    assertThat(StepList.parse("0..10/5").contains(5)).isTrue();
    assertThat(StepList.parse("0..10/5").contains(6)).isFalse();
  }
}
