package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of gradients as OLMo-core dumps them, and parts of checkpoints that are no file. */
class GradientFolderTest {
  private static byte[] safetensors(String key, String dtype, float... values) {
    String header =
        "{\"%s\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(
                key,
                dtype,
                dtype.equals("F32") ? values.length : 4 * values.length,
                4 * values.length);
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static GradientFolder open(Map<String, byte[]> files) throws IOException {
    return GradientFolder.open(
        "grads",
        List.copyOf(files.keySet()),
        name -> new BytesSource("grads/" + name, files.get(name)),
        ReadOptions.DEFAULT);
  }

  @Test
  void tensorsAreCalledByTheirFilesInTheOrderOfNames() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(Comparator.reverseOrder());
    files.put("blocks.1.w.safetensors", safetensors("gradient", "F32", 3));
    files.put("blocks.0.w.safetensors", safetensors("gradient", "F32", 1, 2));
    files.put("head.safetensors", safetensors("gradient", "F8_E4M3", 1));
    try (GradientFolder folder = open(files)) {
      assertThat(folder.tensors().stream().map(TensorInfo::name))
          .containsExactly("blocks.0.w", "blocks.1.w");
      assertThat(Fixtures.values(folder, "blocks.0.w")).containsExactly(1, 2);
      assertThat(Fixtures.values(folder, "blocks.1.w")).containsExactly(3);
      assertThat(folder.unreadable()).containsExactly(Map.entry("head", "dtype 'F8_E4M3'"));
      assertThat(folder.tensor("blocks.0.w").place()).startsWith("grads/blocks.0.w.safetensors, ");
    }
  }

  @Test
  void aFileOfAnythingButOneGradientIsRefused() {
    assertThatThrownBy(() -> open(Map.of("w.safetensors", safetensors("weight", "F32", 1))))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining("grads/w.safetensors")
        .hasMessageContaining("has the one key 'gradient', this has 1 key(s), such as 'weight'");
  }

  @ParameterizedTest
  @CsvSource({
    "run/step0/__0_0.distcp, PyTorch distributed checkpoint, dcp_to_torch",
    "zero_pp_rank_3_mp_rank_00_optim_states.pt, DeepSpeed ZeRO checkpoint, zero_to_fp32.py",
    "a/bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt, DeepSpeed ZeRO checkpoint, zero_to_fp32.py",
  })
  void partsOfCheckpointsAreNamedWithWhatPutsThemTogether(String name, String what, String how) {
    assertThatThrownBy(() -> TensorFiles.open(new BytesSource(name, Fixtures.bytes("nested.pt"))))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(what)
        .hasMessageContaining(how);
  }

  @Test
  void theStatesOfAWholeModelAreNoPart() throws IOException {
    BytesSource source =
        new BytesSource("run/mp_rank_00_model_states.pt", Fixtures.bytes("nested.pt"));
    try (TensorFile file = TensorFiles.open(source)) {
      assertThat(file.tensors()).hasSize(1);
    }
  }
}
