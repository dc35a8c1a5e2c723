package org.gradienttransport.udfs.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.gradienttransport.udfs.reference.DenseReference;
import org.junit.jupiter.api.Test;

class Philox4x32Test {
  private final Philox4x32 philox = new Philox4x32();

  private int[] draw(int key0, int key1, int c0, int c1, int c2, int c3) {
    philox.draw(key0, key1, c0, c1, c2, c3);
    return new int[] {philox.word(0), philox.word(1), philox.word(2), philox.word(3)};
  }

  @Test
  void givesTheKnownAnswersOfRandom123() {
    assertThat(draw(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(draw(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(draw(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void equalsTheDefinitionInUnsignedArithmetic() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 500; trial++) {
      int[] w = random.ints(6).toArray();
      long[] expected =
          DenseReference.philox(
              new long[] {Integer.toUnsignedLong(w[0]), Integer.toUnsignedLong(w[1])},
              Integer.toUnsignedLong(w[2]),
              Integer.toUnsignedLong(w[3]),
              Integer.toUnsignedLong(w[4]),
              Integer.toUnsignedLong(w[5]));
      assertThat(draw(w[0], w[1], w[2], w[3], w[4], w[5]))
          .containsExactly(
              (int) expected[0], (int) expected[1], (int) expected[2], (int) expected[3]);
    }
  }

  @Test
  void joinsWordsLowFirst() {
    philox.draw(0, 0, 0, 0, 0, 0);
    assertThat(philox.first()).isEqualTo(0xe169c58d6627e8d5L);
    assertThat(philox.second()).isEqualTo(0x9b00dbd8bc57ac4cL);
  }

  @Test
  void hasFourWords() {
    assertThatThrownBy(() -> philox.word(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("asked 4");
  }
}
