package org.gradienttransport.jobs.hub.synth;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * Parameters and buffers of a GPT-NeoX decoder of six blocks with N parameters. Blocks have their
 * true shapes; the embeddings take what is left, as matrices where it is a multiple of the width.
 */
final class NeoXTensors {
  static final int BLOCKS = 6;
  private static final int LEAST_WIDTH = 8;

  private NeoXTensors() {}

  static List<TensorInfo> parameters(long entries, DType dtype) {
    long width = width(entries);
    long embeddings = entries - ofBlocks(width);
    long input = embeddings / 2;
    List<TensorInfo> tensors = new ArrayList<>();
    tensors.add(embedding("gpt_neox.embed_in.weight", dtype, input, width));
    for (int block = 0; block < BLOCKS; block++) {
      addBlock(tensors, "gpt_neox.layers." + block + ".", dtype, width);
    }
    addPair(tensors, "gpt_neox.final_layer_norm.", dtype, width);
    tensors.add(embedding("embed_out.weight", dtype, embeddings - input, width));
    return tensors;
  }

  /** The widest multiple of 8 whose blocks take no more than two thirds of the parameters. */
  private static long width(long entries) {
    long width = LEAST_WIDTH;
    if (3 * ofBlocks(width) > 2 * entries) {
      throw JobException.usage(
          "A Pythia checkpoint has at least %d entries, got %d."
              .formatted((3 * ofBlocks(width) + 1) / 2, entries));
    }
    while (3 * ofBlocks(width + LEAST_WIDTH) <= 2 * entries) {
      width += LEAST_WIDTH;
    }
    return width;
  }

  private static long ofBlocks(long width) {
    return BLOCKS * (12 * width * width + 13 * width) + 2 * width;
  }

  private static TensorInfo embedding(String name, DType dtype, long entries, long width) {
    return entries % width == 0
        ? SynthLayout.tensor(name, dtype, entries / width, width)
        : SynthLayout.tensor(name, dtype, entries);
  }

  private static void addBlock(List<TensorInfo> tensors, String block, DType dtype, long width) {
    addPair(tensors, block + "input_layernorm.", dtype, width);
    addPair(tensors, block + "post_attention_layernorm.", dtype, width);
    addPair(tensors, block + "attention.query_key_value.", dtype, 3 * width, width);
    addPair(tensors, block + "attention.dense.", dtype, width, width);
    addPair(tensors, block + "mlp.dense_h_to_4h.", dtype, 4 * width, width);
    addPair(tensors, block + "mlp.dense_4h_to_h.", dtype, width, 4 * width);
  }

  private static void addPair(List<TensorInfo> tensors, String name, DType dtype, long... weight) {
    tensors.add(SynthLayout.tensor(name + "weight", dtype, weight));
    tensors.add(SynthLayout.tensor(name + "bias", dtype, weight[0]));
  }

  static List<TensorInfo> buffers(DType dtype) {
    List<TensorInfo> buffers = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      String name = "gpt_neox.layers." + block + ".attention.";
      buffers.add(SynthLayout.tensor(name + "bias", DType.U8, 1L, 1L, 16L, 16L));
      buffers.add(SynthLayout.tensor(name + "masked_bias", dtype));
      buffers.add(SynthLayout.tensor(name + "rotary_emb.inv_freq", dtype, 4L));
    }
    return buffers;
  }
}
