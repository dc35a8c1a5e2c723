package org.gradienttransport.udfs.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxBatchTest {

  @ParameterizedTest
  @CsvSource({"0,0,0,0,0", "42,9437184,0,7,1", "-1,-2,4294967290,-3,-4", "5,-9,-3,2147483647,2"})
  void drawsWhatOneByOneIsDrawn(int key0, int key1, long first, int counter2, int counter3) {
    Philox4x32 single = new Philox4x32();
    PhiloxBatch batch = new PhiloxBatch(77);
    double[] firsts = new double[77];
    double[] seconds = new double[77];
    batch.draw(key0, key1, first, counter2, counter3);
    batch.first(firsts);
    batch.second(seconds);
    for (int i = 0; i < 77; i++) {
      long counter = first + i;
      single.draw(key0, key1, (int) counter, (int) (counter >>> 32), counter2, counter3);
      assertThat(firsts[i]).isEqualTo((double) (single.first() >>> 11));
      assertThat(seconds[i]).isEqualTo((double) (single.second() >>> 11));
    }
  }
}
