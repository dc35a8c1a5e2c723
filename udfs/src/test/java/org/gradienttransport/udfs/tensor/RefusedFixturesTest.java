package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad fixture is refused, naming the file, the place, what is wrong and a remedy. */
class RefusedFixturesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bad_evil_global.pt | entry 'archive/data.pkl', pickle byte 13 | the global 'posix.mkdir' is not on the list | save the tensors alone",
        "bad_short_storage.pt | tensor '_forward_module.module.layers.0.attention.v_proj' in entry 'pico_train_gradients/data/0' | should hold 192 elements of 4 bytes, the entry has 764 bytes | fetch the file again",
        "bad_header_len.safetensors | header | claims 1099511627776 bytes, more than 100000000 | fetch the file again",
        "bad_hole.safetensors | tensor 'b.f16' | its data start at byte 56, those before it end at 48: a hole | write the file again",
        "bad_shape.safetensors | tensor 'a.f32' | shape [3, 5] of F32 takes 60 bytes, data_offsets [0, 48] give 48 | write the file again",
        "bad_truncated.safetensors | tensor 'e.scalar' | its data end at byte 102, the file ends at 99 | fetch the file again",
      })
  void aBadFixtureIsRefused(String name, String place, String problem, String remedy) {
    TensorFormatException refusal =
        catchThrowableOfType(
            TensorFormatException.class, () -> TensorFiles.open(Fixtures.source(name)));
    assertThat(refusal).as("refusal of %s", name).isNotNull();
    assertThat(refusal.file()).isEqualTo(name);
    assertThat(refusal.place()).contains(place);
    assertThat(refusal.problem()).contains(problem);
    assertThat(refusal.remedy()).contains(remedy);
    assertThat(refusal)
        .hasMessageContainingAll(name, refusal.place(), refusal.problem(), refusal.remedy());
  }

  @Test
  void refusingAnEvilPickleDoesNotRunIt() {
    assertThatThrownBy(() -> TensorFiles.open(Fixtures.source("bad_evil_global.pt")))
        .isInstanceOf(TensorFormatException.class);
    assertThat(Files.exists(Path.of("SHOULD_NOT_EXIST"))).isFalse();
  }

  @Test
  void everyPrefixOfAGoodArchiveIsRefused() {
    byte[] good = Fixtures.bytes("nested.pt");
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThat(
              catchThrowableOfType(
                  TensorFormatException.class,
                  () -> TensorFiles.open(new BytesSource("cut.pt", cut))))
          .as("%s of %s bytes", length, good.length)
          .isNotNull()
          .hasMessageStartingWith("cut.pt: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok.safetensors", "legacy.pt", "gradients.pickle"})
  void everyPrefixOfAGoodFileIsRefused(String name) {
    byte[] good = Fixtures.bytes(name);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThat(
              catchThrowableOfType(
                  TensorFormatException.class,
                  () -> TensorFiles.open(new BytesSource("cut.file", cut))))
          .as("%s of %s bytes", length, good.length)
          .isNotNull()
          .hasMessageStartingWith("cut.file: ");
    }
  }
}
