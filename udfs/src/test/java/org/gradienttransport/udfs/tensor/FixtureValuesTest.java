package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every good fixture gives exactly what PyTorch says it holds. */
class FixtureValuesTest {
  /** Python writes infinite sums as Infinity. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final List<Integer> CHUNKS = List.of(8, 100, 4 << 20);

  static Stream<Arguments> goodFiles() throws IOException {
    JsonNode expected = JSON.readTree(Fixtures.bytes("expected.json"));
    return expected.properties().stream()
        .flatMap(
            file ->
                CHUNKS.stream().map(chunk -> Arguments.of(file.getKey(), chunk, file.getValue())));
  }

  @ParameterizedTest(name = "{0}, chunks of {1} bytes")
  @MethodSource("goodFiles")
  void namesShapesAndValuesEqualPyTorchs(String name, int chunk, JsonNode expected)
      throws IOException {
    ReadOptions options = new ReadOptions(chunk, ReadOptions.Checksums.VERIFY);
    try (TensorFile file = TensorFiles.open(Fixtures.source(name), options)) {
      assertThat(file.tensors().stream().map(TensorInfo::name))
          .containsExactlyElementsOf(texts(expected));
      for (JsonNode tensor : expected) {
        checkTensor(file, tensor);
      }
    }
  }

  private static void checkTensor(TensorFile file, JsonNode expected) throws IOException {
    TensorInfo info = file.tensor(expected.get("name").asText());
    assertThat(info.dtype().torchName()).isEqualTo(expected.get("dtype").asText());
    assertThat(info.shape()).isEqualTo(longs(expected.get("shape")));
    assertThat(info.elements()).isEqualTo(expected.get("numel").asLong());
    if (file instanceof TorchFile torch) {
      assertThat(torch.located(info.name()).layout().strides())
          .isEqualTo(longs(expected.get("stride")));
      assertThat(torch.located(info.name()).layout().offset())
          .isEqualTo(expected.get("offset").asLong());
    }
    double[] values = Fixtures.values(file, info.name());
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    // PyTorch adds in another order: equal up to the rounding of so many additions.
    double tolerance = 1e-15 * values.length;
    checkSum(sum, expected.get("sum").asDouble(), tolerance * Math.sqrt(squares * values.length));
    checkSum(squares, expected.get("sumsq").asDouble(), tolerance * squares);
    if (values.length > 0) {
      assertThat(values[0]).isEqualTo(expected.get("first").asDouble());
      assertThat(values[values.length - 1]).isEqualTo(expected.get("last").asDouble());
    }
  }

  private static void checkSum(double sum, double expected, double tolerance) {
    if (Double.isInfinite(expected)) {
      assertThat(sum).isEqualTo(expected);
    } else {
      assertThat(sum).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void viewsOfOneStorageAreReadInTheirOwnOrder() throws IOException {
    try (TensorFile file = TensorFiles.open(Fixtures.source("views_and_dtypes.pt"))) {
      double[] base = Fixtures.values(file, "base");
      double[] transposed = Fixtures.values(file, "transposed");
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 6; column++) {
          assertThat(base[row * 6 + column]).isEqualTo(row * 6 + column);
          assertThat(transposed[column * 4 + row]).isEqualTo(row * 6 + column);
        }
      }
      assertThat(Fixtures.values(file, "row1")).containsExactly(6, 7, 8, 9, 10, 11);
      assertThat(Fixtures.values(file, "strided")).containsExactly(1, 3, 5, 13, 15, 17);
    }
  }

  @Test
  void everyKindOfElementIsWidenedExactly() throws IOException {
    try (TensorFile file = TensorFiles.open(Fixtures.source("views_and_dtypes.pt"))) {
      assertThat(Fixtures.values(file, "i64")).containsExactly(-2, -1, 0, 1, 2);
      assertThat(Fixtures.values(file, "i32")).containsExactly(0, 1, 2);
      assertThat(Fixtures.values(file, "i16")).containsExactly(0, 1, 2);
      assertThat(Fixtures.values(file, "i8")).containsExactly(-1, 2);
      assertThat(Fixtures.values(file, "u8")).containsExactly(0, 255);
      assertThat(Fixtures.values(file, "bool")).containsExactly(1, 0);
      assertThat(Fixtures.values(file, "scalar")).containsExactly(3.5);
      assertThat(Fixtures.values(file, "empty")).isEmpty();
      assertThat(Fixtures.values(file, "half_specials"))
          .containsExactly(0.0, -0.0, 1023 * 0x1p-24, 0x1p-24, 65504, 0x1.554p-2);
      assertThat(Fixtures.values(file, "bf16_specials")[1]).isEqualTo(-0.0);
    }
  }

  @Test
  void anOrderedDictKeepsItsTensorsAfterItsAttributesAreSet() throws IOException {
    try (TensorFile file = TensorFiles.open(Fixtures.source("neox_step1_pytorch_model.bin"))) {
      assertThat(file.tensors()).hasSize(34);
      assertThat(file.tensor("gpt_neox.layers.0.attention.bias").dtype()).isEqualTo(DType.U8);
      assertThat(file.tensor("gpt_neox.layers.0.attention.bias").dtype().floating()).isFalse();
    }
  }

  @Test
  void shardsAreReadAsTheUnshardedFile() throws IOException {
    CheckpointIndex index = CheckpointIndex.read(Fixtures.source("pytorch_model.bin.index.json"));
    assertThat(index.shards())
        .containsExactly("pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin");
    try (TensorFile whole = TensorFiles.open(Fixtures.source("neox_step1_pytorch_model.bin"));
        TensorFile sharded = ShardedTensorFile.open(index, Fixtures::source, ReadOptions.DEFAULT)) {
      assertThat(sharded.tensors().stream().map(TensorInfo::name).toList())
          .isEqualTo(whole.tensors().stream().map(TensorInfo::name).toList());
      for (TensorInfo tensor : whole.tensors()) {
        assertThat(Fixtures.values(sharded, tensor.name()))
            .isEqualTo(Fixtures.values(whole, tensor.name()));
      }
    }
  }

  private static List<String> texts(JsonNode tensors) {
    return StreamSupport.stream(tensors.spliterator(), false)
        .map(tensor -> tensor.get("name").asText())
        .toList();
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> longs = new ArrayList<>();
    array.forEach(item -> longs.add(item.asLong()));
    return longs;
  }
}
