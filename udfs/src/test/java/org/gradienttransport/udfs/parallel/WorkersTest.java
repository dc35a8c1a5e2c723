package org.gradienttransport.udfs.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void runsEachTaskOnce(int threads) {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    try (Workers workers = Workers.of(threads)) {
      workers.run(1000, runs::incrementAndGet);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void handsATasksFailureToTheCallerAndWorksOn(int threads) {
    try (Workers workers = Workers.of(threads)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      100,
                      i -> {
                        if (i == 40) {
                          throw new IllegalStateException("task 40 failed");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 40 failed");
      AtomicIntegerArray runs = new AtomicIntegerArray(10);
      workers.run(10, runs::incrementAndGet);
      assertThat(runs).hasToString("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]");
    }
  }

  @Test
  void refusesToWorkOnNoThreads() {
    assertThatThrownBy(() -> Workers.of(0)).hasMessage("threads must be at least 1, got 0");
  }
}
