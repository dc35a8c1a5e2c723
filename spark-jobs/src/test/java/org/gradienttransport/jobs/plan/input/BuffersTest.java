package org.gradienttransport.jobs.plan.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What models keep and do not train is known by its usual names; parameters are never taken for it.
 */
final class BuffersTest {
  @ParameterizedTest
  @CsvSource({
    "gpt_neox.layers.0.attention.masked_bias, 0, masked_bias",
    "gpt_neox.layers.0.attention.rotary_emb.inv_freq, 1, rotary_emb.inv_freq",
    "model.rotary_emb.inv_freq, 1, rotary_emb.inv_freq",
    "model/_orig_mod.inv_freq, 1, inv_freq",
    "layers.3.attention.rotary_emb.cos_cached, 4, rotary_emb.cos_cached",
    "layers.3.attention.rotary_emb.sin, 2, rotary_emb.sin",
    "freqs_cis, 3, freqs_cis",
    "gpt_neox.layers.0.attention.bias, 4, attention.bias",
    "h.0.attn.bias, 4, attn.bias",
    "layers.1.norm.running_mean, 1, running_mean",
    "layers.1.norm.running_var, 1, running_var",
  })
  void buffers(String name, int dimensions, String end) {
    assertThat(Buffers.kind(tensor(name, dimensions))).contains(end);
  }

  @ParameterizedTest
  @CsvSource({
    "h.0.attn.bias, 1",
    "gpt_neox.layers.0.attention.bias, 1",
    "h.0.attn.c_attn.bias, 1",
    "gpt_neox.layers.0.attention.dense.weight, 2",
    "layers.0.mlp.bias, 2",
    "layers.0.sin, 2",
    "layers.0.reinv_freq, 1",
    "inv_freq.weight, 2",
    "relative_attention_bias.weight, 2",
  })
  void parameters(String name, int dimensions) {
    assertThat(Buffers.kind(tensor(name, dimensions))).isEqualTo(Optional.empty());
  }

  private static TensorInfo tensor(String name, int dimensions) {
    List<Long> shape = Collections.nCopies(dimensions, 4L);
    return new TensorInfo(name, DType.F32, shape, "here");
  }
}
