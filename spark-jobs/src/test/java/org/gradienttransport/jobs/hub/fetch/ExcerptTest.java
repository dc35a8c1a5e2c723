package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradienttransport.udfs.tensor.Stretch;
import org.junit.jupiter.api.Test;

/** Which bytes of a file one request asks for, of those that an excerpt holds. */
class ExcerptTest {
  private static final long MIB = 1 << 20;
  private static final byte[] HEAD = new byte[40];

  private static final Stretch FIRST = new Stretch(0, 100 * MIB);
  private static final Stretch NEAR = new Stretch(101 * MIB, 200 * MIB);
  private static final Stretch FAR = new Stretch(201 * MIB + 1, 300 * MIB);

  private static List<Excerpt.Range> after(long held) {
    return Excerpt.of("rules", 1, 400 * MIB, HEAD, List.of(FIRST, NEAR, FAR)).after(held);
  }

  @Test
  void aGapOfOneMebibyteIsFetchedAndAWiderOneIsNot() {
    assertThat(after(HEAD.length))
        .containsExactly(new Excerpt.Range(List.of(FIRST, NEAR)), new Excerpt.Range(List.of(FAR)));
    assertThat(after(HEAD.length).get(0).bytes()).isEqualTo(200 * MIB);
  }

  @Test
  void whatIsHeldIsNotAskedForAgainAndNeitherIsAGapBehindIt() {
    assertThat(after(HEAD.length + 10).get(0).from()).isEqualTo(10);
    assertThat(after(HEAD.length + FIRST.bytes()).get(0))
        .isEqualTo(new Excerpt.Range(List.of(NEAR)));
    assertThat(after(HEAD.length + FIRST.bytes() + NEAR.bytes() + FAR.bytes())).isEmpty();
  }
}
