package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Some tensors of a safetensors file are a safetensors file of their own. */
class SafetensorsExcerptTest {
  /** Two bytes of each tensor, an empty one and one of a kind that is not read. */
  private static final String HEADER =
      """
      {"odd \\"name\\" \\u00e9":{"dtype":"F16","shape":[1],"data_offsets":[4,6]},
       "a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},
       "none":{"dtype":"F16","shape":[0],"data_offsets":[4,4]},
       "narrow":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[2,4]},
       "z":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]}}""";

  private static byte[] whole() {
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    return TestArchive.le(8 + header.length + 8)
        .putLong(header.length)
        .put(header)
        .put(new byte[] {0, 1, 2, 3, 4, 5, 6, 7})
        .array();
  }

  private static TensorFile open(byte[] bytes) throws IOException {
    return TensorFiles.open(new BytesSource("some/file", bytes));
  }

  private static SafetensorsExcerpt excerpt(String... names) throws IOException {
    try (TensorFile file = open(whole())) {
      return SafetensorsExcerpt.of(file, List.of(names), Map.of("excerpt", "of \"it\""))
          .orElseThrow();
    }
  }

  private static byte[] assembled(SafetensorsExcerpt excerpt) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(excerpt.head());
    for (Stretch stretch : excerpt.stretches()) {
      out.write(whole(), (int) stretch.from(), (int) stretch.bytes());
    }
    return out.toByteArray();
  }

  @Test
  void tensorsKeepTheirNamesKindsAndBytes() throws IOException {
    String odd = "odd \"name\" \u00e9";
    try (TensorFile file = open(assembled(excerpt("z", odd, "none", "a")))) {
      assertThat(file.tensors())
          .extracting(TensorInfo::name)
          .containsExactly("a", "none", odd, "z");
      assertThat(file.tensor("z").dtype()).isEqualTo(DType.BF16);
      assertThat(file.tensor("none").shape()).containsExactly(0L);
      assertThat(file.unreadable()).isEmpty();
      try (TensorFile of = open(whole())) {
        for (String name : List.of("a", odd, "z")) {
          assertThat(Fixtures.values(file, name)).containsExactly(Fixtures.values(of, name));
        }
      }
    }
  }

  @Test
  void neighboursAreOneStretchWhateverTheirOrderInTheHeader() throws IOException {
    long data = whole().length - 8L;
    assertThat(excerpt("z", "odd \"name\" \u00e9", "a", "none").stretches())
        .containsExactly(new Stretch(data, data + 2), new Stretch(data + 4, data + 8));
    assertThat(excerpt("none").stretches()).isEmpty();
  }

  @Test
  void dataStartAtAMultipleOfTheWidestElement() throws IOException {
    assertThat(excerpt("a").head().length % 8).isZero();
  }

  @Test
  void onlyTensorsThatAreReadCanBeTaken() {
    assertThatThrownBy(() -> excerpt("narrow"))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining("there is no such tensor");
  }

  @Test
  void otherFormatsHaveNone() throws IOException {
    byte[] torch =
        TestPickle.start().op('}').text("w").vector("0", 1).op('s').checkpoint(new byte[4]);
    try (TensorFile file = open(torch)) {
      assertThat(SafetensorsExcerpt.of(file, List.of("w"), Map.of())).isEqualTo(Optional.empty());
    }
  }
}
