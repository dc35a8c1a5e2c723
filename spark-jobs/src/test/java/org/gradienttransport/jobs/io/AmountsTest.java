package org.gradienttransport.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "20MB, 20000000",
    "500k, 500000",
    "2G/s, 2000000000",
    "999999999999, 999999999999"
  })
  void bytesAreReadWithDecimalUnits(String text, long bytes) {
    assertThat(Amounts.parseBytes(text)).isEqualTo(bytes);
  }

  @Test
  void amountsAreWrittenForPeople() {
    assertThat(Amounts.bytes(999)).isEqualTo("999 B");
    assertThat(Amounts.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Amounts.bytes(603_979_776L)).isEqualTo("604.0 MB");
    assertThat(Amounts.bytes(1_500_000_000_000L)).isEqualTo("1.5 TB");
    assertThat(Amounts.time(59)).isEqualTo("59 s");
    assertThat(Amounts.time(3599)).isEqualTo("59 min");
    assertThat(Amounts.time(9000)).isEqualTo("2 h 30 min");
  }

  @Test
  void whatIsNoNumberOfBytesIsRefused() {
    assertThatThrownBy(() -> Amounts.parseBytes("fast"))
        .hasMessage("'fast' is not a number of bytes, such as 20MB");
    assertThatThrownBy(() -> Amounts.parseBytes("5T")).hasMessageContaining("'5T'");
  }
}
