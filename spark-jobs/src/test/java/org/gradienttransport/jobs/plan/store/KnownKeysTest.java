package org.gradienttransport.jobs.plan.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradienttransport.jobs.plan.Hashes;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
  @Test
  void whatWasAddedIsKnownAndNothingElse() {
    KnownKeys keys = new KnownKeys();
    for (int i = 0; i < 10_000; i++) {
      assertThat(keys.add(Hashes.sha256("key " + i))).isTrue();
    }
    assertThat(keys.size()).isEqualTo(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(keys.test(Hashes.sha256("key " + i))).isTrue();
      assertThat(keys.test(Hashes.sha256("other " + i))).isFalse();
      assertThat(keys.add(Hashes.sha256("key " + i))).isFalse();
    }
  }

  @Test
  void keysThatShareABeginningOrHoldZeroesAreTold() {
    KnownKeys keys = new KnownKeys();
    String zeroes = "0".repeat(64);
    String similar = "0".repeat(31) + "2" + "0".repeat(32);
    assertThat(keys.test(zeroes)).isFalse();
    assertThat(keys.add(zeroes)).isTrue();
    assertThat(keys.test(similar)).isFalse();
    assertThat(keys.add(similar)).isTrue();
    assertThat(keys.test(zeroes)).isTrue();
    assertThat(keys.size()).isEqualTo(2);
  }
}
